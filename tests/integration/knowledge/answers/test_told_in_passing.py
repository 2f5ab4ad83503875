"""A budget tells again what a rule grants; the rule answers, and the budget where it is asked for."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.evaluation.report import build
from knowledge.index.reader import Reader
from knowledge.search.lookup import readings_of, search
from knowledge.search.ranking import PASSING_LOSS

COUNTY = Path(__file__).resolve().parents[4] / "knowledge" / "data" / "qinglan"
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    found = build([COUNTY], tmp_path_factory.mktemp("passing")).index.reader
    assert found is not None
    return found


def lost(reader: Reader, question: str) -> float:
    """Give by how much its documents of accounts stand back at least beside what their words alone are worth."""
    found = search(readings_of(question), reader, today=TODAY)
    assert found is not None
    ranked = found.ranked
    accounts = [
        row for row in range(len(ranked.scores)) if "预算" in reader.document(ranked.docnum_of(row)).title
    ]
    assert accounts
    return float((ranked.judged - ranked.scores)[accounts].min())


def test_what_is_told_in_passing_stands_back(reader: Reader) -> None:
    assert lost(reader, "高龄津贴每人每月多少钱，今年安排给多少人") >= PASSING_LOSS


def test_who_asks_of_accounts_gets_them(reader: Reader) -> None:
    assert lost(reader, "2026年预算给高龄津贴安排了多少钱") < PASSING_LOSS
