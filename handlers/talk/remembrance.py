"""What was asked stays the matter of the talk when no document spoke to it: after a place, a limit, a menu of guesses.

到哪天为止, behind a question that was turned away, is read with that question and not as one of its own.
"""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.privacy import mask_text
from handlers.talk.arbiter import asks
from handlers.talk.last_answer import SLOT, LastAnswer, recall
from handlers.talk.turn import hear
from knowledge.text.focus import names_matter

Events = list[dict[str, Any]]
QUESTION_LETTERS, TOPIC_LETTERS = 80, 20
# These turn a question away; what is asked anew takes the place of what was talked about before.
TURNING_AWAY = frozenset(
    {
        "action_decline_scope",
        "action_fallback",
        "action_start_complaint",
        "action_start_appointment",
        "action_subscribe",
        "action_explain_rating",
        "action_show_guide",
    }
)
# A place told, or how an application is made, is kept only where nothing else is talked about.
TELLING = frozenset({"action_find_place", "action_ask_policy", "action_start_disclosure"})
REMEMBERED = TURNING_AWAY | TELLING


class Remembering(Action):
    """Stands in for an action that may answer a question without any document, and keeps what was asked."""

    def __init__(self, action: Action) -> None:
        self._action = action

    def name(self) -> str:
        """Give the name of the action it stands for."""
        return str(self._action.name())

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Run the action, and keep the question unless the action kept one itself, or it asks nothing of its own."""
        events: Events = await self._action.run(dispatcher, tracker, domain)
        heard = hear(tracker)
        before = recall(tracker)
        kept = any(event.get("name") == SLOT for event in events)
        stays = not names_matter(heard.said) or (before is not None and self.name() in TELLING)
        if (
            kept
            or stays
            or heard.emergency
            or heard.limit
            or tracker.active_loop_name
            or not asks(heard.said)
        ):
            return events
        question = mask_text(heard.said)[:QUESTION_LETTERS]
        topic = (heard.slot("topic") or question.strip("？?。！! "))[:TOPIC_LETTERS]
        return [*events, LastAnswer(question, topic, "").event()]
