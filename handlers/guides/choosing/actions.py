"""Lists matters for whoever asks which can be done in a way, for whom, in which time of life, in which town."""

from collections.abc import Collection, Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Choice, Wording
from handlers.guides.choosing.narrowing import narrower, read_wish, written
from handlers.guides.choosing.shelf import GuideShelf, ShelvedGuide, by_stage
from handlers.guides.choosing.wish import GuideWish, wished
from handlers.guides.guide_text import cut_pages
from handlers.published.library import Library
from handlers.talk.turn import Heard, hear, say, step
from knowledge.documents.document import Audience

ABOUT = "choosing"
FEW = 3
PAGE_DIGITS = 3


class ListGuides:
    """Looks for a list that is asked for.

    `towns` are the county's; `centres` are their counters, each the town, the counter's name, and what is done there.
    """

    def __init__(
        self,
        wording: Wording,
        *,
        library: Library,
        towns: Collection[str],
        centres: Collection[tuple[str, str, Sequence[str]]],
    ) -> None:
        self._wording = wording
        self._shelf = GuideShelf(library)
        self._centres = {town: (name, services) for town, name, services in centres}
        self._towns = {*towns, *self._centres}

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
        """Tell the list; None where none is asked for."""
        heard = hear(tracker)
        chosen = heard.slot("about") == ABOUT
        if heard.emergency or heard.kind != "text" or tracker.active_loop_name or not (heard.said or chosen):
            return None
        stages = {one.document.life_stage for one in await self._shelf.all()} - {""}
        if chosen:
            wish: GuideWish | None = read_wish(heard.slot("value"), stages=stages, towns=self._towns)
        else:
            wish = wished(heard.said, stages=stages, towns=self._towns)
        if wish is None:
            return None
        found = await self._shelf.fitting(wish)
        text, steps = self._told(heard, wish, found) if wish.names else self._menu(found)
        say(dispatcher, tracker, text, steps=steps)
        return []

    def _menu(self, found: Sequence[ShelvedGuide]) -> tuple[str, tuple[Choice, ...]]:
        """Give the times of life with how many matters each has, for persons and for enterprises."""
        text = self._wording(
            "choosing.menu",
            persons=self._stages(found, Audience.PERSON),
            enterprises=self._stages(found, Audience.ENTERPRISE),
            sample=self._sample(found),
        )
        labels = ("choosing.steps.online", "choosing.steps.near", "choosing.steps.home")
        return text, tuple(self._again(label) for label in labels)

    def _stages(self, found: Sequence[ShelvedGuide], audience: Audience) -> str:
        own = [one for one in found if audience.value in one.document.audience]
        groups = [
            self._wording("choosing.stage", name=name or self._wording("choosing.other"), count=len(listed))
            for name, listed in by_stage(own).items()
        ]
        return "、".join(groups)

    def _again(self, key: str) -> Choice:
        words = self._wording(key)
        return step(words, "service_guide", said=words)

    def _told(
        self, heard: Heard, wish: GuideWish, found: Sequence[ShelvedGuide]
    ) -> tuple[str, tuple[Choice, ...]]:
        names = self._wording("choosing.and").join(wish.names)
        centre = self._centre(wish.town)
        if not found:
            text = self._wording("choosing.none", names=names)
            return "\n".join(filter(None, (text, centre))), (self._again("choosing.steps.menu"),)
        lines = [
            self._wording(
                "choosing.group",
                name=name or self._wording("choosing.other"),
                titles="、".join(one.document.title for one in listed),
            )
            for name, listed in by_stage(found).items()
        ]
        pages = cut_pages("\n".join(filter(None, (centre, *lines))))
        page = _number(heard.slot("page"), len(pages))
        text = self._wording(
            "choosing.show", names=names, sample=self._sample(found), count=len(found), lines=pages[page]
        )
        return text, self._steps(wish, found, page=page, last=len(pages) - 1)

    def _steps(
        self, wish: GuideWish, found: Sequence[ShelvedGuide], *, page: int, last: int
    ) -> tuple[Choice, ...]:
        """Offer the matters where they are few, else the next page, and what narrows the list."""
        if len(found) <= FEW:
            return tuple(step(one.document.title, "service_guide", guide=one.document.id) for one in found)
        value = written(wish)
        more = step(
            self._wording("guides.steps.more"), "service_guide", about=ABOUT, value=value, page=str(page + 1)
        )
        narrowing = [
            step(
                self._wording("choosing.only", name=name, count=count),
                "service_guide",
                about=ABOUT,
                value=written(further),
            )
            for name, further, count in narrower(wish, found)
        ]
        return (*((more,) if page < last else ()), *narrowing, self._again("choosing.steps.menu"))

    def _centre(self, town: str) -> str:
        name, services = self._centres.get(town, ("", ()))
        return self._wording("choosing.centre", name=name, services="、".join(services)) if services else ""

    def _sample(self, found: Sequence[ShelvedGuide]) -> str:
        return self._wording("policy.source.sample") if any(one.document.sample for one in found) else ""


def _number(page: str, pages: int) -> int:
    number = int(page) if page.isascii() and page.isdigit() and len(page) <= PAGE_DIGITS else 0
    return min(number, pages - 1)
