"""Questions in citizens' own words, with what a good reply shows: answerable ones, near-misses, follow-ups, strangers.

A near-miss asks beside a document for something that it does not say; a stranger is a question of another corpus, which
these documents cannot answer.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.errors import InputError
from knowledge.evaluation import labelled


class QuestionKind(StrEnum):
    """What a question tries, by the name it bears in the files."""

    ANSWERABLE = "answerable"
    NEAR_MISS = "near_miss"
    FOLLOW_UP = "follow_up"
    UNANSWERABLE = "unanswerable"


@dataclass(frozen=True, slots=True)
class WantedAnswer:
    """A question and the words, each of them right, that answer it; `documents` are those that hold an answer."""

    text: str
    answers: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NaturalQuestion:
    """One record: the first question of a new citizen, and where there is one the question after it.

    `style` is how it is worded (voice, short, …), empty where nobody said. `near` are the documents that come nearest
    to a near-miss, `short` the same near-miss in a few key words.
    """

    id: str
    kind: QuestionKind
    first: WantedAnswer
    style: str = ""
    near: tuple[str, ...] = ()
    short: str = ""
    second: WantedAnswer | None = None


def load(path: Path) -> list[NaturalQuestion]:
    """Read a file of records, one JSON object a line, packed or not; a record without `kind` is answerable.

    Raises `InputError` (`knowledge.bad_questions`) naming the line that cannot be read or lacks what its kind needs.
    """
    records = []
    for line, text in enumerate(labelled.lines(path), start=1):
        try:
            records.append(_record(json.loads(text)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError("knowledge.bad_questions", file=path.name, line=line) from error
    return records


def strangers(path: Path, *, most: int, seed: int) -> list[NaturalQuestion]:
    """Read questions that the documents cannot answer; `most` of them, drawn by `seed` in the file's order, 0 for all.

    Raises `InputError` as `load` does.
    """
    read = labelled.load(path)
    if 0 < most < len(read):
        dice = random.Random(seed)  # noqa: S311 - repeatable on purpose; nothing secret hangs on it
        read = [read[at] for at in sorted(dice.sample(range(len(read)), most))]
    return [NaturalQuestion(one.id, QuestionKind.UNANSWERABLE, WantedAnswer(one.text)) for one in read]


def _record(row: dict[str, Any]) -> NaturalQuestion:
    """Read one record; raises ValueError where its kind needs what it has not."""
    kind = QuestionKind(row.get("kind", QuestionKind.ANSWERABLE))
    second = _wanted(row["second"]) if kind is QuestionKind.FOLLOW_UP else None
    record = NaturalQuestion(
        id=str(row["qid"]),
        kind=kind,
        first=_wanted(row),
        style=str(row.get("style") or ""),
        near=tuple(row.get("near", ())),
        short=str(row.get("short") or ""),
        second=second,
    )
    answered = [record.first] if kind in {QuestionKind.ANSWERABLE, QuestionKind.FOLLOW_UP} else []
    if not all(_asks(one, answerable=True) for one in [*answered, *([second] if second else [])]):
        raise ValueError("no question, or no answer to it")
    if not _asks(record.first, answerable=False) or (kind is QuestionKind.NEAR_MISS and not record.near):
        raise ValueError("no question, or no document near it")
    return record


def _wanted(row: dict[str, Any]) -> WantedAnswer:
    documents: Sequence[str] = (*row.get("docids", ()), *row.get("also", ()))
    return WantedAnswer(str(row["question"]), tuple(row.get("answers", ())), tuple(documents))


def _asks(one: WantedAnswer, *, answerable: bool) -> bool:
    return bool(one.text.strip()) and (not answerable or any(answer.strip() for answer in one.answers))
