"""Brings every outlet to what is public: takes up changes, shows, follows, takes back, and tries again what failed.

Each item knows what it is to show and what it shows, so a process that dies between the two is followed by one that does the
rest. An article is put among the drafts before that is written down: where the writing fails it may lie there twice, as a draft.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.errors import ServiceError
from handlers.outlets.outlet import (
    KINDS,
    TRIES,
    ArticleDoor,
    ArticleStep,
    ArticleTraces,
    ItemState,
    Outlet,
    pause,
)
from handlers.outlets.publication import Publication, publication_of
from handlers.outlets.records import REFUSAL_LETTERS, OutletItemRecord
from knowledge.documents import store as documents
from knowledge.documents.records import WORDS_LETTERS
from knowledge.publication import public_changes
from knowledge.publication.lifecycle import Step
from knowledge.publication.public_changes import ChangeReader, PublicChangeRecord
from knowledge.publication.records import ReviewRecord

CHANGES, ITEMS = 50, 20
FOLLOWED_AFTER = timedelta(seconds=30)
HELD = timedelta(minutes=5)
TRIED_AGAIN = (ItemState.REFUSED.value, ItemState.WAITING.value, ItemState.DRAFTED.value)
# What was public for longer is no news for followers.
NEWS_FOR = timedelta(days=7)


class Address(Protocol):
    """Where a document is read."""

    def __call__(self, identifier: str, /) -> str:
        """Give the address of a document."""
        ...


class OutletPosting:
    """Makes the rounds of a worker; `door` leads to the official account, and is missing where articles are not wanted."""

    def __init__(
        self, database: Database, *, door: ArticleDoor | None, address: Address, clock: Clock
    ) -> None:
        self._database = database
        self._door = door
        self._address = address
        self._clock = clock

    async def step(self) -> int:
        """Take up what changed, then do what is due; give how much there was. Raises `ServiceError`."""
        return await self.take_up() + await self.post()

    async def take_up(self) -> int:
        """Note for every outlet what it is to show from now on."""
        async with self._database.reading() as tx:
            if not await public_changes.any_waiting(tx, reader=ChangeReader.OUTLETS):
                return 0
        try:
            async with self._database.transaction() as tx:
                changes = await public_changes.waiting(tx, limit=CHANGES, reader=ChangeReader.OUTLETS)
                for change in changes:
                    await self._note(tx, change)
                await public_changes.take(tx, changes)
        except IntegrityError:
            # Another worker was quicker; what it left comes in the next round.
            return 0
        return len(changes)

    async def _note(self, tx: AsyncSession, change: PublicChangeRecord) -> None:
        kept = await documents.version(tx, change.document_id, change.version) if change.version else None
        for outlet in Outlet:
            item = await tx.get(OutletItemRecord, (outlet.value, change.document_id))
            wanted = change.version if kept is not None and kept.document.kind in KINDS[outlet] else None
            if wanted is not None and outlet is Outlet.WECHAT:
                is_news = change.at >= self._clock.now() - NEWS_FOR and await _is_reviewed(tx, change)
                wanted = wanted if self._door and is_news else None
            if item is None and wanted is None:
                continue
            if item is None:
                item = OutletItemRecord(
                    outlet=outlet.value, document_id=change.document_id, shown=None, traces={}
                )
                tx.add(item)
            if kept is not None:
                item.title = kept.document.title[:WORDS_LETTERS]
            item.wanted, item.attempts, item.refusal = wanted, 0, ""
            item.state = ItemState.WAITING.value
            item.next_at = item.changed_at = self._clock.now()
        await tx.flush()

    async def post(self) -> int:
        """Do what is due, one item after the other; a failure of one holds up no other."""
        now = self._clock.now()
        record = OutletItemRecord
        async with self._database.transaction() as tx:
            due = select(record).where(record.next_at <= now).order_by(record.next_at).limit(ITEMS)
            items = (await tx.scalars(due.with_for_update(skip_locked=True))).all()
            for item in items:
                # Held for a while: whoever dies over it leaves it to the next.
                item.next_at = now + HELD
        for item in items:
            await self._post(item)
        return len(items)

    async def _post(self, item: OutletItemRecord) -> None:
        try:
            step, publication = await self._done(item)
        except ServiceError as error:
            await self._write(item, partial(self._failed, error=error))
            return
        await self._write(item, lambda row: self._went(row, step, publication))

    async def _done(self, item: OutletItemRecord) -> tuple[ArticleStep, Publication | None]:
        publication = (
            await self._publication(item.document_id, item.wanted) if item.wanted is not None else None
        )
        if self._is_article(item):
            return await self._article(item, publication)
        state = ItemState.GONE if publication is None else ItemState.SHOWN
        return ArticleStep(state, ArticleTraces()), publication

    async def _article(
        self, item: OutletItemRecord, publication: Publication | None
    ) -> tuple[ArticleStep, Publication | None]:
        """Do the next thing about an article; one that is out cannot be changed: the old one leaves before the new one comes."""
        traces = ArticleTraces(**item.traces)
        if self._door is None:
            return ArticleStep(ItemState.REFUSED, traces, "outlets.refused.off"), None
        if publication is not None and item.state == ItemState.SUBMITTED:
            return await self._door.follow(traces), None
        if publication is not None and item.state == ItemState.DRAFTED:
            return await self._door.submit(traces), None
        if item.traces:
            await self._door.take_back(traces)
        if publication is None:
            return ArticleStep(ItemState.GONE, ArticleTraces()), None
        return await self._door.show(publication), publication

    async def _publication(self, identifier: str, version: int) -> Publication | None:
        async with self._database.reading() as tx:
            kept = await documents.version(tx, identifier, version)
        if kept is None:
            return None
        return publication_of(kept.document, version, kept.text, url=self._address(identifier))

    async def _write(self, item: OutletItemRecord, change: Callable[[OutletItemRecord], None]) -> None:
        """Write down what became of an item, unless another version was wanted meanwhile: then it is done again."""
        async with self._database.transaction() as tx:
            row = await tx.get(OutletItemRecord, (item.outlet, item.document_id), with_for_update=True)
            if row is None:
                return
            if row.wanted == item.wanted:
                change(row)
            else:
                row.next_at = self._clock.now()

    def _went(self, row: OutletItemRecord, step: ArticleStep, publication: Publication | None) -> None:
        now = self._clock.now()
        row.state, row.traces, row.refusal = (
            step.state.value,
            _kept(step.traces),
            step.refusal[:REFUSAL_LETTERS],
        )
        row.attempts, row.changed_at = 0, now
        row.next_at = now + FOLLOWED_AFTER if step.state is ItemState.SUBMITTED else None
        if step.state is ItemState.DRAFTED and self._door and self._door.submits:
            row.next_at = now
        if step.state is ItemState.GONE:
            row.shown, row.shown_at, row.text, row.digest = None, None, "", ""
        if publication is not None:
            row.title, row.digest, row.text = publication.title, publication.digest, publication.text
            row.source, row.dated_on = publication.source, publication.dated_on
        if step.state in (ItemState.SHOWN, ItemState.DRAFTED):
            row.shown, row.shown_at = row.wanted, row.shown_at or now

    def _failed(self, row: OutletItemRecord, *, error: ServiceError) -> None:
        now = self._clock.now()
        row.attempts += 1
        row.refusal, row.changed_at = f"outlets.refused.{_why(error)}", now
        if error.permanent or row.attempts >= TRIES:
            # A draft that is not handed in lies there for people to publish.
            stays = row.state == ItemState.DRAFTED and row.wanted is not None
            row.state, row.next_at = row.state if stays else ItemState.REFUSED.value, None
            return
        row.next_at = now + max(pause(row.attempts), timedelta(seconds=error.retry_after or 0))

    async def again(self, outlet: str, identifier: str) -> bool:
        """Have an item tried at once; give whether there was one that waits or was refused."""
        async with self._database.transaction() as tx:
            row = await tx.get(OutletItemRecord, (outlet, identifier), with_for_update=True)
            if row is None or row.state not in TRIED_AGAIN or not row.refusal:
                return False
            row.state = row.state if row.state == ItemState.DRAFTED else ItemState.WAITING.value
            row.attempts, row.next_at = 0, self._clock.now()
            return True

    @staticmethod
    def _is_article(item: OutletItemRecord) -> bool:
        return item.outlet == Outlet.WECHAT.value


def _kept(traces: ArticleTraces) -> dict[str, str]:
    return {name: value for name, value in asdict(traces).items() if value}


def _why(error: ServiceError) -> str:
    """Name why an outlet failed; a code of the platform stands behind it."""
    code = getattr(error, "code", None)
    return f"platform:{code}" if code is not None else "away"


async def _is_reviewed(tx: AsyncSession, change: PublicChangeRecord) -> bool:
    """Whether a version went through the third review: what a whole shelf was imported with is no news for followers."""
    review = ReviewRecord
    passed = select(review.id).where(
        review.document_id == change.document_id,
        review.version == change.version,
        review.step == Step.RELEASE.value,
    )
    return await tx.scalar(passed.limit(1)) is not None
