"""What stands in the columns: documents by column, issues by number, boards by village and part; made anew when the index has changed."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.columns.numbering import IssueNumber, number_of
from handlers.county.live_plan import LivePlan
from handlers.county.openness_plan import OpennessPlan, Rubric, Village, VillageBoard
from handlers.published.library import Library
from knowledge.documents.document import Document, Kind


@dataclass(frozen=True, slots=True)
class BoardEntry:
    """One part of a village's board: what stands there, the newest first; nothing where it is missing."""

    board: str
    part: str
    documents: tuple[Document, ...] = ()


class ColumnShelf:
    """All columns of one state of what is public."""

    def __init__(self, documents: Sequence[Document], plan: OpennessPlan) -> None:
        self._plan = plan
        columns: dict[str, list[Document]] = defaultdict(list)
        for document in documents:
            rubric = plan.rubric_of(document)
            if rubric is not None:
                columns[_key(rubric)].append(document)
        self._columns = {key: tuple(sorted(held, key=_newest)) for key, held in columns.items()}
        self._gazettes = tuple(sorted(_of(documents, Kind.GAZETTE), key=_latest_issue))
        self._series: Mapping[str, tuple[Document, ...]] = _grouped(_of(documents, Kind.SERIES))
        self._boards = _of(documents, Kind.BOARD)

    def held(self, rubric: Rubric) -> tuple[Document, ...]:
        """Give what stands in a column, the newest first."""
        return self._columns.get(_key(rubric), ())

    @property
    def gazettes(self) -> tuple[Document, ...]:
        """The issues of the gazette, the newest first."""
        return self._gazettes

    @property
    def series(self) -> Mapping[str, tuple[Document, ...]]:
        """The series by name, each with its issues, the newest first."""
        return self._series

    def board(self, village: Village) -> tuple[BoardEntry, ...]:
        """Give every part that a village's boards have to have, with what stands there."""
        own = [document for document in self._boards if _is_of(document, village)]
        return tuple(
            BoardEntry(board.name, part.name, _standing(own, board, part.name))
            for board in self._plan.boards
            if village.is_community or not board.communities_only
            for part in board.parts
        )


class OpenColumns:
    """Gives the shelf of what is public now."""

    def __init__(self, library: Library, plan: LivePlan) -> None:
        self._library = library
        self._live = plan
        self._laid_out: tuple[object, object] = (None, None)
        self._shelf = ColumnShelf((), plan.current)

    @property
    def plan(self) -> OpennessPlan:
        """The columns, areas and channels as they are now."""
        return self._live.current

    async def shelf(self) -> ColumnShelf:
        """Give it; it is laid out anew, beside the event loop, when what is public or the plan has changed."""
        documents, plan = await self._library.everything(), self.plan
        laid_out, by = self._laid_out
        if documents is not laid_out or plan is not by:
            self._shelf = await asyncio.to_thread(ColumnShelf, documents, plan)
            self._laid_out = (documents, plan)
        return self._shelf

    def text(self, document: Document) -> str:
        """Give the words of a document."""
        return self._library.text(document.id)


def issue(issues: Sequence[Document], wanted: IssueNumber) -> Document | None:
    """Give the issue that is meant, the newest where several bear its number; None where there is none."""
    for document in issues:
        own = number_of(document)
        if wanted.number in {0, own.number} and wanted.year in {0, own.year}:
            return document
    return None


def _key(rubric: Rubric) -> str:
    return f"{rubric.parent}/{rubric.name}"


def _of(documents: Sequence[Document], kind: Kind) -> tuple[Document, ...]:
    return tuple(document for document in documents if document.kind is kind)


def _grouped(documents: Sequence[Document]) -> dict[str, tuple[Document, ...]]:
    groups: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        groups[document.genre or document.theme].append(document)
    return {name: tuple(sorted(held, key=_latest_issue)) for name, held in groups.items() if name}


def _is_of(document: Document, village: Village) -> bool:
    return document.place in {village.name, f"{village.township}{village.name}"}


def _standing(own: Sequence[Document], board: VillageBoard, part: str) -> tuple[Document, ...]:
    held = (one for one in own if one.genre == board.name and one.theme == part)
    return tuple(sorted(held, key=_newest))


def _newest(document: Document) -> tuple[int, str]:
    return -(document.dated_on or date.min).toordinal(), document.id


def _latest_issue(document: Document) -> tuple[int, int, str]:
    own = number_of(document)
    return -own.year, -own.number, document.id
