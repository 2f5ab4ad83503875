"""What a visitor is shown before anything is asked: what many ask, the scenes of the guides, and the entry for enterprises."""

from dataclasses import dataclass
from typing import Any

from handlers.guides.scenes import GuideScenes
from knowledge.questions.popular import PopularQuestions

POPULAR_SHOWN, SCENES_SHOWN = 6, 12


@dataclass(frozen=True, slots=True)
class StartTopics:
    """Gives them as titles with the words that ask for each; `entries` are words that are both.

    `by_side` are title and words of the way to what is asked of each time of life and theme.
    """

    popular: PopularQuestions
    scenes: GuideScenes
    entries: tuple[str, ...] = ()
    by_side: tuple[str, str] = ("", "")

    async def plain(self) -> dict[str, list[dict[str, Any]]]:
        """Give them as the pages read them."""
        popular = await self.popular.shown(limit=POPULAR_SHOWN)
        scenes = (await self.scenes.scenes())[:SCENES_SHOWN]
        sides = {one.life_stage or one.theme for one in popular}
        title, asks = self.by_side
        further = [{"title": title, "asks": asks}] if title and len(sides) > 1 else []
        entries = [{"title": words, "asks": words} for words in self.entries]
        return {
            "popular": [*({"title": one.question, "asks": one.question} for one in popular), *further],
            "scenes": [*({"title": name, "asks": self.scenes.asks(name)} for name in scenes), *entries],
        }
