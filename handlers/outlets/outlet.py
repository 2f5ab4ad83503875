"""The outlets, what each of them shows, and how an item stands in one. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from handlers.outlets.publication import Publication
from knowledge.documents.document import Kind


class Outlet(StrEnum):
    """Where a publication appears."""

    SITE = "site"
    SCREEN = "screen"
    WECHAT = "wechat"


class ItemState(StrEnum):
    """How an item stands: it waits, lies as a draft, was handed in, is shown, is gone, or was refused until somebody looks at it."""

    WAITING = "waiting"
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    SHOWN = "shown"
    GONE = "gone"
    REFUSED = "refused"


_NEWS = frozenset({Kind.POLICY, Kind.INTERPRETATION, Kind.NOTICE, Kind.RESPONSE})
KINDS: Mapping[Outlet, frozenset[Kind]] = {
    Outlet.SITE: _NEWS | {Kind.GUIDE},
    Outlet.SCREEN: _NEWS,
    Outlet.WECHAT: _NEWS,
}
"""Which kinds of document an outlet shows; answers that speak for documents are shown by none."""
PAUSES = (60, 300, 900, 3600)
TRIES = 24


def pause(attempts: int) -> timedelta:
    """Give how long to wait after so many failures."""
    return timedelta(seconds=PAUSES[min(attempts, len(PAUSES)) - 1])


@dataclass(frozen=True, slots=True)
class ArticleTraces:
    """By what the official account knows an article: its draft, the handing-in, the article once it is out."""

    draft: str = ""
    submission: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class ArticleStep:
    """What came of a step: how the item stands, and by what the account knows it."""

    state: ItemState
    traces: ArticleTraces
    refusal: str = ""


class ArticleDoor(Protocol):
    """The way to the official account's articles; each raises `ServiceError`, `permanent` where trying again is pointless."""

    @property
    def submits(self) -> bool:
        """Whether drafts are handed in for publishing."""
        ...

    async def show(self, publication: Publication) -> ArticleStep:
        """Put an article among the drafts."""
        ...

    async def submit(self, traces: ArticleTraces) -> ArticleStep:
        """Hand a draft in."""
        ...

    async def follow(self, traces: ArticleTraces) -> ArticleStep:
        """Ask what became of one that was handed in."""
        ...

    async def take_back(self, traces: ArticleTraces) -> None:
        """Delete a draft or an article that is out; one that is not there any more is no error."""
        ...
