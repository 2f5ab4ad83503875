"""Every published guide with the ways it is done in and what eases it, read once for each state of the index."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.guides.choosing.wish import GuideWish
from handlers.published.library import Library
from knowledge.documents.document import Document
from knowledge.documents.guide import parts
from knowledge.documents.guide_towns import NOWHERE, GuideTowns, towns_of
from knowledge.documents.guide_ways import GuideEase, ServiceWay, eases_of, ways_of

COUNTY = "县级"


@dataclass(frozen=True, slots=True)
class ShelvedGuide:
    """A guide as lists choose it."""

    document: Document
    ways: frozenset[ServiceWay]
    eases: frozenset[GuideEase]
    towns: GuideTowns = NOWHERE

    def fits(self, wish: GuideWish) -> bool:
        """Whether it is what a list asks for; in a town is done what its own counter does."""
        if wish.town and not self.towns.has(wish.town):
            return False
        if wish.level and not self.is_of_level(wish.level):
            return False
        whom = wish.audience is None or wish.audience.value in self.document.audience
        return (
            whom
            and (not wish.stage or self.document.life_stage == wish.stage)
            and wish.ways <= self.ways
            and wish.eases <= self.eases
        )

    def is_of_level(self, level: str) -> bool:
        """Whether it is done at a level: its own words for it decide, else it is done near by, or in the county."""
        if level in self.document.level.split("、"):
            return True
        return level != COUNTY and bool({ServiceWay.NEAR} & self.ways or {GuideEase.HANDED_DOWN} & self.eases)


class GuideShelf:
    """Reads the guides of the library; many are read beside the event loop."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._read: tuple[tuple[Document, ...], tuple[ShelvedGuide, ...]] = ((), ())

    async def all(self) -> Sequence[ShelvedGuide]:
        """Give every guide."""
        guides = await self._library.guides()
        if self._read[0] is not guides:
            self._read = (guides, await asyncio.to_thread(self._shelved, guides))
        return self._read[1]

    async def fitting(self, wish: GuideWish) -> Sequence[ShelvedGuide]:
        """Give those that a list asks for."""
        return [one for one in await self.all() if one.fits(wish)]

    def _shelved(self, guides: Sequence[Document]) -> tuple[ShelvedGuide, ...]:
        return tuple(self._one(guide) for guide in guides)

    def _one(self, guide: Document) -> ShelvedGuide:
        found = parts(self._library.text(guide.id))
        ways = ways_of(found, online=guide.online)
        towns = towns_of(found, unit=guide.unit) if ServiceWay.NEAR in ways else NOWHERE
        return ShelvedGuide(guide, ways, eases_of(found), towns)


def by_stage(guides: Sequence[ShelvedGuide]) -> dict[str, list[ShelvedGuide]]:
    """Give guides under their times of life, the fullest first; those without one come last under the empty name."""
    found: dict[str, list[ShelvedGuide]] = {}
    for one in guides:
        found.setdefault(one.document.life_stage, []).append(one)
    return dict(sorted(found.items(), key=lambda pair: (not pair[0], -len(pair[1]), pair[0])))
