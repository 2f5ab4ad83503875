"""The words of a guide: the whole matter in short, or one element in full, page by page."""

from datetime import date

from bot.message import Choice, Wording
from handlers.guides.guide import Guide, brief
from handlers.published.sources import Sources
from handlers.talk.turn import step

# How many characters each element may take where the whole guide is told in some 300.
ELEMENT_LETTERS = {
    "conditions": 70,
    "steps": 60,
    "materials": 45,
    "limit": 30,
    "fee": 25,
    "place": 45,
    "phone": 30,
}
PAGE_LETTERS = 240


class Showing:
    """Puts guides into words and offers what a citizen needs next."""

    def __init__(self, wording: Wording, sources: Sources) -> None:
        self._wording = wording
        self._sources = sources

    def whole(self, guide: Guide, *, today: date) -> tuple[str, tuple[Choice, ...]]:
        """Give the matter in short, with steps to what was cut."""
        lines, cut = [], False
        for name, limit in ELEMENT_LETTERS.items():
            if not guide.element(name):
                continue
            text, left = brief(guide.element(name), limit)
            cut = cut or left
            lines.append(self._line(name, self._wording("guides.left", text=text) if left else text))
        if cut:
            lines.append(self._wording("guides.left_note"))
        text = self._wording(
            "guides.show",
            title=guide.document.title,
            sample=self._sample(guide),
            lines="\n".join(lines),
            source=self._sources.line(guide.document, today),
        )
        return text, self._steps(guide, "materials", "steps")

    def element(self, guide: Guide, name: str, *, page: int, today: date) -> tuple[str, tuple[Choice, ...]]:
        """Give one element, in pages cut at line ends; pages count from 0, one behind the last gives the last."""
        pages = cut_pages(guide.element(name))
        page = min(max(page, 0), len(pages) - 1)
        text = self._wording(
            "guides.element",
            title=guide.document.title,
            sample=self._sample(guide),
            name=self._wording(f"guides.names.{name}"),
            text=pages[page],
            source=self._sources.line(guide.document, today),
        )
        others = self._steps(guide, *(other for other in ("materials", "steps") if other != name))
        if page == len(pages) - 1:
            return text, others
        label = self._wording("guides.steps.more")
        more = step(label, "service_guide", guide=guide.document.id, element=name, page=str(page + 1))
        return text, (more, *others)[:3]

    def _steps(self, guide: Guide, *names: str) -> tuple[Choice, ...]:
        identifier = guide.document.id
        elements = [
            step(self._wording(f"guides.steps.{name}"), "service_guide", guide=identifier, element=name)
            for name in names
            if guide.element(name)
        ]
        if len(names) == 1:
            elements.append(step(self._wording("guides.steps.whole"), "service_guide", guide=identifier))
        source = step(self._wording("guides.steps.source"), "show_source", document=identifier)
        return (*elements, source)

    def _line(self, name: str, text: str) -> str:
        return self._wording("guides.line", name=self._wording(f"guides.names.{name}"), text=text)

    def _sample(self, guide: Guide) -> str:
        return self._wording("policy.source.sample") if guide.document.sample else ""


def cut_pages(text: str) -> list[str]:
    """Give a text in pages of about 240 characters, cut at line ends."""
    pages: list[str] = []
    for line in text.split("\n"):
        if pages and len(pages[-1]) + len(line) < PAGE_LETTERS:
            pages[-1] += "\n" + line
        else:
            pages.append(line)
    return pages
