"""Every action of the talk, each built with the service it needs, and who looks at a message before it."""

from collections.abc import Sequence
from functools import partial

from rasa_sdk.interfaces import Action

from adapters.county import CountyData
from adapters.services.disclosure_figures import disclosure_group
from adapters.services.openness_paths import openness_paths
from adapters.services.program import Services
from adapters.settings import Settings
from adapters.talk.awaited_authority import AwaitedAuthorities
from adapters.talk.doors import needs
from adapters.talk.opinions import OpinionTalk
from adapters.talk.precedence import (
    AGREEING,
    APPLYING,
    ASKING,
    GIVING_UP,
    WRONG_DOORS,
    Precedence,
    arbiter_over,
    order_of_looks,
)
from adapters.talk.project_ideas import call_for_ideas
from adapters.talk.subscriptions import SubscriptionTalk
from adapters.talk.switches import ANSWERING, switched_off
from adapters.web.links import CARRY_TIME, LinkPurpose, Links
from adapters.web.personal_door import PersonalDoor
from adapters.wechat.account_kinds import AccountFeature, has
from bot.clock import Clock, local_date
from handlers.activities.intake import actions as activities
from handlers.activities.intake.deeds import SignupDeeds
from handlers.activities.intake.entrance import ShowActivities
from handlers.appointments.home import actions as home
from handlers.appointments.home.entrance import HomeDoor
from handlers.appointments.intake import actions as appointments
from handlers.appointments.intake.bringing import from_guides
from handlers.appointments.intake.deeds import AppointmentDeeds
from handlers.appointments.intake.entrance import StartAppointment
from handlers.appointments.intake.house_rules import TellAppointmentRules
from handlers.appointments.intake.own import OwnAppointments
from handlers.catalogue.actions import BrowseCatalogue
from handlers.columns.actions import ShowColumns
from handlers.complaints.intake import actions as complaints
from handlers.complaints.intake.entrance import RegisterAfterDanger
from handlers.complaints.intake.form import FORM as COMPLAINT_FORM
from handlers.complaints.rating.actions import RatingByApplicant
from handlers.contacts.actions import TellContact
from handlers.credit.actions import LookUpCredit
from handlers.disclosure.application import actions as disclosure
from handlers.disclosure.application.addressee import AddresseeChoice
from handlers.disclosure.application.correction import CorrectInChat
from handlers.disclosure.application.entrance import SimilarDocument
from handlers.disclosure.application.explanations import ExplainApplication
from handlers.disclosure.application.form import FORM
from handlers.foreign.actions import AnswerEnglish
from handlers.general import actions as general
from handlers.general.enterprise import EnterpriseDoor
from handlers.general.scope import NumberAlone
from handlers.guides import actions as guides
from handlers.guides.bundles.actions import ShowBundle
from handlers.guides.changes import TellChanges
from handlers.guides.choosing.actions import ListGuides
from handlers.guides.eligibility.actions import TellEligibility
from handlers.guides.lacking import TellLack
from handlers.guides.scenes import GuideScenes
from handlers.guides.waived.actions import TellWaived
from handlers.lookups.actions import LookUpCode
from handlers.matters.talk.actions import BindPerson
from handlers.other_doors.actions import LeadElsewhere
from handlers.paths.actions import TellPaths
from handlers.pictures.actions import TakePicture
from handlers.pictures.records import FAILED
from handlers.pictures.service import AUTHORITY
from handlers.places import actions as places
from handlers.places.remarks import RemarkAfterCode, RemarkBox
from handlers.places.visits import CountArrivals
from handlers.policy import actions as policy
from handlers.policy.already_public import lookup
from handlers.policy.beside_door import BesideDoor
from handlers.policy.matters import Matters
from handlers.policy.question_note import HandsOn, NoteGuides
from handlers.policy.related import RelatedChoice
from handlers.policy.replies import no_plain_words
from handlers.policy.verdict import AnswerVerdict
from handlers.popular.actions import TellPopular
from handlers.projects.actions import ShowProjects
from handlers.published.interpreters import Interpreter, addressee
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.returning.actions import TakeUpCase, WelcomeBack
from handlers.statistics.actions import TellFigures
from handlers.statistics.ledger import FigureSpan
from handlers.statistics.overview import ShownGroup
from handlers.status import actions as status
from handlers.status.actions import ReportStatus
from handlers.switches.actions import Bannered
from handlers.talk.form_page import FormAddress
from handlers.talk.form_phrases import BESIDE
from handlers.talk.precedence import Look, LookAlone
from handlers.talk.public_screen import OnPublicScreen
from handlers.talk.remembrance import REMEMBERED, Remembering
from handlers.texts import Texts
from handlers.tickets import actions as tickets
from handlers.tickets.call import DISTRESS, Earlier
from handlers.tickets.distress import TellPerson
from knowledge.questions.note import Notebook

WELCOME = "action_welcome"
WARNING = "action_warn_emergency"

# What a town's own counter is called among the kinds of places.
CENTRE = "便民服务中心"
# Forms whose cases show at the desk what was sent with them.
PICTURED_FORMS = frozenset({FORM.name, COMPLAINT_FORM.name})


def build_actions(
    settings: Settings,
    services: Services,
    *,
    texts: Texts,
    county: CountyData,
    clock: Clock,
    earlier: Earlier,
    notebook: Notebook,
    page: FormAddress,
    personal: PersonalDoor,
) -> list[Action]:
    """Give every action, each built with the service it needs; nothing is found by scanning."""
    talk = TalkActions(
        settings, services, texts=texts, county=county, clock=clock, earlier=earlier, notebook=notebook, page=page,
        personal=personal,
    )  # fmt: skip
    return talk.all()


class TalkActions:
    """Builds the actions of all services, and lays before each whoever looks at a message first."""

    def __init__(
        self,
        settings: Settings,
        services: Services,
        *,
        texts: Texts,
        county: CountyData,
        clock: Clock,
        earlier: Earlier,
        notebook: Notebook,
        page: FormAddress,
        personal: PersonalDoor,
    ) -> None:
        self._settings = settings
        whole, services = services, services.talking()
        self._services = services
        self._texts = texts
        self._county = county
        self._clock = clock
        self._earlier = earlier
        self._notebook = notebook
        self._page = page
        self._library = Library(services.answering.index)
        self._sources = Sources(texts, public_url=settings.public_url)
        self._links = Links(settings.secret_key.get_secret_value(), public_url=settings.public_url)
        self._opinions = OpinionTalk(
            services, texts=texts, clock=clock, door=personal, receipt=self._receipt_page
        )
        office = services.appointments
        self._deeds = AppointmentDeeds(texts, service=office.service, booked=office.booked)
        self._at_home = HomeDoor(texts, service=office.home)
        self._booking = StartAppointment(
            texts,
            service=office.service,
            booked=office.booked,
            deeds=self._deeds,
            home=self._at_home,
            county=county.profile,
        )
        self._bringing = from_guides(self._library, self._sources)
        self._own_visits = OwnAppointments(
            texts, booked=office.booked, home=office.home, bringing=self._bringing
        )
        self._signups = SignupDeeds(
            texts, service=services.activities.service, elsewhere=self._deeds.cancelling
        )
        self._gatherings = ShowActivities(
            texts,
            service=services.activities.service,
            issues=services.activities.issues,
            deeds=self._signups,
            address=self._links.activity,
        )
        self._asking = self._policy()
        self._off = switched_off(texts, whole, sources=self._sources, county=county.profile, clock=clock)
        self._subscriptions = SubscriptionTalk.of(
            texts, services, library=self._library, county=county, clock=clock
        )
        self._guide = self._guides()
        self._reporting = self._status()
        (self._finding,) = places.actions(
            texts,
            directory=county.places,
            county=county.profile,
            otherwise=self._guide,
            arranged=services.places.place,
            now=services.places.directory,
        )

    def all(self) -> list[Action]:
        """Give them: what is said, the number to call before it, the documents beside it, and who looks before all."""
        order = self._order()
        told = [
            self._subscriptions.offering(_remembering(order.before(action)))
            for action in map(self._beside_door, map(self._after_danger, self._spoken()))
        ]
        whatever = frozenset(action.name() for action in told)
        off = ((ANSWERING, self._off.look),)
        before = Precedence(
            (
                *((whatever, look) for look in self._own_matters()),
                *off,
                *((whatever, look) for look in self._before_all()),
            )
        )
        strangers = Precedence((*off, *((whatever, look) for look in self._before_strangers())))
        return [
            self._bannered(
                OnPublicScreen(
                    before.before(action),
                    self._texts,
                    self._carried_on,
                    shown=action,
                    looks=strangers.looks(action),
                )
            )
            for action in told
        ]

    def _bannered(self, action: Action) -> Action:
        """Give an action with the banner of the day before it; nothing stands before the number to call."""
        if action.name() == WARNING:
            return action
        return Bannered(action, self._texts, board=self._services.answering.switches, clock=self._clock)

    def _carried_on(self, words: str) -> str:
        """Give the address at which a phone goes on with what somebody said to a screen in a hall."""
        return self._links.address(LinkPurpose.CARRY, words, expires_at=self._clock.now() + CARRY_TIME)

    def _spoken(self) -> list[Action]:
        """Give what every service can do."""
        return [
            *self._general(),
            *self._asking,
            AnswerEnglish(
                self._texts,
                answering=self._services.answering.answerer,
                library=self._library,
                sources=self._sources,
                county=self._county.profile,
            ),
            self._guide,
            CountArrivals(self._finding, self._services.visits),
            LookAlone(BESIDE, arbiter_over(self._asking.ask, self._finding).before("action_fallback")),
            *self._disclosure(),
            *self._reporting,
            *self._complaints(),
            *self._appointments(),
            *self._activities(),
            *self._opinions.actions(),
            *self._home_visits(),
            self._subscriptions.action,
            *self._tickets(),
        ]

    def _policy(self) -> policy.PolicyActions:
        chat = self._services.answering.chat
        return policy.actions(
            self._texts,
            library=self._library,
            sources=self._sources,
            county=self._county.profile,
            notebook=self._notebook,
            answering=chat.answering if chat else self._services.answering.answerer,
            clock=self._clock,
            waiting=self._services.asked.waiting,
            plain_words=chat.advice.plain_words if chat else no_plain_words,
        )

    def _guide_looks(self) -> tuple[Look, ...]:
        """Give who looks for more than one guide: what is missing, an event, a credential, a list, a change."""
        bundles = ShowBundle(
            self._texts, bundles=self._county.bundles, library=self._library, sources=self._sources
        )
        lacking = TellLack(
            self._texts,
            bundles=self._county.bundles,
            library=self._library,
            sources=self._sources,
            clock=self._clock,
        )
        centres = [
            (one.town, one.name, one.services) for one in self._county.places.places if one.kind == CENTRE
        ]
        listing = ListGuides(
            self._texts, library=self._library, towns=self._county.areas.names, centres=centres
        )
        eligible = TellEligibility(
            self._texts,
            credentials=self._county.credentials,
            library=self._library,
            sources=self._sources,
            clock=self._clock,
        )
        changes = TellChanges(
            self._texts,
            changes=self._services.knowledge.element_changes.of,
            library=self._library,
            sources=self._sources,
            clock=self._clock,
        )
        waived = TellWaived(
            self._texts,
            waived=self._services.openness.waived,
            library=self._library,
            sample=self._county.profile.sample,
        )
        return (lacking.look, waived.look, bundles.look, eligible.look, listing.look, changes.look)

    def _guides(self) -> NoteGuides:
        (showing,) = guides.actions(
            self._texts,
            library=self._library,
            sources=self._sources,
            county=self._county.profile,
            answering=self._services.answering.answerer,
            clock=self._clock,
            otherwise=HandsOn(self._asking.ask),
        )
        return NoteGuides(showing, library=self._library, notebook=self._notebook)

    def _general(self) -> list[Action]:
        """Give what belongs to no service: greetings, help, and what becomes of a picture."""
        found = [
            WelcomeBack(action, self._texts, service=self._services.returning)
            if action.name() == WELCOME
            else action
            for action in general.actions(self._texts, self._county.profile)
        ]
        taking = TakePicture(
            self._texts,
            service=self._services.pictures.service,
            channels=self._pictured(),
            forms=PICTURED_FORMS,
            papers={"agent_authority": AUTHORITY},
            awaited=AwaitedAuthorities(self._services.procedure.authority),
            otherwise=next(each for each in found if each.name() == "action_acknowledge_media"),
        )
        return [*found, taking]

    def _disclosure(self) -> list[Action]:
        published = lookup(
            answering=self._services.answering.answerer, sources=self._sources, clock=self._clock
        )

        async def found(topic: str) -> list[SimilarDocument]:
            return [SimilarDocument(*each) for each in await published(topic)]

        return disclosure.actions(
            self._texts,
            service=self._services.disclosure.service,
            ledger=self._services.disclosure.ledger,
            published=found,
            office=self._county.office,
            county=self._county.profile,
            clock=self._clock,
            address=self._receipt_page,
            page=self._page,
            choice=AddresseeChoice(self._services.procedure.agencies),
            enclosed=self._enclosed,
            lacking=self._lacks_authority,
        )

    async def _enclosed(self, form_id: str) -> int:
        """Count the pictures of an authorisation that came with a form."""
        sent = await self._services.pictures.service.pictures(f"{AUTHORITY}{form_id}")
        return len([one for one in sent if one.state != FAILED])

    async def _lacks_authority(self, form_id: str, channel: str) -> bool:
        return channel in self._pictured() and not await self._enclosed(form_id)

    def _pictured(self) -> frozenset[str]:
        """Give the channels whose pictures can be fetched."""
        return frozenset({"wechat"} if has(self._settings.wechat_kind, AccountFeature.PICTURES) else ())

    def _status(self) -> Sequence[ReportStatus]:
        services = self._services
        return status.actions(
            self._texts,
            sources=services.cases(self._texts),
            bound=services.matters.bindings.sees,
            address=self._case_page,
            otherwise=self._guide,
            left_behind=lambda citizen, channel: services.returning.waiting(citizen=citizen, channel=channel),
        )

    def _complaints(self) -> list[Action]:
        return complaints.actions(
            self._texts,
            service=self._services.complaints.service,
            office=self._county.office,
            county=self._county.profile,
            address=self._receipt_page,
            page=self._page,
        )

    def _appointments(self) -> list[Action]:
        return appointments.actions(
            self._texts,
            service=self._services.appointments.service,
            booked=self._services.appointments.booked,
            start=self._booking,
            address=self._receipt_page,
            bringing=self._bringing,
            page=self._page,
        )

    def _activities(self) -> list[Action]:
        services = self._services.activities
        return activities.actions(
            self._texts,
            service=services.service,
            start=self._gatherings,
            address=self._receipt_page,
            page=self._page,
        )

    def _home_visits(self) -> list[Action]:
        return home.actions(
            self._texts,
            service=self._services.appointments.home,
            door=self._at_home,
            address=self._receipt_page,
            bringing=self._bringing,
            page=self._page,
        )

    def _tickets(self) -> list[Action]:
        def addressing(question: str) -> Interpreter | None:
            today = local_date(self._clock.now())
            return addressee(self._services.answering.answerer.answer(question, today=today))

        return tickets.actions(
            self._texts,
            service=self._services.tickets.service,
            office=self._county.office,
            clock=self._clock,
            calendar=self._county.calendar,
            earlier=self._earlier,
            addressing=addressing,
            notebook=self._notebook,
        )

    def _case_page(self, number: str) -> str:
        return self._links.case(number, now=self._clock.now())

    def _own_page(self) -> str:
        """Give the page of everything that is one's own; empty where the account may not ask the platform whose it is."""
        allowed = self._settings.wechat_secret.get_secret_value() and has(
            self._settings.wechat_kind, AccountFeature.LOGIN
        )
        return f"{self._settings.public_url.rstrip('/')}/m/mine" if allowed else ""

    def _receipt_page(self, number: str) -> str:
        return self._links.receipt(number, now=self._clock.now())

    def _after_danger(self, action: Action) -> Action:
        """Give the action that warns with a person told of it and what caused it offered to be registered; others as they are."""
        if action.name() != WARNING:
            return action
        telling = TellPerson(
            action, self._texts, service=self._services.tickets.service, earlier=self._earlier
        )
        return RegisterAfterDanger(telling, self._texts, quiet=DISTRESS)

    def _beside_door(self, action: Action) -> Action:
        """Give a door that may be the wrong one with what the documents say beside it; others as they are."""
        if action.name() not in WRONG_DOORS:
            return action
        # A body that answers for itself is named all the same, a place or a case that was asked for is all there is to say.
        doors = needs(self._finding, self._asking.ask)
        fits = (
            doors[action.name()] if action.name() in {"action_find_place", "action_report_status"} else None
        )
        return BesideDoor(
            action,
            self._texts,
            asking=self._asking.ask,
            matters=Matters(self._texts, self._sources),
            clock=self._clock,
            fits=fits,
        )

    def _order(self) -> Precedence:
        """Give who looks first at what may be no question, then the order of those who know of questions."""
        order = order_of_looks(
            self._finding,
            self._asking.ask,
            texts=self._texts,
            services=self._services,
            library=self._library,
            sources=self._sources,
            clock=self._clock,
        )
        confirming = disclosure.ConfirmRequest(
            self._texts,
            service=self._services.disclosure.service,
            ledger=self._services.disclosure.ledger,
        )
        explaining = ExplainApplication(self._texts, office=self._county.office, county=self._county.profile)
        alone = (frozenset({*GIVING_UP, ASKING}), NumberAlone(self._texts).look)
        guessed = (frozenset(GIVING_UP), self._off.look_at_guess)
        own = ((AGREEING, confirming.look), (APPLYING, explaining.look))
        return Precedence((alone, *own, guessed, *order.table))

    def _before_strangers(self) -> tuple[Look, ...]:
        """Give those who look first where nobody knows who writes: they know of nobody's own matters."""
        return (*self._open_looks(), *self._menus())

    def _menus(self) -> tuple[Look, ...]:
        """Give where else somebody may go, what many ask, the guides by scene and theme, and the public figures."""
        return (
            LeadElsewhere(self._texts, service=self._services.other_doors).look,
            TellPopular(self._texts, popular=self._services.asked.popular, library=self._library).look,
            GuideScenes(self._texts, library=self._library).look,
            EnterpriseDoor(self._texts, library=self._library).look,
            self._figures().look,
        )

    def _open_looks(self) -> tuple[Look, ...]:
        """Give who knows of what is open to everybody: the catalogue, columns, units, projects, registers, lists of guides."""
        profile = self._county.profile
        return (
            BrowseCatalogue(
                self._texts,
                catalogue=self._services.openness.catalogue,
                sources=self._sources,
                county=profile,
                clock=self._clock,
                address=self._links.catalogue,
            ).look,
            ShowColumns(
                self._texts,
                columns=self._services.openness.columns,
                sources=self._sources,
                clock=self._clock,
                address=self._links.column,
            ).look,
            TellContact(
                self._texts,
                service=self._services.openness.contacts,
                units=[unit.name for unit in profile.units],
                hotline=profile.hotline,
                address=self._links.contacts,
            ).look,
            TellPaths(self._texts, paths=openness_paths(self._texts), address=self._links.paths).look,
            ShowProjects(
                self._texts,
                service=self._services.openness.projects,
                address=self._links.project,
                ideas=partial(call_for_ideas, self._services.opinions.service),
                sample=profile.sample,
            ).look,
            LookUpCredit(self._texts, register=self._services.openness.credit).look,
            LookUpCode(self._texts, lookups=self._county.lookups).look,
            *self._guide_looks(),
        )

    def _own_matters(self) -> tuple[Look, ...]:
        """Give those who look first of all, whatever a message was taken for: whose own case or remark it goes on with."""
        taking_up = TakeUpCase(
            self._texts,
            service=self._services.returning,
            opened=lambda token: self._links.verify(token, now=self._clock.now()),
            county=self._county.profile,
        )
        # Who was asked for a correction answers it with this word.
        correcting = CorrectInChat(self._texts, service=self._services.procedure.correction)
        # So does whoever rates what was done for a complaint: 没解决 is no new one.
        rating = RatingByApplicant(self._texts, service=self._services.complaints.service)
        asked = self._services.rating
        remarks = RemarkBox(self._texts, self._services.tickets.service.remark)
        return (
            RemarkAfterCode(self._texts, remarks, self._services.places.place).look,
            BindPerson(
                self._texts,
                service=self._services.matters.bindings,
                sources=self._services.cases(self._texts),
                page=self._own_page(),
            ).look,
            taking_up.look,
            correcting.look,
            asked.look,
            rating.look,
        )

    def _before_all(self) -> tuple[Look, ...]:
        """Give those who look before anything else is made of a message, whatever it was taken for."""
        return (
            AnswerVerdict(self._texts, notebook=self._notebook).look,
            RelatedChoice(self._texts).look,
            self._signups.look,
            self._gatherings.look,
            self._deeds.look,
            self._at_home.deeds.look,
            self._own_visits.look,
            TellAppointmentRules(self._texts, county=self._county.appointments).look,
            self._at_home.look,
            self._booking.look,
            *self._open_looks(),
            self._subscriptions.deeds.look,
            *self._menus(),
            *self._opinions.looks(),
            *(reporting.look for reporting in self._reporting),
        )

    def _figures(self) -> TellFigures:
        async def requested(period: FigureSpan) -> ShownGroup:
            found = await self._services.disclosure.figures.span(period.first, period.last, clerk=None)
            return disclosure_group(found, self._texts)

        return TellFigures(
            self._texts,
            ledger=self._services.oversight.statistics.ledger,
            requested=requested,
            county=self._county.profile.name,
            address=f"{self._settings.public_url}/m/figures",
            clock=self._clock,
        )


def _remembering(action: Action) -> Action:
    return Remembering(action) if action.name() in REMEMBERED else action
