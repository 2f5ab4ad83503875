"""Actions that only say something: which words, and which numbered steps after them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import Restarted
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Choice, Wording
from bot.privacy import personal_numbers
from handlers.county.profile import County
from handlers.talk.turn import hear, say, step

Events = list[dict[str, Any]]
MENU = ("policy", "guide", "disclosure", "status", "place", "appointment")
# What a tap starts at once instead of telling how to ask for it.
STARTED = {"appointment": "appointment", "status": "case_status"}
MEDIA = frozenset({"image", "voice", "video", "link"})
# What may be sent instead of a field's answer, which has to be typed.
TYPED = frozenset({"image", "voice"})
WHO = re.compile(r"机器人?吗?|真人|活人|是人|人吗|人工智能|电脑|程序|AI|ai|你是(?:谁|哪个|啥|什么)|你叫|哪位")
SPOKEN_OF_AS = {"shortvideo": "video", "pic_weixin": "image"}


class Speech(Action):
    """Says one text with its steps, whatever was said before."""

    def __init__(
        self, name: str, text: str, *, steps: Sequence[Choice] = (), ask: str = "", in_form: str = ""
    ) -> None:
        self._name = name
        self._text = text
        self._in_form = in_form
        self._steps = tuple(steps)
        self._ask = ask

    def name(self) -> str:
        """Give the name the action is called by."""
        return self._name

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Say it, or in the middle of a form the short words for there."""
        if self._in_form and tracker.active_loop_name:
            say(dispatcher, tracker, self._in_form, in_form=True)
        else:
            say(dispatcher, tracker, self._text, steps=self._steps, ask=self._ask)
        return []


class Greet(Speech):
    """Greets; who asks whether a machine answers is told so plainly."""

    def __init__(self, wording: Wording, county: County) -> None:
        super().__init__(
            "action_greet",
            wording("general.greet", county=county.name),
            steps=menu(wording),
            ask=wording("talk.choose"),
            in_form=wording("general.greet_form"),
        )
        self._who = wording("general.who", county=county.name)

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Say it."""
        if WHO.search(hear(tracker).said):
            say(dispatcher, tracker, self._who, in_form=bool(tracker.active_loop_name))
            return []
        return await super().run(dispatcher, tracker, domain)


class Help(Action):
    """Tells what the bot can do, or how one of these things is asked for (slot `about`)."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_help"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Say it."""
        about = hear(tracker).slot("about")
        if about in MENU and about not in STARTED:
            say(dispatcher, tracker, self._wording(f"general.help.{about}"), steps=self._begin(about))
        elif tracker.active_loop_name:
            say(dispatcher, tracker, self._wording("general.help.form"))
        else:
            ask = self._wording("talk.choose")
            say(
                dispatcher,
                tracker,
                self._wording("general.help.menu"),
                steps=menu(self._wording),
                ask=ask,
            )
        return []

    def _begin(self, about: str) -> tuple[Choice, ...]:
        """Give the step that begins what was explained; most is begun by simply saying it."""
        if about != "disclosure":
            return ()
        return (
            step(self._wording("general.steps.begin"), "disclosure_request"),
            step(self._wording("general.steps.person"), "talk_to_human"),
        )


class Warn(Action):
    """Gives the number to call first, when the words speak of danger; this comes before anything else."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_warn_emergency"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Say it; a kind of danger without words of its own gets all the numbers."""
        kind = hear(tracker).emergency or "other"
        try:
            text = self._wording(f"general.emergency.{kind}")
        except KeyError:
            text = self._wording("general.emergency.other")
        say(dispatcher, tracker, text)
        return []


class MentionHidden(Action):
    """Tells that a personal number typed in the talk was hidden, and where it belongs (disclosure-rules §10.1)."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_mention_hidden"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Say it."""
        kind = personal_numbers(str((tracker.latest_message or {}).get("text") or "")) or "identity"
        say(dispatcher, tracker, self._wording(f"general.hidden.{kind}"))
        return []


class Acknowledge(Action):
    """Says honestly what cannot be done with a picture, a voice or a file, and what to do instead."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_acknowledge_media"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Say it."""
        kind = hear(tracker).kind.removeprefix("event/")
        kind = SPOKEN_OF_AS.get(kind, kind)
        key = kind if kind in MEDIA else "other"
        key = f"{key}_form" if tracker.active_loop_name and key in TYPED else key
        say(dispatcher, tracker, self._wording(f"general.media.{key}"))
        return []


class Forget(Action):
    """Drops the whole conversation of somebody who left, without a word (wechat-protocol §6)."""

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_forget"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Return the event that empties the tracker."""
        return [Restarted()]


def menu(wording: Wording) -> tuple[Choice, ...]:
    """Give the numbered things the bot can do."""
    return tuple(
        step(wording(f"general.steps.{about}"), STARTED[about])
        if about in STARTED
        else step(wording(f"general.steps.{about}"), "help", about=about)
        for about in MENU
    )


def speeches(wording: Wording, county: County) -> list[Action]:
    """Give the actions whose words never change."""
    choose = wording("talk.choose")
    person = step(wording("general.steps.person"), "talk_to_human")
    return [
        Greet(wording, county),
        Speech(
            "action_welcome",
            wording("general.welcome", county=county.name, phone=county.office.phone),
            steps=menu(wording),
            ask=choose,
        ),
        Speech(
            "action_greet_scene",
            wording("general.welcome_scene", county=county.name, phone=county.office.phone),
        ),
        Speech("action_thank", wording("general.thank")),
        Speech(
            "action_explain_rating",
            wording("general.explain.rating", hotline=county.hotline),
            steps=(person,),
        ),
    ]
