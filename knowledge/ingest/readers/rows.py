"""Rows of a sheet become documents: one a row when each row names a thing, else one for the whole sheet."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from knowledge.documents.document import Kind
from knowledge.documents.draft import Refusal
from knowledge.documents.guide_text import sections
from knowledge.ingest.readers import standard_catalogue, tables
from knowledge.ingest.readers.asides import is_aside
from knowledge.ingest.readers.columns import element_of, field_of, kind_of, part_of, rank
from knowledge.ingest.readers.guide_parts import parts_of
from knowledge.ingest.readers.manuscript import ELEMENTS, Manuscript, ReadingNote
from knowledge.ingest.readers.worksheet import Worksheet

HEAD_ROWS = 10
SHOWN_LETTERS = 30
FEWEST_COLUMNS = 2
NOTICES = ("公告", "通告", "公示")


def to_manuscripts(
    sheets: Sequence[Worksheet], *, name: str, notes: tuple[ReadingNote, ...]
) -> list[Manuscript]:
    """Give the documents of a workbook; `name` is its file name. Raises `Refusal` (`text_empty`, `names_only`)."""
    filled = [standard_catalogue.flattened(sheet) or sheet for sheet in sheets if sheet.rows]
    if not filled:
        raise Refusal("text_empty")
    filled = [sheet for sheet in filled if len(sheet.rows) > 1 or not _names_columns(sheet.rows[0][1])]
    if not filled:
        raise Refusal("names_only")
    manuscripts: list[Manuscript] = []
    whole: list[Worksheet] = []
    for sheet in filled:
        head = _head(sheet)
        items = [] if head is None else _items(sheet, head, (*notes, *sheet.notes))
        manuscripts += items
        whole += [] if items else [sheet]
    if whole:
        manuscripts.append(_one(whole, name, notes))
    return manuscripts


def _head(sheet: Worksheet) -> int | None:
    """Give the place of the row that names the columns, when rows below are things with a title and more."""
    for at, (_, cells) in enumerate(sheet.rows[:HEAD_ROWS]):
        if at + 1 < len(sheet.rows) and _names_columns(cells):
            return at
    return None


def _names_columns(cells: Sequence[str]) -> bool:
    """Whether a row names columns: a title and at least one more, of things that are known."""
    fields = {field for cell in cells if (field := field_of(cell))}
    parts = {part for cell in cells if (part := part_of(cell))}
    known = "text" in fields or bool(kind_of([cell for cell in cells if cell]))
    return "title" in fields and len(fields) + len(parts) >= FEWEST_COLUMNS and known


def _items(sheet: Worksheet, head: int, notes: tuple[ReadingNote, ...]) -> list[Manuscript]:
    names = sheet.rows[head][1]
    fields = _first_of_each([field_of(name) for name in names])
    kind = kind_of([name for name in names if name])
    body = [(number, cells) for number, cells in sheet.rows[head + 1 :] if cells != names]
    things = [(number, cells) for number, cells in body if not is_aside(cells)]
    asides = [next(filter(None, cells)) for _, cells in body if is_aside(cells)]
    items = [
        _item(number, dict(enumerate(cells)), names=names, fields=fields, kind=kind, notes=notes)
        for number, cells in things
    ]
    if items and asides:
        note = ReadingNote("note_rows_aside", {"count": len(asides), "words": asides[0][:SHOWN_LETTERS]})
        items[0] = replace(items[0], notes=(*items[0].notes, note))
    return items


def _item(
    number: int,
    cells: dict[int, str],
    *,
    names: Sequence[str],
    fields: Sequence[str | None],
    kind: str,
    notes: tuple[ReadingNote, ...],
) -> Manuscript:
    stated = {
        field: cells[at] for at, field in enumerate(fields) if field and field != "text" and cells.get(at)
    }
    parts = parts_of(cells, names) if kind == Kind.GUIDE else {}
    lines = _lines(cells, names, fields, besides=frozenset(parts) if parts else frozenset())
    beyond = [cells[at] for at in sorted(cells) if at >= len(names) and cells[at]]
    title = stated.get("title", "")
    stated |= _elements(cells, names) if kind == Kind.CATALOGUE else {}
    text = "\n\n".join([*([f"# {title}"] if title else []), *lines, *beyond, *sections(parts)])
    return Manuscript(
        text + "\n",
        title=title,
        stated={**({"kind": own} if (own := _own_kind(kind, title)) else {}), **stated},
        notes=notes,
        line=number,
    )


def _own_kind(kind: str, title: str) -> str:
    """Give what a row is: a table of policies lists notices too, and their titles say so."""
    return Kind.NOTICE.value if kind == Kind.POLICY and title.strip().endswith(NOTICES) else kind


def _lines(
    cells: dict[int, str], names: Sequence[str], fields: Sequence[str | None], *, besides: frozenset[str]
) -> list[str]:
    """Give what a row says, a line for each column; columns that are parts of a guide are said under their headings."""
    lines: list[str] = []
    for at, name in enumerate(names):
        value, field = cells.get(at, ""), fields[at]
        if field == "text" and value:
            lines.append(value)
        elif value and field not in {"title", "id"} and part_of(name) not in besides:
            lines.append(f"{name.strip() or '备注'}：{value}")
    return lines


def _elements(cells: dict[int, str], names: Sequence[str]) -> dict[str, str]:
    """Give the elements of a catalogue item, as fields of a manuscript; of several columns the best named counts."""
    elements: dict[str, str] = {}
    for at, name in sorted(enumerate(names), key=lambda one: rank(one[1])):
        element, value = element_of(name), cells.get(at, "")
        if element and value:
            elements.setdefault(f"{ELEMENTS}{element}", value)
    return elements


def _one(sheets: Sequence[Worksheet], name: str, notes: tuple[ReadingNote, ...]) -> Manuscript:
    """Give all sheets as one document, a heading for each when there are several."""
    parts: list[str] = []
    for sheet in sheets:
        if len(sheets) > 1 and sheet.name:
            parts.append(f"## {sheet.name}")
        parts.append("\n".join(tables.lines([cells for _, cells in sheet.rows])))
        notes = (*notes, *sheet.notes)
    first = {cell for cell in sheets[0].rows[0][1] if cell}
    title = next(iter(first)) if len(first) == 1 else PurePath(name).stem
    return Manuscript("\n\n".join(parts) + "\n", title=title, notes=notes)


def _first_of_each(fields: Sequence[str | None]) -> list[str | None]:
    seen: set[str] = set()
    firsts: list[str | None] = []
    for field in fields:
        firsts.append(None if field in seen else field)
        if field:
            seen.add(field)
    return firsts
