"""What happens to drafts by the clock: once the summary is public, those who wrote are told, each opinion once."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.message import Card, Choice, Reply, Wording
from bot.outbound import outbox
from bot.outbound.outbox import ParcelKind
from bot.outbound.parcel import ParcelBody
from handlers.cases import CaseAddress
from handlers.opinions.collecting import store
from handlers.opinions.collecting.lifecycle import PublicDraftState, PublicDraftStep
from handlers.opinions.collecting.records import OpinionRecord

ROUND = 50
BOT = "bot"
ASKS_FOR_OWN = '/opinion{"deed": "mine"}'


class OpinionUpkeep:
    """Makes one round; whatever it does is done once, however many workers run."""

    def __init__(self, database: Database, *, clock: Clock, texts: Wording, address: CaseAddress) -> None:
        self._database = database
        self._clock = clock
        self._texts = texts
        self._address = address

    async def step(self) -> int:
        """Take up the summaries that became public, and tell some of those who wrote; give how much there was."""
        done = 0
        for work in (self._answer, self._tell):
            async with self._database.transaction() as tx:
                done += await work(tx, self._clock.now())
        return done

    @staticmethod
    async def _answer(tx: AsyncSession, now: datetime) -> int:
        rows = await store.now_public(tx, limit=ROUND)
        for row in rows:
            store.take(row, PublicDraftStep.ANSWER)
            detail = {"document": row.document}
            await audit.record(
                tx, "opinion-draft:answer", actor=BOT, subject=row.number, now=now, detail=detail
            )
        return len(rows)

    async def _tell(self, tx: AsyncSession, now: datetime) -> int:
        rows = await store.untold(tx, limit=ROUND)
        for row in rows:
            await self._tell_one(tx, row, now)
        return len(rows)

    async def _tell_one(self, tx: AsyncSession, row: OpinionRecord, now: datetime) -> None:
        """Tell of the end by the number of the opinion; nothing that is told is personal."""
        draft = await store.by_number(tx, row.draft)
        key = "withdrawn" if draft.state == PublicDraftState.WITHDRAWN else "result"
        row.told_at = now
        text = self._texts(f"opinions.told.{key}", number=row.number, title=draft.title)
        steps = (Choice(self._texts("opinions.told.see"), ASKS_FOR_OWN),)
        card = Card(self._texts("opinions.told.page"), row.number, self._address(row.number))
        await outbox.enqueue(
            tx,
            row.citizen,
            body=ParcelBody(Reply(text, steps, card)),
            dedup=f"opinion:{row.number}:{key}",
            now=now,
            channel=row.channel,
            kind=ParcelKind.LETTER,
        )
