"""The guides by what happens in a life and by theme: a menu of scenes, and the matters of each."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Choice, Wording
from handlers.published.library import Library
from handlers.talk.turn import hear, say, step
from knowledge.documents.document import Document

Events = list[dict[str, Any]]
SHOWN = 8
LONGEST_LETTERS = 20
SCENES = re.compile(
    r"(?:我想|我要|想)?(?:看看?|按|找|有哪些|有什么)?(?:办事|人生|生活)?(?:的)?场景(?:指南|菜单|目录|服务)?(?:有哪些|有什么|查|办|找|办事)?"
)
THEMES = re.compile(
    r"(?:我想|我要|想)?按?(?:办事)?主题(?:指南|菜单|目录|分类)?(?:有哪些|有什么|查|办|找|办事)?"
)
OF_SCENE = re.compile(r"(?:场景|主题)[：:](?P<of>[^：:]{1,16}?)(?P<page>·续[2-9])?")


class GuideScenes:
    """Answers with the menu, or with the matters of one scene or theme; whatever has no guide is not in it."""

    def __init__(self, wording: Wording, *, library: Library) -> None:
        self._wording = wording
        self._library = library

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Answer words that ask for the menu or name something of it; None for all others."""
        heard = hear(tracker)
        said = heard.said.rstrip("?？。！! ")
        if tracker.active_loop_name or heard.emergency or not 0 < len(said) <= LONGEST_LETTERS:
            return None
        if SCENES.fullmatch(said):
            return await self._menu(dispatcher, tracker, by="scene")
        if THEMES.fullmatch(said):
            return await self._menu(dispatcher, tracker, by="theme")
        named = OF_SCENE.fullmatch(said)
        if named is None:
            return None
        page = int(named["page"][-1]) if named["page"] else 1
        return await self._matters(dispatcher, tracker, named["of"], page=page)

    async def scenes(self) -> Sequence[str]:
        """Give the scenes that have guides, those with the most first."""
        return tuple(await self._counted("scene"))

    def asks(self, scene: str) -> str:
        """Give the words that ask for the matters of a scene."""
        return self._named("scene", scene)

    async def _counted(self, by: str) -> Mapping[str, int]:
        guides = await self._library.guides()
        named = (guide.life_stage if by == "scene" else guide.theme for guide in guides)
        return dict(Counter(filter(None, named)).most_common())

    async def _menu(self, dispatcher: CollectingDispatcher, tracker: Tracker, *, by: str) -> Events:
        counted = await self._counted(by)
        if not counted:
            say(dispatcher, tracker, self._wording("guides.scenes.none"))
            return []
        steps = tuple(
            Choice(self._wording("guides.scenes.one", name=name, count=count), self._named(by, name))
            for name, count in counted.items()
        )
        say(
            dispatcher,
            tracker,
            self._wording(f"guides.scenes.{by}s"),
            steps=steps,
            ask=self._wording("talk.choose"),
        )
        return []

    async def _matters(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, name: str, *, page: int
    ) -> Events | None:
        """Show a sheet of the guides of a scene or theme; None where nothing is called so."""
        found = [guide for guide in await self._library.guides() if name in (guide.life_stage, guide.theme)]
        shown = found[SHOWN * (page - 1) : SHOWN * page]
        if not shown:
            return None
        by = "scene" if any(guide.life_stage == name for guide in found) else "theme"
        more = len(found) > SHOWN * page
        steps = (*map(_opened, shown), *((self._more(by, name, page + 1),) if more else ()))
        text = self._wording("guides.scenes.matters", name=name, count=len(found))
        say(dispatcher, tracker, text, steps=steps, ask=self._wording("talk.choose"))
        return []

    def _more(self, by: str, name: str, page: int) -> Choice:
        return Choice(self._wording("guides.scenes.more"), f"{self._named(by, name)}·续{page}")

    @staticmethod
    def _named(by: str, name: str) -> str:
        return f"{'场景' if by == 'scene' else '主题'}：{name}"


def _opened(guide: Document) -> Choice:
    return step(guide.title, "service_guide", guide=guide.id)
