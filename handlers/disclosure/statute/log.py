"""What a clock reads of a request: how it came, and what happened to it on which civil day of China."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Channel(StrEnum):
    """How an application reached the agency; the receipt rule depends on it (art. 31)."""

    IN_PERSON = "in_person"
    REGISTERED_MAIL = "registered_mail"
    ORDINARY_MAIL = "ordinary_mail"
    # Addressed to another unit or to a person of the agency, signed for or not (国办公开办函〔2015〕207号 1.2).
    OTHER_UNIT_MAIL = "other_unit_mail"
    INTERNET = "internet"
    EMAIL = "email"
    FAX = "fax"


class Occurrence(StrEnum):
    """What happened to a request, as far as a clock looks at it."""

    SUBMITTED = "submitted"
    SIGNED = "signed"
    ARRIVED = "arrived"
    CONFIRMED = "confirmed"
    CORRECTION_NOTICE = "correction_notice"
    CORRECTION_RECEIVED = "correction_received"
    THIRD_PARTY_SENT = "third_party_sent"
    THIRD_PARTY_SERVED = "third_party_served"
    THIRD_PARTY_REPLY = "third_party_reply"
    AGENCY_SENT = "agency_sent"
    AGENCY_SERVED = "agency_served"
    AGENCY_REPLY = "agency_reply"
    OTHER_AGENCY_SENT = "other_agency_sent"
    OTHER_AGENCY_REPLY = "other_agency_reply"
    EXTENSION_APPROVED = "extension_approved"
    FEE_NOTICE = "fee_notice"
    FEE_PAID = "fee_paid"
    ART35_DELAY = "art35_delay"
    REPLIED = "replied"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of a request's log.

    `ref` names who was asked; `until` is the last day that a correction notice sets, or the delayed date of art. 35;
    `received_on` is when a notice reached the applicant or a reply was signed for; `workdays` the length of an extension; `justified` says that
    a late correction had good cause; `how` is the way of a reply.
    """

    what: Occurrence
    on: date
    ref: str = ""
    until: date | None = None
    received_on: date | None = None
    workdays: int = 0
    justified: bool = False
    how: str = ""


def in_order(log: Sequence[LogEntry]) -> Sequence[LogEntry]:
    """Give the lines by their days, those of one day as they came, up to the reply: what comes after it moves no clock."""
    lines = sorted(log, key=lambda entry: entry.on)
    end = next((place for place, line in enumerate(lines) if line.what is Occurrence.REPLIED), len(lines))
    return lines[: end + 1]
