"""Shows that a complaint seems to repeat an earlier one, and joins the two when a person says so.

The program proposes, a person decides; whichever it is, both applicants are told by the steps that are taken.
"""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from bot.message import Wording
from handlers.complaints.case import store as cases
from handlers.complaints.case.clerk import OFFICE, ComplaintClerk
from handlers.complaints.case.lifecycle import ARTICLES, ComplaintState, ComplaintStep
from handlers.complaints.case.messages import tell_step
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.case.taking import TakenNote, noted_steps, require_version, take
from handlers.complaints.proceeding.service import LEADING
from handlers.complaints.repeats import store
from handlers.complaints.repeats.likeness import likeness_percent
from handlers.complaints.repeats.records import ComplaintSignRecord
from handlers.complaints.wall.store import accused_among
from handlers.workdays import WorkingCalendar

State, Step = ComplaintState, ComplaintStep
JOINING = frozenset({State.REGISTERED, State.ACCEPTED, State.HANDLING})


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


class ComplaintRepeats:
    """Sees to it that nobody has to tell a thing twice."""

    def __init__(
        self, database: Database, *, clock: Clock, calendar: WorkingCalendar, texts: Wording
    ) -> None:
        self._database = database
        self._clock = clock
        self._calendar = calendar
        self._texts = texts

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


def _require_office(clerk: ComplaintClerk) -> None:
    if not clerk.parts & OFFICE:
        raise ProcedureError("care.repeats.refused.office", article=ARTICLES[Step.MERGE])


def _same(sign: ComplaintSignRecord, other: ComplaintSignRecord | None) -> tuple[str, ...]:
    if other is None:
        return ()
    alike = {
        "person": bool(sign.person) and sign.person == other.person,
        "phone": bool(sign.phone) and sign.phone == other.phone,
        "place": bool(sign.place) and sign.place == other.place,
    }
    return tuple(name for name, is_same in alike.items() if is_same)
