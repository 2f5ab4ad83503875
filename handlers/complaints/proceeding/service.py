"""Taking the steps of a complaint at the desk: one method, one transaction; a step with its papers and its message.

Whoever may not see a complaint is answered as if there were none. Of two who act on one version, the second is told.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from bot.message import Wording
from bot.privacy import Vault
from handlers.cases import find_number
from handlers.complaints.case import store
from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.case.clocks import ROUNDS, ComplaintClocks
from handlers.complaints.case.deeds import note_deed
from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.case.lifecycle import ARTICLES, ENDED, ComplaintActor, ComplaintState
from handlers.complaints.case.lifecycle import ComplaintStep as Step
from handlers.complaints.case.messages import tell_step
from handlers.complaints.case.papers import NOTE, ComplaintPaper, add_paper, papers_of
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.case.taking import TakenNote, require_version, take
from handlers.complaints.proceeding.routing import routed
from handlers.complaints.proceeding.step_fields import BY_THEMSELVES, ComplaintField, ComplaintOrder
from handlers.complaints.routing.destination import RoutingTable
from handlers.complaints.wall.store import accused_among, walls_of
from handlers.workdays import WorkingCalendar

LEADING = frozenset({ComplaintState.HANDLING, ComplaintState.OBJECTED, ComplaintState.REPORTED})
"""Into which another complaint may be merged."""
GIVING = frozenset({Step.DISPATCH, Step.REDISPATCH, Step.HAND_OVER})
LOGGED = (ComplaintField.MATTER, ComplaintField.UNIT, ComplaintField.WORKDAYS, ComplaintField.URGENT)
LOGGED_TOO = (ComplaintField.RESULT, ComplaintField.DOOR)
LONGEST_NOTE_LETTERS = 2000
EVIDENCE = "evidence_added"
"""The line of a log by which photos were attached."""


@dataclass(frozen=True, slots=True)
class OrderedStep:
    """A step on its way: the complaint, what was filled in, by whom, when."""

    complaint: ComplaintRecord
    order: ComplaintOrder
    clerk: ComplaintClerk
    now: datetime


class ComplaintProceedings:
    """Takes every step that is taken at the desk."""

    def __init__(
        self,
        database: Database,
        *,
        vault: Vault,
        clock: Clock,
        calendar: WorkingCalendar,
        texts: Wording,
        table: RoutingTable,
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._calendar = calendar
        self._texts = texts
        self._table = table

    async def take(self, number: str, order: ComplaintOrder, *, clerk: ComplaintClerk, version: int) -> None:
        """Take a step.

        Raises `InputError` for a complaint that is not there or not this person's to see, or that somebody else changed since
        `version`; `ProcedureError` where the table or a condition stands in the way.
        """
        if order.step in BY_THEMSELVES:
            raise ProcedureError("complaints.refused.alone", article=ARTICLES[order.step])
        async with self._database.transaction() as tx:
            complaint = await store.visible(tx, number, clerk, lock=True)
            log = await store.log_of(tx, number)
            require_version(complaint, version, log)
            place = self._table.grid.recalled(log[0].detail, complaint.place)
            suggests = complaint.kind == ComplaintKind.SUGGESTION
            accused = frozenset(wall.unit for wall in await walls_of(tx, number))
            order = routed(order, self._table, place, texts=self._texts, suggests=suggests, accused=accused)
            ordered = OrderedStep(complaint, order, clerk, self._clock.now())
            await self._check_lead(tx, ordered)
            await self._check_accused(tx, ordered)
            dates = await take(
                tx,
                complaint,
                order.step,
                actors=clerk.parts_in(complaint.unit),
                note=TakenNote(clerk.login, self._detail(order, complaint)),
                now=ordered.now,
                calendar=self._calendar,
            )
            await self._follow(tx, ordered, dates)

    async def _follow(self, tx: AsyncSession, ordered: OrderedStep, dates: ComplaintClocks) -> None:
        """Do what belongs to the step, in the same transaction."""
        complaint, order = ordered.complaint, ordered.order
        self._write(ordered)
        words = {name.value: value for name, value in order.values.items()}
        if words:
            paper = ComplaintPaper(order.step.value, words, ordered.clerk.login, ordered.now)
            add_paper(tx, self._vault, paper, number=complaint.number)
        if order.step is Step.DECLINE:
            words["door_words"] = self._texts(f"complaints.door.{order.text(ComplaintField.DOOR)}")
        if order.step is Step.APPROVE:
            words = dict(await self._result_words(tx, complaint.number))
        await self._tell(tx, complaint, order.step, dates, words=words, now=ordered.now)
        if order.step is Step.APPROVE:
            await self._close_merged(tx, complaint, words, now=ordered.now)

    def _write(self, ordered: OrderedStep) -> None:
        complaint, order = ordered.complaint, ordered.order
        if order.step in GIVING:
            complaint.unit = order.text(ComplaintField.UNIT)
        if order.step is Step.DISPATCH:
            complaint.matter = order.text(ComplaintField.MATTER)
            complaint.helpers = [unit for unit in order.helpers if unit != complaint.unit]
        if order.step is Step.REPORT:
            complaint.result = order.text(ComplaintField.RESULT)
            complaint.handler = ordered.clerk.login
        if order.step is Step.MERGE:
            complaint.lead = _lead(order)
        if order.step is Step.SPLIT:
            complaint.lead = complaint.unit = ""

    def _detail(self, order: ComplaintOrder, complaint: ComplaintRecord) -> dict[str, str]:
        """Give what the log holds of a step: all that a clock or a condition looks at, and no words."""
        named = (*LOGGED, *LOGGED_TOO)
        detail = {name.value: order.text(name) for name in named if order.text(name)}
        duty = self._table.duties.duty(order.text(ComplaintField.MATTER))
        if duty and duty.workdays and duty.unit == order.text(ComplaintField.UNIT):
            detail["limit"] = str(duty.workdays)
        if order.step is Step.MERGE:
            detail["lead"] = _lead(order)
        if order.step in ROUNDS:
            detail["unit"] = complaint.unit
        return detail

    async def _check_lead(self, tx: AsyncSession, ordered: OrderedStep) -> None:
        """Raise `InputError` where what another complaint would be merged into is none that is being handled."""
        if ordered.order.step is not Step.MERGE:
            return
        lead = _lead(ordered.order)
        found = await store.by_number(tx, lead, lock=True) if lead != ordered.complaint.number else None
        if found is None or found.state not in LEADING:
            raise InputError("complaints.refused.lead", number=lead)
        if await store.merged_into(tx, ordered.complaint.number):
            raise InputError("complaints.refused.leads", number=ordered.complaint.number)
        if unit := await accused_among(tx, ordered.complaint.number, [found.unit, *found.helpers]):
            raise InputError("care.wall.refused.given", unit=unit)

    async def _check_accused(self, tx: AsyncSession, ordered: OrderedStep) -> None:
        """Raise `InputError` where a complaint would be given to a unit that it is about."""
        if ordered.order.step not in GIVING:
            return
        given = [ordered.order.text(ComplaintField.UNIT), *ordered.order.helpers]
        if unit := await accused_among(tx, ordered.complaint.number, given):
            raise InputError("care.wall.refused.given", unit=unit)

    async def _result_words(self, tx: AsyncSession, number: str) -> dict[str, str]:
        papers = await papers_of(tx, self._vault, number)
        reported = [paper for paper in papers if paper.kind == Step.REPORT.value]
        return dict(reported[-1].words)

    async def _close_merged(
        self, tx: AsyncSession, lead: ComplaintRecord, words: dict[str, str], *, now: datetime
    ) -> None:
        """Close what was merged into a complaint with it; every applicant is told the result."""
        for other in await store.merged_into(tx, lead.number):
            if other.state != ComplaintState.MERGED:
                continue
            other.result, other.unit, other.handler = lead.result, lead.unit, lead.handler
            dates = await take(
                tx,
                other,
                Step.CLOSE_WITH,
                actors={ComplaintActor.BOT},
                note=TakenNote(
                    ComplaintActor.BOT.value,
                    {"lead": lead.number, "unit": lead.unit, "reporter": lead.handler},
                ),
                now=now,
                calendar=self._calendar,
            )
            await self._tell(tx, other, Step.CLOSE_WITH, dates, words=words, now=now)

    async def _tell(
        self,
        tx: AsyncSession,
        complaint: ComplaintRecord,
        step: Step,
        dates: ComplaintClocks,
        *,
        words: dict[str, str],
        now: datetime,
    ) -> None:
        await tell_step(tx, complaint, step, dates=dates, words=words, now=now, texts=self._texts)

    async def evidence(self, number: str, count: int, *, clerk: ComplaintClerk) -> None:
        """Note that photos were attached as evidence of what was done.

        Raises `InputError` for a complaint not to be seen, `ProcedureError` for whoever only helps, or where it is over.
        """
        async with self._database.transaction() as tx:
            complaint = await store.visible(tx, number, clerk, lock=True)
            if not clerk.parts_in(complaint.unit) or complaint.state in ENDED:
                raise ProcedureError("care.evidence.refused", article=ARTICLES[Step.REPORT])
            now, detail = self._clock.now(), {"count": str(count)}
            await note_deed(tx, number, EVIDENCE, by=clerk.login, now=now, detail=detail)

    async def note(self, number: str, words: str, *, clerk: ComplaintClerk) -> None:
        """Keep words for colleagues; raises `InputError` for an empty or too long note, or a complaint not to be seen."""
        said = words.strip()
        if not said or len(said) > LONGEST_NOTE_LETTERS:
            raise InputError("complaints.refused.note", most=LONGEST_NOTE_LETTERS)
        async with self._database.transaction() as tx:
            await store.visible(tx, number, clerk)
            now = self._clock.now()
            add_paper(tx, self._vault, ComplaintPaper(NOTE, {"words": said}, clerk.login, now), number=number)
            await audit.record(tx, "complaint:note", actor=clerk.login, subject=number, now=now)


def _lead(order: ComplaintOrder) -> str:
    """Give the number that was typed in its normal form."""
    typed = order.text(ComplaintField.LEAD)
    return find_number(typed) or typed.upper()
