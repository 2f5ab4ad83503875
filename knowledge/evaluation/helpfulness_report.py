"""The figures of all questions put together: over all of them, and by the style they are worded in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.evaluation.comparison import QUESTIONS_KEY
from knowledge.evaluation.intervals import Estimate, separation, share
from knowledge.evaluation.metrics import Figures
from knowledge.evaluation.natural_questions import NaturalQuestion, QuestionKind

ANSWERABLE = frozenset({QuestionKind.ANSWERABLE, QuestionKind.FOLLOW_UP})
Estimates = dict[str, Estimate]


@dataclass(frozen=True, slots=True)
class MeasuredQuestion:
    """A record with the figures of its first reply, of its second turn, and of its short wording, where it has them."""

    question: NaturalQuestion
    first: Figures
    second: Figures | None = None
    short: Figures | None = None

    def plain(self) -> Figures:
        """Give all figures under one another's names, for a comparison question by question."""
        second = {f"second_{name}": value for name, value in (self.second or {}).items()}
        return {
            **self.first,
            **second,
            **{f"short_{name}": value for name, value in (self.short or {}).items()},
        }


@dataclass(frozen=True, slots=True)
class HelpfulnessReport:
    """The figures over all questions and by style, and those of each question by its id."""

    figures: Estimates
    styles: Mapping[str, Estimates]
    questions: Mapping[str, Figures]

    def plain(self) -> dict[str, Any]:
        """Give everything as one JSON object."""
        return {
            "figures": _plain(self.figures),
            "styles": {style: _plain(found) for style, found in self.styles.items()},
            QUESTIONS_KEY: dict(self.questions),
        }


def report(measured: Sequence[MeasuredQuestion]) -> HelpfulnessReport:
    """Give the figures of measured questions; questions without a style count in the whole only."""
    styles = sorted({one.question.style for one in measured if one.question.style})
    return HelpfulnessReport(
        figures=estimates(measured),
        styles={
            style: estimates([one for one in measured if one.question.style == style]) for style in styles
        },
        questions={one.question.id: one.plain() for one in measured},
    )


def estimates(measured: Sequence[MeasuredQuestion]) -> Estimates:
    """Give every figure over some questions; NaN where there is no question of its kind.

    `auroc` compares the confidence in the best passages, shown or not, that are right with all others, near-misses
    included and strangers not: whoever shows little does not gain by it. `auroc_replies` calls right only what was
    shown, `auroc_shown` leaves out the replies that showed nothing.
    """
    asked = [one.first for one in measured if one.question.kind in ANSWERABLE]
    misses = [one for one in measured if one.question.kind is QuestionKind.NEAR_MISS]
    strange = [one.first for one in measured if one.question.kind is QuestionKind.UNANSWERABLE]
    near = [one.first for one in misses]
    return {
        "helped": _share(asked, "helped"),
        "helped_whole": _share(asked, "helped_whole"),
        "within_one_tap": _share(asked, "within_one_tap"),
        "sure": _share(asked, "sure"),
        "likely": _share(asked, "likely"),
        "asked_back": _share(asked, "asked_back"),
        "misled": _share(asked, "misled"),
        "best_passage_right": _share(asked, "right"),
        "near_miss_sure": _share(near, "sure"),
        "near_miss_sure_short": _share((one.short for one in misses if one.short), "sure"),
        "noise": _share([*near, *strange], "noise"),
        "noise_near_miss": _share(near, "noise"),
        "noise_unanswerable": _share(strange, "noise"),
        "second_helped": _share((one.second for one in measured if one.second), "helped"),
        "second_misled": _share((one.second for one in measured if one.second), "misled"),
        "auroc": _separation([*asked, *near], "right"),
        "auroc_replies": _separation([*asked, *near], "helped"),
        "auroc_shown": _separation([row for row in [*asked, *near] if row["shown"]], "helped"),
    }


def _share(rows: Iterable[Figures], name: str) -> Estimate:
    return share([row[name] for row in rows])


def _separation(rows: Sequence[Figures], mark: str) -> Estimate:
    """Compare those that bear a mark with all others; without a confidence there is no trust at all."""
    trusted = [(row.get("confidence", 0.0), bool(row.get(mark))) for row in rows]
    return separation([one for one, right in trusted if right], [one for one, right in trusted if not right])


def _plain(found: Estimates) -> dict[str, Any]:
    return {name: one.plain() for name, one in found.items()}
