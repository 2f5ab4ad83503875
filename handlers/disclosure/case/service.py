"""What can be done with a request: one method, one transaction, one lawful step with its event, message and audit."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from bot.message import Reply, Wording
from bot.outbound import outbox
from bot.outbound.parcel import ParcelBody
from bot.privacy import Vault, mask_name, mask_text
from handlers.cases import DISCLOSURE, next_number, written
from handlers.disclosure.case import store
from handlers.disclosure.case.docket import write_dates
from handlers.disclosure.case.fields import ApplicantKind, Application
from handlers.disclosure.case.lifecycle import Actor, State, Step, advance
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.case.statute import Channel, Clocks, Occurrence
from handlers.workdays import Calendar

APPLICANT_CONFIRMED = "applicant_confirmed"
WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt of an application: its number, and since when it is registered."""

    number: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a confirmation brought: the receipt date and due date, or nothing yet when staff still have to confirm."""

    number: str
    receipt_on: date | None = None
    due_on: date | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an application came from: the message that completed it, its sender and channel.

    `form_id` is the identity of the filled form: whatever arrives twice, one form is one request.
    """

    form_id: str
    citizen: str
    channel: str
    push_key: str = ""


class DisclosureService:
    """Takes requests through their steps.

    `applicant_confirmation_counts` decides whether the citizen's own tap on an automatic receipt is "双方确认" in the
    sense of art. 31(3). The law does not settle it, so by default staff confirm and the tap is only recorded.
    """

    def __init__(
        self,
        database: Database,
        *,
        vault: Vault,
        clock: Clock,
        calendar: Calendar,
        texts: Wording,
        applicant_confirmation_counts: bool = False,
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._calendar = calendar
        self._texts = texts
        self._tap_counts = applicant_confirmation_counts

    async def submit(self, application: Application, *, origin: Origin) -> Receipt:
        """Register an application that came by internet and give its receipt (art. 29, 31(3)).

        The same form gives the same receipt, also when it arrives twice at once.
        """
        try:
            return await self._submit(application, origin)
        except IntegrityError:
            # Somebody else filed this very form between our look and our write; theirs is the one.
            async with self._database.reading() as tx:
                known = await store.by_form(tx, origin.form_id)
            if known is None:
                raise
            return Receipt(known.number, known.submitted_at)

    async def _submit(self, application: Application, origin: Origin) -> Receipt:
        async with self._database.transaction() as tx:
            known = await store.by_form(tx, origin.form_id)
            if known is not None:
                return Receipt(known.number, known.submitted_at)
            rule = advance(State.DRAFT, Step.SUBMIT, actor=Actor.APPLICANT)
            now = self._clock.now()
            number = await next_number(tx, DISCLOSURE, now=now)
            tx.add(self._record(application, origin, number=number, state=rule.to, now=now))
            await tx.flush()
            store.note(tx, number, kind=Occurrence.SUBMITTED, at=now, actor=Actor.APPLICANT)
            detail = {"channel": Channel.INTERNET.value, "notice": application.notice_version}
            await audit.record(
                tx, "disclosure:submit", actor="citizen", subject=number, now=now, detail=detail
            )
        return Receipt(number, now)

    def _record(
        self, application: Application, origin: Origin, *, number: str, state: State, now: datetime
    ) -> DisclosureRequestRecord:
        natural = application.applicant_kind is ApplicantKind.NATURAL
        name = application.applicant_name
        return DisclosureRequestRecord(
            number=number,
            form_id=origin.form_id,
            push_key=origin.push_key,
            channel=Channel.INTERNET.value,
            talk_channel=origin.channel,
            citizen=origin.citizen,
            applicant=self._vault.seal(_sealed(application), purpose=purpose(number)),
            applicant_kind=application.applicant_kind.value,
            name_masked=mask_name(name) if natural else name,
            identity_fingerprint=self._vault.fingerprint(application.identity_number, purpose="identity"),
            information=mask_text(application.information),
            delivery=application.delivery.value,
            notice_version=application.notice_version,
            notice_at=application.notice_at,
            state=state.value,
            outcome="",
            submitted_at=now,
            receipt_on=None,
            due_on=None,
            due_provisional=False,
        )

    async def confirm_by_applicant(self, number: str, *, citizen: str) -> Confirmation:
        """Record that the applicant confirmed the registered content; a second tap changes nothing.

        Raises `InputError` when the citizen has no such request.
        """
        async with self._database.transaction() as tx:
            request = await self._own(tx, number, citizen=citizen)
            if request.state != State.AWAITING_CONFIRMATION:
                return _confirmation(request)
            log = await store.log_of(tx, [number])
            now = self._clock.now()
            if not any(line.kind == APPLICANT_CONFIRMED for line in log):
                store.note(tx, number, kind=APPLICANT_CONFIRMED, at=now, actor=Actor.APPLICANT)
                await audit.record(
                    tx, "disclosure:applicant-confirm", actor="citizen", subject=number, now=now
                )
            if self._tap_counts:
                await self._receive(tx, request, actor=Actor.APPLICANT, name="citizen", now=now)
            return _confirmation(request)

    async def confirm_receipt(self, number: str, *, actor: str) -> Confirmation:
        """Confirm receipt as staff: fixes the receipt date, starts the clocks, tells the citizen (art. 31(3), 33).

        Raises `InputError` for an unknown number and `ProcedureError` when it is not awaiting confirmation.
        """
        async with self._database.transaction() as tx:
            request = await self._known(tx, number)
            now = self._clock.now()
            await self._receive(tx, request, actor=Actor.STAFF, name=actor, now=now)
            return _confirmation(request)

    async def _receive(
        self, tx: AsyncSession, request: DisclosureRequestRecord, *, actor: Actor, name: str, now: datetime
    ) -> None:
        rule = advance(State(request.state), Step.CONFIRM, actor=actor)
        before, request.state = request.state, rule.to.value
        detail = {"before": before, "after": request.state}
        store.note(tx, request.number, kind=Occurrence.CONFIRMED, at=now, actor=name, detail=detail)
        await tx.flush()
        log = await store.log_of(tx, [request.number])
        dates = write_dates(request, log, calendar=self._calendar)
        await outbox.enqueue(
            tx,
            request.citizen,
            body=ParcelBody(Reply(self._received_text(request.number, dates))),
            dedup=f"disclosure:{request.number}:received",
            now=now,
            channel=request.talk_channel,
        )
        await audit.record(
            tx, "disclosure:confirm", actor=name, subject=request.number, now=now, detail=detail
        )

    def _received_text(self, number: str, dates: Clocks) -> str:
        key = (
            "disclosure.message.received_provisional" if dates.provisional else "disclosure.message.received"
        )
        return self._texts(key, number=number, receipt=written(dates.receipt_on), due=written(dates.due_on))

    async def withdraw(self, number: str, *, citizen: str) -> None:
        """Close a request because its applicant withdraws it; a repeated wish changes nothing.

        Raises `InputError` when the citizen has no such request, `ProcedureError` when it was answered already.
        """
        async with self._database.transaction() as tx:
            request = await self._own(tx, number, citizen=citizen)
            if request.state == State.CLOSED and request.outcome == "other_misc":
                return
            rule = advance(State(request.state), Step.WITHDRAW, actor=Actor.APPLICANT)
            detail = {"before": request.state, "after": rule.to.value, "outcome": rule.outcome}
            request.state, request.outcome = rule.to.value, rule.outcome
            now = self._clock.now()
            store.note(tx, number, kind=WITHDRAWN, at=now, actor=Actor.APPLICANT, detail=detail)
            await audit.record(
                tx, "disclosure:withdraw", actor="citizen", subject=number, now=now, detail=detail
            )

    async def recount(self) -> int:
        """Write anew the dates that waited for next year's calendar; give how many requests have theirs now."""
        async with self._database.transaction() as tx:
            waiting = await store.provisional(tx)
            log = await store.log_of(tx, [request.number for request in waiting])
            dated = [
                write_dates(
                    request, (line for line in log if line.number == request.number), calendar=self._calendar
                )
                for request in waiting
            ]
            return sum(not dates.provisional for dates in dated)

    async def _own(self, tx: AsyncSession, number: str, *, citizen: str) -> DisclosureRequestRecord:
        request = await store.by_number(tx, number, lock=True)
        if request is None or request.citizen != citizen:
            # A stranger's number and an unknown one read the same: nobody learns which numbers exist.
            raise InputError("disclosure.refused.unknown", number=number)
        return request

    async def _known(self, tx: AsyncSession, number: str) -> DisclosureRequestRecord:
        request = await store.by_number(tx, number, lock=True)
        if request is None:
            raise InputError("disclosure.refused.unknown", number=number)
        return request


def purpose(number: str) -> str:
    """Give the purpose under which an applicant's values are sealed: those of one request open no other."""
    return f"disclosure:{number}"


def _sealed(application: Application) -> str:
    values = {
        "name": application.applicant_name,
        "identity": application.identity_number,
        "phone": application.contact.phone,
        "person": application.contact.person,
        "address": application.delivery_address,
        "information": application.information,
    }
    return json.dumps(values, ensure_ascii=False)


def _confirmation(request: DisclosureRequestRecord) -> Confirmation:
    return Confirmation(request.number, request.receipt_on, request.due_on, request.due_provisional)
