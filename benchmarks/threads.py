"""`python -m benchmarks.threads --data FOLDER` fits how a question is read that goes on with a talk, and tells how good it is.

The project's own second questions teach it, and where FOLDER holds them, those of `policyqa` and `county`; `--write`
puts the weights into `knowledge/data/thread.json`. Figures are cross-validated, document by document.
"""

import argparse
import json
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.judgement.examples import FOLDS, TODAY
from benchmarks.judgement.questions import ROOT, SAMPLE, TRAINING, training_documents
from knowledge.answers import thread_weights
from knowledge.answers.answerer import Answerer
from knowledge.answers.inquiry import Circumstances, Inquiry
from knowledge.answers.stretches import Stretches
from knowledge.answers.thread import OfStretch, Thread, both_scores, read
from knowledge.answers.turning import OfTurn, turned
from knowledge.calibration.linear_models import Linear, listwise, logistic
from knowledge.evaluation import natural_questions
from knowledge.evaluation.helpfulness import holds
from knowledge.evaluation.report import build
from knowledge.judgement.cuts import SHOWN_LETTERS
from knowledge.search.columns import Columns, labels
from knowledge.search.evidence import Floats
from knowledge.search.lookup import readings_of
from knowledge.search.weights import shipped

WEIGHTS = ROOT / "knowledge" / "data" / "thread.json"
CHOICE = ("whole", "alone_share", "alone_behind")
PENALTY = 0.01
# How much a question of each set counts; there are few of real county documents and of long ones.
COUNTS = {"own": 1.0, "county": 2.0, "policyqa": 2.0}
MOST_MISLED = 0.06
MOST_SURE_UNSAID = 0.08


@dataclass(frozen=True, slots=True)
class SecondQuestion:
    """A question after another one on `document`; `answers` is empty where nothing says it or `new` where it begins another matter."""

    part: str
    before: str
    document: str
    text: str
    answers: tuple[str, ...]
    new: bool

    @property
    def fold(self) -> int:
        """Give what keeps the questions on one document together."""
        return zlib.crc32(self.document.encode()) % FOLDS


@dataclass(frozen=True, slots=True)
class Turn:
    """A second question with the matter it was read in: which stretches hold its answer, and what tells that it goes on."""

    second: SecondQuestion
    thread: Thread
    right: Floats
    both: Floats
    turned: Floats


def own() -> Iterator[SecondQuestion]:
    """Give the project's own second questions."""
    for line in (TRAINING / "questions.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if second := row.get("second"):
            answers = tuple(second.get("answers") or ()) if second["kind"] == "answered" else ()
            new = second["kind"] == "new_matter"
            yield SecondQuestion("own", row["question"], row["document"], second["question"], answers, new)


def natural(path: Path, part: str) -> Iterator[SecondQuestion]:
    """Give the second questions of a measuring set."""
    for one in natural_questions.load(path):
        if one.second:
            first, second = one.first, one.second
            yield SecondQuestion(part, first.text, first.documents[0], second.text, second.answers, new=False)


def turns(documents: list[Path], asked: list[SecondQuestion], folder: Path) -> Iterator[Turn]:
    """Read each question inside the matter of its document."""
    index = build(documents, folder).index
    answerer, stretches, reader = Answerer(index), Stretches(), index.reader
    assert reader is not None, "what was built can be loaded"
    for one in asked:
        circumstances = Circumstances(TODAY, one.document, before=one.before)
        inquiry = Inquiry(one.text, readings_of(one.text), circumstances, None, reader, shipped())
        thread = read(inquiry, stretches, answerer.sayings)
        if thread is not None:
            right = np.array([_holds(thread, place, one) for place in range(len(thread.judged.windows))])
            elsewhere = answerer.answer(one.text, today=TODAY)
            yield Turn(one, thread, right, both_scores(thread), np.array(turned(thread, elsewhere)))


def _holds(thread: Thread, place: int, second: SecondQuestion) -> float:
    window, texts = thread.judged.windows[place], thread.inquiry.reader.texts
    begins = texts.bounds_of(window.number)[0]
    words = texts.text(begins + window.start, begins + window.end)[:SHOWN_LETTERS]
    return float(bool(second.answers) and holds(words, second.answers))


def fit_choice(kept: list[Turn]) -> dict[str, float]:
    """Fit what each reading counts in the choice."""
    taught = [turn for turn in kept if turn.right.any()]
    groups = np.repeat(np.arange(len(taught)), [len(turn.right) for turn in taught])
    counts = np.array([COUNTS[turn.second.part] for turn in taught])
    model = listwise(
        np.concatenate([turn.both for turn in taught]),
        np.concatenate([turn.right for turn in taught]),
        groups,
        penalty=PENALTY,
        weight=counts,
    )
    return dict(zip(CHOICE, map(float, model.weights), strict=True))


def fit_chance(
    kept: list[Turn], columns: type[Columns], part: str, measure: Callable[[Turn], tuple[Floats, float]]
) -> dict[str, float]:
    """Fit how likely something is, by its measures, as the weights file has it."""
    rows, wanted = zip(*(measure(turn) for turn in kept), strict=True)
    counts = np.array([COUNTS[turn.second.part] for turn in kept])
    model: Linear = logistic(np.array(rows), np.array(wanted), counts, penalty=PENALTY)
    named = {
        f"{part}_{name}": float(value) for name, value in zip(labels(columns), model.weights, strict=True)
    }
    return {**named, f"{part}_bias": model.bias}


def first(turn: Turn) -> tuple[Floats, float]:
    """Give what is measured of the stretch chosen, and whether it is right."""
    shares = turn.thread.shares()
    place = int(shares.argmax())
    return np.array(turn.thread.stretch(place, shares, turn.both)), float(turn.right[place])


def fitted(kept: list[Turn]) -> dict[str, float]:
    """Give the weights fitted on some turns; those in use are changed by it, for one part rests on another."""
    use(fit_choice(kept))
    inside = [turn for turn in kept if not turn.second.new]
    use(fit_chance(inside, OfStretch, "sureness", first))
    use(fit_chance(kept, OfTurn, "leaving", lambda turn: (turn.turned, float(turn.second.new))))
    return {name: round(value, 4) for name, value in thread_weights.weights().items()}


def use(found: dict[str, float]) -> None:
    """Weigh with other numbers from now on."""
    thread_weights.weights().update(found)


@dataclass(frozen=True, slots=True)
class Told:
    """What unseen weights made of a turn."""

    turn: Turn
    right: bool
    chance: float
    leaving: float


def predicted(every: list[Turn]) -> list[Told]:
    """Give what weights fitted on the other folds make of each turn."""
    told = []
    for fold in range(FOLDS):
        fitted([turn for turn in every if turn.second.fold != fold])
        for turn in every:
            if turn.second.fold == fold:
                row, right = first(turn)
                chance = thread_weights.likely(row[None], OfStretch, "sureness")[0]
                leaving = thread_weights.likely(turn.turned[None], OfTurn, "leaving")[0]
                told.append(Told(turn, bool(right), float(chance), float(leaving)))
    return told


def bar(told: list[Told]) -> float:
    """Give the lowest chance from which words are quoted as sure without misleading too often."""
    inside = [one for one in told if not one.turn.second.new]
    answered = [one for one in inside if one.turn.second.answers]
    unsaid = [one for one in inside if not one.turn.second.answers]
    for least in (round(0.3 + 0.01 * step, 2) for step in range(70)):
        misled = np.mean([one.chance >= least and not one.right for one in answered])
        sure = np.mean([one.chance >= least for one in unsaid])
        if misled <= MOST_MISLED and sure <= MOST_SURE_UNSAID:
            return least
    return 1.0


def tell(told: list[Told], least: float) -> None:
    """Print the figures, unseen, by set."""
    for part in COUNTS:
        own_part = [one for one in told if one.turn.second.part == part]
        answered = [one for one in own_part if one.turn.second.answers]
        unsaid = [one for one in own_part if not one.turn.second.answers and not one.turn.second.new]
        new = [one for one in own_part if one.turn.second.new]
        figures = {
            "answered": len(answered),
            "right": np.mean([one.right for one in answered]) if answered else 0.0,
            "sure": np.mean([one.chance >= least for one in answered]) if answered else 0.0,
            "misled": np.mean([one.chance >= least and not one.right for one in answered])
            if answered
            else 0.0,
            "unsaid_sure": np.mean([one.chance >= least for one in unsaid]) if unsaid else 0.0,
            "stays": np.mean([one.leaving < 0.5 for one in answered]) if answered else 0.0,
            "unsaid_stays": np.mean([one.leaving < 0.5 for one in unsaid]) if unsaid else 0.0,
            "new_leaves": np.mean([one.leaving >= 0.5 for one in new]) if new else 0.0,
        }
        print(f"{part:10}", "  ".join(f"{name} {value:.3g}" for name, value in figures.items()))


def main() -> None:
    """Fit, print the figures, and write the weights when asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.threads", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the measuring sets")
    parser.add_argument("--write", action="store_true", help="write the weights")
    options = parser.parse_args()
    every: list[Turn] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        every += turns([training_documents(folder), SAMPLE], list(own()), folder / "own")
        for part, file in (("county", "questions-dev"), ("policyqa", "natural-dev")):
            documents = options.data / part / "documents.jsonl.gz" if options.data else None
            if documents and documents.exists():
                asked = list(natural(documents.with_name(f"{file}.jsonl.gz"), part))
                every += turns([documents], asked, folder / part)
    told = predicted(every)
    least = bar(told)
    tell(told, least)
    weights = {**fitted(every), "sure": least}
    print(weights)
    if options.write:
        WEIGHTS.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
