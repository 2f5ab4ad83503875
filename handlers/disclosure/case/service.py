"""What can be done with a request: one method, one transaction, one lawful step with its event, message and audit."""

from datetime import datetime
from typing import Self

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.message import Wording
from bot.privacy import Vault, mask_name
from handlers.cases import DISCLOSURE, next_number
from handlers.disclosure.applicant.categories import ApplicantCategory
from handlers.disclosure.case import store
from handlers.disclosure.case.docket import write_dates
from handlers.disclosure.case.events import APPLICANT_CONFIRMED
from handlers.disclosure.case.fields import ApplicantKind, Application
from handlers.disclosure.case.lifecycle import Actor, State, Step, advance
from handlers.disclosure.case.messages import tell_received
from handlers.disclosure.case.particulars import (
    clear_values,
    identity_fingerprint,
    name_fingerprint,
    representative_marks,
    seal_particulars,
    shown_information,
)
from handlers.disclosure.case.receipts import (
    Confirmation,
    ConfirmedBy,
    Origin,
    Receipt,
    confirmation_of,
    receipt_of_request,
)
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.case.taking import StepNote, take
from handlers.disclosure.statute.log import Channel, Occurrence
from handlers.workdays import WorkingCalendar


class DisclosureService:
    """Takes requests through their steps.

    `confirmed_by` is the setting of art. 31(3): staff, the citizen's own tap on the automatic receipt, or that receipt
    itself, as guiding case 26 took it. The law does not settle it, so by default staff confirm and the tap is only
    recorded; the earliest date that a court might take is counted beside it in any event.
    """

    def __init__(
        self,
        database: Database,
        *,
        vault: Vault,
        clock: Clock,
        calendar: WorkingCalendar,
        texts: Wording,
        confirmed_by: ConfirmedBy = ConfirmedBy.STAFF,
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._calendar = calendar
        self._texts = texts
        self._confirmed_by = confirmed_by

    def on(self, database: Database) -> Self:
        """Give the same service on another database, with every setting that it has here."""
        return type(self)(
            database,
            vault=self._vault,
            clock=self._clock,
            calendar=self._calendar,
            texts=self._texts,
            confirmed_by=self._confirmed_by,
        )

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
            return receipt_of_request(known)

    async def _submit(self, application: Application, origin: Origin) -> Receipt:
        async with self._database.transaction() as tx:
            known = await store.by_form(tx, origin.form_id)
            if known is not None:
                return receipt_of_request(known)
            rule = advance(State.DRAFT, Step.SUBMIT, actor=Actor.APPLICANT)
            now = self._clock.now()
            number = await next_number(tx, DISCLOSURE, now=now)
            record = self._record(application, origin, number=number, state=rule.to, now=now)
            tx.add(record)
            await tx.flush()
            line = store.note(tx, number, kind=Occurrence.SUBMITTED, at=now, actor=Actor.APPLICANT)
            write_dates(record, [line], calendar=self._calendar, today=local_date(now))
            detail = {"channel": Channel.INTERNET.value, "notice": application.notice_version}
            await audit.record(
                tx, "disclosure:submit", actor="citizen", subject=number, now=now, detail=detail
            )
            if self._confirmed_by is ConfirmedBy.SYSTEM:
                await self._receive(tx, record, actor=Actor.APPLICANT, name=Actor.BOT, now=now)
        return receipt_of_request(record)

    def _record(
        self, application: Application, origin: Origin, *, number: str, state: State, now: datetime
    ) -> DisclosureRequestRecord:
        natural = application.applicant_kind is ApplicantKind.NATURAL
        name = application.applicant_name
        return DisclosureRequestRecord(
            number=number,
            form_id=origin.form_id,
            agency=application.agency,
            push_key=origin.push_key,
            channel=Channel.INTERNET.value,
            talk_channel=origin.channel,
            citizen=origin.citizen,
            applicant=seal_particulars(self._vault, number, clear_values(application)),
            applicant_kind=application.applicant_kind.value,
            name_masked=mask_name(name) if natural else name,
            identity_fingerprint=identity_fingerprint(self._vault, application.identity_number),
            **representative_marks(self._vault, application.representative),
            name_fingerprint=name_fingerprint(self._vault, name),
            category=ApplicantCategory.NATURAL if natural else application.category or "",
            information=shown_information(clear_values(application), natural=natural),
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
                return confirmation_of(request)
            log = await store.log_of(tx, [number])
            now = self._clock.now()
            if not any(line.kind == APPLICANT_CONFIRMED for line in log):
                store.note(tx, number, kind=APPLICANT_CONFIRMED, at=now, actor=Actor.APPLICANT)
                await audit.record(
                    tx, "disclosure:applicant-confirm", actor="citizen", subject=number, now=now
                )
            if self._confirmed_by is ConfirmedBy.APPLICANT:
                await self._receive(tx, request, actor=Actor.APPLICANT, name="citizen", now=now)
            return confirmation_of(request)

    async def confirm_receipt(self, number: str, *, actor: str) -> Confirmation:
        """Confirm receipt as staff: fixes the receipt date, starts the clocks, tells the citizen (art. 31(3), 33).

        Raises `InputError` for an unknown number and `ProcedureError` when it is not awaiting confirmation.
        """
        async with self._database.transaction() as tx:
            request = await self._known(tx, number)
            now = self._clock.now()
            await self._receive(tx, request, actor=Actor.STAFF, name=actor, now=now)
            return confirmation_of(request)

    async def _receive(
        self, tx: AsyncSession, request: DisclosureRequestRecord, *, actor: Actor, name: str, now: datetime
    ) -> None:
        dates = await take(
            tx,
            request,
            Step.CONFIRM,
            actors={actor},
            note=StepNote(name),
            now=now,
            calendar=self._calendar,
        )
        await tell_received(tx, request, dates, now=now, texts=self._texts)

    async def withdraw(self, number: str, *, citizen: str) -> None:
        """Close a request because its applicant withdraws it; a repeated wish changes nothing.

        Raises `InputError` when the citizen has no such request, `ProcedureError` when it was answered already.
        """
        async with self._database.transaction() as tx:
            request = await self._own(tx, number, citizen=citizen)
            if request.state == State.CLOSED and request.outcome == "other_misc":
                return
            await take(
                tx,
                request,
                Step.WITHDRAW,
                actors={Actor.APPLICANT},
                note=StepNote(Actor.APPLICANT),
                now=self._clock.now(),
                calendar=self._calendar,
            )

    async def _own(self, tx: AsyncSession, number: str, *, citizen: str) -> DisclosureRequestRecord:
        request = await store.by_number(tx, number, lock=True)
        if request is None or not citizen or request.citizen != citizen:
            # A stranger's number and an unknown one read the same: nobody learns which numbers exist.
            raise InputError("disclosure.refused.unknown", number=number)
        return request

    async def _known(self, tx: AsyncSession, number: str) -> DisclosureRequestRecord:
        request = await store.by_number(tx, number, lock=True)
        if request is None:
            raise InputError("disclosure.refused.unknown", number=number)
        return request
