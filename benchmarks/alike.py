"""`python -m benchmarks.alike --write FILE` notes what some thousands of questions are answered with, to the last digit; `--beside FILE` compares.

Whoever makes the answering quicker writes the file with the program as it was, and compares with the program as it is:
every question by itself, inside the matter of the question before it, and as a citizen's second message. The exit code is 1
where anything differs. The questions are the project's own (`knowledge/data/training`), the documents theirs and the sample
county's, so nothing is needed besides the checkout.
"""

import argparse
import dataclasses
import json
import sys
import tempfile
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from enum import Enum
from hashlib import sha256
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from benchmarks.judgement.examples import TODAY
from benchmarks.judgement.questions import SAMPLE, TRAINING, training_documents
from handlers.policy.thread.follow_up import TOPIC_LETTERS, ask
from handlers.talk.last_answer import LastAnswer
from handlers.talk.turn import Heard
from knowledge.answers.answer import Answer, Decline
from knowledge.answers.answerer import Answerer
from knowledge.evaluation.report import build

SHOWN = 10


def plain(value: Any) -> Any:
    """Give a value as what JSON can hold, each number to its last digit and nothing left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, float):
        return value.hex()
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, AbstractSet):
        return sorted(plain(each) for each in value)
    return value if value is None or isinstance(value, str | int | bool) else repr(value)


def questions() -> Iterator[str]:
    """Give the project's own questions, and the second ones of those that have one behind them."""
    for line in (TRAINING / "questions.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        yield row["question"]
        if second := row.get("second"):
            yield second["question"]


def answered(answerer: Answerer, count: int) -> Iterator[dict[str, str]]:
    """Give for each question the digest of all that it is answered with, and what is shown of it where that differs."""
    for before, said in pairwise(islice(questions(), count + 1)):
        first = answerer.answer(before, today=TODAY)
        alone = answerer.answer(said, today=TODAY)
        found = [alone]
        if first.best is not None:
            document = first.best.citation.document.id
            found.append(answerer.answer(said, today=TODAY, about=document, before=before))
            last = LastAnswer(before, before[:TOPIC_LETTERS], document)
            found.append(ask(Heard(said, "text", TODAY), last, answering=answerer, today=TODAY).result)
        told = json.dumps(plain(found), ensure_ascii=False, sort_keys=True)
        yield {
            "before": before,
            "question": said,
            "digest": sha256(told.encode()).hexdigest(),
            "told": " | ".join(map(_short, found)),
        }


def _short(result: Answer | Decline) -> str:
    where = result.best.citation.document.id if result.best else "nowhere"
    return f"{type(result).__name__} {where} {result.confidence!r} {result.belonging!r} {result.leaving!r}"


def differing(told: list[dict[str, str]], before: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    """Give each question that is answered otherwise, with what is shown of both answers; a question that one lacks is none."""
    known = {(row["before"], row["question"]): row for row in before}
    return [
        (row["question"], other["told"], row["told"])
        for row in told
        if (other := known.get((row["before"], row["question"]))) and other["digest"] != row["digest"]
    ]


def main() -> None:
    """Answer, and write or compare."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.alike", description=__doc__)
    options.add_argument("--questions", type=int, default=3_000)
    options.add_argument("--write", type=Path, help="where the answers are noted")
    options.add_argument("--beside", type=Path, help="the answers noted before")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="mingbai-alike-") as place:
        folder = Path(place)
        index = build([training_documents(folder), SAMPLE], folder / "index").index
        told = list(answered(Answerer(index), chosen.questions))
    if chosen.write:
        chosen.write.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in told), "utf-8")
    if not chosen.beside:
        print(f"{len(told)} questions answered")
        return
    before = [json.loads(line) for line in chosen.beside.read_text("utf-8").splitlines()]
    found = differing(told, before)
    for question, was, now in found[:SHOWN]:
        print(f"{question}\n  {was}\n  {now}")
    print(f"{len(told)} questions, {len(found)} answered otherwise than before")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
