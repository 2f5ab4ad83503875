"""What a step of a complaint asks for beside the table: once only, in time, by another person. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.errors import ProcedureError
from handlers.complaints.case.clocks import RATES, ROUNDS, ComplaintClocks, NotedStep
from handlers.complaints.case.kinds import EXTENSION_WORKDAYS, ComplaintKind
from handlers.complaints.case.lifecycle import ARTICLES
from handlers.complaints.case.lifecycle import ComplaintState as State
from handlers.complaints.case.lifecycle import ComplaintStep as Step


@dataclass(frozen=True, slots=True)
class ComplaintStanding:
    """A complaint as it stands on a day."""

    kind: ComplaintKind
    state: State
    log: Sequence[NotedStep]
    dates: ComplaintClocks
    today: date

    def happened(self, step: Step) -> bool:
        """Whether a step was ever taken."""
        return any(line.step is step for line in self.log)

    @property
    def this_round(self) -> Sequence[NotedStep]:
        """The lines of the round that runs."""
        begun = max((at for at, line in enumerate(self.log) if line.step in ROUNDS), default=0)
        return self.log[begun:]

    @property
    def handler(self) -> str:
        """Who stated the result last, of this complaint or of the one it was merged into."""
        stated = {Step.REPORT, Step.CLOSE_WITH}
        last = next((line for line in reversed(self.log) if line.step in stated), None)
        if last is None:
            return ""
        return last.by if last.step is Step.REPORT else last.detail.get("reporter", "")


@dataclass(frozen=True, slots=True)
class WishedStep:
    """A step as somebody wants to take it, with what was filled in; `by` is a log-in name or the letter of a part."""

    step: Step
    by: str
    detail: Mapping[str, str] = field(default_factory=dict)


def require(standing: ComplaintStanding, wished: WishedStep) -> None:
    """Let a step pass; raises `ProcedureError` naming the condition that is not met."""
    fault = CONDITIONS[wished.step](standing, wished) if wished.step in CONDITIONS else ""
    if fault:
        raise ProcedureError(f"complaints.missing.{fault}", article=ARTICLES[wished.step])


def is_open(standing: ComplaintStanding, step: Step, *, by: str) -> bool:
    """Whether a step's conditions are met but for what would be filled in."""
    entered = {"workdays": str(EXTENSION_WORKDAYS)} if step is Step.EXTEND else {}
    return step not in CONDITIONS or not CONDITIONS[step](standing, WishedStep(step, by, entered))


def _objects(standing: ComplaintStanding, _: WishedStep) -> str:
    if standing.happened(Step.OBJECT):
        return "objected_before"
    last = standing.dates.object_by
    return "" if last is not None and standing.today <= last else "objected_late"


def _extends(standing: ComplaintStanding, wished: WishedStep) -> str:
    if standing.happened(Step.EXTEND):
        return "extended_before"
    workdays = int(wished.detail.get("workdays") or 0)
    if not 1 <= workdays <= EXTENSION_WORKDAYS:
        return "extension_length"
    due = standing.dates.due_on
    return "extended_late" if due is not None and standing.today > due else ""


def _reports(standing: ComplaintStanding, _: WishedStep) -> str:
    return "suggestion_answered" if standing.kind is ComplaintKind.SUGGESTION else ""


def _answers(standing: ComplaintStanding, _: WishedStep) -> str:
    return "" if standing.kind is ComplaintKind.SUGGESTION else "only_suggestion"


def _second_person(standing: ComplaintStanding, wished: WishedStep) -> str:
    return "second_person" if wished.by == standing.handler else ""


def _other_caller(standing: ComplaintStanding, wished: WishedStep) -> str:
    return "other_caller" if wished.by == standing.handler else ""


def _taken_up(standing: ComplaintStanding) -> bool:
    return standing.happened(Step.REOPEN) or standing.happened(Step.RECUR)


def _reopens(standing: ComplaintStanding, wished: WishedStep) -> str:
    return "reopened_before" if _taken_up(standing) else _other_caller(standing, wished)


def _supervises(standing: ComplaintStanding, wished: WishedStep) -> str:
    return _other_caller(standing, wished) if _taken_up(standing) else "reopen_first"


def _recurs(standing: ComplaintStanding, wished: WishedStep) -> str:
    if not wished.detail.get("repeat"):
        return "no_repeat"
    return "reopened_before" if _taken_up(standing) else ""


def _escalates(standing: ComplaintStanding, wished: WishedStep) -> str:
    if not wished.detail.get("repeat"):
        return "no_repeat"
    return "" if _taken_up(standing) else "reopen_first"


def _rates(standing: ComplaintStanding, _: WishedStep) -> str:
    first = next((line.on for line in standing.this_round if line.step in RATES), None)
    last = standing.dates.rate_until
    return "rating_over" if first and last and standing.today > last else ""


def _visits(standing: ComplaintStanding, _: WishedStep) -> str:
    return "visited_before" if any(line.step is Step.VISIT for line in standing.this_round) else ""


def _archives(standing: ComplaintStanding, _: WishedStep) -> str:
    last = standing.dates.put_away_after
    return "rating_open" if last is None or standing.today <= last else ""


CONDITIONS: Mapping[Step, Callable[[ComplaintStanding, WishedStep], str]] = {
    Step.OBJECT: _objects,
    Step.EXTEND: _extends,
    Step.REPORT: _reports,
    Step.ANSWER: _answers,
    Step.APPROVE: _second_person,
    Step.RECORD_CALL: _other_caller,
    Step.REOPEN: _reopens,
    Step.SUPERVISE: _supervises,
    Step.RATE: _rates,
    Step.RATE_LOW: _rates,
    Step.VISIT: _visits,
    Step.ARCHIVE: _archives,
    Step.RECUR: _recurs,
    Step.ESCALATE: _escalates,
}
