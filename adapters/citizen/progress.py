"""What a signed link tells of a case: its line and its days, taken from the service that keeps it, without a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from adapters.web import dates
from bot.clock import local_date
from bot.message import Wording
from handlers.cases import CaseLine
from handlers.disclosure.case.ledger import CaseStory
from handlers.disclosure.case.lifecycle import State
from handlers.tickets.ledger import TicketStory
from handlers.tickets.records import OPEN

DONE = frozenset({State.REPLIED, State.CLOSED})


@dataclass(frozen=True, slots=True)
class ProgressStage:
    """One thing that happened, in words for the applicant."""

    words: str
    on: datetime


@dataclass(frozen=True, slots=True)
class CaseProgress:
    """A case as its link shows it."""

    case: CaseLine
    stages: tuple[ProgressStage, ...]


def of_request(story: CaseStory, texts: Wording) -> CaseProgress:
    """Give the progress of a disclosure request.

    Details of events may name offices and grounds; only their plain names and days are taken.
    """
    line = story.line
    waits = line.state is State.AWAITING_CONFIRMATION
    turn = "staff_confirmation" if waits and story.applicant_confirmed else line.state.value
    case = CaseLine(
        number=line.number,
        kind=texts("disclosure.kind"),
        stage=line.state_words,
        turn=texts(f"disclosure.turn.{turn}"),
        until=_until(story, texts),
        opened_on=local_date(line.submitted_at),
    )
    return CaseProgress(case, tuple(ProgressStage(event.words, event.at) for event in story.timeline))


def of_ticket(story: TicketStory, texts: Wording) -> CaseProgress:
    """Give the progress of a question to staff; neither the talk nor the answer is shown."""
    line = story.line
    case = CaseLine(
        number=line.number,
        kind=texts("tickets.kind"),
        stage=line.state_words,
        turn=texts(f"tickets.turn.{line.state}"),
        until=texts("tickets.until.open") if line.state == OPEN else "",
        opened_on=local_date(line.opened_at),
    )
    return CaseProgress(case, tuple(_ticket_stages(story, texts)))


def _until(story: CaseStory, texts: Wording) -> str:
    line = story.line
    if line.state in DONE:
        return ""
    if line.receipt_on is None:
        return texts("disclosure.until.unconfirmed")
    if line.due_on is None:
        return texts("citizen.case.provisional")
    return texts("disclosure.until.due", due=dates.day(line.due_on))


def _ticket_stages(story: TicketStory, texts: Wording) -> Iterator[ProgressStage]:
    yield ProgressStage(texts("citizen.case.ticket_opened"), story.line.opened_at)
    if story.line.answered_at:
        yield ProgressStage(texts("citizen.case.ticket_answered"), story.line.answered_at)
