"""What a signed link tells of a case: its line and its days, taken from the service that keeps it, without a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.clock import local_date
from bot.message import Wording
from handlers.cases import CaseLine, VisitSheet
from handlers.complaints.case.ledger import ComplaintProgress
from handlers.disclosure.case.events import REPLY_DISPATCHED, WITHIN_OFFICE
from handlers.disclosure.case.ledger import CaseStory
from handlers.disclosure.case.lifecycle import State
from handlers.disclosure.statute.log import Occurrence
from handlers.matters.ledger import MatterSheet
from handlers.opinions.collecting.ledger import OpinionSheet
from handlers.tickets.ledger import TicketStory
from handlers.tickets.records import OPEN


@dataclass(frozen=True, slots=True)
class ProgressStage:
    """One thing that happened, in words for the applicant."""

    words: str
    on: datetime


@dataclass(frozen=True, slots=True)
class CaseProgress:
    """A case as its link shows it; `reasons` say why it is answered by that day.

    `visit` tells when and where somebody is expected, `opinion` what became of one.
    """

    case: CaseLine
    stages: tuple[ProgressStage, ...]
    reasons: tuple[str, ...] = ()
    has_reply: bool = False
    visit: VisitSheet | None = None
    opinion: OpinionSheet | None = None


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
        until=story.until,
        opened_on=local_date(line.submitted_at),
    )
    stages = tuple(
        ProgressStage(event.words, event.at) for event in story.timeline if event.kind not in WITHIN_OFFICE
    )
    reasons = story.reasons if story.until and line.receipt_on else ()
    return CaseProgress(case, stages, reasons, has_reply=has_reply(story))


def has_reply(story: CaseStory) -> bool:
    """Whether the applicant may open the reply: it was sent in chat, or has reached them by another way."""
    return any(event.kind in {REPLY_DISPATCHED, Occurrence.REPLIED} for event in story.timeline)


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


def of_complaint(progress: ComplaintProgress) -> CaseProgress:
    """Give the progress of a complaint: every stage with its unit and time, and none of what was told."""
    stages = tuple(ProgressStage(words, at) for words, at in progress.stages)
    return CaseProgress(progress.case, stages)


def of_visit(sheet: VisitSheet) -> CaseProgress:
    """Give the progress of an appointment or a sign-up, with when and where it is; nobody's name is known."""
    stages = tuple(ProgressStage(words, at) for words, at in sheet.stages)
    return CaseProgress(sheet.case, stages, visit=sheet)


def of_matter(sheet: MatterSheet) -> CaseProgress:
    """Give the progress of another system's matter: its stages and days; neither whose it is nor what, nor by whom."""
    return CaseProgress(sheet.case, ())


def of_opinion(sheet: OpinionSheet) -> CaseProgress:
    """Give the progress of an opinion, with what became of it once that is public; neither its words nor a name are shown."""
    stages = tuple(ProgressStage(words, at) for words, at in sheet.stages)
    return CaseProgress(sheet.case, stages, opinion=sheet)


def _ticket_stages(story: TicketStory, texts: Wording) -> Iterator[ProgressStage]:
    yield ProgressStage(texts("citizen.case.ticket_opened"), story.line.opened_at)
    if story.line.answered_at:
        yield ProgressStage(texts("citizen.case.ticket_answered"), story.line.answered_at)
