"""Which documents speak of one matter, and their layouts, kept while they are asked for."""

from datetime import date

from knowledge.answers import sections
from knowledge.answers.sections import Layout
from knowledge.documents.document import Kind
from knowledge.index.facets import ENDED, EXPIRES
from knowledge.index.reader import Reader
from knowledge.text.normal_form import words_of

KEPT = 512
_FAMILY = frozenset({Kind.POLICY, Kind.INTERPRETATION, Kind.GUIDE})
_MOST = 8


class Layouts:
    """The layouts of the documents asked for last, of one generation."""

    def __init__(self) -> None:
        self._kept: dict[int, Layout | None] = {}
        self._generation = ""

    def of(self, reader: Reader, place: int) -> Layout | None:
        """Give the layout of the document at a place; None when it has too little structure."""
        if reader.name != self._generation or len(self._kept) >= KEPT:
            self._kept, self._generation = {}, reader.name
        kept = self._kept
        if place not in kept:
            kept[place] = _layout(reader, place)
        return kept[place]


def _layout(reader: Reader, place: int) -> Layout | None:
    outline = reader.outline(place)
    if len(outline) < sections.LEAST:
        return None
    start, end = int(reader.text_starts[place]), int(reader.text_starts[place + 1])
    text, bare = reader.text(start, end), words_of(reader.bare[start:end])
    if not len(text) == len(bare) == end - start:
        # Letters of two units would shift all places behind them.
        return None
    first, last = reader.first_passage[place : place + 2].tolist()
    begins = (reader.passages[first:last, 0] - start).tolist()
    title = reader.names.rows[place].title
    return sections.lay_out(text, bare, found=outline, title=title, passages=begins)


def family(reader: Reader, place: int, *, today: date, without: frozenset[int]) -> list[int]:
    """Give a document and those that count and speak of the same matter: its policy, that one's interpretation and guide."""
    near = set(reader.links.get(place, ()))
    for other in tuple(near):
        if reader.names.rows[other].kind is Kind.POLICY:
            near |= set(reader.links.get(other, ()))
    near -= {place, *without}
    day = today.toordinal()
    others = [
        other
        for other in near
        if reader.names.rows[other].kind in _FAMILY
        and not reader.calendar[other, ENDED]
        and reader.calendar[other, EXPIRES] >= day
    ]
    return [place, *sorted(others, key=reader.ids.__getitem__)][:_MOST]
