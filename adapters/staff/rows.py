"""What every case shows of itself in the queue and at the head of its page."""

from dataclasses import dataclass
from datetime import date, datetime

from adapters.staff.urgency import Urgency


@dataclass(frozen=True, slots=True)
class Row:
    """One case; `kind` is `tickets` or `requests`, `tone` a colour of the style sheet."""

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
