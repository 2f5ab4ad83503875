"""Not understood: a guess with numbers the first time, a person the second time in a row."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Choice, Wording
from bot.privacy import mask_text
from handlers.county.profile import County
from handlers.talk.turn import Heard, hear, say, step

Events = list[dict[str, Any]]
LAST = "fallback_said"
WISHES_SUGGESTED = 3
# By how many wishes are suggested: none, one, several.
ASKING_KEYS = ("general.fallback.again", "general.fallback.suggest_one", "general.fallback.suggest")
# What cannot be done here yet is no guess that helps, unless somebody else can be named who does it.
KNOWN = (
    "ask_policy",
    "service_guide",
    "disclosure_request",
    "case_status",
    "find_place",
    "appeal",
    "appointment",
    "talk_to_human",
)


class Fallback(Action):
    """Answers what could not be understood.

    Whether this happens twice in a row is read from the talk itself: the bot's latest words are the ones this action
    said last (slot `fallback_said`), so nobody else has to reset a counter.
    """

    def __init__(self, wording: Wording, *, county: County) -> None:
        self._wording = wording
        self._county = county

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_fallback"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Suggest wishes, or offer a person."""
        if _in_a_row(tracker):
            steps: tuple[Choice, ...] = (
                step(self._wording("general.steps.person"), "talk_to_human"),
                step(self._wording("general.steps.help"), "help"),
            )
            text = self._wording("general.fallback.person", hotline=self._county.hotline)
        else:
            steps = self._suggestions(hear(tracker))
            text = self._wording(
                f"general.fallback.{('again', 'suggest_one', 'suggest')[min(len(steps), 2)]}"
            )
        say(dispatcher, tracker, text, steps=steps)
        return [SlotSet(LAST, text)]

    def _suggestions(self, heard: Heard) -> tuple[Choice, ...]:
        """Give the likeliest wishes, each carrying the words along so that nobody types them twice."""
        said = mask_text(heard.said)
        wishes = [intent for intent in heard.ranking if intent in KNOWN][:WISHES_SUGGESTED] if said else []
        topic = mask_text(heard.slot("topic"))
        return tuple(
            step(self._wording(f"general.suggestions.{intent}"), intent, said=said, topic=topic)
            for intent in wishes
        )


def _in_a_row(tracker: Tracker) -> bool:
    before = tracker.slots.get(LAST)
    last_said = next((event for event in reversed(tracker.events) if event.get("event") == "bot"), None)
    return bool(before) and last_said is not None and last_said.get("text") == before
