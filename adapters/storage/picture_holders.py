"""What citizens' pictures belong to, as queries over the slices that keep it: cases by the identity of their form, tickets."""

from typing import Any

from sqlalchemy import Select, SelectBase, String, cast, literal, select, union_all

from handlers.complaints.case.records import ComplaintRecord
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.pictures.published import PROJECT_SHOWN, RESPONSE
from handlers.pictures.service import AUTHORITY, EVIDENCE, FORM, PROJECT, TICKET
from handlers.projects.records import ProjectRecord
from handlers.tickets.records import TicketRecord
from knowledge.documents.document import Kind
from knowledge.documents.records import DocumentRecord


def filed_forms() -> SelectBase:
    """Give the holders that are cases: requests whose applicant, complaints whose words are still kept (PI17)."""
    return union_all(*_cases())


def held_pictures() -> SelectBase:
    """Give every holder that is there: such cases, what was attached to a complaint as evidence, tickets, responses, projects."""
    evidence = select(literal(EVIDENCE) + ComplaintRecord.number).where(ComplaintRecord.told != b"")
    responses = select(literal(RESPONSE) + DocumentRecord.id).where(DocumentRecord.kind == Kind.RESPONSE)
    numbers = cast(ProjectRecord.number, String)
    projects = (select(literal(prefix) + numbers) for prefix in (PROJECT, PROJECT_SHOWN))
    return union_all(*_cases(), evidence, select(literal(TICKET) + TicketRecord.number), responses, *projects)


def _cases() -> tuple[Select[Any], ...]:
    requests = select(literal(FORM) + DisclosureRequestRecord.form_id)
    authorities = select(literal(AUTHORITY) + DisclosureRequestRecord.form_id)
    complaints = select(literal(FORM) + ComplaintRecord.form_id)
    return (
        requests.where(DisclosureRequestRecord.applicant != b""),
        authorities.where(DisclosureRequestRecord.applicant != b""),
        complaints.where(ComplaintRecord.told != b""),
    )
