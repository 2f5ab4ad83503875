"""Reads CSV files, whatever program wrote them: encoding and separator are found out."""

import csv
import io

from knowledge.documents.draft import Refusal
from knowledge.ingest import limits
from knowledge.ingest.readers.decoding import decode
from knowledge.ingest.readers.manuscript import Manuscript, ReadingNote
from knowledge.ingest.readers.rows import to_manuscripts
from knowledge.ingest.readers.worksheet import Worksheet

SEPARATORS = ",\t;|"
SAMPLE_LINES = 50
CELL_LETTERS = 2_000_000
_FORMULA = "="


def read_delimited(content: bytes, name: str) -> list[Manuscript]:
    """Give the rows of a CSV file as documents; raises `Refusal`: unknown encoding, too many cells, broken quotes.

    A cell that is a formula says nothing without the program it was written for: it is left out and noted.
    """
    text = decode(content)
    csv.field_size_limit(CELL_LETTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    rows: list[tuple[int, tuple[str, ...]]] = []
    count = formulas = 0
    try:
        for row in reader:
            cells = tuple(cell.strip() for cell in row[: limits.COLUMNS])
            count += len(row)
            if count > limits.CELLS or len(rows) > limits.ROWS:
                raise Refusal("too_many_cells", limit=limits.CELLS // 10_000)
            hidden = sum(cell.startswith(_FORMULA) for cell in cells)
            formulas += hidden
            cells = tuple("" if cell.startswith(_FORMULA) else cell for cell in cells) if hidden else cells
            if any(cells):
                rows.append((reader.line_num, cells))
    except csv.Error:
        raise Refusal("csv_broken", line=reader.line_num) from None
    notes = (ReadingNote("note_formulas_dropped", {"count": formulas}),) if formulas else ()
    return to_manuscripts([Worksheet("", tuple(rows), notes)], name=name, notes=())


def separator(text: str) -> str:
    """Give the sign that separates cells: the one that stands most evenly in the first lines outside of quotes."""
    lines = [_unquoted(line) for line in text.split("\n")[:SAMPLE_LINES] if line.strip()]

    def evenness(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        return (sum(one == usual for one in counts) if usual else 0, usual)

    return max(SEPARATORS, key=evenness)


def _unquoted(line: str) -> str:
    return "".join(line.split('"')[::2])
