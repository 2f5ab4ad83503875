"""Tells what many ask: the questions that an operator lets show, all of them or those of a theme or a time of life."""

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Choice, Wording
from handlers.talk.turn import hear, say
from knowledge.questions.popular import PopularQuestion, PopularQuestions

Events = list[dict[str, Any]]
SHOWN = 8
LONGEST_LETTERS = 24
PEOPLE = "(?:大家|别人|人家|其他人|老百姓|群众|市民)(?:们)?(?:都|最近|现在|平时|一般)*"
ASKED = re.compile(
    rf"{PEOPLE}(?:在)?(?:常)?问(?:得)?(?:最多)?(?:的)?(?:是)?(?:些)?(?:什么|啥|哪些)?(?:问题|事)?|热门(?:问题|问答|咨询)(?:有哪些)?|问得最多的(?:问题)?(?:是什么|有哪些)?|大家在问"
)
ASKED_OF = re.compile(
    rf"{PEOPLE}(?:在)?问(?P<of>[一-鿿]{{2,8}}?)(?:方面)?(?:的)?(?:什么|啥|哪些|些什么)(?:问题|事)?|(?P<about>[一-鿿]{{2,8}}?)(?:方面)?(?:的)?热门问题"
)


class TellPopular:
    """Looks at what is said; answers only words that mean nothing else."""

    def __init__(self, wording: Wording, *, popular: PopularQuestions) -> None:
        self._wording = wording
        self._popular = popular

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Tell what is asked most; None for words that ask for something else."""
        heard = hear(tracker)
        said = heard.said.rstrip("?？。！!呀啊呢 ")
        if tracker.active_loop_name or heard.emergency or not 0 < len(said) <= LONGEST_LETTERS:
            return None
        if ASKED.fullmatch(said):
            return self._told(dispatcher, tracker, await self._popular.shown(limit=SHOWN))
        if named := ASKED_OF.fullmatch(said):
            of = named["of"] or named["about"]
            found = await self._popular.shown(limit=SHOWN, about=of)
            return self._told(dispatcher, tracker, found, about=of) if found else None
        return None

    def _told(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        found: list[PopularQuestion],
        *,
        about: str = "",
    ) -> Events:
        if not found:
            say(dispatcher, tracker, self._wording("popular.none"))
            return []
        text = self._wording("popular.about", about=about) if about else self._wording("popular.all")
        steps = tuple(Choice(one.question, one.question) for one in found)
        say(dispatcher, tracker, text, steps=steps, ask=self._wording("talk.choose"))
        return []
