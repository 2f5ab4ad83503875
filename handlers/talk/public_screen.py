"""The talk on a screen that anybody may read: it shows and asks nothing personal, and hands on what needs a person.

Whoever looks first there knows of nobody's own matters, and answers as in every other talk. Fails closed beside them: of
the actions only those named here speak on such a screen, and a form that one of them would open stays shut. Whoever
wanted it is given a link to go on by phone, and told where the counter is.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.foreign import ANSWER_ENGLISH
from bot.limits import KEEP
from bot.message import Card, Wording
from bot.privacy import mask_text, personal_numbers
from handlers.talk.form_phrases import BESIDE
from handlers.talk.precedence import Look
from handlers.talk.turn import channel_of, hear, reading_of, say

Events = list[dict[str, Any]]
KIOSK = "kiosk"
"""The channel of the screens in halls and villages."""
SPOKEN = frozenset(
    {
        ANSWER_ENGLISH,
        BESIDE,
        KEEP,
        "action_acknowledge_media",
        "action_affirm",
        "action_ask_policy",
        "action_cancel",
        "action_decline_scope",
        "action_deny",
        "action_fallback",
        "action_find_place",
        "action_greet",
        "action_help",
        "action_mention_hidden",
        "action_more_answer",
        "action_show_activities",
        "action_show_guide",
        "action_show_source",
        "action_thank",
        "action_warn_emergency",
    }
)
CARRIED_LETTERS = 30
# Gives the address at which a phone goes on with some words.
CarryOn = Callable[[str], str]


class OnPublicScreen(Action):
    """Stands in for an action: elsewhere it is the action itself, on a public screen what may be said there.

    `looks` are those who look first there, `shown` is the action as it speaks there, with nobody before it who knows of
    anybody's own matters.
    """

    def __init__(
        self, action: Action, wording: Wording, carry_on: CarryOn, *, shown: Action, looks: Sequence[Look]
    ) -> None:
        self._action = action
        self._wording = wording
        self._carry_on = carry_on
        self._shown = shown
        self._looks = tuple(looks)

    def name(self) -> str:
        """Give the name of the action it stands for."""
        return str(self._action.name())

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Speak, or hand on what needs a person."""
        if channel_of(tracker) != KIOSK:
            own: Events = await self._action.run(dispatcher, tracker, domain)
            return own
        apart = CollectingDispatcher()
        events = await self._spoken(apart, tracker, domain)
        if events is None or any(_opens_form(event) for event in events):
            return self._hand_on(dispatcher, tracker)
        dispatcher.messages.extend(apart.messages)
        return events

    async def _spoken(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events | None:
        """Let those who look first answer, then the action where it may speak; None where nobody may."""
        for look in self._looks:
            if (events := await look(dispatcher, tracker)) is not None:
                return events
        if self.name() not in SPOKEN:
            return None
        shown: Events = await self._shown.run(dispatcher, tracker, domain)
        return shown

    def _hand_on(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        link = self._carry_on(self._words(tracker))
        card = Card(self._wording("kiosk.carry.title"), self._wording("kiosk.carry.how"), link)
        say(dispatcher, tracker, self._wording("kiosk.needs_person"), card=card)
        return []

    def _words(self, tracker: Tracker) -> str:
        """Give the words that the phone goes on with: what was typed, unless it is long or tells of somebody."""
        said = hear(tracker).said
        typed = str((tracker.latest_message or {}).get("text") or "")
        if said and not reading_of(said) and len(said) <= CARRIED_LETTERS and not personal_numbers(typed):
            return mask_text(said)
        try:
            return self._wording(f"kiosk.carry.words.{self.name().removeprefix('action_')}")
        except KeyError:
            return self._wording("kiosk.carry.words.other")


def _opens_form(event: Mapping[str, Any]) -> bool:
    return event.get("event") in {"active_loop", "form"} and bool(event.get("name"))
