"""Applications that come to the window, by letter, fax or e-mail: staff register them in the same ledger (art. 29, 31)."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError, ProcedureError
from bot.privacy import Vault, mask_name
from handlers.cases import DISCLOSURE, next_number
from handlers.disclosure.applicant.categories import ApplicantCategory
from handlers.disclosure.case import store
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.docket import write_dates
from handlers.disclosure.case.fields import ApplicantKind
from handlers.disclosure.case.lifecycle import ARTICLES, REQUEST, Actor, State, Step
from handlers.disclosure.case.paper_application import PaperApplication
from handlers.disclosure.case.particulars import (
    identity_fingerprint,
    name_fingerprint,
    paper_values,
    representative_marks,
    seal_particulars,
    shown_information,
)
from handlers.disclosure.case.records import DisclosureEventRecord, DisclosureRequestRecord
from handlers.disclosure.case.taking import StepNote, take
from handlers.disclosure.statute.log import Channel, Occurrence
from handlers.workdays import WorkingCalendar

AT_ONCE = {Channel.IN_PERSON: Occurrence.SUBMITTED, Channel.REGISTERED_MAIL: Occurrence.SIGNED}
"""What counts as received without a confirmation, and the line that fixes the day (art. 31(1), (2))."""
REACHED = {
    Channel.ORDINARY_MAIL: Occurrence.ARRIVED,
    Channel.OTHER_UNIT_MAIL: Occurrence.ARRIVED,
    Channel.EMAIL: Occurrence.SUBMITTED,
    Channel.FAX: Occurrence.SUBMITTED,
}
"""What waits for the confirmation with the applicant, and the line of the day on which it lay before the agency."""


class PaperRegistration:
    """Registers what did not come through the chat; the receipt date follows from the channel."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock, calendar: WorkingCalendar) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._calendar = calendar

    async def register(self, application: PaperApplication, *, clerk: Clerk, form_id: str = "") -> str:
        """Register and give the case number; the same form sent twice is one case.

        Raises `InputError` for a day to come, `ProcedureError` when the person may not register.
        """
        now = self._clock.now()
        if application.on > local_date(now):
            raise InputError("disclosure.missing.future")
        step = Step.REGISTER if application.channel in AT_ONCE else Step.SUBMIT
        if Actor.STAFF not in clerk.parts:
            raise ProcedureError("disclosure.refused.actor", article=ARTICLES[step])
        rule = REQUEST.advance(State.DRAFT, step, actors={Actor.STAFF})
        async with self._database.transaction() as tx:
            known = await store.by_form(tx, form_id) if form_id else None
            if known is not None:
                return known.number
            number = await next_number(tx, DISCLOSURE, now=now)
            if application.linked_to:
                await self._link(tx, application.linked_to, number, clerk, now)
            record = self._record(
                application, number=number, clerk=clerk, state=rule.to, now=now, form_id=form_id
            )
            tx.add(record)
            await tx.flush()
            line = self._note(tx, application, number, clerk, now)
            await tx.flush()
            write_dates(record, [line], calendar=self._calendar, today=local_date(now))
            detail = {"channel": application.channel.value, "on": application.on.isoformat()}
            await audit.record(
                tx, "disclosure:register", actor=clerk.login, subject=number, now=now, detail=detail
            )
        return number

    async def _link(self, tx: AsyncSession, closed: str, number: str, clerk: Clerk, now: datetime) -> None:
        """Note in the closed case that a correction of the applicant's own record was asked for (art. 41)."""
        earlier = await store.visible(tx, closed, clerk, lock=True)
        await take(
            tx,
            earlier,
            Step.REPORT_ERROR,
            actors={Actor.STAFF},
            note=StepNote(clerk.login, detail={"linked_to": number}),
            now=now,
            calendar=self._calendar,
        )

    def _note(
        self, tx: AsyncSession, application: PaperApplication, number: str, clerk: Clerk, now: datetime
    ) -> DisclosureEventRecord:
        kinds = AT_ONCE | REACHED
        detail = {"on": application.on.isoformat(), "channel": application.channel.value}
        if application.oral:
            detail["oral"] = "true"
        if application.linked_to:
            detail["linked_to"] = application.linked_to
        kind = kinds[application.channel]
        return store.note(tx, number, kind=kind, at=now, actor=clerk.login, detail=detail)

    def _record(
        self,
        application: PaperApplication,
        *,
        number: str,
        clerk: Clerk,
        state: State,
        now: datetime,
        form_id: str,
    ) -> DisclosureRequestRecord:
        natural = application.category is ApplicantCategory.NATURAL
        kind = ApplicantKind.NATURAL if natural else ApplicantKind.ORGANISATION
        return DisclosureRequestRecord(
            number=number,
            form_id=form_id or f"desk:{uuid4()}",
            push_key="",
            channel=application.channel.value,
            talk_channel="",
            citizen="",
            applicant=seal_particulars(self._vault, number, paper_values(application)),
            applicant_kind=kind.value,
            category=application.category.value,
            name_masked=mask_name(application.name) if natural else application.name,
            name_fingerprint=name_fingerprint(self._vault, application.name),
            identity_fingerprint=identity_fingerprint(self._vault, application.identity),
            **representative_marks(self._vault, application.representative),
            information=shown_information(paper_values(application), natural=natural),
            delivery=application.delivery.value,
            notice_version="paper",
            notice_at=now,
            state=state.value,
            outcome="",
            submitted_at=now,
            agency=clerk.agency,
            handler=clerk.login,
            linked_to=application.linked_to,
        )
