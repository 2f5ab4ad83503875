"""Cancelling a visit at home, by words or by a chosen step; whoever has none is left to others."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.errors import InputError
from bot.message import Wording
from handlers.appointments.home.form import FORM
from handlers.appointments.home.phrases import NOT_COMING
from handlers.appointments.home.service import HomeVisitService
from handlers.appointments.home.visit import KeptHomeVisit
from handlers.appointments.intake.phrases import CANCELLING
from handlers.talk.turn import hear, say, step

DEEDS = frozenset({"home_ask_cancel", "home_cancel", "home_keep"})
LONGEST_WORDS_LETTERS = 40
VISITS_SHOWN = 4


class HomeDeeds:
    """Acts on open visits."""

    def __init__(self, wording: Wording, *, service: HomeVisitService) -> None:
        self._wording = wording
        self._service = service

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
        """Ask whether a visit shall be cancelled; None where the words mean none of this citizen's."""
        heard = hear(tracker)
        said = heard.said
        if tracker.active_loop_name or heard.emergency or heard.kind != "text" or heard.slot("deed"):
            return None
        if not said or len(said) > LONGEST_WORDS_LETTERS:
            return None
        if not (NOT_COMING.fullmatch(said) or CANCELLING.search(said)):
            return None
        opened = await self._service.open_of(str(tracker.sender_id))
        if not opened:
            return None
        if len(opened) == 1:
            return self._ask(dispatcher, tracker, opened[0])
        steps = [
            step(self._label(one), FORM.entrance, deed="home_ask_cancel", case_no=one.number)
            for one in opened[:VISITS_SHOWN]
        ]
        say(dispatcher, tracker, self._wording("home.deed.which"), steps=steps)
        return []

    async def done(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, deed: str, *, number: str
    ) -> list[EventType]:
        """Do what a chosen step says; where it cannot be done any more, say so."""
        opened = await self._service.open_of(str(tracker.sender_id))
        visit = next((one for one in opened if one.number == number), None)
        if visit is None:
            say(dispatcher, tracker, self._wording("home.deed.gone", number=number))
            return []
        if deed == "home_ask_cancel":
            return self._ask(dispatcher, tracker, visit)
        if deed == "home_keep":
            say(dispatcher, tracker, self._words("stays", visit))
            return []
        try:
            visit = await self._service.cancel(number, citizen=str(tracker.sender_id))
        except InputError as refused:
            say(dispatcher, tracker, self._wording(refused.text_key, **refused.values))
            return []
        say(dispatcher, tracker, self._words("cancelled", visit))
        return []

    def _ask(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, visit: KeptHomeVisit
    ) -> list[EventType]:
        labels = {"home_cancel": "do_cancel", "home_keep": "keep"}
        steps = [
            step(self._wording(f"home.choose.{label}"), FORM.entrance, deed=deed, case_no=visit.number)
            for deed, label in labels.items()
        ]
        say(dispatcher, tracker, self._words("ask_cancel", visit), steps=steps)
        return []

    def _words(self, key: str, visit: KeptHomeVisit) -> str:
        return self._wording(
            f"home.deed.{key}", number=visit.number, matter=self._matter(visit), when=visit.when
        )

    def _label(self, visit: KeptHomeVisit) -> str:
        return self._wording("appointments.which.label", matter=self._matter(visit), when=visit.when)

    def _matter(self, visit: KeptHomeVisit) -> str:
        matter = self._service.county.matter(visit.matter)
        return matter.name if matter else visit.matter
