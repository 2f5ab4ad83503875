"""Tells what many ask: the questions that an operator lets show, all of them or those of a theme or a time of life."""

import re
from collections import Counter
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Choice, Wording
from handlers.published.library import Library
from handlers.talk.turn import hear, say
from knowledge.questions.popular import MOST_LISTED, PopularQuestion, PopularQuestions

Events = list[dict[str, Any]]
SHOWN = 8
LONGEST_LETTERS = 24
PEOPLE = "(?:大家|别人|人家|其他人|老百姓|群众|市民)(?:们)?(?:都|最近|现在|平时|一般)*"
ASKED = re.compile(
    rf"{PEOPLE}(?:在)?(?:常)?问(?:得)?(?:最多)?(?:的)?(?:是)?(?:些)?(?:什么|啥|哪些)?(?:问题|事)?|热门(?:问题|问答|咨询)(?:有哪些)?|问得最多的(?:问题)?(?:是什么|有哪些)?|大家在问"
)
ASKED_OF = tuple(
    re.compile(words)
    for words in (
        rf"{PEOPLE}(?:在|常)*问(?P<of>[一-鿿]{{2,8}}?)(?:方面|类)?(?:的)?(?:什么|啥|哪些|些什么)(?:问题|事)?",
        rf"(?:关于|在)?(?P<of>[一-鿿]{{2,8}}?)(?:方面|类)?(?:的|上)?[,，]?(?:{PEOPLE}(?:在|常)*问(?:得|的)?(?:最)?(?:多)?(?:的)?(?:是)?(?:些)?(?:什么|啥|哪些)?(?:问题)?|热门(?:问题|问答)|问得最多的(?:是什么|问题)?)",
        r"大家在问[:：,，]?(?P<of>[一-鿿]{2,8}?)(?:方面|类)?(?:的)?",
    )
)
BY = re.compile(
    r"(?:按)?(?:主题|场景|人生阶段|方面|类别)(?:看)?大家在问|大家在问[:：,，]?按(?:主题|场景|人生阶段|方面|类别)(?:看)?"
)


class TellPopular:
    """Looks at what is said; answers only words that mean nothing else."""

    def __init__(self, wording: Wording, *, popular: PopularQuestions, library: Library) -> None:
        self._wording = wording
        self._library = library
        self._popular = popular

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Tell what is asked most; None for words that ask for something else."""
        heard = hear(tracker)
        said = heard.said.rstrip("?？。！!呀啊呢 ")
        if tracker.active_loop_name or heard.emergency or not 0 < len(said) <= LONGEST_LETTERS:
            return None
        if ASKED.fullmatch(said):
            return self._told(dispatcher, tracker, await self._popular.shown(limit=SHOWN))
        if BY.fullmatch(said):
            return await self._by(dispatcher, tracker)
        if named := next(filter(None, (words.fullmatch(said) for words in ASKED_OF)), None):
            return await self._of(dispatcher, tracker, named["of"])
        return None

    async def _of(self, dispatcher: CollectingDispatcher, tracker: Tracker, of: str) -> Events | None:
        """Tell what is asked of a theme or a time of life; of one that is known and asked nothing of, say that. None for other words."""
        found = await self._popular.shown(limit=SHOWN, about=of)
        if found:
            return self._told(dispatcher, tracker, found, about=of)
        guides = await self._library.guides()
        if not any(of in guide.theme or of in guide.life_stage for guide in guides):
            return None
        steps = (Choice(self._wording("popular.title"), self._wording("popular.title")),)
        say(dispatcher, tracker, self._wording("popular.none_about", about=of), steps=steps)
        return []

    async def _by(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Offer the times of life and themes that something shows of, each with how much."""
        found = await self._popular.shown(limit=MOST_LISTED)
        counts = Counter(filter(None, (one.life_stage or one.theme for one in found)))
        if not counts:
            return self._told(dispatcher, tracker, [])
        steps = tuple(
            Choice(
                self._wording("popular.of_side", name=name, count=count),
                self._wording("popular.asks_of", name=name),
            )
            for name, count in counts.most_common(SHOWN)
        )
        say(dispatcher, tracker, self._wording("popular.by"), steps=steps, ask=self._wording("talk.choose"))
        return []

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
        kinds = {one.life_stage or one.theme for one in found}
        if not about and len(kinds) > 1:
            steps = (
                *steps[: SHOWN - 1],
                Choice(self._wording("popular.by_step"), self._wording("popular.by_asks")),
            )
        say(dispatcher, tracker, text, steps=steps, ask=self._wording("talk.choose"))
        return []
