"""What the bot can do and when: every action with its service, and the plan of the dispatcher."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rasa_sdk.interfaces import Action

from adapters.chat_model.prefetch import ChatPrefetch
from adapters.county import CountyData
from adapters.doors import PlaceInstead, asked_beside, goes_on, needs
from adapters.embedding.prefetch import MeaningPrefetch
from adapters.services import Services
from adapters.settings import Settings
from adapters.web.links import Links
from adapters.wechat.account_kinds import AccountFeature, has
from adapters.wechat.api.menu import sayings
from bot.actions import ActionRegistry
from bot.clock import Clock, local_date
from bot.dispatcher import Dispatcher, Plan
from bot.scenes import SceneReader
from bot.understanding import Recognizer, Understanding
from handlers.appointments.intake import actions as appointments
from handlers.appointments.intake.bringing import from_guides
from handlers.appointments.intake.deeds import AppointmentDeeds
from handlers.appointments.intake.form import FORM as APPOINTMENT_FORM
from handlers.appointments.intake.form import open_fields as appointment_open_fields
from handlers.complaints.intake import actions as complaints
from handlers.complaints.intake.entrance import RegisterAfterDanger
from handlers.complaints.intake.form import FORM as COMPLAINT_FORM
from handlers.complaints.intake.form import open_fields as complaint_open_fields
from handlers.complaints.rating.actions import RatingByApplicant
from handlers.disclosure.application import actions as disclosure
from handlers.disclosure.application.addressee import AddresseeChoice
from handlers.disclosure.application.correction import CorrectInChat
from handlers.disclosure.application.entrance import SimilarDocument
from handlers.disclosure.application.explanations import ExplainApplication
from handlers.disclosure.application.form import FORM
from handlers.disclosure.application.form import open_fields as disclosure_open_fields
from handlers.foreign.actions import AnswerEnglish
from handlers.general import actions as general
from handlers.general.floor import Floor
from handlers.general.scenes import Scenes
from handlers.general.scope import NumberAlone
from handlers.guides import actions as guides
from handlers.guides.details import Details
from handlers.interpretations.actions import Interpretations
from handlers.pictures.actions import TAKE_PICTURE, PicturesLeft, TakePicture
from handlers.places import actions as places
from handlers.places.actions import FindPlace
from handlers.policy import actions as policy
from handlers.policy.already_public import lookup
from handlers.policy.ask_policy import Answers, AskPolicy
from handlers.policy.beside_door import BesideDoor
from handlers.policy.matters import Matters
from handlers.policy.notification import Leaving
from handlers.policy.objection import Objection
from handlers.policy.question_note import HandsOn, NoteGuides
from handlers.policy.replies import no_plain_words
from handlers.published.interpreters import Interpreter, addressee
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.returning.actions import CasesLeft, TakeUpCase, WelcomeBack
from handlers.status import actions as status
from handlers.talk.arbiter import BARS, Arbiter
from handlers.talk.draft_reminders import RemindedForm
from handlers.talk.form_page import FormAddress
from handlers.talk.form_phrases import BESIDE
from handlers.talk.precedence import Look, LookAlone, Looking
from handlers.talk.remembrance import REMEMBERED, Remembering
from handlers.texts import Texts
from handlers.tickets import actions as tickets
from handlers.tickets.call import DISTRESS, Earlier
from handlers.tickets.departure import Unbinding
from handlers.tickets.distress import TellPerson
from intents.catalogue import Catalogue
from knowledge.questions.note import Notebook, QuestionOutcome

FORMS = {form.name: form for form in (FORM, COMPLAINT_FORM, APPOINTMENT_FORM)}

REMINDED = {
    FORM.name: RemindedForm("disclosure.draft", disclosure_open_fields),
    COMPLAINT_FORM.name: RemindedForm("complaints.draft", complaint_open_fields),
    APPOINTMENT_FORM.name: RemindedForm("appointments.draft", appointment_open_fields),
}
"""The forms whose citizen is reminded, once, that they were left half-filled."""

# A guess that a message is no question is checked against the documents before anybody is turned away.
# What is out of scope was a question; what nobody understood may have been none.
GIVING_UP = {"action_decline_scope": QuestionOutcome.OUT_OF_SCOPE, "action_fallback": None}
ASKING = "action_ask_policy"
LEAVING = "action_forget"
WELCOME = "action_welcome"
WARNING = "action_warn_emergency"
ARRIVALS = {
    "text": "action_help",
    "voice": "action_acknowledge_media",
    "image": TAKE_PICTURE,
    "video": "action_acknowledge_media",
    "shortvideo": "action_acknowledge_media",
    "link": "action_acknowledge_media",
    "location": "action_find_place",
    "event/subscribe": WELCOME,
    "event/scan": WELCOME,
    "event/click": "action_help",
    "event/unsubscribe": "action_forget",
    "event/user_authorization_revoke": "action_forget",
    "event/user_authorization_cancellation": "action_forget",
}

# Forms whose cases show at the desk what was sent with them.
PICTURED_FORMS = frozenset({FORM.name, COMPLAINT_FORM.name})
# What a person who holds the talk is given besides the words.
ENCLOSING = {"image": TAKE_PICTURE}

# 石桥镇呢, after a place, may be taken for any of these.
LEADING_ON = frozenset(
    {
        "action_ask_policy",
        "action_show_guide",
        "action_fallback",
        "action_decline_scope",
        "action_report_status",
        "action_start_complaint",
        "action_open_ticket",
    }
)
# 不对，我问的是…, after an answer, may be taken for any of these.
OBJECTING = frozenset(
    {
        "action_deny",
        "action_ask_policy",
        "action_fallback",
        "action_decline_scope",
        "action_start_complaint",
        "action_report_status",
        "action_find_place",
        "action_cancel",
        "action_explain_rating",
    }
)
# A catalogue item's name, or a question for one material, may be taken for any of these.
DETAILED = frozenset({"action_ask_policy", "action_show_guide", "action_fallback", "action_decline_scope"})
# 内容没错, after a receipt, confirms what was registered.
AGREEING = frozenset({"action_affirm", "action_fallback", "action_decline_scope", "action_rate_service"})
# What applying costs, whether a reason is needed: asked before any form is open, it may be taken for any of these.
APPLYING = frozenset(
    {
        "action_start_disclosure",
        "action_ask_policy",
        "action_fallback",
        "action_decline_scope",
        "action_cancel",
        "action_show_guide",
        "action_start_complaint",
        "action_report_status",
        "action_find_place",
        "action_explain_rating",
        "action_help",
        "action_deny",
        "action_open_ticket",
    }
)
# Where what was meant may stand in the documents all the same: they say so beside.
WRONG_DOORS = frozenset(
    {
        "action_start_complaint",
        "action_decline_scope",
        "action_start_appointment",
        "action_explain_subscription",
        "action_explain_rating",
        "action_fallback",
        "action_find_place",
        "action_report_status",
    }
)
# Commands of a form where none is open.
OUTSIDE_FORMS = {"form_back": ("action_resume_form",), "form_correct": ("action_resume_form",)}
# What is answered in English where the message is.
FOREIGN = frozenset(
    {
        "ask_policy",
        "service_guide",
        "find_place",
        "disclosure_request",
        "appeal",
        "out_of_scope",
        "nlu_fallback",
    }
)
# What cannot be taken back: a number does not choose it while the question that offers it may never have come out.
BINDING = frozenset({"confirm_request", "withdraw_request", "await_answer", "appointment"})
# A message that tells of danger is answered with the number to call; besides, only these wishes are answered.
BESIDE_DANGER = frozenset(
    {"ask_policy", "service_guide", "find_place", "disclosure_request", "talk_to_human"}
)


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
) -> list[Action]:
    """Give every action, each built with the service it needs; nothing is found by scanning."""
    library, sources = Library(services.index), Sources(texts, public_url=settings.public_url)
    published = lookup(answering=services.answerer, sources=sources, clock=clock)

    async def found(topic: str) -> list[SimilarDocument]:
        return [SimilarDocument(*each) for each in await published(topic)]

    links = Links(settings.secret_key.get_secret_value(), public_url=settings.public_url)

    def case_page(number: str) -> str:
        return links.case(number, now=clock.now())

    def receipt_page(number: str) -> str:
        return links.receipt(number, now=clock.now())

    def addressing(question: str) -> Interpreter | None:
        return addressee(services.answerer.answer(question, today=local_date(clock.now())))

    chat = services.chat
    asking = policy.actions(
        texts, library=library, sources=sources, county=county.profile, notebook=notebook,
        answering=chat.answering if chat else services.answerer, clock=clock, waiting=services.waiting,
        plain_words=chat.advice.plain_words if chat else no_plain_words,
    )  # fmt: skip
    (showing,) = guides.actions(
        texts, library=library, sources=sources, county=county.profile,
        answering=services.answerer, clock=clock, otherwise=HandsOn(asking.ask),
    )  # fmt: skip
    guide = NoteGuides(showing, library=library, notebook=notebook)
    (finding,) = places.actions(texts, directory=county.places, county=county.profile, otherwise=guide)

    order = _order(
        finding, asking.ask, texts=texts, services=services, library=library, sources=sources, clock=clock
    )
    confirming = disclosure.ConfirmRequest(texts, service=services.disclosure, ledger=services.ledger)
    explaining = ExplainApplication(texts, office=county.office, county=county.profile)
    alone = (frozenset({*GIVING_UP, "action_ask_policy"}), NumberAlone(texts).look)
    first = (alone, (AGREEING, confirming.look), (APPLYING, explaining.look))
    order = Precedence((*first, *order.table))
    general_actions = [
        WelcomeBack(action, texts, service=services.returning) if action.name() == WELCOME else action
        for action in general.actions(texts, county.profile)
    ]
    fetches = has(settings.wechat_kind, AccountFeature.PICTURES)
    deeds = AppointmentDeeds(texts, service=services.appointments.service)
    spoken = [
        *general_actions,
        TakePicture(
            texts,
            service=services.pictures,
            channels=frozenset({"wechat"}) if fetches else frozenset(),
            forms=PICTURED_FORMS,
            otherwise=next(each for each in general_actions if each.name() == "action_acknowledge_media"),
        ),
        *asking,
        AnswerEnglish(
            texts, answering=services.answerer, library=library, sources=sources, county=county.profile
        ),
        guide,
        finding,
        LookAlone(BESIDE, _arbiter(asking.ask, finding).before("action_fallback")),
        *disclosure.actions(
            texts,
            service=services.disclosure,
            ledger=services.ledger,
            published=found,
            office=county.office,
            county=county.profile,
            clock=clock,
            address=receipt_page,
            page=page,
            choice=AddresseeChoice(services.procedure.agencies),
        ),
        *status.actions(
            texts,
            sources=[
                services.ledger,
                services.complaints.ledger,
                services.appointments.ledger,
                services.ticket_ledger,
            ],
            address=case_page,
            otherwise=guide,
            left_behind=lambda citizen, channel: services.returning.waiting(citizen=citizen, channel=channel),
        ),
        *complaints.actions(
            texts,
            service=services.complaints.service,
            office=county.office,
            county=county.profile,
            address=receipt_page,
            page=page,
        ),
        *appointments.actions(
            texts,
            service=services.appointments.service,
            deeds=deeds,
            county=county.profile,
            address=receipt_page,
            bringing=from_guides(library),
            page=page,
        ),
        *tickets.actions(
            texts,
            service=services.tickets,
            office=county.office,
            clock=clock,
            calendar=county.calendar,
            earlier=earlier,
            addressing=addressing,
            notebook=notebook,
        ),
    ]
    telling = (
        RegisterAfterDanger(
            TellPerson(action, texts, service=services.tickets, earlier=earlier), texts, quiet=DISTRESS
        )
        if action.name() == WARNING
        else action
        for action in spoken
    )
    # A body that answers for itself is named all the same, a place or a case that was asked for is all there is to say.
    doors = needs(finding, asking.ask)
    fits = {name: doors[name] for name in ("action_find_place", "action_report_status")}
    matters = Matters(texts, sources)
    beside = (
        BesideDoor(
            action, texts, asking=asking.ask, matters=matters, clock=clock, fits=fits.get(action.name())
        )
        if action.name() in WRONG_DOORS
        else action
        for action in telling
    )
    told = [_remembering(order.before(action)) for action in beside]
    # Whatever such a message was taken for: who was asked for a correction answers it with this word.
    correcting = CorrectInChat(texts, service=services.procedure.correction)
    # So does whoever rates what was done for a complaint: 没解决 is no new one.
    rating = RatingByApplicant(texts, service=services.complaints.service)
    taking_up = TakeUpCase(
        texts,
        service=services.returning,
        opened=lambda token: links.verify(token, now=clock.now()),
        county=county.profile,
    )
    whatever = frozenset(action.name() for action in told)
    handed = services.handover_rating
    looks = (taking_up.look, correcting.look, rating.look, handed.look, deeds.look)
    before = Precedence(tuple((whatever, look) for look in looks))
    return [before.before(action) for action in told]


def _remembering(action: Action) -> Action:
    return Remembering(action) if action.name() in REMEMBERED else action


@dataclass(frozen=True, slots=True)
class Precedence:
    """Who looks at a message before the action it was routed to: each with the actions it may have been meant for."""

    table: tuple[tuple[frozenset[str], Look], ...]

    def before(self, action: Action) -> Action:
        """Give the action with those before it that may have been meant."""
        looks = [look for names, look in self.table if action.name() in names]
        return Looking(action, looks) if looks else action


def _arbiter(ask: AskPolicy, finding: FindPlace) -> Arbiter:
    return Arbiter(ask, needs(finding, ask), goes_on=goes_on)


def _order(
    finding: FindPlace,
    ask: AskPolicy,
    *,
    texts: Texts,
    services: Services,
    library: Library,
    sources: Sources,
    clock: Clock,
) -> Precedence:
    """Give the order: the place, the explanation and the material told of last, then the documents."""
    answerer, understood = services.answerer, services.understanding
    interpretations = Interpretations(
        texts, answering=answerer, library=library, sources=sources, clock=clock
    )
    meant: list[tuple[frozenset[str], Look]] = []
    if understood:
        prefetch = MeaningPrefetch(answerer, services.index, meanings=understood.meanings, clock=clock)
        meant = [(DETAILED | LEADING_ON | {BESIDE} | BARS.keys() | GIVING_UP.keys(), prefetch.listen)]
    if services.chat:
        # Asked after the meaning is known, and only for what is a question or may be one.
        advised = ChatPrefetch(ask, services.chat.advice, answering=services.chat.answering)
        meant.append((frozenset({ASKING, BESIDE, *GIVING_UP}), advised.listen))
    arbiter = _arbiter(ask, finding)
    return Precedence(
        (
            # Before anybody asks the documents, so that all of them ask with the same knowledge.
            *meant,
            (OBJECTING, Objection(ask).look),
            (LEADING_ON, finding.follow),
            (DETAILED | LEADING_ON, PlaceInstead(finding, ask)),
            (DETAILED, interpretations.look),
            (DETAILED, Details(texts, library=library, sources=sources, clock=clock).look),
            *((frozenset({action}), arbiter.before(action)) for action in BARS),
            *((frozenset({name}), Answers(ask, ends=ends).look) for name, ends in GIVING_UP.items()),
            (frozenset({LEAVING}), Leaving(services.waiting).look),
            # The cases first: what is written to their citizens afterwards finds nobody any more.
            (frozenset({LEAVING}), CasesLeft(services.returning).look),
            (frozenset({LEAVING}), Unbinding(services.tickets).look),
            (frozenset({LEAVING}), PicturesLeft(services.pictures).look),
        )
    )


def scenes_of(county: CountyData) -> SceneReader:
    """Give what the codes open that the county made: its places, questions, forms and cases."""
    keys = [place.key for place in county.places.places]
    return Scenes(places=keys, forms={"disclosure": "/disclosure_request"}).opening


def build_dispatcher(
    actions: Sequence[Action],
    known: Catalogue,
    reader: Recognizer,
    *,
    texts: Texts,
    united: Callable[[Understanding], str | None],
    scenes: SceneReader,
) -> Dispatcher:
    """Give the dispatcher over the catalogue's routes, the forms and the menu."""
    # A rule's step into a form is Rasa's; here the action before it says itself whether the form opens.
    routes = {
        wish: tuple(name for name in steps if name not in known.forms) for wish, steps in known.routes.items()
    }
    return Dispatcher(
        recognizer=reader,
        stage=ActionRegistry(actions, domain=known.domain),
        plan=Plan(
            routes={**OUTSIDE_FORMS, **routes},
            arrivals=ARRIVALS,
            menu=sayings(),
            forms=FORMS,
            beside_danger=BESIDE_DANGER,
            foreign=FOREIGN,
            binding=BINDING,
            united=united,
            asked_beside=asked_beside,
            scenes=scenes,
            enclosing=ENCLOSING,
        ),
        wording=texts,
        floor=Floor(texts),
    )
