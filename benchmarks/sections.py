"""Fits the weights by which sections of a county's documents are told apart, and says how good they are unseen.

`python -m benchmarks.sections` learns from the half of the sample county's labelled questions that is for developing
(`tests/integration/knowledge/answers/asked`) and prints the part `section` of `knowledge/data/weights.json`. The weights of the
part `named` were chosen by hand from a logistic fit on the same half, so that few are declined that can be answered.
"""

import json
import tempfile
import zlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.answers import section_features
from knowledge.answers.matter import Layouts, family
from knowledge.calibration.linear_models import Linear, listwise
from knowledge.evaluation.report import build
from knowledge.index.reader import Reader
from knowledge.search.evidence import Floats
from knowledge.search.lookup import readings_of, search

ROOT = Path(__file__).parents[1]
COUNTY = ROOT / "knowledge" / "data" / "qinglan"
QUESTIONS = ROOT / "tests" / "integration" / "knowledge" / "answers" / "asked" / "county-questions.jsonl"
TODAY = date(2026, 11, 21)
PENALTY = 0.03
FOLDS = 5
# The policy itself is quoted rather than what explains it, whatever the questions say.
INTERPRETATION = -0.1


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question's sentences, by row, with how much each is wanted: twice when it holds the wanted words itself."""

    fold: int
    rows: Floats
    wanted: Floats


def lessons(reader: Reader) -> list[Lesson]:
    """Give a lesson for each question of the developing half that words are wanted for."""
    asked: list[dict[str, Any]] = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    layouts = Layouts()
    found = (_lesson(row, reader, layouts) for row in asked if row["half"] == "develop" and "matter" in row)
    return [lesson for lesson in found if lesson is not None]


def _lesson(row: dict[str, Any], reader: Reader, layouts: Layouts) -> Lesson | None:
    readings = readings_of(row["question"])
    found = search(readings, reader, today=TODAY)
    if found is None:
        return None
    query = section_features.section_query(found.ranked, row["question"], readings)
    documents = family(reader, found.ranked.best_docnum, today=TODAY, without=frozenset())
    weighed = section_features.weigh(query, reader, documents, layouts)
    if weighed is None:
        return None
    wanted = []
    for at, layout, section in weighed.shelf.parts:
        matter = reader.id_of(at).partition("-")[2] == row["matter"]
        for number, sentence in enumerate(section.sentences):
            start, end = layout.quote(section, number)
            there = matter and any(words in layout.text[start:end] for words in row["quoted"])
            wanted.append(
                float(there) + float(there and any(words in sentence.text for words in row["quoted"]))
            )
    rows = np.concatenate((weighed.sections[weighed.shelf.owner], weighed.sentences), axis=1)
    return Lesson(zlib.crc32(row["matter"].encode()) % FOLDS, rows, np.array(wanted))


def fit(learnt: list[Lesson]) -> Linear:
    """Fit weights that put the wanted sentences first."""
    taught = [lesson for lesson in learnt if lesson.wanted.any()]
    return listwise(
        np.concatenate([lesson.rows for lesson in taught]),
        np.concatenate([lesson.wanted for lesson in taught]),
        np.repeat(np.arange(len(taught)), [len(lesson.wanted) for lesson in taught]),
        penalty=PENALTY,
    )


def unseen(learnt: list[Lesson]) -> float:
    """Give the share of questions whose words are quoted by weights that did not see their matter."""
    right = 0
    for fold in range(FOLDS):
        model = fit([lesson for lesson in learnt if lesson.fold != fold])
        right += sum(
            lesson.wanted[int((lesson.rows @ model.weights).argmax())] > 0
            for lesson in learnt
            if lesson.fold == fold
        )
    return right / len(learnt)


def main() -> None:
    """Print the weights and the share that is quoted right."""
    with tempfile.TemporaryDirectory() as folder:
        reader = build([COUNTY], Path(folder)).index.reader
        assert reader is not None, "what was built can be loaded"
        learnt = lessons(reader)
        weights = dict(
            zip(section_features.NAMES, (round(float(one), 4) for one in fit(learnt).weights), strict=True)
        )
        weights["interpretation"] = min(INTERPRETATION, weights["interpretation"])
        print(
            json.dumps(
                {"section": weights, "questions": len(learnt), "unseen": round(unseen(learnt), 3)}, indent=1
            )
        )


if __name__ == "__main__":
    main()
