"""Which stretch of the documents answers a question, and how likely it does: small sums over what was measured.

Three linear models, fitted apart (`benchmarks.judgement`): one chooses among the stretches of a question, one tells how
likely the chosen one answers, and one whether it belongs to the question at all, be it only as what comes nearest. Their
weights lie on measures free of words, so nothing of the texts they were fitted on is kept in them, and what brought a
judgement about can be told measure by measure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from knowledge.index.reader import Reader
from knowledge.judgement import measures, quantities, sureness
from knowledge.judgement.sought import Sought
from knowledge.judgement.windows import Window
from knowledge.judgement.worth import Worths
from knowledge.search.evidence import Floats
from knowledge.search.features import Marks
from knowledge.search.lookup import SearchResult
from knowledge.search.weights import Weights, of_weights, shipped

# The parts of the weights; where a meaning is known as well, those with this ending.
CHOICE, SURENESS, BELONGING = "judgement", "sureness", "belonging"
WITH_MEANING = "_with_meaning"
SHOWN_REASONS = 5
# The sections of a county's own documents are few among what was learnt from; tried in docs/decisions/judgement.md.
CHOSEN_GAIN, CHOSEN_LEAST = 2.5, 0.3
# Questions about a paper, a year or a class are too few to learn this from; it is a rule, and holds without exception.
FOREIGN_LOSS, FOREIGN_SHARE = 4.0, 0.1
# Documents laid out in sections are a county's own: what they do not name, they do not grant.
STRAY_SHARE, STRAY_SHARE_STRUCTURED = 0.4, 0.25
FOREIGN_SIGNS = (
    quantities.OfWindow.PAPER_MISSING,
    quantities.OfWindow.THING_MISSING,
    quantities.OfWindow.YEAR_OTHER,
    quantities.OfWindow.CONTRAST_OTHER,
)
CHOICE_NAMES = (*quantities.NAMES, *(f"{name}_of_section" for name in quantities.NAMES))


@dataclass(frozen=True, slots=True)
class JudgedWindows:
    """The stretches that may answer a question, and what is thought of each: arrays (windows,).

    `scores` choose among them; `shares` say how likely each is the one, given that one is; `chances` how likely each
    answers, 0 to 1, never more for one that was chosen later; `belongings` how likely each belongs to the question
    rather than to none that these documents could answer. `measured`, array (windows, `CHOICE_NAMES`), is what the
    choice rests on, `weighed`, array (windows, `sureness.NAMES`), what the rest does.
    """

    windows: Sequence[Window]
    scores: Floats
    shares: Floats
    chances: Floats
    belongings: Floats
    measured: Floats
    weighed: Floats
    order: Sequence[int] = field(init=False)

    def __post_init__(self) -> None:
        """Put the stretches in their order once; whoever says something of them asks for it again and again."""
        object.__setattr__(self, "order", (-self.scores).argsort(kind="stable").tolist())

    def is_structured(self, place: int) -> bool:
        """Whether a stretch is of a document whose sections were chosen among."""
        docnum = self.windows[place].docnum
        return any(window.section and window.docnum == docnum for window in self.windows)


def judge(
    windows: Sequence[Window],
    found: SearchResult,
    reader: Reader,
    *,
    sought: Sought,
    weights: Weights,
    worths: Worths,
    threaded: bool = False,
) -> JudgedWindows:
    """Give which of some stretches answers a question, and how likely it does.

    `worths` tells what the pairs of the question are worth; `threaded` that it was looked up with the title of what was
    talked about.
    """
    ranked = found.ranked
    meant = ranked.closeness is not None
    measured = measures.of_windows(windows, ranked, reader, sought=sought, worths=worths)
    both = of_both(measured)
    fitted, _ = fitted_weights(weights, CHOICE, CHOICE_NAMES, meant=meant)
    # What law and calendar say of a document counts here as it does in the search: an ended rule stands back.
    rows = [window.row for window in windows]
    scores = both @ fitted + (ranked.scores - ranked.judged)[rows] + chosen_gains(windows)
    weighed = sureness.of_choice(windows, found, measured=measured, scores=scores, threaded=threaded)
    chances, belongings = (
        _likely(weighed, *fitted_weights(weights, part, sureness.NAMES, meant=meant))
        for part in (SURENESS, BELONGING)
    )
    # The rules of one paper, fee, year or class do not answer for another, however much else they share.
    foreign = foreign_of(measured)
    if foreign.any():
        scores = scores - FOREIGN_LOSS * foreign
        chances = np.where(foreign, FOREIGN_SHARE * chances, chances)
        belongings = np.where(foreign, stray_shares(windows) * belongings, belongings)
    falling = (-scores).argsort(kind="stable")
    chances[falling] = np.minimum.accumulate(chances[falling])
    return JudgedWindows(windows, scores, sureness.shares_of(scores), chances, belongings, both, weighed)


def chosen_gains(windows: Sequence[Window]) -> Floats:
    """Give what the section that its own choice put first gains, by how likely that choice holds it: array (windows,)."""
    trusted = [
        max(0.0, window.likely - CHOSEN_LEAST) * (window.section and not window.behind) for window in windows
    ]
    return CHOSEN_GAIN * np.array(trusted, dtype=np.float64)


def foreign_of(measured: Floats) -> Marks:
    """Tell which stretches are of another paper, fee, year or class than the one asked for: array (windows,)."""
    foreign: Marks = np.any(measured[:, list(FOREIGN_SIGNS)] >= 1, axis=1)
    return foreign


def stray_shares(windows: Sequence[Window]) -> Floats:
    """Give what is left of the belonging of stretches that are foreign: array (windows,)."""
    structured = {window.docnum for window in windows if window.section}
    return np.array(
        [STRAY_SHARE_STRUCTURED if window.docnum in structured else STRAY_SHARE for window in windows]
    )


def of_both(measured: Floats) -> Floats:
    """Give the measures once more for sections alone: they were chosen in another way, and weigh apart."""
    return np.hstack((measured, measured * measured[:, [quantities.OfWindow.SECTION]]))


def brought(
    judged: JudgedWindows, place: int, weights: Weights, *, meant: bool = False
) -> list[tuple[str, float]]:
    """Give what speaks most for and against a stretch: the measure's name and its points, the weightiest first.

    What a measure weighs in a section besides is told together with what it weighs everywhere.
    """
    fitted, _ = fitted_weights(weights, CHOICE, CHOICE_NAMES, meant=meant)
    points = (judged.measured[place] * fitted).reshape(2, len(quantities.NAMES)).sum(axis=0).tolist()
    named = sorted(zip(quantities.NAMES, points, strict=True), key=lambda reason: -abs(reason[1]))
    return [(name, round(value, 2)) for name, value in named[:SHOWN_REASONS]]


@of_weights
def fitted_weights(
    weights: Weights, part: str, names: tuple[str, ...], *, meant: bool = False
) -> tuple[Floats, float]:
    """Give a part of the weights in the order of names, array (names,), and its constant; a county's own need none."""
    part += WITH_MEANING if meant else ""
    fitted = weights.get(part) or shipped()[part]
    return np.array([fitted.get(name, 0.0) for name in names]), float(fitted.get("bias", 0.0))


def threshold(weights: Weights, name: str, *, meant: bool = False) -> float:
    """Give a bar between 0 and 1; those ending in `_structured` are of documents whose sections were chosen among.

    `sure` is the chance from which words are quoted. `likely` is the belonging from which they are shown with a
    reservation, `near` that from which somebody is named to ask, `offered` that from which documents are offered to
    choose. From the share `alone` on the best stretch is shown alone; below it one stands beside it whose share is at
    least `beside` times the best one's, `beside_elsewhere` times where it is of another document.
    """
    part = "degrees" + (WITH_MEANING if meant else "")
    fitted: dict[str, float] = weights.get(part) or shipped()[part]
    return float(fitted[name])


def _likely(weighed: Floats, fitted: Floats, bias: float) -> Floats:
    chances: Floats = 1 / (1 + np.exp(-(weighed @ fitted + bias)))
    return chances
