"""The way in: from 我要投诉, or from what happened, to the form; another door is shown at once, danger comes first."""

from collections.abc import Collection, Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Wording
from bot.privacy import mask_text
from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.intake.form import ANONYMOUS, FORM, POSITION_SLOT, URGENT_SLOT
from handlers.complaints.intake.phrases import BARE, CALLS, UNNAMED, called_kind, kind_of, tells_trouble
from handlers.complaints.intake.plausibility import HAN
from handlers.complaints.intake.redirection import Redirection
from handlers.complaints.intake.several import LATER_SLOT, LaterGrievances
from handlers.complaints.intake.validation import LEAST_HAN, MOST_LETTERS
from handlers.county.bodies import Bodies
from handlers.county.office import Office
from handlers.county.profile import County
from handlers.talk.arbiter import asks
from handlers.talk.turn import Heard, hear, say, step

LONGEST_NOTE_LETTERS = 60


class StartComplaint(Action):
    """Opens the form with what was said already; what may be no complaint is only offered to be one."""

    def __init__(
        self,
        wording: Wording,
        *,
        redirection: Redirection,
        county: County,
        office: Office,
        bodies: Bodies,
    ) -> None:
        self._wording = wording
        self._redirection = redirection
        self._county = county
        self._office = office
        self._bodies = bodies

    def name(self) -> str:
        """Give the action's name in the rules."""
        return "action_start_complaint"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """Show another door, offer to register, or open the form."""
        del domain
        heard = hear(tracker)
        if tracker.active_loop_name:
            text = self._wording("complaints.entrance.in_form", hotline=self._county.hotline)
            say(dispatcher, tracker, text)
            return []
        later = LaterGrievances.of(tracker.slots.get(LATER_SLOT)) if heard.slot("later") else None
        if later is not None:
            return self._opened_next(dispatcher, tracker, later)
        insists = heard.slot("insist") or heard.slot("register")
        if not insists and await self._redirection.shown(dispatcher, tracker, heard.said):
            return []
        body = self._bodies.named(heard.said)
        if not insists and (body or self._is_doubtful(heard)):
            self._offer(dispatcher, tracker, heard, body=body)
            return []
        return self._opened(dispatcher, tracker, heard)

    @staticmethod
    def _is_doubtful(heard: Heard) -> bool:
        """Whether a message may only ask something: registering what nobody wanted registered helps nobody."""
        return asks(heard.said) and not CALLS.search(heard.said) and not tells_trouble(heard.said)

    def _offer(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard, *, body: str) -> None:
        hotline, said = self._county.hotline, mask_text(heard.said)[:MOST_LETTERS]
        text = (
            self._wording("complaints.entrance.body", body=body, hotline=hotline)
            if body
            else self._wording("complaints.entrance.offer", hotline=hotline)
        )
        choices = (
            step(self._wording("complaints.choose.register"), FORM.entrance, said=said, register="yes"),
            step(self._wording("complaints.choose.person"), "talk_to_human"),
        )
        say(dispatcher, tracker, text, steps=choices)

    def _opened_next(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, later: LaterGrievances
    ) -> list[EventType]:
        """Open the form with the next of several grievances; what was told of all is not asked again."""
        told, *rest = later.told
        say(
            dispatcher,
            tracker,
            self._wording("complaints.several.opened", told=mask_text(told)),
            in_form=True,
        )
        fresh: Mapping[str, object] = {
            **dict.fromkeys((*FORM.order, POSITION_SLOT, URGENT_SLOT)),
            **later.fields,
            "complaint_what": told,
            "complaint_kind": kind_of(told).value,
            LATER_SLOT: LaterGrievances(tuple(rest)).plain() if rest else None,
        }
        return [ActiveLoop(FORM.name), *(SlotSet(name, value) for name, value in fresh.items())]

    def _opened(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> list[EventType]:
        said = heard.said
        bare = BARE.fullmatch(UNNAMED.sub("", said)) is not None
        unnamed = UNNAMED.search(said) is not None
        told = not bare and len(HAN.findall(said)) >= LEAST_HAN and len(said) <= MOST_LETTERS
        hotline = self._county.hotline
        if told:
            shown = mask_text(said)
            brief = shown if len(shown) <= LONGEST_NOTE_LETTERS else f"{shown[:LONGEST_NOTE_LETTERS]}……"
            head = self._wording("complaints.ask.noted", text=brief, hotline=hotline)
        else:
            head = self._wording("complaints.ask.head", hotline=hotline)
        notice = self._wording("complaints.notice.text", agency=self._office.name, phone=self._office.phone)
        say(dispatcher, tracker, f"{head}\n{notice}", in_form=True)
        kind = _kind_named(heard) or (kind_of(said) if told else called_kind(said))
        fresh: Mapping[str, object] = {
            **dict.fromkeys((*FORM.order, POSITION_SLOT)),
            "complaint_what": said if told else None,
            "complaint_kind": kind.value if kind else None,
            "complaint_name": ANONYMOUS if unnamed else None,
            URGENT_SLOT: heard.slot("urgent") == "yes" or None,
            LATER_SLOT: None,
        }
        return [ActiveLoop(FORM.name), *(SlotSet(name, value) for name, value in fresh.items())]


def _kind_named(heard: Heard) -> ComplaintKind | None:
    """Give the kind that a chosen step names; None where none does."""
    named = heard.slot("kind")
    return ComplaintKind(named) if named in set(ComplaintKind) else None


class RegisterAfterDanger(Action):
    """Stands in for the action that names the number to call, and offers after it to register what caused the danger.

    To whoever is in distress nothing is offered but help: `quiet` are those dangers.
    """

    def __init__(self, warning: Action, wording: Wording, *, quiet: Collection[str]) -> None:
        self._warning = warning
        self._wording = wording
        self._quiet = quiet

    def name(self) -> str:
        """Give the name of the action it stands for."""
        return str(self._warning.name())

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """Name the number, then offer."""
        events: list[EventType] = await self._warning.run(dispatcher, tracker, domain)
        heard = hear(tracker)
        wants = heard.ranking[:1] == (FORM.entrance,) and not tracker.active_loop_name
        if wants and heard.emergency and heard.emergency not in self._quiet:
            said = mask_text(heard.said)[:MOST_LETTERS]
            registers = step(
                self._wording("complaints.choose.register"),
                FORM.entrance,
                said=said,
                register="yes",
                urgent="yes",
            )
            say(dispatcher, tracker, self._wording("complaints.entrance.after_danger"), steps=[registers])
        return events
