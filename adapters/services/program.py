"""The services of the program, built once; actions and pages each get only their own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Self

from adapters import office_suite
from adapters.chat_model.access import ChatAdvice
from adapters.chat_model.service import ChatModelService
from adapters.embedding.access import Semantics
from adapters.services.complaints import NO_COUNTY, ComplaintCounty, ComplaintServices
from adapters.services.desk_work import DeskWorkList, receiver_stands
from adapters.services.knowledge import KnowledgeServices
from adapters.services.own_elsewhere import OwnElsewhere
from adapters.services.own_requests import OwnRequests
from adapters.services.procedure import ProcedureServices
from adapters.services.ratings import rating_of_activities, rating_of_visits, rating_questions
from adapters.services.statistics import MEASURES
from adapters.storage.picture_holders import filed_forms
from adapters.storage.read_only import ReadOnlyDatabase
from bot.clock import Clock
from bot.database import Database
from bot.privacy import Vault
from handlers.accounts.administration import Administration
from handlers.accounts.passwords import Passwords
from handlers.accounts.second_factor import SecondFactors
from handlers.accounts.service import AccountService
from handlers.activities.office import ActivityOffice
from handlers.appointments.office import AppointmentOffice
from handlers.appointments.opening.catalogue import NO_APPOINTMENTS, AppointmentCounty
from handlers.cases import CaseAddress, StatusSource
from handlers.catalogue.shelf import OpenCatalogue
from handlers.columns.plan_keeper import PlanKeeper
from handlers.columns.shelf import OpenColumns
from handlers.complaints.case.callers import CallerRota, nobody_calls
from handlers.complaints.case.departure import DepartedComplaints
from handlers.complaints.classification.classifier import ClassifierInUse
from handlers.complaints.hotline.giving_back import HotlineDoor
from handlers.contacts.service import ContactService
from handlers.county.live_plan import LivePlan
from handlers.county.office import Office
from handlers.county.openness_plan import NO_PLAN, OpennessPlan
from handlers.county.profile import UNNAMED, County
from handlers.county.unit_phones import UnitPhones
from handlers.credit.service import CreditRegister
from handlers.disclosure.background.conversation import CaseConversation
from handlers.disclosure.background.earlier_cases import EarlierCases
from handlers.disclosure.bundle.service import Conversation
from handlers.disclosure.case.departure import DepartedRequests
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.case.receipts import ConfirmedBy
from handlers.disclosure.case.recounting import DateRecount
from handlers.disclosure.case.service import DisclosureService
from handlers.disclosure.figures.annual import AnnualReports
from handlers.disclosure.figures.service import OfficeFigures
from handlers.disclosure.listing.export import CaseExport
from handlers.disclosure.released.service import ReleasedDocuments
from handlers.disclosure.reminders.service import DueReminders
from handlers.guides.waived.service import WaivedMaterials
from handlers.holidays.live import LiveCalendar
from handlers.holidays.service import HolidayNotices
from handlers.inspection.links import LinkRounds
from handlers.inspection.service import Inspections
from handlers.matters.binding.messages import SendText
from handlers.matters.office import MatterOffice
from handlers.opinions.office import OpinionOffice
from handlers.other_doors.directory import NO_DOORS, OtherDoors
from handlers.other_doors.service import OtherDoorService
from handlers.outlets.ledger import OutletLedger
from handlers.outlets.outlet import ArticleDoor
from handlers.outlets.posting import OutletPosting
from handlers.pictures.published import PROJECT_SHOWN, PublishedPictures
from handlers.pictures.service import PictureService
from handlers.pictures.thumbnails import PictureThumbnails
from handlers.places.directory import NO_PLACES, Directory
from handlers.places.service import PlaceArrangements
from handlers.places.visits import VisitCounter
from handlers.projects.service import ProjectService
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.questionnaires.office import QuestionnaireOffice
from handlers.ratings.actions import RatingAfterCase
from handlers.ratings.ledger import SatisfactionLedger
from handlers.returning.service import ReturningService
from handlers.source_files.service import SourceFiles
from handlers.staff_notices.door import NoticeDoor
from handlers.staff_notices.office import StaffNoticeOffice
from handlers.statistics.office import StatisticsOffice
from handlers.subscriptions.choosing.deeds import PageAddress, no_page
from handlers.subscriptions.office import SubscriptionOffice
from handlers.switches.service import Ring, SwitchBoard, no_bell
from handlers.texts import Texts
from handlers.tickets.desk.canned_texts import CannedTexts
from handlers.tickets.desk.service import TicketDesk
from handlers.tickets.desk.waiting_answers import WaitingAnswers
from handlers.tickets.files.for_citizen import GivenFiles
from handlers.tickets.files.service import AnswerFiles
from handlers.tickets.ledger import TicketLedger
from handlers.tickets.service import TicketService
from handlers.web_pages.service import AUTHOR as PAGE_AUTHOR
from handlers.web_pages.service import WebPages
from handlers.workdays import WorkingCalendar
from knowledge.answers.answerer import Answerer
from knowledge.index.closed import OpenIndex
from knowledge.index.generations import Index
from knowledge.library.due import DueLists, DueSettings
from knowledge.publication.index_notice import IndexNotice
from knowledge.publication.withheld.ledger import WithheldLedger
from knowledge.publication.withheld.service import WithheldRegister
from knowledge.questions.effects import PublicationEffects
from knowledge.questions.gaps import Gaps
from knowledge.questions.log import QuestionLog
from knowledge.questions.popular import PopularQuestions
from knowledge.questions.rehearsal import Rehearsal
from knowledge.questions.saved_questions import SavedQuestions
from knowledge.questions.saying_trial import SayingTrial
from knowledge.questions.waiting_list import WaitingList
from knowledge.rewording.advice import LIMIT_SECONDS
from knowledge.search.weights import WeightSource

# Within so many working days the unit that explains a document sees to what it does not answer.
GAP_WORKDAYS = 5


@dataclass(frozen=True, slots=True)
class Services:
    """What the pages use; each page gets only its own."""

    accounts: AccountService
    administration: Administration
    second_factors: SecondFactors
    disclosure: DisclosureService
    recounting: DateRecount
    ledger: DisclosureLedger
    procedure: ProcedureServices
    complaints: ComplaintServices
    appointments: AppointmentOffice
    subscriptions: SubscriptionOffice
    other_doors: OtherDoorService
    visits: VisitCounter
    places: PlaceArrangements
    popular: PopularQuestions
    activities: ActivityOffice
    opinions: OpinionOffice
    questionnaires: QuestionnaireOffice
    matters: MatterOffice
    credit: CreditRegister
    statistics: StatisticsOffice
    inspections: Inspections
    link_rounds: LinkRounds
    outlets: OutletPosting
    outlet_ledger: OutletLedger
    staff_notices: StaffNoticeOffice
    released: ReleasedDocuments
    reminders: DueReminders
    export: CaseExport
    figures: OfficeFigures
    annual_reports: AnnualReports
    earlier: EarlierCases
    conversation: CaseConversation
    holidays: HolidayNotices
    pictures: PictureService
    thumbnails: PictureThumbnails
    published_pictures: PublishedPictures
    project_photos: PublishedPictures
    returning: ReturningService
    tickets: TicketService
    ticket_ledger: TicketLedger
    ticket_desk: TicketDesk
    waiting_answers: WaitingAnswers
    canned: CannedTexts
    answer_files: AnswerFiles
    source_files: SourceFiles
    given_files: GivenFiles
    rating: RatingAfterCase
    satisfaction: SatisfactionLedger
    knowledge: KnowledgeServices
    due: DueLists
    withheld: WithheldRegister
    withheld_ledger: WithheldLedger
    questions: QuestionLog
    waiting: WaitingList
    gaps: Gaps
    saved: SavedQuestions
    rehearsal: Rehearsal
    saying_trial: SayingTrial
    effects: PublicationEffects
    answerer: Answerer
    index: Index
    catalogue: OpenCatalogue
    columns: OpenColumns
    openness: PlanKeeper
    projects: ProjectService
    contacts: ContactService
    waived: WaivedMaterials
    switches: SwitchBoard
    open_index: OpenIndex
    open_answerer: Answerer
    unit_phones: UnitPhones
    web_pages: WebPages
    understanding: Semantics | None = None
    chat: ChatAdvice | None = None

    @classmethod
    def of(
        cls,
        database: Database,
        *,
        index: Index,
        notice: IndexNotice,
        understood: Semantics | None,
        weights: WeightSource,
        texts: Texts,
        vault: Vault,
        clock: Clock,
        calendar: LiveCalendar,
        public_url: str,
        procedure: ProcedureServices,
        case_link: CaseAddress,
        complaint_county: ComplaintCounty = NO_COUNTY,
        bookable: AppointmentCounty = NO_APPOINTMENTS,
        classifier: ClassifierInUse | None = None,
        hotline_door: HotlineDoor | None = None,
        callers: CallerRota = nobody_calls,
        said: Conversation,
        confirmed_by: ConfirmedBy = ConfirmedBy.STAFF,
        chat_model: ChatModelService | None = None,
        chat_seconds: float = LIMIT_SECONDS,
        passwords: Passwords | None = None,
        sample: bool = False,
        subscription_page: PageAddress = no_page,
        doors: OtherDoors = NO_DOORS,
        openness: OpennessPlan = NO_PLAN,
        units: Sequence[str] = (),
        places: Directory = NO_PLACES,
        send_text: SendText | None = None,
        county_name: str = "",
        articles: ArticleDoor | None = None,
        notice_door: NoticeDoor | None = None,
        office: Office | None = None,
        ring: Ring = no_bell,
        county: County = UNNAMED,
    ) -> Self:
        """Give the services on a database; `notice` tells the index what becomes public, `understood` knows meanings.

        `case_link` gives the signed address of a case's page, `said` reads what is kept of a talk. A `chat_model` is asked for at most `chat_seconds` a turn.
        `passwords` hash at another cost than the usual one; `sample` is set where the county is invented,
        `subscription_page` gives where somebody changes subscriptions. `send_text` brings a text to a phone, where there is a way.
        The `county`'s phones are changed at the desk. `notice_door` tells staff of work outside the desk, in the hours of
        the `office`. `ring` makes other processes look at once at what was switched.
        """
        # One line for all hashing, whoever asks for it.
        passwords = passwords or Passwords()
        plan = LivePlan(openness)
        knowledge = KnowledgeServices.of(database, clock, index=notice, vault=lambda: vault)
        sayings = knowledge.sayings.current
        questions = QuestionLog(
            database, clock, due=lambda day: calendar.nth_workday_after(day, GAP_WORKDAYS)
        )
        waiting, saved = WaitingList(database, vault=vault, clock=clock), SavedQuestions(database, clock)
        meanings = understood.meanings if understood else None
        answering = partial(Answerer, index, meanings=meanings, weights=weights, sayings=sayings)
        answerer = answering()
        rehearsal = Rehearsal(
            database, index=index, saved=saved, clock=clock, weights=weights, sayings=sayings
        )
        switches = SwitchBoard(database, index=index, clock=clock, ring=ring)
        open_index = OpenIndex(index, switches.closed)
        openly = partial(Answerer, open_index, meanings=meanings, weights=weights, sayings=sayings)
        open_answerer = openly()
        ledger = DisclosureLedger(database, vault=vault, clock=clock, calendar=calendar, texts=texts)
        ratings = rating_questions(texts)
        figures = OfficeFigures(database, clock=clock, calendar=calendar)
        tickets = TicketService(
            database, vault=vault, clock=clock, texts=texts, address=case_link, ratings=ratings
        )
        source_files = SourceFiles(database, vault=vault, clock=clock)
        return cls(
            accounts=AccountService(database, clock=clock, passwords=passwords),
            administration=Administration(database, clock=clock, passwords=passwords),
            second_factors=SecondFactors(database, vault=vault, clock=clock),
            disclosure=DisclosureService(
                database, vault=vault, clock=clock, calendar=calendar, texts=texts, confirmed_by=confirmed_by
            ),
            recounting=DateRecount(database, clock=clock, calendar=calendar, texts=texts),
            ledger=ledger,
            export=CaseExport(database, ledger=ledger, clock=clock),
            figures=figures,
            annual_reports=AnnualReports(database, clock=clock),
            procedure=procedure,
            complaints=ComplaintServices.of(
                database,
                vault=vault,
                clock=clock,
                calendar=calendar,
                texts=texts,
                county=complaint_county,
                classifier=classifier,
                hotline_door=hotline_door,
                callers=callers,
            ),
            appointments=AppointmentOffice.of(
                database,
                county=bookable,
                calendar=lambda: calendar.current,
                clock=clock,
                texts=texts,
                vault=vault,
                finished=rating_of_visits(ratings),
            ),
            other_doors=OtherDoorService(database, doors=doors, clock=clock),
            visits=VisitCounter(database, clock=clock),
            places=PlaceArrangements(database, directory=places, clock=clock),
            popular=PopularQuestions(database, clock, document=Library(index).document),
            subscriptions=SubscriptionOffice.of(
                database,
                vault=vault,
                clock=clock,
                texts=texts,
                address=Sources(texts, public_url=public_url).address,
                page=subscription_page,
                sample=sample,
            ),
            activities=ActivityOffice.of(
                database,
                vault=vault,
                calendar=calendar,
                clock=clock,
                texts=texts,
                attended=rating_of_activities(ratings),
            ),
            opinions=OpinionOffice.of(database, vault=vault, clock=clock, texts=texts, address=case_link),
            questionnaires=QuestionnaireOffice.of(database, vault=vault, clock=clock, texts=texts),
            credit=CreditRegister(database, vault=vault, clock=clock),
            matters=MatterOffice.of(
                database, vault=vault, clock=clock, texts=texts, send=send_text, county=county_name
            ),
            statistics=StatisticsOffice.of(database, MEASURES, clock=clock),
            inspections=Inspections(
                database,
                rules=DueSettings(complaint_county.name),
                calendar=lambda: calendar.current,
                replies=figures.replied_by_unit,
                clock=clock,
            ),
            link_rounds=LinkRounds(database, clock=clock),
            outlets=OutletPosting(
                database,
                door=articles,
                address=Sources(texts, public_url=public_url).address,
                clock=clock,
            ),
            outlet_ledger=OutletLedger(database),
            staff_notices=StaffNoticeOffice.of(
                database,
                door=notice_door,
                sources=DeskWorkList(procedure.agencies).sources(),
                stands=receiver_stands,
                units=units,
                office=office,
                calendar=calendar,
                vault=vault,
                texts=texts,
                desk=public_url,
                clock=clock,
            ),
            released=ReleasedDocuments(
                database, vault=vault, clock=clock, editor=knowledge.editor, make_pages=office_suite.to_pdf
            ),
            reminders=DueReminders(database, clock=clock, calendar=calendar),
            earlier=EarlierCases(database, vault=vault),
            conversation=CaseConversation(database, vault=vault, said=said),
            holidays=HolidayNotices(database, calendar=calendar, clock=clock),
            pictures=PictureService(database, vault=vault, clock=clock, filed=filed_forms),
            thumbnails=PictureThumbnails(database, vault=vault, clock=clock),
            published_pictures=PublishedPictures(database, vault=vault, clock=clock),
            project_photos=PublishedPictures(database, vault=vault, clock=clock, prefix=PROJECT_SHOWN),
            returning=returning_service(database, vault=vault, clock=clock),
            tickets=tickets,
            ticket_desk=TicketDesk(database, vault=vault, clock=clock),
            waiting_answers=WaitingAnswers(database, service=tickets, vault=vault, clock=clock),
            canned=CannedTexts(database, clock=clock),
            answer_files=AnswerFiles(database, vault=vault, clock=clock),
            source_files=source_files,
            given_files=GivenFiles(database, vault=vault, clock=clock),
            rating=RatingAfterCase(texts, database=database, clock=clock),
            satisfaction=SatisfactionLedger(database),
            ticket_ledger=TicketLedger(database, vault=vault, texts=texts),
            knowledge=knowledge,
            due=DueLists(database, clock=clock, calendar=calendar),
            withheld_ledger=WithheldLedger(database),
            withheld=WithheldRegister(database, vault=vault, clock=clock),
            questions=questions,
            waiting=waiting,
            gaps=Gaps(
                database,
                waiting=waiting,
                clock=clock,
                news=Sources(texts, public_url=public_url).news,
                closing=lambda reason: texts("gaps.told_waiting", reason=reason.rstrip("。")),
                weights=weights,
                sayings=sayings,
            ),
            saved=saved,
            rehearsal=rehearsal,
            effects=PublicationEffects(database, rehearsal=rehearsal, log=questions, clock=clock),
            saying_trial=SayingTrial(index, log=questions, saved=saved, clock=clock, weights=weights),
            answerer=answerer,
            index=index,
            catalogue=OpenCatalogue(Library(index), plan),
            columns=OpenColumns(Library(index), plan),
            openness=PlanKeeper(database, plan=plan, clock=clock),
            projects=ProjectService(database, clock=clock),
            contacts=ContactService(database, units=units, clock=clock),
            unit_phones=UnitPhones(database, county, clock),
            web_pages=WebPages(
                database,
                imports=knowledge.imports,
                keep_source=partial(source_files.keep, actor=PAGE_AUTHOR),
                wording=texts,
                clock=clock,
            ),
            waived=WaivedMaterials(database, library=Library(index), clock=clock),
            switches=switches,
            open_index=open_index,
            open_answerer=open_answerer,
            understanding=understood,
            chat=ChatAdvice.of(
                chat_model,
                open_answerer,
                at=lambda least: openly(threshold=least),
                seconds=chat_seconds,
            )
            if chat_model
            else None,
        )

    def cases(self, texts: Texts) -> Sequence[StatusSource]:
        """Give every service that has cases, in the order in which they are asked."""
        bindings = self.matters.bindings
        complaints = self.complaints.ledger
        others = (self.appointments.ledger, self.activities.ledger, self.opinions.ledger, self.ticket_ledger)
        return (
            OwnRequests(self.ledger, bindings),
            OwnElsewhere(complaints, bindings, texts=texts, shared=complaints.named_cases_of),
            *(OwnElsewhere(source, bindings, texts=texts) for source in others),
            self.matters.ledger,
        )

    def talking(self) -> Self:
        """Give what a talk uses of them: it answers from what is not switched off."""
        return replace(self, index=self.open_index, answerer=self.open_answerer)

    def reading_only(
        self, database: Database, *, vault: Vault, texts: Texts, clock: Clock, calendar: WorkingCalendar
    ) -> Self:
        """Give what a talk uses of them for trying one: whatever would write raises `NothingWrittenError`."""
        closed = ReadOnlyDatabase(database)
        return replace(
            self,
            disclosure=self.disclosure.on(closed),
            ledger=DisclosureLedger(closed, vault=vault, clock=clock, calendar=calendar, texts=texts),
            procedure=self.procedure.reading_only(closed, vault=vault, clock=clock, calendar=calendar),
            complaints=ComplaintServices.of(
                closed,
                vault=vault,
                clock=clock,
                calendar=calendar,
                texts=texts,
                county=self.complaints.county,
            ),
            appointments=self.appointments.on(closed),
            subscriptions=self.subscriptions.on(closed),
            other_doors=self.other_doors.on(closed),
            visits=VisitCounter(closed, clock=clock),
            places=self.places.on(closed),
            openness=self.openness.on(closed),
            activities=self.activities.on(closed),
            opinions=self.opinions.on(closed),
            projects=self.projects.on(closed),
            questionnaires=self.questionnaires.on(closed),
            matters=self.matters.on(closed),
            credit=self.credit.on(closed),
            statistics=self.statistics.on(closed),
            pictures=PictureService(closed, vault=vault, clock=clock, filed=filed_forms),
            returning=returning_service(closed, vault=vault, clock=clock),
            tickets=TicketService(closed, vault=vault, clock=clock, texts=texts),
            ticket_ledger=TicketLedger(closed, vault=vault, texts=texts),
            rating=RatingAfterCase(texts, database=closed, clock=clock),
            waiting=WaitingList(closed, vault=vault, clock=clock),
        )


def returning_service(database: Database, *, vault: Vault, clock: Clock) -> ReturningService:
    """Give the service of coming back, over every service whose cases outlast a leaving."""
    cases = (
        DepartedRequests(database, vault=vault, clock=clock),
        DepartedComplaints(database, vault=vault, clock=clock),
    )
    return ReturningService(database, cases=cases, vault=vault, clock=clock)
