"""What somebody has heard, or asks to have confirmed: that something is given no longer (育儿补贴取消了吧). The documents say whether.

Out of a form such words sound like giving something up, and nothing was begun that could be given up.
"""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from handlers.policy import premise
from handlers.policy.ask_policy import AskPolicy
from handlers.talk.turn import hear

Events = list[dict[str, Any]]


class Hearsay:
    """Looks up what is to have ended, before its end is taken for a wish of the citizen."""

    def __init__(self, asking: AskPolicy) -> None:
        self._asking = asking

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Answer it; None where nothing is held to have ended, in a form, and for a filed case that is named."""
        heard = hear(tracker)
        if tracker.active_loop_name or heard.emergency or heard.slot("case_no"):
            return None
        if not premise.ended(heard.said):
            return None
        return await self._asking.run(dispatcher, tracker, {})
