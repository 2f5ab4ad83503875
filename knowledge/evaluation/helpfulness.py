"""Whether a reply helps: the definitions, on what one reply showed and what its question's labels call right.

- *helped*: the text shown, as the answer or as the nearest passage, holds a labelled answer within 300 characters of
  quotation, whole or 80 % of its character pairs.
- *within one tap*: that, or what comes after one of the first three choices holds it.
- *misled*: sure, and the sure quotation does not hold it.
- *noise*: a passage shown, with or without reservation, for a near-miss from another document than its nearest ones,
  and any passage for a question that no document answers.
- *near-miss sure*: sure on a near-miss.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.assurance import Degree
from knowledge.evaluation.metrics import Figures, letters
from knowledge.evaluation.natural_questions import NaturalQuestion, QuestionKind, WantedAnswer

QUOTED_LETTERS = 300
PAIRS_SHARE = 0.8
TAPS = 3


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """Words of a document that stand in a reply; `sure` says that the reply has no reservation about them."""

    document: str
    text: str
    sure: bool = False


@dataclass(frozen=True, slots=True)
class SeenReply:
    """What a citizen got for one message.

    `degree` is the strongest degree of what was said. `confidence` is that the best passage answers, shown or not; None
    where nobody knows. `best` are the words of that passage: the first one shown, else what the search held for the
    best. `tapped` are the words shown after tapping each of the first choices.
    """

    degree: Degree
    passages: tuple[ShownPassage, ...] = ()
    confidence: float | None = None
    best: str = ""
    tapped: tuple[str, ...] = ()


def holds(text: str, answers: Iterable[str]) -> bool:
    """Whether a text holds one of the answers: whole, or 80 % of its character pairs; on letters and digits only.

    By its pairs an answer may be held to stand where one of its figures is another: what stands whole is counted besides.
    """
    ours = letters(text)
    return any(wanted in ours or _alike(ours, wanted) for wanted in map(letters, answers) if wanted)


def holds_whole(text: str, answers: Iterable[str]) -> bool:
    """Whether one of the answers stands whole in a text, on letters and digits only."""
    ours = letters(text)
    return any(wanted in ours for wanted in map(letters, answers) if wanted)


def _alike(ours: str, wanted: str) -> bool:
    pairs = _pairs(wanted)
    shared = (pairs & _pairs(ours)).total()
    return bool(pairs) and shared >= PAIRS_SHARE * pairs.total()


def _pairs(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


def quotation(texts: Iterable[str]) -> str:
    """Give what counts of the passages of a reply: their first 300 characters, in the order they are shown."""
    return "\n".join(texts)[:QUOTED_LETTERS]


def of_first(question: NaturalQuestion, seen: SeenReply) -> Figures:
    """Give the figures of the reply to a record's first question, those that its kind has.

    `right` says that the best passage, shown or not, holds the answer; `confidence` belongs to it.
    """
    degrees = {"sure": Degree.SURE, "likely": Degree.LIKELY, "asked_back": Degree.ASK_BACK}
    claimed = {name: float(seen.degree is degree) for name, degree in degrees.items()}
    shown = {"shown": float(bool(seen.passages)), **claimed}
    trust = {} if seen.confidence is None else {"confidence": round(seen.confidence, 6)}
    if question.kind in {QuestionKind.ANSWERABLE, QuestionKind.FOLLOW_UP}:
        return {**shown, **trust, **of_answerable(question.first, seen)}
    astray = any(passage.document not in question.near for passage in seen.passages)
    missed = {"near_miss_sure": shown["sure"]} if question.kind is QuestionKind.NEAR_MISS else {}
    return {**shown, **trust, **missed, "noise": float(astray), "right": 0.0}


def of_answerable(wanted: WantedAnswer, seen: SeenReply) -> Figures:
    """Give the figures of the reply to a question that has an answer."""
    text = quotation(passage.text for passage in seen.passages)
    helped = holds(text, wanted.answers)
    surely = holds(quotation(passage.text for passage in seen.passages if passage.sure), wanted.answers)
    tapped = any(holds(text[:QUOTED_LETTERS], wanted.answers) for text in seen.tapped[:TAPS])
    return {
        "helped": float(helped),
        "helped_whole": float(holds_whole(text, wanted.answers)),
        "within_one_tap": float(helped or tapped),
        "misled": float(seen.degree is Degree.SURE and not surely),
        "right_document": float(any(one.document in wanted.documents for one in seen.passages)),
        "right": float(holds(seen.best[:QUOTED_LETTERS], wanted.answers)),
    }


def strongest(degrees: Sequence[Degree]) -> Degree:
    """Give the strongest of the degrees of what was said in answer to one message; none was said, none is claimed."""
    order = (Degree.SURE, Degree.LIKELY, Degree.ASK_BACK, Degree.NONE)
    return next((degree for degree in order if degree in degrees), Degree.NONE)
