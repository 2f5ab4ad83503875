"""The published items of the catalogue laid out for browsing: by unit, area, level, kind and column, and by words.

It is made from the documents that are public whenever the index has changed, so that nothing is kept twice; three
thousand items take a third of a second beside the event loop.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.catalogue.filters import FACETS, CatalogueFilter, levels_of
from handlers.catalogue.title_pairs import TitlePairs
from handlers.county.live_plan import LivePlan
from handlers.county.openness_plan import OpennessPlan
from handlers.published.library import Library
from knowledge.documents.document import Document

FOUND = 200
COUNTS_KEPT = 1_000
"""So many counts are kept of one state of what is public; a page asks for five."""
NOWHERE = ""


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """One item with where it stands: its unit, area, levels, kind of openness and column; empty text where none is told."""

    document: Document
    unit: str
    area: str
    levels: tuple[str, ...]
    openness: str
    rubric: str

    def values(self, facet: str) -> tuple[str, ...]:
        """Give what it is of one facet."""
        if facet == "level":
            return self.levels
        value = getattr(self, facet)
        return (value,) if value else ()

    def fits(self, wanted: Sequence[tuple[str, str]]) -> bool:
        """Whether it is of every facet's value that is wanted."""
        return all(value in self.values(facet) for facet, value in wanted)


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """A sheet of the items that fit, and how many fit in all."""

    items: tuple[CatalogueItem, ...]
    total: int


class CatalogueShelf:
    """All items of one state of what is public."""

    def __init__(self, documents: Sequence[Document], plan: OpennessPlan) -> None:
        items = [_item(document, plan) for document in documents if document.elements is not None]
        order = {unit: place for place, unit in enumerate(sorted({item.unit for item in items}))}
        numbers = {area.name: area.number for area in plan.areas}
        self.items = tuple(
            sorted(
                items,
                key=lambda one: (
                    numbers.get(one.area, len(numbers) + 1), order[one.unit], one.document.title, one.document.id,
                ),
            )
        )  # fmt: skip
        self._counted: dict[tuple[str, CatalogueFilter], Counter[str]] = {}
        self._by_id = {item.document.id: item for item in self.items}
        self._pairs = TitlePairs(
            (item.document.title, item.document.elements.content if item.document.elements else "")
            for item in self.items
        )

    def item(self, identifier: str) -> CatalogueItem | None:
        """Give an item by its document's id."""
        return self._by_id.get(identifier)

    def fitting(self, wanted: CatalogueFilter) -> Sequence[CatalogueItem]:
        """Give what fits: in the order of areas and units, or of how well it fits the words."""
        narrowed = [(facet, value) for facet in FACETS if (value := getattr(wanted, facet))]
        if not wanted.text:
            return [item for item in self.items if item.fits(narrowed)] if narrowed else self.items
        hits = self._pairs.find(wanted.text, limit=FOUND)
        return [item for item in (self.items[hit.place] for hit in hits) if item.fits(narrowed)]

    def page(self, wanted: CatalogueFilter, *, number: int, size: int) -> CataloguePage:
        """Give a sheet of what fits; sheets count from 1."""
        found = self.fitting(wanted)
        start = (number - 1) * size
        return CataloguePage(tuple(found[start : start + size]), len(found))

    def counts(self, facet: str, wanted: CatalogueFilter) -> Counter[str]:
        """Give how many items each value of a facet has, under everything else that is wanted."""
        others = wanted.without(facet)
        if others.text:
            # Words are typed in every which way: nothing is kept of them.
            return self._count(facet, others)
        if (facet, others) not in self._counted:
            if len(self._counted) >= COUNTS_KEPT:
                self._counted.clear()
            self._counted[facet, others] = self._count(facet, others)
        return self._counted[facet, others].copy()

    def _count(self, facet: str, others: CatalogueFilter) -> Counter[str]:
        return Counter(value for item in self.fitting(others) for value in item.values(facet))

    def search(self, words: str, *, limit: int) -> Sequence[tuple[CatalogueItem, float]]:
        """Give the items nearest to words, each with the share of the words that its title says."""
        return [(self.items[hit.place], hit.share) for hit in self._pairs.find(words, limit=limit)]


class OpenCatalogue:
    """Gives the shelf of what is public now."""

    def __init__(self, library: Library, plan: LivePlan) -> None:
        self._library = library
        self._live = plan
        self._laid_out: tuple[object, object] = (None, None)
        self._shelf = CatalogueShelf((), plan.current)

    @property
    def plan(self) -> OpennessPlan:
        """The areas as they are now."""
        return self._live.current

    async def shelf(self) -> CatalogueShelf:
        """Give it; it is laid out anew, beside the event loop, when what is public or the plan has changed."""
        documents, plan = await self._library.items(), self.plan
        laid_out, by = self._laid_out
        if documents is not laid_out or plan is not by:
            self._shelf = await asyncio.to_thread(CatalogueShelf, documents, plan)
            self._laid_out = (documents, plan)
        return self._shelf


def _item(document: Document, plan: OpennessPlan) -> CatalogueItem:
    area = plan.area_of(document.theme)
    rubric = plan.rubric_of(document)
    elements = document.elements
    return CatalogueItem(
        document,
        document.unit or document.issuer or (elements.subject if elements else NOWHERE),
        area.name if area else document.theme,
        levels_of(document.level),
        document.openness,
        document.rubric or (rubric.name if rubric else NOWHERE),
    )
