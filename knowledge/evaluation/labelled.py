"""Questions whose right documents and answers are known, and what is right among the passages of an index.

Citizens mistype and are misheard: the questions can be damaged with wrong characters, the same ones every time.
"""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.errors import InputError
from knowledge.index.reader import Reader
from knowledge.index.texts import PassageTexts

HALF_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question, the ids of its right documents, the right answers, and documents that hold the answer too."""

    id: str
    text: str
    documents: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


def load(path: Path) -> list[LabelledQuestion]:
    """Read a file of labelled questions, one JSON object a line, packed or not.

    Raises `InputError` (`knowledge.bad_questions`) naming the line that cannot be read.
    """
    questions = []
    for line, text in enumerate(lines(path), start=1):
        try:
            row: dict[str, Any] = json.loads(text)
            question = LabelledQuestion(
                id=str(row["qid"]),
                text=str(row["question"]),
                documents=tuple(row.get("docids", ())),
                answers=tuple(row.get("answers", ())),
                also=tuple(row.get("also", ())),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError("knowledge.bad_questions", file=path.name, line=line) from error
        questions.append(question)
    return questions


def damaged(questions: Sequence[LabelledQuestion], *, share: float, seed: int = 0) -> list[LabelledQuestion]:
    """Give the questions with a share (0 to 1) of their letters and digits replaced by others.

    What stands in a wrong place is drawn from the letters of all questions, so common ones come often. The same seed
    damages the same questions in the same way, whatever their order.
    """
    if not share:
        return list(questions)
    letters = sorted(letter for question in questions for letter in question.text if letter.isalnum())
    return [_damaged(question, letters, share=share, seed=seed) for question in questions]


def _damaged(question: LabelledQuestion, letters: list[str], *, share: float, seed: int) -> LabelledQuestion:
    dice = random.Random(f"{seed}:{question.id}")  # noqa: S311 - repeatable on purpose; nothing secret hangs on it
    text = (
        dice.choice(letters) if letter.isalnum() and dice.random() < share else letter
        for letter in question.text
    )
    return replace(question, text="".join(text))


def relevant_passages(question: LabelledQuestion, reader: Reader) -> set[int]:
    """Give the passages that hold at least half of an answer, or are at least half answer."""
    found: set[int] = set()
    for docnum in reader.docnums_of((*question.documents, *question.also)):
        found |= _holding(question.answers, reader.texts, docnum)
    return found


def _holding(answers: tuple[str, ...], texts: PassageTexts, docnum: int) -> set[int]:
    base, _ = texts.text_range(docnum)
    text = texts.whole(docnum)
    found: set[int] = set()
    for answer in answers:
        for start in _occurrences(text, answer):
            for number in texts.passage_range(docnum):
                first, last = (border - base for border in texts.bounds_of(number))
                shared = min(last, start + len(answer)) - max(first, start)
                if shared > 0 and shared >= HALF_SHARE * min(len(answer), last - first):
                    found.add(number)
    return found


def _occurrences(text: str, answer: str) -> Iterator[int]:
    at = text.find(answer) if answer else -1
    while at >= 0:
        yield at
        at = text.find(answer, at + 1)


def lines(path: Path) -> Iterator[str]:
    """Give the lines of a file, packed (.gz) or not, that hold anything."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        yield from (line.decode("utf-8") for line in stream if line.strip())
