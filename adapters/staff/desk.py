"""Mounts the pages of the staff's desk: the queue, and below it tickets, disclosure requests and complaints."""

from collections.abc import Mapping

from aiohttp import web

from adapters import office_suite
from adapters.console import Site
from adapters.redis.onlookers import Onlookers
from adapters.redis.windows import CitizenWindows
from adapters.staff.activities.attendance import AttendancePages
from adapters.staff.activities.issues import IssuePages
from adapters.staff.activities.programme import ActivityPages
from adapters.staff.activities.sheet import ActivitySheets
from adapters.staff.appointments.day import VisitPages
from adapters.staff.appointments.home import HomeVisitPages
from adapters.staff.appointments.load import VisitLoadPages
from adapters.staff.appointments.rules import OpeningRulePages
from adapters.staff.background import CaseBackgrounds, CaseOffshoots
from adapters.staff.calendar import CalendarPages
from adapters.staff.care import evidence
from adapters.staff.care.complaint_care import ComplaintCare
from adapters.staff.care.desk import ComplaintDesk
from adapters.staff.contacts.cards import ContactPages
from adapters.staff.counter.ask import AskPages
from adapters.staff.counter.places import PlacePages
from adapters.staff.decision import DecisionPages
from adapters.staff.entrances import authority
from adapters.staff.entrances.empty_tables import EmptyTablePages
from adapters.staff.entrances.particulars import ParticularsPages
from adapters.staff.entrances.registration import RegistrationPages
from adapters.staff.entrances.service_letter import ServiceLetterPages
from adapters.staff.export import ExportPages
from adapters.staff.figures import FigurePages
from adapters.staff.handover import CourtesyCallPages, HandoverPages
from adapters.staff.matters.counter import BindingPages
from adapters.staff.matters.credit import IMPORT as CREDIT_IMPORT
from adapters.staff.matters.credit import CreditPages
from adapters.staff.matters.delivered import IMPORT as MATTERS_IMPORT
from adapters.staff.matters.delivered import DeliveredMatterPages
from adapters.staff.notices.pages import StaffNoticePages
from adapters.staff.opinions.drafts import DraftPages
from adapters.staff.opinions.questionnaires import QuestionnaireDeskPages
from adapters.staff.pictures import PicturePages
from adapters.staff.projects import photos as project_photos
from adapters.staff.projects.photos import ProjectPhotoPages
from adapters.staff.projects.sheets import ProjectPages
from adapters.staff.queue import QueuePages
from adapters.staff.released import UPLOAD_BYTES, UPLOADS, ReleasedPages
from adapters.staff.requests import RequestPages
from adapters.staff.statistics.annual_report import AnnualReportPages
from adapters.staff.statistics.county_report import CountyReportPages
from adapters.staff.statistics.outside import OUTSIDE, OUTSIDE_BYTES, OutsidePages
from adapters.staff.statistics.pages import StatisticsPages
from adapters.staff.subscriptions.outgoing import OutgoingPages
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
    MATTERS_IMPORT: HOTLINE_BYTES,
    CREDIT_IMPORT: HOTLINE_BYTES,
    OUTSIDE: OUTSIDE_BYTES,
    **evidence.WIDER_BODIES,
    **authority.WIDER_BODIES,
    **project_photos.WIDER_BODIES,
}


def routes(site: Site) -> list[web.RouteDef]:
    """Give the pages below `/staff`."""
    return StaffDesk(site).routes()


class StaffDesk:
    """Builds every page with the services it needs."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._services, self._procedure = site.services, site.services.procedure
        self._colleagues = Colleagues(site.services.access.accounts)
        self._warning = CalendarWarning(
            self._services.holidays,
            cases=self._services.disclosure.ledger.count_provisional,
            clock=site.clock,
        )
        self._care = ComplaintCare(self._services.complaints, agencies=self._procedure.agencies)
        self._near = lookup(
            answering=self._services.answering.answerer,
            sources=Sources(site.texts, public_url=site.public_url),
            clock=site.clock,
        )
        self._pictures = PicturePages(
            self._services.pictures.service, ledger=self._services.disclosure.ledger
        )
        self._requests = self._request_pages()

    def routes(self) -> list[web.RouteDef]:
        """Give the pages of all services."""
        complaints = ComplaintDesk(self._site, care=self._care, colleagues=self._colleagues, near=self._near)
        return [
            *self._queue(),
            *complaints.routes(),
            *self._tickets(),
            *self._lists(),
            *self._request(),
            *self._pictures.routes(),
            *self._appointments(),
            *self._matters(),
            *OutgoingPages(
                self._services.subscriptions.overview,
                doors=self._services.other_doors,
                clock=self._site.clock,
            ).routes(),
            *StaffNoticePages(
                self._services.staff_notices,
                agencies=self._procedure.agencies,
                units=[unit.name for unit in self._site.county.units],
                texts=self._site.texts,
            ).routes(),
            *self._activities(),
            *self._opinions(),
            *ContactPages(self._services.openness.contacts, texts=self._site.texts).routes(),
            *self._projects(),
            *self._statistics(),
            *self._undelivered(),
            *self._calendar(),
            *AskPages(self._site.explainer, clock=self._site.clock).routes(),
            *PlacePages(
                self._services.places,
                self._services.visits,
                tickets=self._services.tickets.ledger,
                texts=self._site.texts,
            ).routes(),
        ]

    def _queue(self) -> list[web.RouteDef]:
        """Give the first page: what waits for whom."""
        pages = QueuePages(
            ledger=self._services.disclosure.ledger,
            tickets=self._services.tickets.ledger,
            alarms=AlarmBook(self._site.redis),
            warning=self._warning,
            reminders=self._services.disclosure.reminders,
            complaints=self._services.complaints.ledger,
            calls=self._procedure.calls,
            colleagues=self._colleagues,
            agencies=self._procedure.agencies,
            texts=self._site.texts,
            clock=self._site.clock,
        )
        return pages.routes()

    def _calendar(self) -> list[web.RouteDef]:
        """Give the notices of holidays."""
        pages = CalendarPages(
            notices=self._services.holidays,
            ledger=self._services.disclosure.ledger,
            warning=self._warning,
            colleagues=self._colleagues,
            texts=self._site.texts,
            clock=self._site.clock,
        )
        return pages.routes()

    def _tickets(self) -> list[web.RouteDef]:
        """Give the talks that were handed to a person."""
        services = self._services
        pages = TicketPages(
            ledger=services.tickets.ledger,
            service=services.tickets.service,
            desk=services.tickets.desk,
            waiting=services.tickets.waiting_answers,
            canned=services.tickets.canned,
            onlookers=Onlookers(self._site.redis, clock=self._site.clock),
            agencies=self._procedure.agencies,
            pictures=services.pictures.service,
            files=services.tickets.answer_files,
            colleagues=self._colleagues,
            texts=self._site.texts,
            clock=self._site.clock,
        )
        return [
            *pages.routes(),
            *TicketDeskPages(services.tickets.desk, waiting=services.tickets.waiting_answers).routes(),
            *AnswerFilePages(services.tickets.answer_files).routes(),
            *CannedTextPages(services.tickets.canned).routes(),
        ]

    def _lists(self) -> list[web.RouteDef]:
        """Give what is of many requests, and the way in on paper."""
        services, site = self._services, self._site
        registration = RegistrationPages(procedure=self._procedure, texts=site.texts, clock=site.clock)
        export = ExportPages(
            services.disclosure.export,
            ledger=services.disclosure.ledger,
            agencies=self._procedure.agencies,
            colleagues=self._colleagues,
            texts=site.texts,
            clock=site.clock,
        )
        figures = FigurePages(
            services.disclosure.figures,
            ledger=services.disclosure.ledger,
            tickets=services.tickets.ledger,
            satisfaction=services.oversight.satisfaction,
            agencies=self._procedure.agencies,
            texts=site.texts,
            clock=site.clock,
        )
        county = CountyReportPages(
            services.disclosure.figures,
            agencies=self._procedure.agencies,
            texts=site.texts,
            clock=site.clock,
        )
        annual = AnnualReportPages(
            services.disclosure.annual_reports,
            agencies=self._procedure.agencies,
            texts=site.texts,
            clock=site.clock,
        )
        return [
            *registration.routes(),
            *export.routes(),
            *figures.routes(),
            *county.routes(),
            *annual.routes(),
        ]

    def _request_pages(self) -> RequestPages:
        services = self._services
        backgrounds = CaseBackgrounds(
            conversation=services.disclosure.conversation,
            earlier=services.disclosure.earlier,
            published=self._near,
            texts=self._site.texts,
        )
        return RequestPages(
            ledger=services.disclosure.ledger,
            procedure=self._procedure,
            backgrounds=backgrounds,
            pictures=services.pictures.service,
            colleagues=self._colleagues,
            texts=self._site.texts,
        )

    def _request(self) -> list[web.RouteDef]:
        """Give the pages of one request; whose it is to see is asked before each."""
        procedure, services = self._procedure, self._services
        decision = DecisionPages(
            ledger=services.disclosure.ledger, procedure=procedure, texts=self._site.texts
        )
        guarded = (
            HandoverPages(procedure=procedure, colleagues=self._colleagues).routes(),
            CourtesyCallPages(procedure).routes(),
            ServiceLetterPages(procedure).routes(),
            self._offshoots().routes(),
            self._released().routes(),
            self._pictures.case_routes(),
        )
        return [
            *self._requests.routes(),
            *decision.routes(),
            *ParticularsPages(procedure).routes(),
            *authority.AuthorityPages(
                procedure,
                pictures=services.pictures.service,
                ledger=services.disclosure.ledger,
            ).routes(),
            *(self._requests.guarded(route) for routes in guarded for route in routes),
        ]

    def _offshoots(self) -> CaseOffshoots:
        return CaseOffshoots(
            ledger=self._services.disclosure.ledger,
            conversation=self._services.disclosure.conversation,
            tickets=self._services.tickets.service,
            questions=self._services.asked.questions,
            agencies=self._procedure.agencies,
            texts=self._site.texts,
            clock=self._site.clock,
        )

    def _released(self) -> ReleasedPages:
        return ReleasedPages(
            self._services.disclosure.released,
            agencies=self._procedure.agencies,
            has_office=lambda: bool(office_suite.program()),
            colleagues=self._colleagues,
            texts=self._site.texts,
        )

    def _appointments(self) -> list[web.RouteDef]:
        """Give the day's visits and the rules that the slots come from."""
        office, site = self._services.appointments, self._site
        visits = VisitPages(office.desk, links=site.links, clock=site.clock, texts=site.texts)
        load = VisitLoadPages(office.load, places=office.desk.county, texts=site.texts)
        rules = OpeningRulePages(office.rules, texts=site.texts)
        home = HomeVisitPages(
            office.home_desk, colleagues=self._colleagues, clock=site.clock, texts=site.texts
        )
        return [*visits.routes(), *load.routes(), *rules.routes(), *home.routes()]

    def _matters(self) -> list[web.RouteDef]:
        """Give binding at the counter, the tables of other systems' matters and of what is published of companies."""
        matters, site = self._services.matters, self._site
        return [
            *BindingPages(matters, links=site.links, clock=site.clock, texts=site.texts).routes(),
            *DeliveredMatterPages(matters, texts=site.texts).routes(),
            *CreditPages(self._services.openness.credit, clock=site.clock, texts=site.texts).routes(),
            *EmptyTablePages(self._services.complaints.hotline_in.columns, texts=site.texts).routes(),
        ]

    def _projects(self) -> list[web.RouteDef]:
        """Give the projects with their photos."""
        services, site = self._services, self._site
        sheets = ProjectPages(
            services.openness.projects,
            pictures=services.pictures.service,
            shown=services.pictures.of_projects,
            texts=site.texts,
            clock=site.clock,
        )
        photos = ProjectPhotoPages(
            services.openness.projects,
            pictures=services.pictures.service,
            shown=services.pictures.of_projects,
        )
        return [*sheets.routes(), *photos.routes()]

    def _statistics(self) -> list[web.RouteDef]:
        """Give the figures of every service at one place."""
        services, office = self._services, self._services.oversight.statistics
        pages = StatisticsPages(
            office.ledger,
            requests=services.disclosure.figures,
            cases=services.disclosure.ledger,
            agencies=self._procedure.agencies,
            places=services.places,
            texts=self._site.texts,
        )
        outside = OutsidePages(office.outside, ledger=office.ledger, texts=self._site.texts)
        return [*pages.routes(), *outside.routes()]

    def _opinions(self) -> list[web.RouteDef]:
        """Give the drafts on which citizens are asked, and the questionnaires."""
        services, texts = self._services, self._site.texts
        drafts = DraftPages(services.opinions.desk, editor=services.knowledge.editor, texts=texts)
        return [
            *drafts.routes(),
            *QuestionnaireDeskPages(
                services.questionnaires.desk, links=self._site.links, texts=texts
            ).routes(),
        ]

    def _activities(self) -> list[web.RouteDef]:
        """Give the activities, who comes to them, and what was asked there."""
        office, site = self._services.activities, self._site
        sheets = ActivitySheets(office, agencies=self._procedure.agencies, clock=site.clock, texts=site.texts)
        attending = AttendancePages(
            office.attendance, sheets=sheets, links=site.links, clock=site.clock, texts=site.texts
        )
        return [
            *ActivityPages(office, sheets=sheets, texts=site.texts).routes(),
            *attending.routes(),
            *IssuePages(office.issues, sheets=sheets).routes(),
        ]

    def _undelivered(self) -> list[web.RouteDef]:
        """Give what could not be brought to its citizen, without what is about the reader's unit."""
        pages = UndeliveredPages(
            UndeliveredParcels(self._site.database, clock=self._site.clock),
            windows=CitizenWindows(self._site.redis),
            alarms=AlarmBook(self._site.redis),
            texts=self._site.texts,
            clock=self._site.clock,
            hidden=self._care.hidden,
        )
        return pages.routes()
