"""What a citizen does with drafts: reads what is open, writes an opinion while there is time, sees what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database, touched
from bot.errors import InputError
from bot.privacy import Vault
from handlers.cases import OPINION as PREFIX
from handlers.cases import next_number, written
from handlers.opinions.collecting import store
from handlers.opinions.collecting.lifecycle import SHOWN, GroupOutcome, PublicDraftState
from handlers.opinions.collecting.public_draft import OwnOpinion, PublicDraft
from handlers.opinions.collecting.records import OpinionRecord, PublicDraftRecord
from handlers.opinions.collecting.said import OpinionWords, mark_of, opened, sealed

CITIZEN = "citizen"
WORDS_LETTERS = 2000
NAME_LETTERS, PHONE_LETTERS = 40, 30
MOST_OF_ONE = 20
"""How many opinions one person may write on one draft."""
MOST_UNKNOWN_HOURLY = 200
"""How many opinions of people whom nobody knows a draft takes in an hour: the open page is everybody's."""
SHOWN_FOR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class NewOpinion:
    """What is filed: on which draft and article (empty for the whole), the words, and whether a name stands below."""

    draft: str
    article: str
    said: OpinionWords
    is_anonymous: bool


@dataclass(frozen=True, slots=True)
class OpinionOrigin:
    """Where an opinion came from: the form that was filled in, its citizen (empty on an open page), the channel."""

    form_id: str
    citizen: str
    channel: str


@dataclass(frozen=True, slots=True)
class KeptOpinion:
    """The receipt: the number, the draft, the article, and when the result is due."""

    number: str
    draft: PublicDraft
    article: str
    is_anonymous: bool


class OpinionService:
    """Takes opinions in time, each once."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    def on(self, database: Database) -> Self:
        """Give the same service on another database."""
        return type(self)(database, vault=self._vault, clock=self._clock)

    async def shown(self) -> Sequence[PublicDraft]:
        """Give what citizens see: what takes opinions first, what closes soonest before it; then what is over, newest first."""
        now = self._clock.now()
        async with self._database.reading() as tx:
            rows = await store.in_states(tx, tuple(SHOWN), since=local_date(now - SHOWN_FOR))
            public = await store.public_documents(tx, rows)
        found = [store.draft_of(row, public) for row in rows]
        opened_now = [one for one in found if one.takes_opinions(now)]
        over = [one for one in found if not one.takes_opinions(now)]
        return [*sorted(opened_now, key=lambda one: (one.paper.closes_on, one.number)), *over]

    async def pending(self) -> Sequence[PublicDraft]:
        """Give what takes opinions now, what closes soonest first."""
        now = self._clock.now()
        return [one for one in await self.shown() if one.takes_opinions(now)]

    async def draft(self, number: str) -> PublicDraft:
        """Give one draft; raises `InputError` where citizens do not see any of that number."""
        async with self._database.reading() as tx:
            row = await store.by_number(tx, number)
            public = await store.public_documents(tx, [row])
        if PublicDraftState(row.state) not in SHOWN:
            raise InputError("opinions.refused.unknown", number=number)
        return store.draft_of(row, public)

    async def submit(self, opinion: NewOpinion, *, origin: OpinionOrigin) -> KeptOpinion:
        """Keep an opinion; the same form gives the same one, also when it arrives twice at once.

        Raises `InputError` after the deadline (with the day on which the result is due, or that it is there), for an article
        that is not in the draft, for words that are missing or too long, and without a name where the draft asks for one.
        """
        try:
            async with self._database.transaction() as tx:
                return await self._submit(tx, opinion, origin)
        except IntegrityError:
            async with self._database.reading() as tx:
                known = await store.by_form(tx, origin.form_id)
                if known is None:
                    raise
                return await self._receipt(tx, known)

    async def _submit(self, tx: AsyncSession, opinion: NewOpinion, origin: OpinionOrigin) -> KeptOpinion:
        known = await store.by_form(tx, origin.form_id)
        if known is not None:
            return await self._receipt(tx, known)
        now = self._clock.now()
        row = await store.by_number(tx, opinion.draft)
        draft = store.draft_of(row, await store.public_documents(tx, [row]))
        require_open(draft, now)
        _require_sound(opinion, draft)
        mark = mark_of(self._vault, origin.citizen)
        await self._require_room(tx, draft.number, mark, now=now)
        number = await next_number(tx, PREFIX, now=now)
        kept = self._record(number, opinion, origin, mark=mark, now=now)
        tx.add(kept)
        await tx.flush()
        detail = {"draft": draft.number, "article": opinion.article}
        await audit.record(tx, "opinion:submit", actor=CITIZEN, subject=number, now=now, detail=detail)
        return KeptOpinion(number, draft, kept.article, kept.is_anonymous)

    @staticmethod
    async def _require_room(tx: AsyncSession, draft: str, mark: str, *, now: datetime) -> None:
        if mark:
            if await store.count_of(tx, draft, mark) >= MOST_OF_ONE:
                raise InputError("opinions.refused.many", most=MOST_OF_ONE)
            return
        lately = await store.count_of(tx, draft, mark, since=now - timedelta(hours=1))
        if lately >= MOST_UNKNOWN_HOURLY:
            raise InputError("opinions.refused.busy")

    def _record(
        self, number: str, opinion: NewOpinion, origin: OpinionOrigin, *, mark: str, now: datetime
    ) -> OpinionRecord:
        anonymous, said = opinion.is_anonymous, opinion.said
        told = OpinionWords(said.words.strip()) if anonymous else said
        return OpinionRecord(
            number=number,
            form_id=origin.form_id,
            draft=opinion.draft,
            article=opinion.article,
            said=sealed(self._vault, number, told),
            is_anonymous=anonymous,
            mark=mark,
            citizen="" if anonymous else origin.citizen,
            channel="" if anonymous else origin.channel,
            group_id=None,
            made_at=now,
            told_at=None,
        )

    async def _receipt(self, tx: AsyncSession, kept: OpinionRecord) -> KeptOpinion:
        row = await store.by_number(tx, kept.draft)
        draft = store.draft_of(row, await store.public_documents(tx, [row]))
        return KeptOpinion(kept.number, draft, kept.article, kept.is_anonymous)

    async def own(self, citizen: str) -> Sequence[OwnOpinion]:
        """Give a citizen's opinions, those without a name too, with what became of each once that is public."""
        async with self._database.reading() as tx:
            return [
                await self._own(tx, row) for row in await store.of_mark(tx, mark_of(self._vault, citizen))
            ]

    async def opinion(self, number: str, *, citizen: str = "") -> tuple[OwnOpinion, bool] | None:
        """Give an opinion, and whether it is this citizen's; None where there is none of that number."""
        async with self._database.reading() as tx:
            row = await store.opinion(tx, number)
            if row is None:
                return None
            is_own = bool(row.mark) and row.mark == mark_of(self._vault, citizen)
            return await self._own(tx, row), is_own

    async def leave(self, *, citizen: str, channel: str) -> int:
        """Take the account of whoever leaves off every opinion, so that nobody writes to it; give how many there were."""
        record = OpinionRecord
        async with self._database.transaction() as tx:
            left = await tx.execute(
                update(record)
                .where(record.citizen == citizen, record.channel == channel, record.citizen != "")
                .values(citizen="", channel="")
                .execution_options(synchronize_session=False)
            )
            return touched(left)

    async def _own(self, tx: AsyncSession, row: OpinionRecord) -> OwnOpinion:
        record: PublicDraftRecord = await store.by_number(tx, row.draft)
        draft = store.draft_of(record, await store.public_documents(tx, [record]))
        words = opened(self._vault, row.number, row.said).words
        outcome, reasons = GroupOutcome.OPEN, ""
        # What became of it is told once the summary is public, as the reviews let it out.
        if draft.document and row.group_id is not None:
            group = await store.group(tx, row.draft, row.group_id)
            outcome, reasons = GroupOutcome(group.outcome), group.reasons
        return OwnOpinion(row.number, draft, row.article, words, row.made_at, outcome, reasons)


def require_open(draft: PublicDraft, now: datetime) -> None:
    """Refuse what comes too late; raises `InputError` with the day on which the result is due, or that it is there."""
    if draft.takes_opinions(now):
        return
    if draft.state not in SHOWN:
        raise InputError("opinions.refused.unknown", number=draft.number)
    values = {"title": draft.paper.title, "closed": written(draft.paper.closes_on)}
    if draft.document:
        raise InputError("opinions.refused.answered", **values)
    raise InputError("opinions.refused.over", due=written(draft.paper.result_due_on), **values)


def _require_sound(opinion: NewOpinion, draft: PublicDraft) -> None:
    words, said = opinion.said.words.strip(), opinion.said
    if not words:
        raise InputError("opinions.refused.empty")
    if len(words) > WORDS_LETTERS:
        raise InputError("opinions.refused.long", most=WORDS_LETTERS, letters=len(words))
    if opinion.article and opinion.article not in {one.label for one in draft.articles}:
        raise InputError("opinions.refused.no_article", article=opinion.article, count=len(draft.articles))
    if opinion.is_anonymous and not draft.paper.allows_anonymous:
        raise InputError("opinions.refused.nameless")
    if not opinion.is_anonymous and not said.name.strip():
        raise InputError("opinions.refused.no_name")
    if len(said.name) > NAME_LETTERS or len(said.phone) > PHONE_LETTERS:
        raise InputError("opinions.refused.long_name", most=NAME_LETTERS)
