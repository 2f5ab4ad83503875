"""What filing and confirming give back, and where an application came from: values for the talk, the desk and the services."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from handlers.disclosure.case.records import DisclosureRequestRecord


class ConfirmedBy(StrEnum):
    """Whose confirmation beside the applicant's own submission is "双方确认" in the sense of art. 31(3)."""

    STAFF = "staff"
    APPLICANT = "applicant"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt of an application: its number, since when it is registered, and whether it counts as received."""

    number: str
    submitted_at: datetime
    received: bool = False


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a confirmation brought: the receipt date and due date, or nothing yet when staff still have to confirm."""

    number: str
    receipt_on: date | None = None
    due_on: date | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an application came from: the message that completed it, its sender and channel.

    `form_id` is the identity of the filled form: whatever arrives twice, one form is one request.
    """

    form_id: str
    citizen: str
    channel: str
    push_key: str = ""


def receipt_of_request(request: DisclosureRequestRecord) -> Receipt:
    """Give the receipt of a registered request."""
    return Receipt(request.number, request.submitted_at, received=request.receipt_on is not None)


def confirmation_of(request: DisclosureRequestRecord) -> Confirmation:
    """Give how a request stands towards its confirmation."""
    return Confirmation(request.number, request.receipt_on, request.due_on, request.due_provisional)
