"""Writes the open data of complaints into a file, row by row, and puts it in place only when it is whole."""

import csv
import json
from pathlib import Path

from adapters.resources import open_database
from adapters.settings import load_storage
from bot.text.cells import harmless_cell
from handlers.complaints.publication.open_data import COLUMNS, OpenComplaint, open_complaints

FORMS = (".csv", ".json")


async def write(to: Path) -> tuple[int, int]:
    """Write the file; give how many rows it has, and how many of them without a text."""
    database = open_database(load_storage())
    try:
        rows = [row async for row in open_complaints(database)]
    finally:
        await database.close()
    partial = to.with_suffix(f"{to.suffix}.partial")
    _WRITERS[to.suffix](partial, rows)
    partial.replace(to)
    return len(rows), sum(not row.text for row in rows)


def _csv(path: Path, rows: list[OpenComplaint]) -> None:
    # The mark at the head tells spreadsheets that this is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        written = csv.DictWriter(file, COLUMNS)
        written.writeheader()
        for row in rows:
            cells = row.plain().items()
            written.writerow({name: harmless_cell(str(value)) for name, value in cells})


def _json(path: Path, rows: list[OpenComplaint]) -> None:
    path.write_text(json.dumps([row.plain() for row in rows], ensure_ascii=False, indent=1), "utf-8")


_WRITERS = {".csv": _csv, ".json": _json}
