"""What there is to subscribe to, and which of it words mean: themes, life stages, places, units; else the words themselves."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bot.text.plain_yaml import read_yaml
from handlers.published.library import Library
from handlers.subscriptions.choosing.phrases import LEAST_LETTERS, MOST_LETTERS, PROJECT
from handlers.subscriptions.subject import NAME_LETTERS, Subject, SubjectKind
from knowledge.documents.document import Document
from knowledge.text.normal_form import fold

PLACE_ENDING = re.compile(r"(?:镇|乡|街道|村|社区|开发区|工业园|园区)$")
UNIT_ENDING = re.compile(r"(?:局|委|办|部|中心|联合会|残联|联社|政府|公安|法院|消防)$")
LEAST_PROJECT_LETTERS = 4
# Gives the published document of a title.
FindTitle = Callable[[str], Document | None]


@dataclass(frozen=True, slots=True)
class SubjectCatalogue:
    """Reads words; `towns` are the county's towns, each with what people call it, `titled` finds a document by its title."""

    library: Library
    towns: Mapping[str, Sequence[str]]
    titled: FindTitle

    async def meant(self, words: str) -> tuple[Subject, ...]:
        """Give what words may mean, the likeliest first: at last the words themselves, wherever they stand."""
        found = [*self._project(words), *self._place(words), *self._unit(words), *self._topic(words)]
        found += await self._stage(words)
        if LEAST_LETTERS <= len(words) <= MOST_LETTERS:
            found.append(Subject(SubjectKind.KEYWORD, words, words))
        return tuple(dict.fromkeys(found))

    async def of(self, kind: str, value: str) -> Subject | None:
        """Give the subject of a chosen step; None for one that is none."""
        if kind not in set(SubjectKind) or not LEAST_LETTERS <= len(value) <= NAME_LETTERS * 2:
            return None
        known = SubjectKind(kind)
        if known is SubjectKind.DOCUMENT:
            document = self.library.document(value)
            return Subject(known, value, document.title[:NAME_LETTERS]) if document else None
        if known is SubjectKind.KEYWORD and len(value) > MOST_LETTERS:
            return None
        return Subject(known, value, value[:NAME_LETTERS])

    def document(self, identifier: str, title: str = "") -> Subject | None:
        """Give a document as a subject: the one whose title was written, else the one of an identifier."""
        found = self.titled(title) if title else self.library.document(identifier)
        return Subject(SubjectKind.DOCUMENT, found.id, found.title[:NAME_LETTERS]) if found else None

    def about(self, document: Subject) -> tuple[Subject, ...]:
        """Give what somebody may want to be told of who read a document: its theme, and the document alone."""
        found = self.library.document(document.key)
        theme = (Subject(SubjectKind.TOPIC, found.theme, found.theme),) if found and found.theme else ()
        return (*theme, document)

    def _project(self, words: str) -> Iterable[Subject]:
        name = PROJECT.sub("", words)
        if name != words and len(name) >= LEAST_PROJECT_LETTERS:
            yield Subject(SubjectKind.PROJECT, name, name)

    def _place(self, words: str) -> Iterable[Subject]:
        town = next((name for name, said in self.towns.items() if words in (name, *said)), "")
        if town:
            yield Subject(SubjectKind.PLACE, town, town)
        elif PLACE_ENDING.search(words):
            yield Subject(SubjectKind.PLACE, words, words)

    def _unit(self, words: str) -> Iterable[Subject]:
        if UNIT_ENDING.search(words) and (name := self.library.named("issuer", words)):
            yield Subject(SubjectKind.UNIT, name, name)

    def _topic(self, words: str) -> Iterable[Subject]:
        folded = fold(words)
        name = signs().get(folded) or self.library.named("theme", words)
        if not name:
            name = next((theme for sign, theme in signs().items() if sign in folded), "")
        if name:
            yield Subject(SubjectKind.TOPIC, name, name)

    async def _stage(self, words: str) -> list[Subject]:
        stages = {guide.life_stage for guide in await self.library.guides()}
        return [Subject(SubjectKind.STAGE, words, words)] if words in stages else []


@cache
def signs() -> Mapping[str, str]:
    """Give the theme that each word stands for, as an import proposes themes; the longest words first."""
    text = resources.files("knowledge").joinpath("data/proposals.yml").read_text(encoding="utf-8")
    themes: Mapping[str, Sequence[str]] = read_yaml(text)["themes"]
    pairs = [(fold(word), theme) for theme, words in themes.items() for word in (theme, *words)]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))
