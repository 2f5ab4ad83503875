"""The services of the program, built once; actions and pages each get only their own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Self

from adapters.county import CountyData
from adapters.embedding.access import Semantics
from adapters.services.access import AccessServices
from adapters.services.answering import AnsweringServices, QuestionReading
from adapters.services.asked import AskedServices
from adapters.services.complaints import ComplaintServices
from adapters.services.county_slices import CountySlices, complaint_services
from adapters.services.disclosure import DisclosureServices
from adapters.services.foundation import Foundation
from adapters.services.knowledge import KnowledgeServices
from adapters.services.openness import OpennessServices
from adapters.services.oversight import OversightServices
from adapters.services.own_elsewhere import OwnElsewhere
from adapters.services.own_requests import OwnRequests
from adapters.services.pictures import PictureServices
from adapters.services.procedure import ProcedureServices
from adapters.services.tickets import TicketServices
from adapters.services.ways_out import WaysOut
from handlers.accounts.passwords import Passwords
from handlers.activities.office import ActivityOffice
from handlers.appointments.office import AppointmentOffice
from handlers.cases import StatusSource
from handlers.complaints.case.departure import DepartedComplaints
from handlers.complaints.classification.classifier import ClassifierInUse
from handlers.county.unit_phones import UnitPhones
from handlers.disclosure.bundle.service import Conversation
from handlers.disclosure.case.departure import DepartedRequests
from handlers.disclosure.case.receipts import ConfirmedBy
from handlers.holidays.service import HolidayNotices
from handlers.matters.office import MatterOffice
from handlers.opinions.office import OpinionOffice
from handlers.other_doors.service import OtherDoorService
from handlers.places.service import PlaceArrangements
from handlers.places.visits import VisitCounter
from handlers.published.sources import Sources
from handlers.questionnaires.office import QuestionnaireOffice
from handlers.ratings.actions import RatingAfterCase
from handlers.returning.service import ReturningService
from handlers.source_files.service import SourceFiles
from handlers.staff_notices.office import StaffNoticeOffice
from handlers.subscriptions.office import SubscriptionOffice
from handlers.texts import Texts
from handlers.web_pages.service import AUTHOR as PAGE_AUTHOR
from handlers.web_pages.service import WebPages
from knowledge.index.generations import Index
from knowledge.publication.index_notice import IndexNotice
from knowledge.search.weights import WeightSource


@dataclass(frozen=True, slots=True)
class Services:
    """What the talk and the pages use; each gets only its own."""

    access: AccessServices
    disclosure: DisclosureServices
    procedure: ProcedureServices
    complaints: ComplaintServices
    tickets: TicketServices
    pictures: PictureServices
    answering: AnsweringServices
    asked: AskedServices
    knowledge: KnowledgeServices
    source_files: SourceFiles
    web_pages: WebPages
    openness: OpennessServices
    oversight: OversightServices
    staff_notices: StaffNoticeOffice
    holidays: HolidayNotices
    unit_phones: UnitPhones
    places: PlaceArrangements
    visits: VisitCounter
    other_doors: OtherDoorService
    appointments: AppointmentOffice
    activities: ActivityOffice
    opinions: OpinionOffice
    questionnaires: QuestionnaireOffice
    matters: MatterOffice
    subscriptions: SubscriptionOffice
    returning: ReturningService
    rating: RatingAfterCase

    @classmethod
    def of(
        cls,
        base: Foundation,
        county: CountyData,
        ways: WaysOut,
        *,
        index: Index,
        notice: IndexNotice,
        understood: Semantics | None,
        weights: WeightSource,
        procedure: ProcedureServices,
        said: Conversation,
        classifier: ClassifierInUse | None = None,
        confirmed_by: ConfirmedBy = ConfirmedBy.STAFF,
        passwords: Passwords | None = None,
    ) -> Self:
        """Give the services of a county; `notice` tells the index what becomes public, `understood` knows meanings.

        `said` reads what is kept of a talk, `passwords` hash at another cost than the usual one.
        """
        sources = Sources(base.texts, public_url=ways.public_url)
        knowledge = KnowledgeServices.of(base.database, base.clock, index=notice, vault=lambda: base.vault)
        reading = QuestionReading(index, weights, knowledge.sayings.current, understood)
        disclosure = DisclosureServices.of(
            base, editor=knowledge.editor, said=said, confirmed_by=confirmed_by
        )
        source_files = SourceFiles(base.database, vault=base.vault, clock=base.clock)
        slices = CountySlices(base, county, ways)
        return cls(
            access=AccessServices.of(base, passwords),
            disclosure=disclosure,
            procedure=procedure,
            complaints=slices.complaints(classifier),
            tickets=TicketServices.of(base, case_link=ways.case_link, ratings=slices.ratings),
            pictures=PictureServices.of(base),
            answering=AnsweringServices.of(base, reading, ways),
            asked=AskedServices.of(base, reading, sources),
            knowledge=knowledge,
            source_files=source_files,
            web_pages=WebPages(
                base.database,
                imports=knowledge.imports,
                keep_source=partial(source_files.keep, actor=PAGE_AUTHOR),
                wording=base.texts,
                clock=base.clock,
            ),
            openness=OpennessServices.of(base, county, index=index, sources=sources, articles=ways.articles),
            oversight=OversightServices.of(base, county_name=county.profile.name, figures=disclosure.figures),
            staff_notices=slices.staff_notices(procedure),
            holidays=HolidayNotices(base.database, calendar=base.calendar, clock=base.clock),
            unit_phones=UnitPhones(base.database, county.profile, base.clock),
            places=PlaceArrangements(base.database, directory=county.places, clock=base.clock),
            visits=VisitCounter(base.database, clock=base.clock),
            other_doors=OtherDoorService(base.database, doors=county.doors, clock=base.clock),
            appointments=slices.appointments(),
            activities=slices.activities(),
            opinions=slices.opinions(),
            questionnaires=slices.questionnaires(),
            matters=slices.matters(),
            subscriptions=slices.subscriptions(sources),
            returning=_returning(base),
            rating=RatingAfterCase(base.texts, database=base.database, clock=base.clock),
        )

    def cases(self, texts: Texts) -> Sequence[StatusSource]:
        """Give every service that has cases, in the order in which they are asked."""
        bindings = self.matters.bindings
        complaints = self.complaints.ledger
        others = (self.appointments.ledger, self.activities.ledger, self.opinions.ledger, self.tickets.ledger)
        return (
            OwnRequests(self.disclosure.ledger, bindings),
            OwnElsewhere(complaints, bindings, texts=texts, shared=complaints.named_cases_of),
            *(OwnElsewhere(source, bindings, texts=texts) for source in others),
            self.matters.ledger,
        )

    def talking(self) -> Self:
        """Give what a talk uses of them: it answers from what is not switched off."""
        return replace(self, answering=self.answering.talking())

    def reading_only(self, base: Foundation) -> Self:
        """Give what a talk uses of them for trying one: whatever would write raises `NothingWrittenError`."""
        closed = base.reading_only()
        database = closed.database
        return replace(
            self,
            disclosure=self.disclosure.on(closed),
            procedure=self.procedure.reading_only(
                database, vault=base.vault, clock=base.clock, calendar=base.calendar
            ),
            complaints=complaint_services(closed, self.complaints.county),
            tickets=self.tickets.on(closed),
            pictures=self.pictures.on(closed),
            asked=self.asked.on(closed),
            openness=self.openness.on(closed),
            oversight=self.oversight.on(closed),
            places=self.places.on(database),
            visits=VisitCounter(database, clock=base.clock),
            other_doors=self.other_doors.on(database),
            appointments=self.appointments.on(database),
            activities=self.activities.on(database),
            opinions=self.opinions.on(database),
            questionnaires=self.questionnaires.on(database),
            matters=self.matters.on(database),
            subscriptions=self.subscriptions.on(database),
            returning=_returning(closed),
            rating=RatingAfterCase(base.texts, database=database, clock=base.clock),
        )


def _returning(base: Foundation) -> ReturningService:
    """Give the service of coming back, over every service whose cases outlast a leaving."""
    database, vault, clock = base.database, base.vault, base.clock
    cases = (
        DepartedRequests(database, vault=vault, clock=clock),
        DepartedComplaints(database, vault=vault, clock=clock),
    )
    return ReturningService(database, cases=cases, vault=vault, clock=clock)
