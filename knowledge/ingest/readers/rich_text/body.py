"""Puts the words of rich text together: paragraphs, the cells and rows of tables, boxes and footnotes beside them."""

from dataclasses import dataclass, field, replace

from knowledge.documents.draft import Refusal
from knowledge.ingest import limits
from knowledge.ingest.readers import tables
from knowledge.ingest.readers.rich_text.rows import CellEdge, RowShape, grid
from knowledge.ingest.readers.rich_text.tokens import Token
from knowledge.ingest.readers.word import TITLE_PARAGRAPHS, LayoutLine, marked
from knowledge.ingest.readers.word_styles import Style

_SURROGATES = range(0xD800, 0xE000)
_OUTLINE = range(9)


@dataclass(slots=True)
class Paragraph:
    """The paragraph that is being read."""

    words: list[str] = field(default_factory=list)
    centred: bool = False
    outline: int | None = None
    size: int = 0
    in_table: bool = False


@dataclass(slots=True)
class RichTextBody:
    """What was read so far: whole `blocks`, the first lines as they look, and the paragraph and row that are not ended."""

    blocks: list[str] = field(default_factory=list)
    top: list[LayoutLine] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _at: Paragraph = field(default_factory=Paragraph)
    _aside: list[Paragraph] = field(default_factory=list)
    _shape: RowShape = field(default_factory=RowShape)
    _cell: list[str] = field(default_factory=list)
    _cells: list[str] = field(default_factory=list)
    _rows: list[tuple[tuple[CellEdge, ...], list[str]]] = field(default_factory=list)
    _count: int = 0

    def add(self, words: str, size: int) -> None:
        """Add words to the paragraph."""
        self._at.size = max(self._at.size, size if words.strip() else 0)
        self._at.words.append(words)

    def layout(self, token: Token) -> None:
        """Take a control word that tells of paragraphs and tables."""
        word = token.word
        self._shape.take(word, token.number)
        if word in {"par", "sect", "page"}:
            self.end_paragraph()
        elif word == "pard":
            self._at.centred, self._at.outline, self._at.in_table = False, None, False
        elif word in {"qc", "ql", "qr", "qj"}:
            self._at.centred = word == "qc"
        elif word == "outlinelevel":
            self._at.outline = token.number if token.number in _OUTLINE else None
        elif word == "intbl":
            self._at.in_table = True
        elif word == "cell":
            self._end_cell()
        elif word == "row":
            self._rows.append((tuple(self._shape.edges), self._cells[: limits.COLUMNS]))
            self._cells = []

    def begin_aside(self) -> None:
        """Begin a box or a footnote: a paragraph of its own inside the one at hand."""
        self._aside.append(self._at)
        self._at = Paragraph()

    def end_box(self) -> None:
        """End a box: its paragraphs stand before the one it was bound to."""
        if self._aside:
            self.end_paragraph()
            self._at = self._aside.pop()

    def end_note(self) -> None:
        """End a footnote, which is cited where it stood."""
        if self._aside:
            words = _joined(self._at.words)
            self._at = self._aside.pop()
            self.notes.append(" ".join(words.split()))
            self._at.words.append(f"（见注{len(self.notes)}）")

    def end(self) -> list[str]:
        """End what is open and give the blocks, the footnotes last."""
        self.end_paragraph()
        self._end_table()
        return [*self.blocks, *(f"注{at}：{one}" for at, one in enumerate(self.notes, start=1))]

    def end_paragraph(self) -> None:
        """End a paragraph; one in a table belongs to its cell."""
        text, at = _joined(self._at.words).strip(" \t\n"), self._at
        self._at = replace(at, words=[], size=0)
        if at.in_table or self._cells:
            self._cell += [text] if text else []
            return
        self._end_table()
        if not text:
            return
        if len(self.top) < TITLE_PARAGRAPHS:
            self.top.append(LayoutLine(text, at.centred, at.size))
        self.blocks.append(marked(text, Style(at.outline)))

    def _end_cell(self) -> None:
        self._at.in_table = True
        self.end_paragraph()
        self._cells.append(" ".join(self._cell))
        self._cell = []
        self._count += 1
        if self._count > limits.CELLS:
            raise Refusal("too_many_cells", limit=limits.CELLS // 10_000)

    def _end_table(self) -> None:
        rows, self._rows = self._rows, []
        cells, self._cells = [*self._cells, *self._cell], []
        self._cell = []
        rows += [((), cells)] if cells else []
        if rows:
            self.blocks.append("\n".join(tables.lines(grid(rows))))


def _joined(words: list[str]) -> str:
    """Give pieces as one text; two halves of a letter outside the first plane become one."""
    text = "".join(words)
    if any(ord(sign) in _SURROGATES for sign in text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
