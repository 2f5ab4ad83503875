"""What the matters of an event come to together: one list of materials, the longest of their terms, each in its guide's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from handlers.guides.bundles.catalogue import LifeEvent, LifeEvents
from handlers.guides.guide import Guide, read
from handlers.published.library import Library
from knowledge.documents.document import Kind
from knowledge.documents.duration import working_days
from knowledge.documents.guide import Mark, Material
from knowledge.documents.merged_materials import MergedMaterial, merged, papers


@dataclass(frozen=True)
class WholeBundle:
    """An event with its published guides; a guide that is not public is left out and never made up."""

    bundle: LifeEvent
    guides: tuple[Guide, ...]

    @cached_property
    def materials(self) -> tuple[MergedMaterial, ...]:
        """Give every material once, with the matters that ask for it."""
        return merged((guide.document.title, guide.materials()) for guide in self.guides)

    @property
    def asked_for(self) -> int:
        """Give how many materials the guides ask for one by one, each its own."""
        return sum(1 for guide in self.guides for material in guide.materials() for _ in papers(material))

    @property
    def longest(self) -> Guide | None:
        """Give the matter whose term is the longest; None where no term can be compared."""
        terms = [(days, guide) for guide in self.guides if (days := _days(guide)) is not None]
        return max(terms, key=lambda one: one[0])[1] if terms else None

    def marked(self, *marks: Mark) -> list[MergedMaterial]:
        """Give the materials with one of the marks."""
        return [one for one in self.materials if one.material.mark in marks]

    def flat(self) -> tuple[Material, ...]:
        """Give the materials as those of one guide, so that the same questions can be asked of them."""
        return tuple(one.material for one in self.materials)


def whole(bundle: LifeEvent, library: Library) -> WholeBundle:
    """Read the published guides of an event."""
    documents = (library.document(name) for name in bundle.guides)
    guides: Sequence[Guide] = [
        read(document, library.text(document.id))
        for document in documents
        if document is not None and document.kind is Kind.GUIDE
    ]
    return WholeBundle(bundle, tuple(guides))


def told_of(events: LifeEvents, library: Library) -> tuple[LifeEvent, ...]:
    """Give the events of which at least one guide is public: of the others there is nothing to tell."""
    return tuple(one for one in events.listed if any(map(library.document, one.guides)))


def _days(guide: Guide) -> float | None:
    return working_days(guide.element("limit"))
