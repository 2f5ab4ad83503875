"""What one complaint counts as: exactly one figure, from its log alone, whoever would like another. Pure.

The formulas stand in `rates.py`, and both on one page of the docs, docs/complaint-measures.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.complaints.case.clocks import RATES, ROUNDS, NotedStep, clocks
from handlers.complaints.case.kinds import ComplaintKind, ComplaintResult
from handlers.complaints.case.lifecycle import ComplaintState
from handlers.complaints.case.lifecycle import ComplaintStep as Step
from handlers.complaints.case.scores import ServiceRating
from handlers.workdays import WorkingCalendar


class CountedAs(StrEnum):
    """As what a complaint is counted: it goes on, solved, not solved, a suggestion answered, shown another door."""

    RUNNING = "running"
    SOLVED = "solved"
    UNSOLVED = "unsolved"
    ANSWERED = "answered"
    REDIRECTED = "redirected"


class ExclusionRule(StrEnum):
    """Why a case may stay out of every rate; the words are the text `measures.rules.<value>`."""

    WITHDRAWN = "withdrawn"
    SAME_PERSON = "same_person"
    OTHER_PROCEDURE = "other_procedure"
    BEYOND_COUNTY = "beyond_county"
    UNFOUNDED_WISH = "unfounded_wish"
    FORCE_MAJEURE = "force_majeure"


RESULTS = frozenset({Step.APPROVE, Step.CLOSE_WITH, Step.ANSWER, Step.DECLINE})
"""By which the applicant is told a result; each has to come by the day of its round."""
GOES_ON = frozenset(
    {
        *(ComplaintState.DRAFT, ComplaintState.REGISTERED, ComplaintState.ACCEPTED, ComplaintState.HANDLING),
        *(ComplaintState.OBJECTED, ComplaintState.REPORTED, ComplaintState.MERGED, ComplaintState.SUPERVISED),
    }
)


@dataclass(frozen=True, slots=True)
class CaseFigure:
    """One complaint as it is counted. `late` says that a result, of any round, was told after its day.

    `satisfied` is of the last rating of the round that runs; `repeated` that the same was told again, or the case was
    reopened.
    """

    figure: CountedAs
    late: bool
    rated: bool
    satisfied: bool
    repeated: bool
    ended_on: date | None
    due_on: date | None


def figure_of(
    kind: ComplaintKind,
    state: ComplaintState,
    log: Sequence[NotedStep],
    *,
    result: str,
    calendar: WorkingCalendar,
) -> CaseFigure:
    """Give what a complaint counts as; `result` is the one that was stated last, one of `ComplaintResult`."""
    begun = max((at for at, line in enumerate(log) if line.step in ROUNDS), default=0)
    ratings = [ServiceRating.of(line.detail) for line in log[begun:] if line.step in RATES]
    last = ratings[-1] if ratings else None
    ended = [line.on for line in log if line.step in RESULTS or line.step is Step.CONCLUDE]
    figure = _figure(kind, state, log, result=result, rating=last)
    return CaseFigure(
        figure=figure,
        late=any(_late(kind, log[: at + 1], calendar) for at, line in enumerate(log) if line.step in RESULTS),
        rated=last is not None,
        satisfied=last is not None and not last.low,
        repeated=any(line.step in {Step.RECUR, Step.ESCALATE, Step.REOPEN} for line in log),
        ended_on=ended[-1] if ended and figure is not CountedAs.RUNNING else None,
        due_on=clocks(kind, log, calendar=calendar).due_on,
    )


def _figure(
    kind: ComplaintKind,
    state: ComplaintState,
    log: Sequence[NotedStep],
    *,
    result: str,
    rating: ServiceRating | None,
) -> CountedAs:
    if state in GOES_ON:
        return CountedAs.RUNNING
    if state is ComplaintState.DECLINED:
        return CountedAs.REDIRECTED
    if any(line.step is Step.ANSWER for line in log):
        return CountedAs.ANSWERED
    # Whoever told it has the last word; what the supervisor only concluded was not solved.
    unsolved = rating is not None and rating.unsolved
    concluded = any(line.step is Step.CONCLUDE for line in log)
    return CountedAs.SOLVED if _good(kind, result) and not unsolved and not concluded else CountedAs.UNSOLVED


def _good(kind: ComplaintKind, result: str) -> bool:
    """Whether a result solves: 部分解决 does not, and an explanation answers a question only."""
    explained = kind is ComplaintKind.CONSULTATION and result == ComplaintResult.EXPLAINED
    return result == ComplaintResult.SOLVED or explained


def _late(kind: ComplaintKind, log: Sequence[NotedStep], calendar: WorkingCalendar) -> bool:
    """Whether the result that ends a log was told after the day of its round."""
    due = clocks(kind, log, calendar=calendar).due_on
    return due is not None and log[-1].on > due
