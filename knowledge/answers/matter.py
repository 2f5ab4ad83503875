"""Which documents speak of one matter, and their layouts, kept while they are asked for."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from knowledge.answers import sections
from knowledge.answers.sections import Layout
from knowledge.answers.shelf import SectionShelf, shelved
from knowledge.documents.document import Kind
from knowledge.index.reader import Reader
from knowledge.index.remembered import of_generation
from knowledge.index.tables import ENDED, EXPIRES
from knowledge.text.normal_form import words_of

LAYOUTS_REMEMBERED = 512
SHELVES_REMEMBERED = 256
_FAMILY_KINDS = frozenset({Kind.POLICY, Kind.INTERPRETATION, Kind.GUIDE})
FAMILY_DOCUMENTS = 8
FAMILIES_REMEMBERED = 2048
# Asked for are words of titles and of the lexicon, nobody's own.
MENTIONS_REMEMBERED = 2048


class Layouts:
    """The layouts of the documents asked for last, of one generation."""

    def __init__(self) -> None:
        self._kept: dict[int, Layout | None] = {}
        self._together: dict[Sequence[int], SectionShelf | None] = {}
        self._generation = ""

    def of(self, reader: Reader, docnum: int) -> Layout | None:
        """Give the layout of a document; None when it has too little structure."""
        self._turn_to(reader)
        kept = self._kept
        layout = kept.pop(docnum) if docnum in kept else _layout(reader, docnum)
        if len(kept) >= LAYOUTS_REMEMBERED:
            # The one that was not asked for longest makes room.
            kept.pop(next(iter(kept)))
        kept[docnum] = layout
        return layout

    def together(self, reader: Reader, docnums: Sequence[int]) -> SectionShelf | None:
        """Give the layouts of some documents end to end; None when none of them has enough structure."""
        self._turn_to(reader)
        kept, asked = self._together, tuple(docnums)
        shelf = kept.pop(asked) if asked in kept else self._shelf(reader, asked)
        if len(kept) >= SHELVES_REMEMBERED:
            kept.pop(next(iter(kept)))
        kept[asked] = shelf
        return shelf

    def _shelf(self, reader: Reader, docnums: Sequence[int]) -> SectionShelf | None:
        laid = [(docnum, layout) for docnum in docnums if (layout := self.of(reader, docnum)) is not None]
        if not laid:
            return None
        titles = " ".join(reader.name_of(docnum).title for docnum in docnums)
        return shelved(laid, [reader.texts.passage_range(docnum) for docnum, _ in laid], titles)

    def _turn_to(self, reader: Reader) -> None:
        if reader.name != self._generation:
            self._kept, self._together, self._generation = {}, {}, reader.name


def _layout(reader: Reader, docnum: int) -> Layout | None:
    outline = reader.outline(docnum)
    if len(outline) < sections.LEAST_PARTS:
        return None
    texts = reader.texts
    start, end = texts.text_range(docnum)
    text, bare = texts.text(start, end), words_of(texts.bare(start, end))
    if not len(text) == len(bare) == end - start:
        # Letters of two units would shift all places behind them.
        return None
    begins = [texts.bounds_of(number)[0] - start for number in texts.passage_range(docnum)]
    title = reader.name_of(docnum).title
    return sections.lay_out(text, bare, outline=outline, title=title, passages=begins)


@of_generation(FAMILIES_REMEMBERED)
def family(reader: Reader, docnum: int, *, today: date, without: frozenset[int]) -> Sequence[int]:
    """Give a document and those that count and speak of the same matter: its policy, that one's interpretation and guide."""
    near = set(reader.tied(docnum))
    for other in tuple(near):
        if reader.name_of(other).kind is Kind.POLICY:
            near |= reader.tied(other)
    near -= {docnum, *without}
    day = today.toordinal()
    others = reader.by_id(other for other in near if reader.name_of(other).kind in _FAMILY_KINDS)
    calendar = reader.calendar(others)
    counts = (calendar[:, ENDED] == 0) & (calendar[:, EXPIRES] >= day)
    return (docnum, *(other for other, there in zip(others, counts, strict=True) if there))[:FAMILY_DOCUMENTS]


def readable_there(reader: Reader, docnums: Sequence[int], *, today: date, without: frozenset[int]) -> str:
    """Give all words that may be read of documents found among some: theirs and their families', in both forms."""
    texts, pieces = reader.texts, []
    for docnum in _read_with(reader, docnums, today=today, without=without):
        start, end = texts.text_range(docnum)
        pieces += [words_of(texts.bare(start, end)), texts.text(start, end)]
    return " ".join(pieces)


@of_generation(MENTIONS_REMEMBERED)
def mentions(reader: Reader, docnum: int, words: str, *, today: date, without: frozenset[int]) -> bool:
    """Whether words stand in a document that a question asked inside a matter may be answered from, or in its title."""
    asked = family(reader, docnum, today=today, without=without)
    return any(
        words in reader.name_of(one).title or words in reader.whole(one)
        for one in _read_with(reader, asked, today=today, without=without)
    )


def _read_with(
    reader: Reader, docnums: Sequence[int], *, today: date, without: frozenset[int]
) -> AbstractSet[int]:
    """Give the docnums of all that is read where some documents are looked into: of each one found its own family as well."""
    return {other for one in docnums for other in family(reader, one, today=today, without=without)}
