"""What is done with an appointment that is open: not coming, another time, a freed seat taken or left to the next.

Looked for before anything else is made of a message; whoever has no such appointment is left to others.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.errors import InputError
from bot.forms.spec import GATHERED_SLOT
from bot.message import Choice, Wording
from handlers.appointments.booking.appointment import KeptAppointment
from handlers.appointments.booking.booked import BookedAppointments
from handlers.appointments.booking.lifecycle import CHANGEABLE, AppointmentState
from handlers.appointments.booking.service import AppointmentService
from handlers.appointments.intake.form import (
    CHANGING_SLOT,
    FORM,
    MATTER,
    PLACE,
    PRIORITY_SLOT,
    TIME,
    WHOM_SLOT,
)
from handlers.appointments.intake.heard_time import heard_wish
from handlers.appointments.intake.phrases import CANCELLING, CHANGING, GIVEN_UP, LEAVING, NOT_COMING, TAKING
from handlers.appointments.intake.settling import settled_time
from handlers.cases import APPOINTMENT, find_number
from handlers.talk.form_phrases import says_yes
from handlers.talk.offered import CLAUSE, in_clauses, offered_deed
from handlers.talk.turn import hear, say, step

Events = list[EventType]
LONGEST_STORY_LETTERS = 120
APPOINTMENTS_SHOWN = 4


class AppointmentDeeds:
    """Acts on open appointments by words or by a chosen step."""

    def __init__(self, wording: Wording, *, service: AppointmentService, booked: BookedAppointments) -> None:
        self._wording = wording
        self._service = service
        self._booked = booked
        self._deeds: Mapping[
            str, Callable[[CollectingDispatcher, Tracker, KeptAppointment], Awaitable[Events]]
        ] = {
            "ask_cancel": self._ask_cancel,
            "cancel": self._cancel,
            "change": self._change,
            "keep": self._keep,
        }

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Act on the words; None where they mean no appointment of this citizen."""
        heard = hear(tracker)
        said = heard.said
        if tracker.active_loop_name or heard.emergency or heard.kind != "text" or heard.slot("deed"):
            return None
        if not said or len(said) > LONGEST_STORY_LETTERS:
            return None
        if number := self._given_up(tracker, said):
            return await self.done(dispatcher, tracker, "cancel", number=number)
        takes = TAKING.fullmatch(said) is not None
        answered = None
        if takes or LEAVING.fullmatch(said):
            answered = await self._answer_offer(dispatcher, tracker, takes=takes)
        return answered if answered is not None else await self._of_own(dispatcher, tracker, said)

    async def _of_own(self, dispatcher: CollectingDispatcher, tracker: Tracker, said: str) -> Events | None:
        """Act on words about what is booked; whoever tells at length why says at the end what is wanted."""
        if in_clauses(NOT_COMING, said) or CANCELLING.search(said):
            return await self._meant(dispatcher, tracker, "ask_cancel")
        if any(CHANGING.search(clause) for clause in (said, *CLAUSE.split(said))):
            return await self._meant(dispatcher, tracker, "change")
        return None

    @staticmethod
    def _given_up(tracker: Tracker, said: str) -> str:
        """Give the number of the appointment of which it was just asked, where words say again that it shall go; else nothing."""
        number = offered_deed(tracker, "cancel").get("case_no", "")
        repeats = in_clauses(NOT_COMING, said) or CANCELLING.search(said) or says_yes(said, agreed=GIVEN_UP)
        return number if repeats and number.startswith(APPOINTMENT) else ""

    async def _answer_offer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, *, takes: bool
    ) -> Events | None:
        citizen = str(tracker.sender_id)
        offer = await self._booked.offered_to(citizen)
        if offer is None:
            return None
        if takes:
            kept = await self._booked.accept(offer.holder, citizen=citizen)
            say(dispatcher, tracker, self._words("seated", kept), steps=self._steps(kept))
        else:
            kept = await self._booked.cancel(offer.holder, citizen=citizen)
            say(dispatcher, tracker, self._words("left", kept))
        return []

    async def _meant(self, dispatcher: CollectingDispatcher, tracker: Tracker, deed: str) -> Events | None:
        """Do a deed to the one appointment it can mean, or ask which."""
        opened = self._named(hear(tracker).said, await self._changeable(tracker))
        if not opened:
            return None
        if len(opened) == 1:
            return await self._deeds[deed](dispatcher, tracker, opened[0])
        choices = [
            step(self._label(one), FORM.entrance, deed=deed, case_no=one.number)
            for one in opened[:APPOINTMENTS_SHOWN]
        ]
        say(dispatcher, tracker, self._wording(f"appointments.which.{deed}"), steps=choices)
        return []

    @staticmethod
    def _named(said: str, opened: Sequence[KeptAppointment]) -> Sequence[KeptAppointment]:
        number = find_number(said)
        if number is None or not number.startswith(APPOINTMENT):
            return opened
        return [one for one in opened if one.number == number]

    async def _changeable(self, tracker: Tracker) -> list[KeptAppointment]:
        return [one for one in await self._booked.open_of(str(tracker.sender_id)) if one.state in CHANGEABLE]

    async def done(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, deed: str, *, number: str
    ) -> Events:
        """Do what a chosen step says; where it cannot be done any more, say so."""
        kept = next((one for one in await self._changeable(tracker) if one.number == number), None)
        act = self._deeds.get(deed)
        if kept is None or act is None:
            say(dispatcher, tracker, self._wording("appointments.deed.gone", number=number))
            return []
        return await act(dispatcher, tracker, kept)

    async def cancelling(self, citizen: str) -> list[Choice]:
        """Give the steps by which a citizen cancels what is open; 不去了 may mean one of these, or what another service holds."""
        opened = [one for one in await self._booked.open_of(citizen) if one.state in CHANGEABLE]
        return [
            step(self._label(one), FORM.entrance, deed="ask_cancel", case_no=one.number)
            for one in opened[:APPOINTMENTS_SHOWN]
        ]

    def show_open(self, dispatcher: CollectingDispatcher, tracker: Tracker, kept: KeptAppointment) -> None:
        """Say that one is open for this matter and person, and what can be done with it."""
        say(dispatcher, tracker, self._words("known", kept), steps=self._steps(kept))

    async def _ask_cancel(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, kept: KeptAppointment
    ) -> Events:
        choices = (
            step(
                self._wording("appointments.choose.do_cancel"),
                FORM.entrance,
                deed="cancel",
                case_no=kept.number,
            ),
            step(
                self._wording("appointments.choose.change"), FORM.entrance, deed="change", case_no=kept.number
            ),
            step(self._wording("appointments.choose.keep"), FORM.entrance, deed="keep", case_no=kept.number),
        )
        say(dispatcher, tracker, self._words("ask_cancel", kept), steps=choices)
        return []

    async def _cancel(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, kept: KeptAppointment
    ) -> Events:
        try:
            done = await self._booked.cancel(kept.number, citizen=str(tracker.sender_id))
        except InputError as refused:
            say(dispatcher, tracker, self._wording(refused.text_key, **refused.values))
            return []
        say(dispatcher, tracker, self._words("cancelled", done))
        return []

    async def _keep(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, kept: KeptAppointment
    ) -> Events:
        say(dispatcher, tracker, self._words("stays", kept))
        return []

    async def _change(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, kept: KeptAppointment
    ) -> Events:
        """Open the form with all but the time; the seat held stays until another is taken."""
        heard = hear(tracker)
        wish = heard_wish(heard)
        at = await settled_time(self._service, kept.matter, kept.place, wish)
        say(dispatcher, tracker, self._words("changing", kept), in_form=True)
        fresh: Mapping[str, object] = {
            **dict.fromkeys(FORM.order),
            MATTER: kept.matter,
            PLACE: kept.place,
            TIME: at,
            WHOM_SLOT: kept.whom,
            PRIORITY_SLOT: kept.priority or None,
            CHANGING_SLOT: kept.number,
            GATHERED_SLOT: {TIME: wish.text} if wish.text and not at else None,
        }
        return [ActiveLoop(FORM.name), *(SlotSet(name, value) for name, value in fresh.items())]

    def _steps(self, kept: KeptAppointment) -> tuple[Choice, ...]:
        return (
            step(
                self._wording("appointments.choose.change"), FORM.entrance, deed="change", case_no=kept.number
            ),
            step(
                self._wording("appointments.choose.cancel_it"),
                FORM.entrance,
                deed="ask_cancel",
                case_no=kept.number,
            ),
        )

    def _words(self, key: str, kept: KeptAppointment) -> str:
        return self._wording(f"appointments.deed.{key}", **self._values(kept))

    def _label(self, kept: KeptAppointment) -> str:
        return self._wording("appointments.which.label", **self._values(kept))

    def _values(self, kept: KeptAppointment) -> dict[str, str]:
        county = self._service.county
        place, matter = county.place(kept.place), county.matter(kept.matter)
        waits = kept.state is AppointmentState.WAITING
        return {
            "number": kept.number,
            "matter": matter.name if matter else kept.matter,
            "place": place.name if place else kept.place,
            "when": f"{kept.when}{self._wording('appointments.waits')}" if waits else kept.when,
        }
