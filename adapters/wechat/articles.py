"""A publication as an article of the official account: its cover, its draft, the handing-in, and taking it back.

What the platform deletes already is no error; an article cannot be changed once it is out, so another version is another article.
"""

import struct
import zlib
from html import escape

from redis.asyncio import Redis

from adapters.redis.keys import key_of
from adapters.redis.reach import reachable
from adapters.wechat.api.articles import ArticleCalls
from adapters.wechat.api.errcodes import PlatformError
from adapters.wechat.api.operation import MediaFile
from bot.errors import ServiceError
from bot.message import Wording
from handlers.outlets.outlet import ArticleStep, ArticleTraces, ItemState
from handlers.outlets.publication import Publication

GONE_DRAFT, GONE_ARTICLE = 40007, 53600
PUBLISHED, RUNNING = 0, 1
AGAIN_SECONDS = 30.0
AUTHOR_LETTERS = 16
CONTENT_LETTERS = 19_000
WIDTH, HEIGHT = 900, 383
GROUND, STRIPE = (0x1E, 0x5B, 0x5E), (0xE9, 0xC4, 0x6A)


class ArticleWriter:
    """Implements `handlers.outlets.outlet.ArticleDoor`; `submits` says whether drafts are handed in, too."""

    def __init__(
        self, calls: ArticleCalls, redis: Redis, *, appid: str, author: str, submits: bool, texts: Wording
    ) -> None:
        self._calls = calls
        self._redis = redis
        self._cover_key = key_of("wechat", f"cover:{appid}")
        self._author = author[:AUTHOR_LETTERS]
        self.submits = submits
        self._texts = texts

    async def show(self, publication: Publication) -> ArticleStep:
        """Put an article among the drafts."""
        try:
            draft = await self._drafted(publication, await self._cover())
        except PlatformError as error:
            if error.code != GONE_DRAFT:
                raise
            # Somebody deleted the cover at the platform.
            draft = await self._drafted(publication, await self._cover(fresh=True))
        return ArticleStep(ItemState.DRAFTED, ArticleTraces(draft=draft))

    async def submit(self, traces: ArticleTraces) -> ArticleStep:
        """Hand a draft in."""
        job = await self._calls.submit(traces.draft)
        return ArticleStep(ItemState.SUBMITTED, ArticleTraces(traces.draft, job))

    async def follow(self, traces: ArticleTraces) -> ArticleStep:
        """Ask what became of one that was handed in."""
        told = await self._calls.look(traces.submission)
        status = told.get("publish_status")
        if status == RUNNING:
            return ArticleStep(ItemState.SUBMITTED, traces)
        if status == PUBLISHED:
            return ArticleStep(ItemState.SHOWN, ArticleTraces(article=str(told.get("article_id", ""))))
        return ArticleStep(
            ItemState.REFUSED, ArticleTraces(traces.draft), f"outlets.refused.publish:{status}"
        )

    async def take_back(self, traces: ArticleTraces) -> None:
        """Delete whatever there is; raises `ServiceError` while the platform is publishing it."""
        if traces.submission:
            step = await self.follow(traces)
            if step.state is ItemState.SUBMITTED:
                raise ServiceError(retry_after=AGAIN_SECONDS, peer="wechat", reason="publishing")
            traces = step.traces
        try:
            if traces.article:
                await self._calls.delete_article(traces.article)
            elif traces.draft:
                await self._calls.delete_draft(traces.draft)
        except PlatformError as error:
            if error.code not in (GONE_DRAFT, GONE_ARTICLE):
                raise

    async def _drafted(self, publication: Publication, cover: str) -> str:
        return await self._calls.add_draft(
            {
                "title": publication.title,
                "author": self._author,
                "digest": publication.digest,
                "content": content_of(publication, more=self._texts("outlets.more", url=publication.url)),
                "content_source_url": publication.url,
                "thumb_media_id": cover,
                "need_open_comment": 0,
            }
        )

    async def _cover(self, *, fresh: bool = False) -> str:
        """Give the platform's id of the cover, which it keeps for good."""
        async with reachable():
            known = None if fresh else await self._redis.get(self._cover_key)
        if known:
            return known.decode() if isinstance(known, bytes) else str(known)
        media_id = await self._calls.keep_picture(MediaFile("cover.png", "image/png", cover_picture()))
        async with reachable():
            await self._redis.set(self._cover_key, media_id)
        return media_id


def content_of(publication: Publication, *, more: str) -> str:
    """Give an article's content: each paragraph in its own mark, nothing of it taken for markup; the end leads to the whole."""
    ending = [f"<p>{escape(words)}</p>" for words in (publication.source, more) if words]
    room = CONTENT_LETTERS - sum(map(len, ending))
    kept: list[str] = []
    for words in publication.paragraphs or (publication.title,):
        paragraph = f"<p>{escape(words)}</p>"
        if len(paragraph) > room:
            break
        kept.append(paragraph)
        room -= len(paragraph)
    return "".join([*kept, *ending])


def cover_picture() -> bytes:
    """Give a plain cover in the colours of the pages: the platform wants one for every article."""
    ground, stripe = b"\0" + bytes(GROUND) * WIDTH, b"\0" + bytes(STRIPE) * WIDTH
    rows = ground * (HEIGHT - 24) + stripe * 8 + ground * 16
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
