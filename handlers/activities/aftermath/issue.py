"""An issue as a value, as citizens and the desk see it."""

from dataclasses import dataclass
from datetime import date, datetime

from handlers.activities.aftermath.lifecycle import IssueState, IssueStep


@dataclass(frozen=True, slots=True)
class IssueNote:
    """One thing that was said of an issue: an answer, how far it is, the end."""

    step: IssueStep
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Issue:
    """What was asked at an activity, who answers by when, and what was said of it since."""

    number: int
    activity: int
    words: str
    unit: str
    raised_on: date
    due_on: date
    state: IssueState
    promised_on: date | None = None
    notes: tuple[IssueNote, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether nothing is to be waited for any more."""
        return self.state is IssueState.DONE

    def is_late(self, today: date) -> bool:
        """Whether the day is past by which it was to be answered, or put right."""
        if self.state is IssueState.ASKED:
            return today > self.due_on
        late = self.promised_on is not None and today > self.promised_on
        return self.state is IssueState.RECTIFYING and late


@dataclass(frozen=True, slots=True)
class IssueOrder:
    """A step that the desk takes: its words, and the day by which something is put right where the step names one."""

    step: IssueStep
    words: str
    promised_on: date | None = None
