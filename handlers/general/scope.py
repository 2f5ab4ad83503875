"""What the bot cannot do: it says so, names who can, and stays calm with whoever is angry."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.conversation import transcript
from bot.message import Choice, Wording
from bot.privacy import mask_text, personal_numbers
from handlers.county.bodies import Bodies
from handlers.county.profile import County
from handlers.talk.temper import CALM, RUDE
from handlers.talk.turn import Heard, hear, say, step

Events = list[dict[str, Any]]
MATTER_LETTERS = 100
HAN = re.compile(r"[㐀-鿿]")
# Fewer different characters say nothing that could be declined: laughter, marks, a slip of the hand.
DISTINCT_HAN = 2
AROUND_NUMBER = re.compile(
    r"我|的|身份证|证件|银行|卡|电话|手机|联系|号码?|方式|是|给你们?|发|再|一遍|那|[\W\dxX]"
)


def only_number(said: str) -> bool:
    """Whether a message is a personal number and nothing else: it asks for nothing."""
    return personal_numbers(said) is not None and not AROUND_NUMBER.sub("", said)


class NumberAlone:
    """Looks for a personal number that was sent alone, before anything is looked up for it."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Ask what is wanted; that the number was hidden has been said."""
        if tracker.active_loop_name or not only_number(hear(tracker).said):
            return None
        say(dispatcher, tracker, self._wording("general.hidden.then"))
        return []


class DeclineScope(Action):
    """Says what the bot cannot do and who can; angry words are answered calmly once, then passed over."""

    def __init__(self, wording: Wording, *, county: County, bodies: Bodies) -> None:
        self._wording = wording
        self._county = county
        self._bodies = bodies

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_decline_scope"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Say it, with the ways on."""
        heard = hear(tracker)
        body = self._bodies.named(heard.said)
        if only_number(heard.said):
            # That it was hidden has been said; a number alone asks for nothing.
            text = self._wording("general.hidden.then")
        elif body:
            text = self._wording("general.elsewhere", body=body, hotline=self._county.hotline)
        elif RUDE.search(heard.said):
            text = self._calmly(tracker)
        elif len(set(HAN.findall(heard.said))) < DISTINCT_HAN:
            text = self._wording("general.unclear")
        else:
            text = self._wording(
                "general.decline_scope", county=self._county.name, hotline=self._county.hotline
            )
        say(dispatcher, tracker, text, steps=self._ways_on(heard, elsewhere=bool(body)))
        return []

    def _calmly(self, tracker: Tracker) -> str:
        calm = self._wording("general.rude.first")
        said = {text for who, text, _ in transcript(tracker.events) if who == "bot"}
        return self._wording("general.rude.again") if calm in said else calm

    def _ways_on(self, heard: Heard, *, elsewhere: bool) -> tuple[Choice, ...]:
        """Give what may help; a matter heard among other words can be asked about at once."""
        topic = mask_text(heard.slot("topic"))
        matter = RUDE.sub("", mask_text(heard.said)).strip(" ,，。.!！")[:MATTER_LETTERS]
        asked = (step(self._wording("general.steps.about", topic=topic), "ask_policy", said=matter),)
        return (
            *(asked if topic and not elsewhere else ()),
            step(self._wording("general.steps.help"), "help"),
            step(self._wording("general.steps.person"), "talk_to_human"),
        )


class StayCalm(Action):
    """Answers angry words in a form, once; said again they are passed over and the form goes on."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def name(self) -> str:
        """Give the name the action is called by."""
        return CALM

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Say it, if it was not said in this talk."""
        calm = self._wording("general.rude.form")
        if all(text != calm for who, text, _ in transcript(tracker.events) if who == "bot"):
            say(dispatcher, tracker, calm, in_form=True)
        return []
