"""Finds that a complaint repeats an earlier one, joins the two when a person says so, and shows similar earlier cases.

The program proposes, a person decides; whichever it is, both applicants are told by the steps that are taken. What is
looked through at a registration is bounded: so many of one person, of one place, of one word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from bot.message import Wording
from bot.privacy import Vault
from handlers.complaints.areas import TownAreas
from handlers.complaints.case import store as cases
from handlers.complaints.case.clerk import OFFICE, ComplaintClerk
from handlers.complaints.case.kinds import REPEAT_DAYS
from handlers.complaints.case.lifecycle import ARTICLES, ComplaintState, ComplaintStep
from handlers.complaints.case.messages import tell_step
from handlers.complaints.case.papers import papers_of
from handlers.complaints.case.particulars import ToldComplaint, masked_place
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.case.store import ComplaintFilter
from handlers.complaints.case.taking import TakenNote, noted_steps, require_version, take
from handlers.complaints.proceeding.service import LEADING
from handlers.complaints.repeats import store
from handlers.complaints.repeats.likeness import likeness_percent, place_key, terms_of
from handlers.complaints.repeats.records import ComplaintSignRecord, ComplaintTermRecord
from handlers.complaints.wall.store import accused_among
from handlers.workdays import WorkingCalendar

State, Step = ComplaintState, ComplaintStep
LEAST_LIKE_PERCENT = 40
LEAST_SHARED_TERMS = 2
SIMILAR_SHOWN = 5
LOOKED_THROUGH = 30
EACH_TERM = 60
PERSON, PHONE = "complaint-person", "complaint-phone"
JOINING = frozenset({State.REGISTERED, State.ACCEPTED, State.HANDLING})
ANSWERED = (Step.REPORT.value, Step.ANSWER.value, Step.CONCLUDE.value)


@dataclass(frozen=True, slots=True)
class SupposedRepeat:
    """The earlier complaint that one seems to repeat; `likeness` in percent, `same` says what is the same."""

    number: str
    gist: str
    place: str
    state: ComplaintState
    unit: str
    likeness: int
    same: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SimilarCase:
    """An earlier case that tells of much the same, with the answer that was given."""

    number: str
    gist: str
    place: str
    unit: str
    matter: str
    result: str
    answer: str


class ComplaintRepeats:
    """Sees to it that nobody has to tell a thing twice."""

    def __init__(
        self,
        database: Database,
        *,
        vault: Vault,
        clock: Clock,
        calendar: WorkingCalendar,
        texts: Wording,
        areas: TownAreas,
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._calendar = calendar
        self._texts = texts
        self._areas = areas

    async def on_intake(
        self, tx: AsyncSession, complaint: ComplaintRecord, told: ToldComplaint, *, now: datetime
    ) -> None:
        """Keep the signs of a complaint, and note the earlier one that it seems to repeat, in its registration."""
        sign = self._sign(complaint, told, now=now)
        tx.add(sign)
        tx.add_all(ComplaintTermRecord(term=term, number=sign.number, at=now) for term in sign.terms)
        earlier = await store.earlier_of(tx, sign, since=now - timedelta(days=REPEAT_DAYS))
        by_number = {row.number: row for row in await _rows(tx, [one.number for one in earlier])}
        likest = max(
            (row for row in by_number.values() if State(row.state) is not State.DECLINED),
            key=lambda row: likeness_percent(row.gist, complaint.gist),
            default=None,
        )
        if likest is not None and likeness_percent(likest.gist, complaint.gist) >= LEAST_LIKE_PERCENT:
            # What was merged is found by what it was merged into.
            sign.repeat_of = likest.lead or likest.number

    def _sign(self, complaint: ComplaintRecord, told: ToldComplaint, *, now: datetime) -> ComplaintSignRecord:
        def hashed(value: str, purpose: str) -> str:
            return self._vault.fingerprint(value, purpose=purpose) if value else ""

        where = f"{told.where} {told.what}"
        return ComplaintSignRecord(
            number=complaint.number,
            person=hashed(complaint.citizen, PERSON),
            phone=hashed(told.phone, PHONE),
            place=place_key(masked_place(told.where)),
            area=self._areas.area_of(told.where, told.position) or self._areas.area_of(where),
            terms=list(terms_of(complaint.gist)),
            at=now,
        )

    async def supposed(self, number: str, *, clerk: ComplaintClerk) -> SupposedRepeat | None:
        """Give the earlier complaint that one seems to repeat, to the office, unless it is about this person."""
        if not clerk.at_office:
            return None
        async with self._database.reading() as tx:
            complaint = await cases.visible(tx, number, clerk)
            sign = await store.sign_of(tx, number)
            if sign is None or not sign.repeat_of or sign.joined:
                return None
            try:
                row = await cases.visible(tx, sign.repeat_of, clerk)
            except InputError:
                return None
            other = await store.sign_of(tx, row.number)
        return SupposedRepeat(
            row.number,
            row.gist,
            row.place,
            State(row.state),
            row.unit,
            likeness_percent(row.gist, complaint.gist),
            _same(sign, other),
        )

    async def join(self, number: str, *, clerk: ComplaintClerk, version: int) -> str:
        """Join a complaint to the one it repeats, and give that one's number.

        What was closed is taken up again, or goes to the supervisor when it was before; what is still handled takes the
        new one in. Raises `InputError` and `ProcedureError` where that cannot be.
        """
        async with self._database.transaction() as tx:
            complaint, earlier, sign = await self._pair(tx, number, clerk, version)
            if State(earlier.state) in {State.CLOSED, State.CALL_BACK}:
                await self._take_up(tx, earlier, complaint, clerk)
            if State(earlier.state) in LEADING:
                await self._merge(tx, complaint, earlier, clerk)
            elif State(earlier.state) is not State.SUPERVISED:
                raise InputError("care.repeats.refused.early", number=earlier.number)
            sign.joined = True
        return earlier.number

    async def part(self, number: str, *, clerk: ComplaintClerk) -> None:
        """Say that a complaint repeats none; raises `InputError` where none was supposed."""
        async with self._database.transaction() as tx:
            await cases.visible(tx, number, clerk, lock=True)
            _require_office(clerk)
            sign = await store.sign_of(tx, number, lock=True)
            if sign is None or not sign.repeat_of or sign.joined:
                raise InputError("care.repeats.refused.none", number=number)
            detail = {"earlier": sign.repeat_of}
            sign.repeat_of = ""
            await audit.record(
                tx,
                "complaint:no-repeat",
                actor=clerk.login,
                subject=number,
                now=self._clock.now(),
                detail=detail,
            )

    async def _pair(
        self, tx: AsyncSession, number: str, clerk: ComplaintClerk, version: int
    ) -> tuple[ComplaintRecord, ComplaintRecord, ComplaintSignRecord]:
        complaint = await cases.visible(tx, number, clerk, lock=True)
        _require_office(clerk)
        require_version(complaint, version, await cases.log_of(tx, number))
        sign = await store.sign_of(tx, number, lock=True)
        if sign is None or not sign.repeat_of or sign.joined or State(complaint.state) not in JOINING:
            raise InputError("care.repeats.refused.none", number=number)
        earlier = await cases.visible(tx, sign.repeat_of, clerk, lock=True)
        if unit := await accused_among(tx, number, [earlier.unit, *earlier.helpers]):
            raise InputError("care.wall.refused.given", unit=unit)
        return complaint, earlier, sign

    async def _take_up(
        self, tx: AsyncSession, earlier: ComplaintRecord, repeat: ComplaintRecord, clerk: ComplaintClerk
    ) -> None:
        log = noted_steps(await cases.log_of(tx, earlier.number))
        before = any(line.step in {Step.REOPEN, Step.RECUR} for line in log)
        step = Step.ESCALATE if before else Step.RECUR
        detail = {"repeat": repeat.number, "unit": earlier.unit}
        await self._step(tx, earlier, step, clerk, detail)

    async def _merge(
        self, tx: AsyncSession, complaint: ComplaintRecord, earlier: ComplaintRecord, clerk: ComplaintClerk
    ) -> None:
        if await cases.merged_into(tx, complaint.number):
            raise InputError("complaints.refused.leads", number=complaint.number)
        complaint.lead = earlier.number
        await self._step(tx, complaint, Step.MERGE, clerk, {"lead": earlier.number})

    async def _step(
        self,
        tx: AsyncSession,
        complaint: ComplaintRecord,
        step: ComplaintStep,
        clerk: ComplaintClerk,
        detail: dict[str, str],
    ) -> None:
        now = self._clock.now()
        dates = await take(
            tx,
            complaint,
            step,
            actors=clerk.parts_in(complaint.unit),
            note=TakenNote(clerk.login, detail),
            now=now,
            calendar=self._calendar,
        )
        await tell_step(tx, complaint, step, dates=dates, words={}, now=now, texts=self._texts)

    async def similar(self, number: str, *, clerk: ComplaintClerk) -> Sequence[SimilarCase]:
        """Give up to five answered cases that tell of much the same, the likest first.

        Only those that this person may see: what is about this person or unit is no neighbour either.
        """
        async with self._database.reading() as tx:
            complaint = await cases.visible(tx, number, clerk)
            sign = await store.sign_of(tx, number)
            terms = tuple(sign.terms) if sign else terms_of(complaint.gist)
            found = await store.sharing(tx, terms, each=EACH_TERM)
            found.pop(number, None)
            rows = await self._answered(tx, _rarest(found), clerk)
            rows.sort(key=lambda row: -likeness_percent(row.gist, complaint.gist))
            return [await self._similar(tx, row) for row in rows[:SIMILAR_SHOWN]]

    async def _answered(
        self, tx: AsyncSession, numbers: Sequence[str], clerk: ComplaintClerk
    ) -> list[ComplaintRecord]:
        wanted = (ComplaintRecord.number.in_(numbers), ComplaintRecord.state.in_(_ENDED))
        rows = await tx.scalars(select(ComplaintRecord).where(*wanted, *ComplaintFilter(clerk).conditions()))
        return list(rows)

    async def _similar(self, tx: AsyncSession, row: ComplaintRecord) -> SimilarCase:
        papers = await papers_of(tx, self._vault, row.number)
        answers = [paper.words.get("result_words", "") for paper in papers if paper.kind in ANSWERED]
        return SimilarCase(
            row.number, row.gist, row.place, row.unit, row.matter, row.result, answers[-1] if answers else ""
        )


_ENDED = (State.CLOSED.value, State.FINISHED.value, State.CALL_BACK.value)


def _require_office(clerk: ComplaintClerk) -> None:
    if not clerk.parts & OFFICE:
        raise ProcedureError("care.repeats.refused.office", article=ARTICLES[Step.MERGE])


def _rarest(found: dict[str, dict[str, int]]) -> list[str]:
    """Give the complaints that share two terms or more, those with the rarer terms first."""
    shared = {number: terms for number, terms in found.items() if len(terms) >= LEAST_SHARED_TERMS}
    weight = {number: sum(1 / seen for seen in terms.values()) for number, terms in shared.items()}
    return sorted(weight, key=lambda number: (-weight[number], number))[:LOOKED_THROUGH]


def _same(sign: ComplaintSignRecord, other: ComplaintSignRecord | None) -> tuple[str, ...]:
    if other is None:
        return ()
    alike = {
        "person": bool(sign.person) and sign.person == other.person,
        "phone": bool(sign.phone) and sign.phone == other.phone,
        "place": bool(sign.place) and sign.place == other.place,
    }
    return tuple(name for name, is_same in alike.items() if is_same)


async def _rows(tx: AsyncSession, numbers: Sequence[str]) -> Sequence[ComplaintRecord]:
    if not numbers:
        return ()
    return (await tx.scalars(select(ComplaintRecord).where(ComplaintRecord.number.in_(numbers)))).all()
