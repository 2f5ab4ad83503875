"""What waits for whom at the desk, over every service: the sources of internal notices.

A group reads along, so what is shielded never leaves the desk: reports and tips (信访工作条例第三十条), and complaints
about a unit or an official, whoever they are about.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.accounts.records import AccountRecord
from handlers.complaints.case.kinds import SHIELDED
from handlers.complaints.case.lifecycle import ComplaintState
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.wall.records import ComplaintWallRecord
from handlers.county.agencies import AgencyDirectory
from handlers.disclosure.case.lifecycle import DONE
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.staff_notices.receiver import DeskWorkSource, NoticeReceiver
from handlers.staff_notices.work import DeskWork, WorkKind
from handlers.tickets.records import OPEN, TicketRecord
from knowledge.questions.groups import GapState
from knowledge.questions.records import GapRecord

# Where a complaint waits for the office that takes complaints in, whatever unit has it.
AT_OFFICE = (
    ComplaintState.REGISTERED.value,
    ComplaintState.ACCEPTED.value,
    ComplaintState.OBJECTED.value,
    ComplaintState.REPORTED.value,
    ComplaintState.SUPERVISED.value,
    # A low rating is told to the office that supervises at once, not only to who calls back (P10b).
    ComplaintState.CALL_BACK.value,
)


class DeskWorkList:
    """Reads what waits; `agencies` say which unit is the office, and which are addressees of requests of their own."""

    def __init__(self, agencies: AgencyDirectory) -> None:
        self._agencies = agencies

    def sources(self) -> Mapping[WorkKind, DeskWorkSource]:
        """Give the source of each kind."""
        return {
            WorkKind.TICKET: self.tickets,
            WorkKind.COMPLAINT: self.complaints,
            WorkKind.DISCLOSURE: self.requests,
            WorkKind.GAP: self.gaps,
        }

    async def tickets(self, tx: AsyncSession, receiver: NoticeReceiver, *, limit: int) -> Sequence[DeskWork]:
        """Give what citizens or the program handed to people."""
        record = TicketRecord
        own = (
            record.handler == receiver.login if receiver.is_person else record.unit.in_(self._names(receiver))
        )
        chosen = select(record.number, record.due_on).where(record.state == OPEN, own)
        return await _found(
            tx, chosen.order_by(record.due_on.nulls_last(), record.opened_at), WorkKind.TICKET, limit
        )

    async def complaints(
        self, tx: AsyncSession, receiver: NoticeReceiver, *, limit: int
    ) -> Sequence[DeskWork]:
        """Give complaints that a unit handles, that the office has a step to take in, or whose applicants a person is to call."""
        record, wall = ComplaintRecord, ComplaintWallRecord
        # A call back has a day of its own: the day of the result lies behind it.
        usual = record.visit_on if receiver.is_person else record.due_on
        last = case((record.state == ComplaintState.CALL_BACK.value, record.warn_on), else_=usual)
        about = select(wall.id).where(wall.number == record.number, wall.lifted_at.is_(None)).exists()
        chosen = select(record.number, last).where(
            self._complaints_of(receiver),
            record.lead == "",
            record.kind.not_in([kind.value for kind in SHIELDED]),
            ~about,
        )
        return await _found(tx, chosen.order_by(last.nulls_last(), record.number), WorkKind.COMPLAINT, limit)

    def _complaints_of(self, receiver: NoticeReceiver) -> ColumnElement[bool]:
        record = ComplaintRecord
        if receiver.is_person:
            return or_(
                and_(record.caller == receiver.login, record.state == ComplaintState.CALL_BACK.value),
                and_(
                    record.handler == receiver.login,
                    record.state == ComplaintState.CLOSED.value,
                    record.visit_on.is_not(None),
                ),
            )
        handled = and_(record.state == ComplaintState.HANDLING.value, record.unit.in_(self._names(receiver)))
        return or_(record.state.in_(AT_OFFICE), handled) if self._is_office(receiver) else handled

    async def requests(self, tx: AsyncSession, receiver: NoticeReceiver, *, limit: int) -> Sequence[DeskWork]:
        """Give requests for disclosure by the day by which staff are warned."""
        record = DisclosureRequestRecord
        agency = self._agencies.agency(receiver.unit)
        if receiver.is_person:
            own: ColumnElement[bool] = record.handler == receiver.login
        elif self._is_office(receiver):
            own = and_(record.agency == "", record.unit.in_(self._names(receiver)))
        else:
            own = record.unit == receiver.unit
            if agency is not None:
                own = or_(own, and_(record.agency == agency.key, record.unit == ""))
        chosen = select(record.number, record.warn_on).where(record.state.not_in(DONE), own)
        return await _found(
            tx, chosen.order_by(record.warn_on.nulls_last(), record.number), WorkKind.DISCLOSURE, limit
        )

    async def gaps(self, tx: AsyncSession, receiver: NoticeReceiver, *, limit: int) -> Sequence[DeskWork]:
        """Give questions that no document answers, by the unit that sees to it; they are nobody's in person."""
        if receiver.is_person:
            return []
        record = GapRecord
        chosen = select(record.id, record.due_on).where(
            record.state == GapState.ASSIGNED.value, record.unit.in_(self._names(receiver))
        )
        return await _found(tx, chosen.order_by(record.due_on.nulls_last(), record.id), WorkKind.GAP, limit)

    def _is_office(self, receiver: NoticeReceiver) -> bool:
        home = self._agencies.home
        return receiver.unit == "" or (home is not None and receiver.unit == home.name)

    def _names(self, receiver: NoticeReceiver) -> list[str]:
        """Give by what names a unit stands in what waits; the office has two."""
        home = self._agencies.home
        if not self._is_office(receiver):
            return [receiver.unit]
        return ["", home.name] if home is not None else [""]


async def receiver_stands(tx: AsyncSession, receiver: NoticeReceiver) -> bool:
    """Whether somebody is still to be told: a person whose account is disabled is not."""
    if not receiver.is_person:
        return True
    account = await tx.get(AccountRecord, receiver.login)
    return account is not None and not account.disabled


async def _found(
    tx: AsyncSession, chosen: Select[Any, Any], kind: WorkKind, limit: int
) -> Sequence[DeskWork]:
    rows = (await tx.execute(chosen.limit(limit))).all()
    return [DeskWork(kind, str(number), day) for number, day in rows]
