"""The parts of an Excel workbook (.xlsx) as plain values: its sheets, shared words, formats, and the rows of a sheet."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from knowledge.documents.draft import Refusal
from knowledge.ingest import limits
from knowledge.ingest.archive import Package
from knowledge.ingest.readers.office.number_formats import BUILT_IN, GENERAL
from knowledge.ingest.readers.office.relations import ID, Relation, relations, root_of
from knowledge.ingest.readers.signs import shifted

BOOK = "xl/workbook.xml"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_DIGITS = 8
_NO_SIGN = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it; `part` holds its cells."""

    name: str
    part: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a cell, and those of them that are crossed out and left out."""

    text: str
    struck: str = ""


@dataclass(frozen=True, slots=True)
class CellLook:
    """How cells of a style show what they hold."""

    code: str = GENERAL
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the file keeps it: its column from 1, its kind, its value as written, its formula."""

    column: int
    kind: str
    style: int
    value: str
    formula: str
    words: Words | None
    has_picture: bool


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with the number people see beside it."""

    number: int
    hidden: bool
    cells: tuple[Cell, ...]


def named(parent: Element | None, name: str) -> Iterator[Element]:
    """Give the elements of a name, whatever the edition of the format they belong to."""
    return (one for one in (() if parent is None else parent.iter()) if local(one) == name)


def local(element: Element) -> str:
    """Give an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def entries(package: Package) -> tuple[list[SheetEntry], bool]:
    """Give the sheets of cells in their order, and whether days are counted from 1904; raises `Refusal`."""
    root = root_of(package, BOOK)
    if root is None:
        raise Refusal("office_broken")
    targets = relations(package, BOOK)
    found = [
        SheetEntry(one.get("name") or "", target.target, one.get("state", "visible") == "visible")
        for one in named(root, "sheet")
        if (target := targets.get(one.get(ID) or "", Relation("", "", external=True))).kind == "worksheet"
    ]
    if not found:
        raise Refusal("office_broken")
    return found, any(one.get("date1904") in {"1", "true"} for one in named(root, "workbookPr"))


def shared_words(package: Package) -> list[Words]:
    """Give the words that cells share, by their place."""
    root = root_of(package, "xl/sharedStrings.xml")
    return [words_of(one) for one in (root if root is not None else ()) if local(one) == "si"]


def looks(package: Package) -> list[CellLook]:
    """Give the looks of cells by the number of their style."""
    root = root_of(package, "xl/styles.xml")
    codes = BUILT_IN | {
        int(number): one.get("formatCode") or GENERAL
        for one in named(root, "numFmt")
        if (number := one.get("numFmtId") or "").isdecimal()
    }
    fonts = [_is_struck(font) for group in named(root, "fonts") for font in group]
    return [_look(one, codes, fonts) for group in named(root, "cellXfs") for one in group]


def rows(content: bytes) -> Iterator[SheetRow]:
    """Give the rows of a sheet one after the other; raises `Refusal` for more than the bounds."""
    number = count = 0
    holder: Element | None = None
    for event, element in ET.iterparse(io.BytesIO(content), events=("start", "end")):  # noqa: S314 - as above
        if event == "start":
            holder = element if local(element) == "sheetData" else holder
            continue
        if local(element) != "row":
            continue
        number = _number(element.get("r"), number + 1)
        cells = tuple(_cells(element))
        count += len(cells)
        if count > limits.CELLS or number > limits.ROWS * 4:
            raise Refusal("too_many_cells", limit=limits.CELLS // 10_000)
        yield SheetRow(number, element.get("hidden") in {"1", "true"}, cells)
        if holder is not None:
            holder.clear()


def words_of(element: Element) -> Words:
    """Give the words of a shared or inline string: raised signs kept as such, crossed-out ones left out."""
    said, struck = [], []
    for one in element:
        if local(one) == "t":
            said.append(unescaped(one.text or ""))
        elif local(one) == "r":
            text = unescaped("".join(part.text or "" for part in one if local(part) == "t"))
            marks = {local(mark): mark for part in one if local(part) == "rPr" for mark in part}
            level = marks["vertAlign"].get("val") if "vertAlign" in marks else ""
            if "strike" in marks and marks["strike"].get("val") not in {"0", "false"}:
                struck.append(text)
            elif level in {"superscript", "subscript"}:
                said.append(shifted(text, raised=level == "superscript"))
            else:
                said.append(text)
    return Words("".join(said), "".join(struck))


def unescaped(text: str) -> str:
    """Give text with the signs that Excel writes as `_x000D_`."""
    text = (
        _ESCAPED.sub(lambda found: _NO_SIGN.sub("", chr(int(found[1], 16))), text) if "_x" in text else text
    )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def place_of(written: str) -> tuple[int, int] | None:
    """Give column and row of a cell's name such as B12."""
    found = _PLACE.fullmatch(written.replace("$", ""))
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column, int(found[2])


def _cells(row: Element) -> Iterator[Cell]:
    column = 0
    for one in row:
        if local(one) != "c":
            continue
        placed = place_of(one.get("r") or "")
        column = placed[0] if placed else column + 1
        parts = {local(part): part for part in one}
        inline = parts.get("is")
        yield Cell(
            column,
            one.get("t") or "n",
            _number(one.get("s"), 0),
            (parts["v"].text or "") if "v" in parts else "",
            (parts["f"].text or "=") if "f" in parts else "",
            None if inline is None else words_of(inline),
            one.get("vm") is not None,
        )


def _look(one: Element, codes: Mapping[int, str], fonts: Sequence[bool]) -> CellLook:
    font = _number(one.get("fontId"), 0)
    return CellLook(codes.get(_number(one.get("numFmtId"), 0), GENERAL), font < len(fonts) and fonts[font])


def _is_struck(font: Element) -> bool:
    return any(local(one) == "strike" and one.get("val") not in {"0", "false"} for one in font)


def _number(written: str | None, missing: int) -> int:
    is_number = bool(written) and str(written).isascii() and str(written).isdecimal()
    return int(str(written)) if is_number and len(str(written)) <= _DIGITS else missing
