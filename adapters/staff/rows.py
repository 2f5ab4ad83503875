"""What every case shows of itself in the queue and at the head of its page."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from adapters.staff.urgency import Urgency, urgency, waiting_since
from bot.clock import local_date
from handlers.cases import written
from handlers.complaints.case.ledger import ComplaintLine
from handlers.complaints.case.lifecycle import ENDED, ComplaintState
from handlers.disclosure.case.ledger import RequestLine
from handlers.disclosure.case.lifecycle import ARTICLES, State
from handlers.disclosure.case.queues import NEXT
from handlers.pictures.service import HeldPicture
from handlers.texts import Texts
from handlers.tickets.ledger import TicketLine
from handlers.tickets.records import ANSWERED, CLOSED, OPEN

DONE = frozenset({State.REPLIED, State.CLOSED})
REQUEST_TONES = {State.AWAITING_CONFIRMATION: "warn", State.REPLIED: "good", State.CLOSED: ""}
COMPLAINT_TONES = {
    **dict.fromkeys(ENDED, ""),
    ComplaintState.REGISTERED: "warn",
    ComplaintState.OBJECTED: "warn",
    ComplaintState.CALL_BACK: "bad",
    ComplaintState.SUPERVISED: "bad",
    ComplaintState.CLOSED: "good",
}
OFFICE_TURN = frozenset(
    {
        *(ComplaintState.REGISTERED, ComplaintState.ACCEPTED, ComplaintState.OBJECTED),
        *(ComplaintState.REPORTED, ComplaintState.CALL_BACK, ComplaintState.SUPERVISED),
    }
)
"""Where the office has the next step, whichever unit handles it."""
TICKET_TONES = {OPEN: "warn", ANSWERED: "good", CLOSED: ""}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case; `kind` is `tickets`, `requests` or `complaints`, `tone` a colour of the style sheet."""

    number: str
    kind: str
    gist: str
    state: str
    tone: str
    turn: str
    due_on: date | None
    urgency: Urgency
    received_at: datetime
    url: str
    next_step: str = ""
    handler: str = ""


def request_row(
    line: RequestLine, texts: Texts, *, names: Mapping[str, str], tapped: bool = False
) -> CaseRow:
    """Give a request as a row of the queue; `names` are people's by their log-in names."""
    waiting = line.receipt_on is None and line.state not in DONE
    key = "staff_confirmation" if tapped and line.state is State.AWAITING_CONFIRMATION else line.state.value
    return CaseRow(
        number=line.number,
        kind="requests",
        gist=line.information,
        state=line.state_words,
        tone=REQUEST_TONES.get(line.state, "info"),
        turn=texts(f"staff.turns.{key}"),
        due_on=line.due_on if line.state not in DONE else None,
        urgency=_urgency(line, waiting=waiting, texts=texts),
        received_at=line.submitted_at,
        url=f"/staff/requests/{line.number}",
        next_step=_next(line.state, texts),
        handler=names.get(line.handler, line.handler),
    )


def _next(state: State, texts: Texts) -> str:
    """Give the step that leads on, with its article."""
    step = NEXT.get(state)
    return (
        texts("staff.queue.next_step", step=texts(f"disclosure.step.{step}"), article=ARTICLES[step])
        if step
        else ""
    )


def _urgency(line: RequestLine, *, waiting: bool, texts: Texts) -> Urgency:
    """Tell the due date that is kept, and light it by the earlier one that a court might take (disclosure-rules §16)."""
    done = line.state in DONE
    paused = not waiting and line.due_on is None and not line.due_provisional
    found = (
        Urgency(texts("staff.due.paused"), "")
        if paused and not done
        else urgency(line.due_on, line.remaining_workdays, done=done, waiting=waiting, texts=texts)
    )
    if done or line.earliest_due_on in {None, line.due_on}:
        return _lit_by_milestone(found, line, texts)
    early = urgency(
        line.earliest_due_on, line.earliest_remaining_workdays, done=False, waiting=False, texts=texts
    )
    note = texts("staff.due.earliest", due=written(line.earliest_due_on), words=early.words)
    # Who has not confirmed yet is reminded anyhow; red is for the day that is almost there.
    tone = found.tone if waiting and early.tone == "good" else early.tone
    return _lit_by_milestone(Urgency(found.words, tone, note), line, texts)


def _lit_by_milestone(found: Urgency, line: RequestLine, texts: Texts) -> Urgency:
    """Turn green to yellow once a mark of the office's own was reached with its work to be done (disclosure-rules §3.1)."""
    if line.milestone is None:
        return found
    milestone, on = line.milestone
    note = texts(f"staff.due.milestone.{milestone}", on=written(on))
    tone = "warn" if found.tone == "good" else found.tone
    return Urgency(found.words, tone, "；".join(filter(None, (note, found.note))))


def complaint_row(line: ComplaintLine, texts: Texts) -> CaseRow:
    """Give a complaint as a row of the queue; its day is the next that somebody has to keep."""
    ended = line.state in ENDED
    pressing = (
        urgency(line.next_on, line.left_workdays, done=False, waiting=False, texts=texts)
        if line.next_on
        else Urgency(texts("staff.due.met") if ended else texts("staff.complaints.no_day"), "")
    )
    return CaseRow(
        number=line.number,
        kind="complaints",
        gist=f"{texts(f'complaints.kinds.{line.kind}')}：{line.gist}",
        state=_complaint_state(line, texts),
        tone="warn" if _to_visit(line) else COMPLAINT_TONES.get(line.state, "info"),
        turn=texts("staff.complaints.office") if line.state in OFFICE_TURN or not line.unit else line.unit,
        due_on=line.next_on,
        urgency=pressing,
        received_at=line.submitted_at,
        url=f"/staff/complaints/{line.number}",
    )


def _to_visit(line: ComplaintLine) -> bool:
    """Whether what was answered waits for whoever handled it to ask the person again, by a day (O16)."""
    return line.state is ComplaintState.CLOSED and line.next_on is not None


def _complaint_state(line: ComplaintLine, texts: Texts) -> str:
    """Give the state as a clerk is told of it; the words of the ledger speak to the person who complained."""
    if line.state is not ComplaintState.CLOSED:
        return line.state_words
    return texts("staff.complaints.to_visit" if _to_visit(line) else "staff.complaints.to_rate")


def ticket_row(line: TicketLine, texts: Texts, *, now: datetime) -> CaseRow:
    """Give a ticket as a row of the queue."""
    open_ = line.state == OPEN
    late = open_ and line.due_on is not None and line.due_on < local_date(now)
    waited = waiting_since(line.opened_at, now=now, done=not open_, texts=texts)
    return CaseRow(
        number=line.number,
        kind="tickets",
        gist=line.question,
        state=line.state_words,
        tone=TICKET_TONES.get(line.state, "info"),
        turn=line.unit if open_ and line.unit else texts(f"staff.turns.ticket_{line.state}"),
        due_on=line.due_on if open_ else None,
        urgency=Urgency(texts("staff.due.passed"), "bad") if late else waited,
        received_at=line.opened_at,
        url=f"/staff/tickets/{line.number}",
    )


NO_THUMBNAILS: Mapping[str, bytes] = {}


@dataclass(frozen=True, slots=True)
class PictureRow:
    """One line of the list beside a talk or a case; `thumbnail` is the address that holds the small picture, empty for none."""

    url: str
    held: HeldPicture
    words: str
    thumbnail: str = ""


def picture_rows(
    pictures: Sequence[HeldPicture],
    base: str,
    texts: Texts,
    *,
    thumbnails: Mapping[str, bytes] = NO_THUMBNAILS,
) -> list[PictureRow]:
    """Give the lines of a list of pictures below an address, with what is there of `thumbnails` by the pictures' ids."""
    return [
        PictureRow(
            f"{base}/pictures/{each.id}" if each.kept else "",
            each,
            _words(each, texts),
            _within(thumbnails.get(each.id, b"")),
        )
        for each in pictures
    ]


def _within(thumbnail: bytes) -> str:
    """Give a small picture as an address that holds it: no second request, so that the look at all of them is one."""
    return f"data:image/png;base64,{base64.b64encode(thumbnail).decode()}" if thumbnail else ""


def _words(picture: HeldPicture, texts: Texts) -> str:
    key = f"pictures.staff.failed.{picture.reason}" if picture.reason else f"pictures.staff.{picture.state}"
    return texts(key)
