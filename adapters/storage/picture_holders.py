"""What citizens' pictures belong to, as queries over the slices that keep it: cases by the identity of their form, tickets."""

from typing import Any

from sqlalchemy import Select, literal, select

from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.pictures.service import FORM, TICKET
from handlers.tickets.records import TicketRecord


def filed_forms() -> Select[Any]:
    """Give the holders that are cases whose applicant is still kept; a case's pictures end with those (PI17)."""
    form = literal(FORM) + DisclosureRequestRecord.form_id
    return select(form).where(DisclosureRequestRecord.applicant != b"")


def held_pictures() -> Any:
    """Give every holder that is there: such cases, and tickets."""
    return filed_forms().union_all(select(literal(TICKET) + TicketRecord.number))
