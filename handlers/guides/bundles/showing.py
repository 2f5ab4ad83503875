"""The words of an event: its matters, one list of materials, the longest term, one place; longer lists page by page."""

from collections.abc import Sequence

from bot.message import Card, Choice, Wording
from handlers.guides.bundles.whole import WholeBundle
from handlers.guides.guide import brief
from handlers.guides.guide_text import cut_pages
from handlers.published.sources import Sources
from handlers.talk.turn import step
from knowledge.documents.guide import Mark
from knowledge.documents.merged_materials import MergedMaterial
from knowledge.documents.personal_list import questions

LIMIT_LETTERS = 40
MATERIALS_NAMED = 4
MARKS = {
    Mark.REQUIRED: "required",
    Mark.LICENCE: "licence",
    Mark.LATER: "later",
    Mark.WAIVED: "waived",
}


class BundleShowing:
    """Puts an event into words."""

    def __init__(self, wording: Wording, sources: Sources) -> None:
        self._wording = wording
        self._sources = sources

    def overview(self, told: WholeBundle) -> tuple[str, tuple[Choice, ...]]:
        """Give the event in short, with steps to the whole list and to its matters."""
        bundle = told.bundle
        brought = [one.material.name for one in told.marked(Mark.REQUIRED, Mark.LICENCE)]
        lines = [
            self._wording("bundles.matters", titles=self._titles(told), count=len(told.guides)),
            self._brought(told, brought),
            self._longest(told),
            self._wording("bundles.window", window=bundle.window, hours=bundle.hours),
            self._wording("bundles.online", online=bundle.online) if bundle.online else "",
            self._wording("bundles.phone", phone=bundle.phone),
        ]
        text = self._wording(
            "bundles.show", name=bundle.name, sample=self._sample(told), lines="\n".join(filter(None, lines))
        )
        every = step(
            self._wording("bundles.steps.materials"), "service_guide", bundle=bundle.key, element="materials"
        )
        each = step(
            self._wording("bundles.steps.matters"), "service_guide", bundle=bundle.key, element="steps"
        )
        return text, (every, each)

    def materials(self, told: WholeBundle, page: int) -> tuple[str, tuple[Choice, ...]]:
        """Give every material once, by what has to be done about it; pages count from 0."""
        groups = []
        for mark, key in MARKS.items():
            lines = [self._material(one) for one in told.marked(mark)]
            if lines:
                groups.append("\n".join([self._wording(f"bundles.group.{key}"), *lines]))
        pages = cut_pages("\n".join(groups))
        page = min(max(page, 0), len(pages) - 1)
        text = self._wording(
            "bundles.list", name=told.bundle.name, sample=self._sample(told), lines=pages[page]
        )
        back = step(self._wording("bundles.steps.whole"), "service_guide", bundle=told.bundle.key)
        if page == len(pages) - 1:
            return text, (back,)
        label, following = self._wording("guides.steps.more"), str(page + 1)
        more = step(label, "service_guide", bundle=told.bundle.key, element="materials", page=following)
        return text, (more, back)

    def _brought(self, told: WholeBundle, names: Sequence[str]) -> str:
        """Say what is brought; that the same paper is brought once, only where one was asked for more than once."""
        named, count = "、".join(names[:MATERIALS_NAMED]), len(told.materials)
        more = self._wording("bundles.more") if len(names) > MATERIALS_NAMED else ""
        if count < told.asked_for:
            return self._wording(
                "bundles.brought", names=named, more=more, count=count, before=told.asked_for
            )
        return self._wording("bundles.all_brought", names=named, more=more, count=count)

    def matters(self, told: WholeBundle) -> tuple[str, tuple[Choice, ...]]:
        """Give the matters one by one, each with its term, to be opened by their numbers."""
        lines = [
            self._wording(
                "bundles.matter",
                title=guide.document.title,
                limit=brief(guide.element("limit"), LIMIT_LETTERS)[0] or self._wording("bundles.no_limit"),
            )
            for guide in told.guides
        ]
        text = self._wording(
            "bundles.list", name=told.bundle.name, sample=self._sample(told), lines="\n".join(lines)
        )
        return text, tuple(
            step(guide.document.title, "service_guide", guide=guide.document.id) for guide in told.guides
        )

    def checklist(self, told: WholeBundle) -> Card | None:
        """Give the link to where the list is made for one person, where not everybody brings the same."""
        if not questions(told.flat()).any:
            return None
        return Card(
            self._wording("guides.checklist"), told.bundle.name, self._sources.bundle(told.bundle.key)
        )

    def _titles(self, told: WholeBundle) -> str:
        return "、".join(guide.document.title for guide in told.guides)

    def _longest(self, told: WholeBundle) -> str:
        longest = told.longest
        if longest is None:
            return ""
        limit = brief(longest.element("limit"), LIMIT_LETTERS)[0]
        return self._wording("bundles.longest", limit=limit, title=longest.document.title)

    def _material(self, one: MergedMaterial) -> str:
        return self._wording(
            "bundles.material",
            name=one.material.name,
            note=self._wording("guides.needed.note", note=one.material.note) if one.material.note else "",
            count=self._wording("bundles.shared", count=len(one.titles)) if len(one.titles) > 1 else "",
        )

    def _sample(self, told: WholeBundle) -> str:
        sample = any(guide.document.sample for guide in told.guides)
        return self._wording("policy.source.sample") if sample else ""
