"""No cell that the program hands out is ever taken for a formula: every export, CSV and XLSX, by every beginning there is."""

import csv
import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from adapters.operators.sayings.rows import exported
from bot.text.cells import FORMULA, harmless_cell
from handlers.complaints.measures.rates import Tally
from handlers.complaints.measures.service import ComplaintMeasures
from handlers.complaints.measures.store import CountedMonths
from handlers.complaints.measures.workbook import measures_workbook
from handlers.disclosure.annual_report.report import AgencyCases, report_of
from handlers.disclosure.annual_report.workbook import workbook
from handlers.files.table_file import as_csv, as_workbook
from handlers.texts import Texts
from knowledge.library.saying_records import ChangedSaying

ROOT = Path(__file__).parents[4]
TEXTS = Texts.load()
WRITES = re.compile(r"csv\.(?:writer|DictWriter)\(|(?<!load_)(?<!def _)\bWorkbook\(")


def cells_of(content: bytes) -> list[str]:
    book = load_workbook(io.BytesIO(content))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in found)
    return [str(cell.value) for cell in found if cell.value is not None]


def rows_of(content: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(content, newline="")) for cell in row]


@pytest.mark.parametrize("start", FORMULA)
def test_every_export(start: str) -> None:
    word = f"{start}cmd|' /C calc'!A1"
    tally = Tally(registered=9, solved=9)
    measures = ComplaintMeasures(
        CountedMonths("2026-09", "2026-11"), tally, Tally(), {word: tally}, {}, {word: tally}, {}, {}, {}
    )
    sayings = exported([ChangedSaying(word, word, "county", own=True, struck=False)], TEXTS)
    handed_out = [
        *cells_of(workbook(report_of(AgencyCases(word, []), year=2025))),
        *cells_of(as_workbook("表", [["头"], [word]])),
        *cells_of(measures_workbook(measures, [], TEXTS)),
        *rows_of(as_csv([["头"], [word]]).decode("utf-8-sig")),
        *rows_of(sayings),
    ]
    assert sum("cmd|" in cell for cell in handed_out) >= 6
    assert not any(cell.startswith(FORMULA) for cell in handed_out)


def test_numbers_stay_numbers() -> None:
    assert [harmless_cell(cell) for cell in (-2, 0.5, "-2")] == [-2, 0.5, "'-2"]


def test_whoever_writes_a_table_asks_for_harmless_cells() -> None:
    """A new export that forgets it is named here."""
    writing = [
        path
        for package in ("adapters", "bot", "handlers", "knowledge")
        for path in sorted((ROOT / package).rglob("*.py"))
        if WRITES.search(path.read_text("utf-8"))
    ]
    assert len(writing) >= 7
    forgetful = [path.name for path in writing if "harmless_cell(" not in path.read_text("utf-8")]
    assert forgetful == []
