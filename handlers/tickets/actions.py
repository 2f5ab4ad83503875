"""The action behind "人工": hands the talk over and says when a person answers."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.clock import Clock, local_date
from bot.conversation import transcript, whole_talk
from bot.message import Wording
from handlers.county.office import Office
from handlers.published.interpreters import Addressing, Interpreter, nobody
from handlers.talk.turn import say, step
from handlers.tickets.service import HandoverRequest, Opened, TicketService
from handlers.workdays import Calendar
from knowledge.questions.note import NoNotebook, Notebook, QuestionNote, QuestionOutcome

UNNOTED = NoNotebook()
# Gives what was said to a citizen of a channel before the events that a tracker carries, oldest first.
Earlier = Callable[[str, str], Awaitable[Sequence[Mapping[str, Any]]]]
BARE_CALL_LETTERS = 6
HAN = re.compile(r"[㐀-鿿]")
TELLING_HAN = 4
# Within so many working days whoever explains a document answers a question about it (disclosure rules §13: 咨询).
ANSWER_WORKDAYS = 3


def actions(
    wording: Wording,
    *,
    service: TicketService,
    office: Office,
    clock: Clock,
    calendar: Calendar,
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
        )
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
        calendar: Calendar,
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
        earlier = await self._earlier(_channel(tracker), str(tracker.sender_id))
        calling = call(tracker, earlier=earlier, hidden=self._wording("forms.private_answer"))
        interpreter = self._addressing(calling.question) if calling.question else None
        if interpreter:
            day = self._calendar.nth_workday_after(local_date(self._clock.now()), ANSWER_WORKDAYS)
            calling = replace(calling, unit=interpreter.unit, interpreter=interpreter.person, due_on=day)
        opened = await self._service.open(calling)
        self._notebook.note(_note(calling, at=_sent_at(tracker)))
        progress = step(self._wording("tickets.choose.progress"), "case_status", case_no=opened.number)
        routed = self._routed(calling, interpreter) if opened.fresh and interpreter else ""
        say(dispatcher, tracker, f"{self._words(opened)}{routed}", steps=[progress])
        return []

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


def _sent_at(tracker: Tracker) -> float:
    metadata = (tracker.latest_message or {}).get("metadata") or {}
    return float(metadata.get("sent_at") or 0)


def _channel(tracker: Tracker) -> str:
    metadata = (tracker.latest_message or {}).get("metadata") or {}
    return str(metadata.get("channel") or "wechat")


def call(tracker: Tracker, *, earlier: Sequence[Mapping[str, Any]], hidden: str) -> HandoverRequest:
    """Give the call that a message makes; a bare "人工" asks what was asked before it.

    `earlier` is the talk that the tracker no longer carries; `hidden` is what stands in the talk for an answer that is not shown.
    """
    metadata = (tracker.latest_message or {}).get("metadata") or {}
    turns = transcript(whole_talk(earlier, tracker.events))
    return HandoverRequest(
        citizen=str(tracker.sender_id),
        channel=_channel(tracker),
        key=str(metadata.get("key") or ""),
        question=_question([text for who, text, _ in turns if who == "user" and text != hidden]),
        transcript=turns,
    )


def _question(said: Sequence[str]) -> str:
    """Give the newest words of the citizen that say more than the call itself."""
    telling = [
        text for text in said if len(text) > BARE_CALL_LETTERS and len(HAN.findall(text)) >= TELLING_HAN
    ]
    return (telling or said or [""])[-1]
