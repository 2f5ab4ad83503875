"""Permanent pictures, drafts and published articles of the simulated account; the platform publishes a moment after it was asked."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

_PUBLISHED_AFTER = timedelta(seconds=1)


class PublishStatus(IntEnum):
    """What became of a job, as the platform numbers it."""

    DONE = 0
    RUNNING = 1
    ORIGINALITY = 2
    FAILED = 3
    REFUSED = 4
    DELETED = 5


@dataclass(slots=True)
class PublishJob:
    """One handing-in of a draft."""

    articles: tuple[Mapping[str, Any], ...]
    submitted_at: datetime
    status: PublishStatus = PublishStatus.RUNNING
    article_id: str = ""


@dataclass(slots=True)
class ArticleShelf:
    """What the account keeps; ids are made up as the platform makes them."""

    materials: set[str] = field(default_factory=set)
    drafts: dict[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    jobs: dict[str, PublishJob] = field(default_factory=dict)
    published: dict[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    _numbers: int = 2247483646

    def keep_material(self) -> str:
        """Keep a permanent picture and give its id."""
        media_id = secrets.token_urlsafe(32)
        self.materials.add(media_id)
        return media_id

    def keep_draft(self, articles: tuple[Mapping[str, Any], ...]) -> str:
        """Keep a draft and give its id."""
        media_id = secrets.token_urlsafe(32)
        self.drafts[media_id] = articles
        return media_id

    def submit(self, media_id: str, *, now: datetime) -> str:
        """Begin to publish a draft and give the job's id."""
        self._numbers += 1
        self.jobs[str(self._numbers)] = PublishJob(self.drafts[media_id], now)
        return str(self._numbers)

    def look(self, number: str, *, now: datetime, goes_wrong: int = 0) -> PublishJob | None:
        """Give a job as it stands; one that ran long enough is done, or ended as `goes_wrong` says."""
        job = self.jobs.get(number)
        if job and job.status is PublishStatus.RUNNING and now - job.submitted_at >= _PUBLISHED_AFTER:
            job.status = PublishStatus(goes_wrong)
            if job.status is PublishStatus.DONE:
                job.article_id = secrets.token_urlsafe(32)
                self.published[job.article_id] = job.articles
                self.drafts = {
                    media_id: each for media_id, each in self.drafts.items() if each is not job.articles
                }
        return job
