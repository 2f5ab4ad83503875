"""A draft as others see it, and an opinion as its own citizen does: values without machinery."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from bot.clock import local_date
from handlers.opinions.collecting.articles import DraftArticle, articles_of
from handlers.opinions.collecting.lifecycle import GroupOutcome, PublicDraftState
from handlers.opinions.collecting.term import is_within


@dataclass(frozen=True, slots=True)
class DraftPaper:
    """What the office writes of a draft."""

    title: str
    unit: str
    text: str
    basis: str
    explanation: str
    contact: str
    closes_on: date
    result_due_on: date
    allows_anonymous: bool = True
    short_reason: str = ""


@dataclass(frozen=True)
class PublicDraft:
    """A draft with where it stands; `document` is its summary, empty while that is not public."""

    number: str
    paper: DraftPaper
    opens_on: date | None
    state: PublicDraftState
    document: str = ""

    @cached_property
    def articles(self) -> tuple[DraftArticle, ...]:
        """The articles of the draft."""
        return articles_of(self.paper.text)

    def takes_opinions(self, now: datetime) -> bool:
        """Whether opinions are taken at an instant."""
        return self.state is PublicDraftState.OPEN and is_within(self.opens_on, self.paper.closes_on, now=now)

    def days_left(self, now: datetime) -> int:
        """Give how many days are left, today among them."""
        return (self.paper.closes_on - local_date(now)).days + 1


@dataclass(frozen=True, slots=True)
class OwnOpinion:
    """An opinion with what became of it; `outcome` and `reasons` are empty until the summary is public."""

    number: str
    draft: PublicDraft
    article: str
    words: str
    made_at: datetime
    outcome: GroupOutcome = GroupOutcome.OPEN
    reasons: str = ""
