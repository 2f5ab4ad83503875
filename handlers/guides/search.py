"""Finds the guides that a message means: those named, those of the documents that answer, the one talked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.guides.matching import (
    SHORTEST_NAME_LETTERS,
    akin,
    by_documents,
    by_title,
    foreign_thing,
    matter,
)
from handlers.published.library import Library
from handlers.talk.last_answer import LastAnswer
from handlers.talk.turn import Heard
from knowledge.answers.answer import Answer, Answering, Decline
from knowledge.documents.document import Document, Kind


@dataclass(frozen=True, slots=True)
class GuideMatches:
    """The guides found, best first; `stray` is a guide that the search found although its title names something else."""

    guides: tuple[Document, ...] = ()
    stray: Document | None = None


class Search:
    """Looks for guides in the library, by title first, then through the answers of `answering`."""

    def __init__(self, library: Library, answering: Answering) -> None:
        self._library = library
        self._answering = answering

    async def find(self, heard: Heard, last: LastAnswer | None, *, today: date) -> GuideMatches:
        """Give the guides that a message means."""
        guides = await self._library.guides()
        if named := by_title(guides, heard.slot("topic"), heard.said):
            if len(named) == 1 and self._is_foreign(heard, named[0]):
                return GuideMatches(stray=named[0])
            return GuideMatches(tuple(self._ordered(heard, named, today=today)))
        about = self._library.document(last.document) if last else None
        if about and not names_matter(heard):
            return GuideMatches(tuple(by_documents(guides, [about])[:1]))
        # What names nothing that a guide is called by goes on with what was talked about, as far as it can.
        if about and not heard.slot("topic"):
            return GuideMatches()
        return self._through_documents(heard, guides, today=today)

    def answers(self, heard: Heard, *, today: date, nearly: bool = False) -> bool:
        """Whether a published document surely answers the whole message, or comes near enough where that will do."""
        result = self._answering.answer(heard.said, today=today)
        return isinstance(result, Answer) or (nearly and bool(result.likely))

    def _is_foreign(self, heard: Heard, guide: Document) -> bool:
        """Whether another thing of the same kind is meant: the guide is only the nearest one, as 三轮车 is no 自行车."""
        return bool(foreign_thing(heard.said, f"{guide.title}{self._library.text(guide.id)}"))

    def _ordered(self, heard: Heard, named: list[Document], *, today: date) -> list[Document]:
        """Give the guides that bear the name in the order in which they fit the whole question."""
        if len(named) == 1:
            return named
        result = self._answering.answer(heard.said, today=today)
        near = (result.citation.document,) if isinstance(result, Answer) else result.nearest
        first = by_documents(named, near)
        return [*first, *(guide for guide in named if guide not in first)]

    def _through_documents(self, heard: Heard, guides: Sequence[Document], *, today: date) -> GuideMatches:
        result = self._answering.answer(heard.said, today=today)
        if isinstance(result, Decline):
            near = akin(by_documents(guides, result.nearest), heard.said) if result.unit else []
            return GuideMatches(tuple(near if len(near) != 1 else ()))
        cited = result.citation.document
        fitting = akin(by_documents(guides, [cited]), heard.said)[:1]
        if fitting and self._is_foreign(heard, fitting[0]):
            return GuideMatches(stray=fitting[0])
        return GuideMatches(tuple(fitting), stray=cited if not fitting and cited.kind is Kind.GUIDE else None)


def names_matter(heard: Heard) -> bool:
    """Whether a message says what it is about; 办这个要钱吗 does not."""
    return len(matter(heard.slot("topic") or heard.said)) >= SHORTEST_NAME_LETTERS
