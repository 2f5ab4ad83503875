"""What citizens of the sample county are quoted: the words that must stand in the quotation, and honest refusals.

`asked/county-questions.jsonl` holds questions as people ask them, with the matter whose documents answer and
words one of which must be quoted; questions without a matter must be declined, the `near` ones among them although a
document of their matter exists. Matters are split: one half was used while developing, the other only to report, so
each half has floors of its own. `quoted` and `declined` count sure answers alone: what is shown with a reservation is neither quoted nor a
mistake there; `seen` counts the words wanted wherever they are shown, surely or with a reservation. A question that is added belongs to the half of its matter.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handlers.published.quotes import near_quotes
from knowledge.answers.answer import Answer
from knowledge.answers.answerer import Answerer
from knowledge.evaluation.report import build

ROOT = Path(__file__).resolve().parents[4]
COUNTY = ROOT / "knowledge" / "data" / "qinglan"
QUESTIONS = Path(__file__).parent / "asked" / "county-questions.jsonl"
TODAY = date(2026, 11, 21)
# Right document and right words quoted; declined; declined although the matter has a document.
# Of thirty to be declined in the second half one more is answered since gazettes and columns joined the sample county.
FLOORS = {
    "develop": {"quoted": 0.62, "declined": 0.85, "near": 0.5, "seen": 0.8},
    "report": {"quoted": 0.6, "declined": 0.83, "near": 0.45, "seen": 0.75},
}


@dataclass(frozen=True, slots=True)
class Row:
    """A question with the matter and the words that answer it, both empty where it must be declined."""

    question: str
    half: str
    matter: str = ""
    quoted: tuple[str, ...] = ()
    near: bool = False

    @property
    def kind(self) -> str:
        """Give what is counted: quoted, declined or near."""
        return "quoted" if self.matter else "near" if self.near else "declined"


def _rows() -> list[Row]:
    found: list[dict[str, Any]] = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    return [Row(**{**row, "quoted": tuple(row.get("quoted", ()))}) for row in found]


ROWS = _rows()


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], tuple[float, list[str]]]:
    """Give the share of questions served right for each half and kind, and the others."""
    answerer = Answerer(build([COUNTY], tmp_path_factory.mktemp("answers")).index)
    wrong: dict[tuple[str, str], list[str]] = defaultdict(list)
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for row in ROWS:
        for kind, served in _served(answerer, row).items():
            counted[row.half, kind] += 1
            if not served:
                wrong[row.half, kind].append(row.question)
    return {key: (1 - len(wrong[key]) / number, wrong[key]) for key, number in counted.items()}


def _served(answerer: Answerer, row: Row) -> dict[str, bool]:
    answer = answerer.answer(row.question, today=TODAY)
    sure = isinstance(answer, Answer)
    if not row.matter:
        return {row.kind: not sure}
    extracts = (answer.best,) if isinstance(answer, Answer) else answer.likely
    seen = any(
        one.citation.document.id.partition("-")[2] == row.matter
        and any(wanted in words for wanted in row.quoted)
        for one, words in zip(extracts, near_quotes(extracts), strict=True)
    )
    return {"quoted": sure and seen, "seen": seen}


@pytest.mark.parametrize("half", FLOORS)
@pytest.mark.parametrize("kind", ["quoted", "declined", "near", "seen"])
def test_figures_do_not_fall(
    figures: dict[tuple[str, str], tuple[float, list[str]]], half: str, kind: str
) -> None:
    share, wrong = figures[half, kind]
    assert share >= FLOORS[half][kind], (round(share, 3), wrong)


def test_a_catalogue_item_is_not_quoted_for_a_figure_that_it_does_not_name(
    tmp_path: Path,
) -> None:
    answerer = Answerer(build([COUNTY], tmp_path).index)
    assert not isinstance(answerer.answer("拆迁补偿标准", today=TODAY), Answer)


def test_the_words_wanted_stand_in_documents_of_the_matter() -> None:
    for row in ROWS:
        texts = [path.read_text("utf-8") for path in COUNTY.rglob(f"{row.matter}.md")] if row.matter else [""]
        assert texts, row
        assert all(any(words in text for text in texts) for words in row.quoted), row


def test_no_matter_is_in_both_halves() -> None:
    halves = [{row.matter for row in ROWS if row.half == half and row.matter} for half in FLOORS]
    assert not halves[0] & halves[1]
    assert len({row.question for row in ROWS}) == len(ROWS)
