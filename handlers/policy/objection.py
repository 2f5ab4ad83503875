"""Somebody objects to what was answered: 不对，我问的是人才住房 asks anew, 你刚才说是300 is answered from the document once more."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from handlers.policy import premise
from handlers.policy.ask_policy import AskPolicy
from handlers.talk.last_answer import recall
from handlers.talk.turn import hear

Events = list[dict[str, Any]]
# What leads from the objection to what is meant.
_MEANT = re.compile(
    "^(?:(?:不对|不是|错了|答错了?|搞错了?|弄错了?|不是这个|不是问这个|不是我问的|答非所问|你没听懂|没懂|哎|唉|啊|呀|哦|嗯|[,，。.!！~ ])*)"
    "(?:(?:我)?(?:(?:是)?(?:想)?问的?(?:是)?|说的是|讲的是|要的是|指的是|是说|是问|意思是)|不是[^,，。]{1,16}[,，](?:我)?(?:问的)?是)[,，:： ]?(?P<meant>.{2,})$"
)
_OBJECTS = re.compile(
    "^(?:不对|不是|错了|答错|搞错|弄错|答非所问)[^,，。!！ ]{0,4}[,，。!！ ]+(?P<rest>.{4,})$"
)


class Objection:
    """Answers an objection that says what is meant, before it is taken for a bare no."""

    def __init__(self, asking: AskPolicy) -> None:
        self._asking = asking

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Answer it; None for a bare no, or when nothing was talked about."""
        heard, last = hear(tracker), recall(tracker)
        if last is None or heard.emergency or tracker.active_loop_name:
            return None
        if premise.recalls_words(heard.said):
            return self._asking.again(dispatcher, tracker, last, of=premise.opened(heard.said))
        meant = meant_instead(heard.said)
        if not meant:
            return None
        slots: Mapping[str, str] = {"topic": meant}
        return self._asking.answer(dispatcher, tracker, replace(heard, said=meant, slots=slots), last)


def meant_instead(said: str) -> str:
    """Give what somebody says to mean instead of what was answered; empty where nothing is said."""
    found = _MEANT.match(said)
    if found:
        return found["meant"].strip("。.!！？? ")
    objects = _OBJECTS.match(said)
    return objects["rest"].strip("。.!！ ") if objects else ""
