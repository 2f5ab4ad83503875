"""Mounts the pages of the staff's desk: the queue, and below it tickets and disclosure requests."""

from collections.abc import Mapping

from aiohttp import web

from adapters import office_suite
from adapters.console import Site
from adapters.redis.onlookers import Onlookers
from adapters.redis.windows import CitizenWindows
from adapters.staff.background import CaseBackgrounds, CaseOffshoots
from adapters.staff.calendar import CalendarPages
from adapters.staff.care import evidence
from adapters.staff.care.complaint_care import ComplaintCare
from adapters.staff.care.incidents import IncidentPages
from adapters.staff.care.measures import MeasurePages
from adapters.staff.care.publication import PublicationPages
from adapters.staff.complaint_queue import ComplaintQueuePages
from adapters.staff.complaints import ComplaintPages
from adapters.staff.decision import DecisionPages
from adapters.staff.entrances import authority
from adapters.staff.entrances.complaint_registration import ComplaintRegistrationPages
from adapters.staff.entrances.hotline import HotlinePages
from adapters.staff.entrances.particulars import ParticularsPages
from adapters.staff.entrances.registration import RegistrationPages
from adapters.staff.export import ExportPages
from adapters.staff.figures import FigurePages
from adapters.staff.handover import CourtesyCallPages, HandoverPages
from adapters.staff.pictures import PicturePages
from adapters.staff.queue import QueuePages
from adapters.staff.released import UPLOAD_BYTES, UPLOADS, ReleasedPages
from adapters.staff.requests import RequestPages
from adapters.staff.ticket_desk import (
    FILE_BYTES,
    FILE_UPLOADS,
    AnswerFilePages,
    CannedTextPages,
    TicketDeskPages,
)
from adapters.staff.tickets import TicketPages
from adapters.staff.undelivered import UndeliveredPages
from adapters.web.access.colleagues import Colleagues
from adapters.web.calendar_gap import CalendarWarning
from adapters.wechat.api.alarms import AlarmBook
from bot.outbound.undelivered import UndeliveredParcels
from handlers.policy.already_public import lookup
from handlers.published.sources import Sources

# Addresses that take more than a form, with the bytes they take.
HOTLINE_BYTES = 8 * 1024 * 1024
WIDER_BODIES: Mapping[str, int] = {
    UPLOADS: UPLOAD_BYTES,
    FILE_UPLOADS: FILE_BYTES,
    "/staff/hotline/import": HOTLINE_BYTES,
    **evidence.WIDER_BODIES,
    **authority.WIDER_BODIES,
}


def routes(site: Site) -> list[web.RouteDef]:
    """Give the pages below `/staff`."""
    services, colleagues = site.services, Colleagues(site.services.accounts)
    warning = CalendarWarning(services.holidays, cases=services.ledger.count_provisional, clock=site.clock)
    queue = QueuePages(
        ledger=services.ledger,
        tickets=services.ticket_ledger,
        alarms=AlarmBook(site.redis),
        warning=warning,
        reminders=services.reminders,
        complaints=services.complaints.ledger,
        calls=services.procedure.calls,
        colleagues=colleagues,
        agencies=services.procedure.agencies,
        texts=site.texts,
        clock=site.clock,
    )
    calendar = CalendarPages(
        notices=services.holidays,
        ledger=services.ledger,
        warning=warning,
        colleagues=colleagues,
        texts=site.texts,
        clock=site.clock,
    )
    tickets = TicketPages(
        ledger=services.ticket_ledger,
        service=services.tickets,
        desk=services.ticket_desk,
        waiting=services.waiting_answers,
        canned=services.canned,
        onlookers=Onlookers(site.redis, clock=site.clock),
        agencies=services.procedure.agencies,
        pictures=services.pictures,
        files=services.answer_files,
        colleagues=colleagues,
        texts=site.texts,
        clock=site.clock,
    )
    procedure = services.procedure
    sources = Sources(site.texts, public_url=site.public_url)
    near = lookup(answering=services.answerer, sources=sources, clock=site.clock)
    backgrounds = CaseBackgrounds(
        conversation=services.conversation,
        earlier=services.earlier,
        published=near,
        texts=site.texts,
    )
    offshoots = CaseOffshoots(
        ledger=services.ledger,
        conversation=services.conversation,
        tickets=services.tickets,
        questions=services.questions,
        agencies=procedure.agencies,
        texts=site.texts,
        clock=site.clock,
    )
    requests = RequestPages(
        ledger=services.ledger,
        procedure=procedure,
        backgrounds=backgrounds,
        pictures=services.pictures,
        colleagues=colleagues,
        texts=site.texts,
    )
    export = ExportPages(
        services.export,
        ledger=services.ledger,
        agencies=procedure.agencies,
        colleagues=colleagues,
        texts=site.texts,
        clock=site.clock,
    )
    handover = HandoverPages(procedure=procedure, colleagues=colleagues)
    pictures = PicturePages(services.pictures, ledger=services.ledger)
    registration = RegistrationPages(procedure=procedure, texts=site.texts, clock=site.clock)
    decision = DecisionPages(ledger=services.ledger, procedure=procedure, texts=site.texts)
    released = ReleasedPages(
        services.released,
        agencies=procedure.agencies,
        has_office=lambda: bool(office_suite.program()),
        colleagues=colleagues,
        texts=site.texts,
    )
    care = ComplaintCare(services.complaints, agencies=procedure.agencies)
    undelivered = UndeliveredPages(
        UndeliveredParcels(site.database, clock=site.clock),
        windows=CitizenWindows(site.redis),
        alarms=AlarmBook(site.redis),
        texts=site.texts,
        clock=site.clock,
        hidden=care.hidden,
    )
    complaints = (
        care,
        PublicationPages(
            services.complaints.publication,
            editor=services.knowledge.editor,
            near=near,
            agencies=procedure.agencies,
            texts=site.texts,
        ),
        MeasurePages(
            services.complaints,
            agencies=procedure.agencies,
            colleagues=colleagues,
            texts=site.texts,
            clock=site.clock,
        ),
        evidence.EvidencePages(services.complaints, pictures=services.pictures, agencies=procedure.agencies),
        IncidentPages(services.complaints, agencies=procedure.agencies, colleagues=colleagues),
        ComplaintRegistrationPages(
            services.complaints.registration, agencies=procedure.agencies, texts=site.texts
        ),
        HotlinePages(services.complaints, agencies=procedure.agencies, clock=site.clock, texts=site.texts),
        ComplaintQueuePages(services.complaints.ledger, agencies=procedure.agencies, texts=site.texts),
        ComplaintPages(
            services.complaints,
            pictures=services.pictures,
            agencies=procedure.agencies,
            colleagues=colleagues,
            care=care,
            texts=site.texts,
        ),
    )
    return [
        *queue.routes(),
        *(route for pages in complaints for route in pages.routes()),
        *tickets.routes(),
        *TicketDeskPages(services.ticket_desk, waiting=services.waiting_answers).routes(),
        *AnswerFilePages(services.answer_files).routes(),
        *CannedTextPages(services.canned).routes(),
        *registration.routes(),
        *export.routes(),
        *FigurePages(
            services.figures,
            ledger=services.ledger,
            tickets=services.ticket_ledger,
            agencies=procedure.agencies,
            texts=site.texts,
            clock=site.clock,
        ).routes(),
        *requests.routes(),
        *decision.routes(),
        *map(requests.guarded, handover.routes()),
        *map(requests.guarded, CourtesyCallPages(procedure).routes()),
        *map(requests.guarded, offshoots.routes()),
        *map(requests.guarded, released.routes()),
        *pictures.routes(),
        *map(requests.guarded, pictures.case_routes()),
        *ParticularsPages(procedure).routes(),
        *authority.AuthorityPages(procedure, pictures=services.pictures, ledger=services.ledger).routes(),
        *undelivered.routes(),
        *calendar.routes(),
    ]
