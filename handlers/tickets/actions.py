"""The action behind "人工": hands the talk over and says when a person answers."""

from dataclasses import replace
from datetime import datetime

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.clock import Clock, local_date
from bot.message import Wording
from handlers.county.office import Office
from handlers.published.interpreters import Addressing, Interpreter, nobody
from handlers.talk.turn import say, step
from handlers.tickets.call import Earlier, calling_of, sent_at
from handlers.tickets.handover import HeldTalk, StayWithPerson
from handlers.tickets.service import HandoverRequest, Opened, TicketService
from handlers.workdays import WorkingCalendar
from knowledge.questions.note import NoNotebook, Notebook, QuestionNote, QuestionOutcome

UNNOTED = NoNotebook()
# Within so many working days whoever explains a document answers a question about it (disclosure rules §13: 咨询).
ANSWER_WORKDAYS = 3


def actions(
    wording: Wording,
    *,
    service: TicketService,
    office: Office,
    clock: Clock,
    calendar: WorkingCalendar,
    earlier: Earlier,
    addressing: Addressing = nobody,
    notebook: Notebook = UNNOTED,
) -> list[Action]:
    """Give every action of this slice, ready to be registered; what is handed over is noted in the notebook.

    `addressing` tells who answers for what a question is about.
    """
    return [
        OpenTicket(
            wording,
            service=service,
            office=office,
            clock=clock,
            calendar=calendar,
            earlier=earlier,
            addressing=addressing,
            notebook=notebook,
        ),
        StayWithPerson(wording, service=service, earlier=earlier),
    ]


class OpenTicket(Action):
    """Calls a person; works in every state, also in the middle of a form."""

    def __init__(
        self,
        wording: Wording,
        *,
        service: TicketService,
        office: Office,
        clock: Clock,
        calendar: WorkingCalendar,
        earlier: Earlier,
        addressing: Addressing,
        notebook: Notebook,
    ) -> None:
        self._wording = wording
        self._service = service
        self._office = office
        self._clock = clock
        self._calendar = calendar
        self._earlier = earlier
        self._addressing = addressing
        self._notebook = notebook

    def name(self) -> str:
        """Give the action's name in the rules."""
        return "action_open_ticket"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Hand over, then tell the number and the time of an answer."""
        del domain
        calling = await calling_of(tracker, self._earlier, hidden=self._wording("forms.private_answer"))
        interpreter = self._addressing(calling.question) if calling.question else None
        if interpreter:
            day = self._calendar.nth_workday_after(local_date(self._clock.now()), ANSWER_WORKDAYS)
            calling = replace(calling, unit=interpreter.unit, interpreter=interpreter.person, due_on=day)
        opened = await self._service.open(calling)
        self._notebook.note(_note(calling, at=sent_at(tracker)))
        progress = step(self._wording("tickets.choose.progress"), "case_status", case_no=opened.number)
        routed = self._routed(calling, interpreter) if opened.fresh and interpreter else ""
        say(dispatcher, tracker, f"{self._words(opened)}{routed}", steps=[progress])
        # Inside a form the form goes on; elsewhere the talk is the person's from here on.
        before = HeldTalk.of(tracker.slots)
        told = before is not None and before.number == opened.number and before.told
        held = HeldTalk(opened.number, sent_at(tracker), told=told)
        return [] if tracker.active_loop_name else [held.event()]

    def _words(self, opened: Opened) -> str:
        now = self._clock.now()
        phone, hours = self._office.phone, self._office.hours
        if not opened.fresh:
            return self._wording("tickets.opened.added", number=opened.number, phone=phone, hours=hours)
        opens = self._office.opens_at(now, calendar=self._calendar)
        if opens is None or self._office.is_open(now, calendar=self._calendar):
            return self._wording("tickets.opened.in_hours", number=opened.number, phone=phone)
        return self._wording(
            "tickets.opened.out_of_hours",
            number=opened.number,
            phone=phone,
            hours=hours,
            opens=self._when(opens),
        )

    def _routed(self, calling: HandoverRequest, interpreter: Interpreter) -> str:
        """Tell which unit answers, by when, and its phone."""
        name, day, phone = interpreter.person, calling.due_on, interpreter.phone
        person = self._wording("tickets.opened.person", name=name) if name else ""
        until = self._wording("tickets.opened.until", month=day.month, day=day.day) if day else ""
        call_it = self._wording("tickets.opened.call", phone=phone) if phone else ""
        words = self._wording(
            "tickets.opened.routed", unit=interpreter.unit, person=person, until=until, phone=call_it
        )
        return f"\n{words}"

    def _when(self, opens: datetime) -> str:
        weekday = self._wording("tickets.weekdays")[opens.weekday()]
        return self._wording(
            "tickets.opened.opens",
            month=opens.month,
            day=opens.day,
            weekday=weekday,
            time=f"{opens.hour}:{opens:%M}",
        )


def _note(calling: HandoverRequest, *, at: float) -> QuestionNote:
    return QuestionNote(
        key=calling.key,
        at=at,
        channel=calling.channel,
        citizen=calling.citizen,
        question=calling.question,
        outcome=QuestionOutcome.HANDED_OVER,
    )
