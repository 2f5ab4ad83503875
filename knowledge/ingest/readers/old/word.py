"""Reads old Word and WPS documents (.doc, .wps): paragraphs with their computed numbers, headings, tables, footnotes."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.documents.draft import Refusal
from knowledge.documents.fields import clean
from knowledge.ingest import limits
from knowledge.ingest.readers import tables
from knowledge.ingest.readers.manuscript import Manuscript, ReadingNote
from knowledge.ingest.readers.office.relations import linked
from knowledge.ingest.readers.old.compound import DAMAGES
from knowledge.ingest.readers.old.sprms import sprms
from knowledge.ingest.readers.old.word_file import BROKEN, OldLook, OldParagraph, WordFile
from knowledge.ingest.readers.old.word_lists import numbering
from knowledge.ingest.readers.old.word_table import TableRow, grid, row_of
from knowledge.ingest.readers.signs import shifted, struck_notes
from knowledge.ingest.readers.word import PICTURED_LETTERS, TITLE_PARAGRAPHS, LayoutLine, headline, marked
from knowledge.ingest.readers.word_numbering import Numbering
from knowledge.ingest.readers.word_styles import OUTLINE_LEVELS, Style

_IN_TABLE, _ROW_ENDS, _LIST, _LIST_LEVEL, _PLACED, _PLACED_OLD = (
    0x2416,
    0x2417,
    0x460B,
    0x260A,
    0x2461,
    0x2403,
)
_OUTLINE = 0x2640
_CENTRED = 1
_BEGINS, _SPLITS, _ENDS = "\x13", "\x14", "\x15"
_PICTURES, _NOTE = "\x01\x08", "\x02"
_SIGNS = str.maketrans(
    {"\x0b": "\n", "\x1e": "-", "\x1f": "", "\t": " ", "\xa0": " ", "\x05": "", "\x03": "", "\x04": ""}
)
_MARKS = re.compile("([\x13\x14\x15])")
_ADDRESS = re.compile(r'HYPERLINK\s{1,9}"([^"\s]{1,300})"')


def read_old_word(content: bytes) -> list[Manuscript]:
    """Give the text of an old Word document; raises `Refusal`: macros, encrypted, older still, damaged, pictures alone."""
    try:
        file = WordFile(content)
        return [_OldDocument(file, numbering(file)).manuscript()]
    except DAMAGES:
        raise Refusal(BROKEN) from None


@dataclass(slots=True)
class _Field:
    """A field while it is read: its code, and its result once that is `seen`."""

    code: str = ""
    result: str = ""
    seen: bool = False

    def add(self, words: str) -> None:
        if self.seen:
            self.result += words
        else:
            self.code += words

    def shown(self) -> str:
        address = _ADDRESS.search(self.code)
        return linked(self.result, address[1] if address else "")


class _OldDocument:
    """One pass through the paragraphs of a document."""

    def __init__(self, file: WordFile, lists: Numbering) -> None:
        self._file, self._lists = file, lists
        self._missed: Counter[str] = Counter()
        self._struck: list[str] = []
        self._top: list[LayoutLine] = []
        self._cited = 0

    def manuscript(self) -> Manuscript:
        """Give the text with the notes of what was not read; raises `Refusal` for pictures alone."""
        blocks = [*self._blocks(self._file.main()), *self._notes(), *self._blocks(self._file.boxes())]
        text = clean("\n\n".join(block for block in blocks if block.strip())).strip() + "\n"
        pictures = self._missed["pictures"]
        if pictures and len("".join(text.split())) < PICTURED_LETTERS:
            raise Refusal("text_is_picture", count=pictures)
        notes = [
            ReadingNote(f"note_{name}", {"count": count}) for name, count in self._missed.items() if count
        ]
        return Manuscript(text, title=headline(self._top), notes=(*notes, *struck_notes(self._struck)))

    def _blocks(self, paragraphs: Iterable[OldParagraph]) -> Iterator[str]:
        rows: list[TableRow] = []
        cells: list[str] = []
        open_cell: list[str] = []
        count = 0
        for one in paragraphs:
            orders = dict(sprms(one.orders))
            if orders.get(_ROW_ENDS) == b"\1":
                rows.append(row_of(cells, one.orders))
                count += len(cells)
                cells, open_cell = [], []
                if count > limits.CELLS:
                    raise Refusal("too_many_cells", limit=limits.CELLS // 10_000)
            elif one.end == "\x07" or orders.get(_IN_TABLE) == b"\1":
                open_cell.append(self._labelled(one, orders))
                if one.end == "\x07":
                    cells.append(" ".join(filter(None, open_cell)))
                    open_cell = []
            else:
                yield from self._table(rows)
                rows = []
                yield self._paragraph(one, orders)
        yield from self._table([*rows, *([TableRow(tuple(cells))] if cells else [])])

    def _table(self, rows: Sequence[TableRow]) -> Iterator[str]:
        if rows:
            yield "\n".join(tables.lines(grid(rows)))

    def _paragraph(self, one: OldParagraph, orders: dict[int, bytes]) -> str:
        text = self._labelled(one, orders)
        if not text:
            return ""
        placed = orders.get(_PLACED, orders.get(_PLACED_OLD, b"\0"))
        if len(self._top) < TITLE_PARAGRAPHS:
            size = max((look.size for words, look in one.words if words.strip()), default=0)
            self._top.append(LayoutLine(text, placed[0] == _CENTRED, size))
        outline = orders[_OUTLINE][0] if _OUTLINE in orders else one.style - 1
        return marked(text, Style(outline=outline if 0 <= outline < OUTLINE_LEVELS else None))

    def _labelled(self, one: OldParagraph, orders: dict[int, bytes]) -> str:
        """Give the words of a paragraph behind the number that its list gives it."""
        text = self._said(one.words).strip()
        number = int.from_bytes(orders.get(_LIST, b"\0"), "little")
        level = orders.get(_LIST_LEVEL, b"\0")[0]
        return self._lists.label(str(number), level) + text if text and number else text

    def _said(self, words: Iterable[tuple[str, OldLook]]) -> str:
        said: list[str] = []
        struck = False
        for text, look in words:
            if look.hidden:
                self._missed["hidden"] += bool(text.strip(_BEGINS + _SPLITS + _ENDS))
            elif look.struck and struck:
                self._struck[-1] += text
            elif look.struck:
                self._struck.append(text)
            else:
                said.append(shifted(text, raised=look.level == 1) if look.level in {1, 2} else text)
            struck = look.struck and not look.hidden
        return self._shown("".join(said))

    def _shown(self, text: str) -> str:
        """Give what is seen of a text: the results of its fields and not their codes, addresses behind links."""
        stack = [_Field(seen=True)]
        for part in _MARKS.split(text):
            if part == _BEGINS:
                stack.append(_Field())
            elif part == _SPLITS and len(stack) > 1:
                stack[-1].seen = True
            elif part == _ENDS and len(stack) > 1:
                field = stack.pop()
                stack[-1].add(field.shown())
            elif part not in {_SPLITS, _ENDS}:
                stack[-1].add(part)
        shown = "".join(field.result for field in stack)
        self._missed["pictures"] += sum(shown.count(sign) for sign in _PICTURES)
        return self._cite(shown).translate(_SIGNS).replace("\x01", "").replace("\x08", "")

    def _cite(self, text: str) -> str:
        while _NOTE in text:
            self._cited += 1
            text = text.replace(_NOTE, f"（见注{self._cited}）", 1)
        return text

    def _notes(self) -> Iterator[str]:
        """Give the notes cited, each on a line of its own; with notes of both kinds their numbers cannot be told."""
        feet, ends = ([one.strip() for one in text.split(_NOTE)[1:]] for text in self._file.notes())
        told = not (feet and ends)
        for at, words in enumerate((*feet, *ends), start=1):
            yield f"注{at if told else ''}：{words}"
