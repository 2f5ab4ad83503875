"""The questions that the judgement is fitted on: the project's own, and where they lie, those of the measuring sets.

A question whose documents are taken away is a stranger in its own style: so nothing is learnt from how people word what
these documents can answer, and how what they cannot.
"""

import json
import random
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from knowledge.evaluation import labelled, natural_questions
from knowledge.evaluation.natural_questions import QuestionKind

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "knowledge" / "data" / "qinglan"
TRAINING = ROOT / "knowledge" / "data" / "training"
ASKED = ROOT / "tests" / "integration" / "knowledge" / "answers" / "asked" / "county-questions.jsonl"
# `check helpfulness` asks these of the strangers by default; they are left to it.
MEASURED_STRANGERS, MEASURED_SEED = 200, 0
STRANGERS, STRANGERS_SEED = 300, 5
# Of the project's own questions every third is asked once more without its document.
OWN_STRANGERS_STEP = 3


class Fate(StrEnum):
    """What a question can come to: an answer, a near-miss beside a document, or nothing that these documents hold."""

    ANSWERED = "answered"
    NEAR_MISS = "near_miss"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question with what is right: `answers` by their words, `documents` that hold them or come near.

    `part` names the set it is from, `about` the document that was talked about before it, `without` those taken away.
    Of the sample county's questions a document is right by its matter.
    """

    part: str
    id: str
    text: str
    fate: Fate
    style: str = ""
    answers: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    about: str | None = None
    without: frozenset[str] = frozenset()

    @property
    def fold_key(self) -> str:
        """Give what keeps questions on one document together."""
        return min(self.documents or tuple(self.without) or (self.id,))

    def stranger(self) -> "Lesson":
        """Give the same question asked where its documents are not."""
        return replace(
            self,
            part=f"{self.part}_without",
            fate=Fate.STRANGER,
            answers=(),
            documents=(),
            without=frozenset(self.documents),
        )


def natural(path: Path, part: str) -> Iterator[Lesson]:
    """Give the lessons of a file of natural questions; second turns are a part of their own."""
    for one in natural_questions.load(path):
        if one.kind is QuestionKind.NEAR_MISS:
            yield Lesson(part, one.id, one.first.text, Fate.NEAR_MISS, one.style, documents=one.near)
            continue
        wanted = one.first
        first = Lesson(part, one.id, wanted.text, Fate.ANSWERED, one.style, wanted.answers, wanted.documents)
        yield from (first, first.stranger())
        if one.second:
            second = one.second
            yield replace(
                first,
                part=f"{part}_second",
                text=second.text,
                answers=second.answers,
                documents=second.documents,
                about=wanted.documents[0],
            )


def strangers(path: Path) -> Iterator[Lesson]:
    """Give questions that the documents cannot answer, without those that the measure asks."""
    measured = {
        one.id for one in natural_questions.strangers(path, most=MEASURED_STRANGERS, seed=MEASURED_SEED)
    }
    left = [one for one in labelled.load(path) if one.id not in measured]
    random.Random(STRANGERS_SEED).shuffle(left)
    yield from (Lesson("strangers", one.id, one.text, Fate.STRANGER) for one in left[:STRANGERS])


def older(path: Path) -> Iterator[Lesson]:
    """Give the lessons of a file of questions that were written with the text at hand."""
    for one in labelled.load(path):
        documents = (*one.documents, *one.also)
        lesson = Lesson(
            "older", one.id, one.text, Fate.ANSWERED, answers=tuple(one.answers), documents=documents
        )
        yield from (lesson, lesson.stranger())


def own() -> Iterator[Lesson]:
    """Give the lessons of the project's own questions."""
    for row in _rows(TRAINING / "questions.jsonl"):
        first = _own_lesson(row)
        yield first
        regional = not first.documents[0].startswith(("policy-", "guide-", "interpretation-", "faq-"))
        if (
            first.fate is Fate.ANSWERED
            and regional
            and not zlib.crc32(first.id.encode()) % OWN_STRANGERS_STEP
        ):
            yield first.stranger()
        second = row.get("second")
        if second and second["kind"] in {"answered", "not_stated"}:
            answered = second["kind"] == "answered"
            yield replace(
                first,
                part="own_second",
                id=f"{first.id}-2",
                text=second["question"],
                fate=Fate.ANSWERED if answered else Fate.NEAR_MISS,
                answers=tuple(second["answers"]) if answered else (),
                about=first.documents[0],
            )


def _own_lesson(row: dict[str, Any]) -> Lesson:
    fate = Fate.NEAR_MISS if row["kind"] == "near_miss" else Fate.ANSWERED
    return Lesson(
        "own", row["id"], row["question"], fate, row["style"], tuple(row["answers"]), (row["document"],)
    )


def sample() -> Iterator[Lesson]:
    """Give the lessons of the developing half of the sample county's questions; their documents are named by matter."""
    for number, row in enumerate(_rows(ASKED)):
        if row["half"] != "develop":
            continue
        if "matter" in row:
            answers, documents = tuple(row["quoted"]), (row["matter"],)
            yield Lesson("sample", f"s{number}", row["question"], Fate.ANSWERED, "", answers, documents)
        else:
            yield Lesson("sample", f"s{number}", row["question"], Fate.NEAR_MISS)


def training_documents(folder: Path) -> Path:
    """Write the documents of the project's own questions as the importer reads them, and give the file."""
    path = folder / "training.jsonl"
    rows = (
        {
            "docid": row["id"],
            "title": row["title"],
            "text": row["text"],
            "source": row["issuer"],
            "date": row["date"],
        }
        for row in _rows(TRAINING / "documents.jsonl")
    )
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents and the lessons asked of them."""

    name: str
    documents: Sequence[Path]
    lessons: tuple[Lesson, ...]


def corpora(data: Path | None, folder: Path) -> Iterator[Corpus]:
    """Give what there is to learn from; measuring sets that are not there are left out."""
    yield Corpus("own", (training_documents(folder), SAMPLE), tuple(own()))
    yield Corpus("sample", (SAMPLE,), tuple(sample()))
    policyqa, county = (data / "policyqa", data / "county") if data else (None, None)
    if county and (county / "documents.jsonl.gz").exists():
        of_county = tuple(natural(county / "questions-dev.jsonl.gz", "county"))
        yield Corpus("county", (county / "documents.jsonl.gz",), of_county)
    if policyqa and (policyqa / "documents.jsonl.gz").exists():
        asked = (
            *natural(policyqa / "natural-dev.jsonl.gz", "natural"),
            *strangers(policyqa / "unanswerable-dev.jsonl.gz"),
            *older(policyqa / "questions-dev.jsonl.gz"),
        )
        yield Corpus("policyqa", (policyqa / "documents.jsonl.gz",), asked)


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
