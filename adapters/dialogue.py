"""What the bot can do and when: every action with its service, and the plan of the dispatcher."""

from collections.abc import Sequence
from dataclasses import dataclass

from rasa_sdk.interfaces import Action

from adapters.county import CountyData
from adapters.embedding.prefetch import MeaningPrefetch
from adapters.services import Services
from adapters.settings import Settings
from adapters.wechat.api.menu import sayings
from bot.actions import ActionRegistry
from bot.clock import Clock, local_date
from bot.dispatcher import Dispatcher, Plan
from bot.understanding import Recognizer
from handlers.disclosure.application import actions as disclosure
from handlers.disclosure.application.entrance import SimilarDocument
from handlers.disclosure.application.form import FORM
from handlers.general import actions as general
from handlers.general.floor import Floor
from handlers.guides import actions as guides
from handlers.guides.details import Details
from handlers.interpretations.actions import Interpretations
from handlers.places import actions as places
from handlers.places.actions import FindPlace
from handlers.policy import actions as policy
from handlers.policy.already_public import lookup
from handlers.policy.ask_policy import Answers, AskPolicy
from handlers.policy.notification import Leaving
from handlers.policy.question_note import NoteGuides
from handlers.published.interpreters import Interpreter, addressee
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.status import actions as status
from handlers.talk.precedence import Look, Looking
from handlers.texts import Texts
from handlers.tickets import actions as tickets
from intents.catalogue import Catalogue
from knowledge.questions.note import Notebook, QuestionOutcome

FORMS = {FORM.name: FORM}

# A guess that a message is no question is checked against the documents before anybody is turned away.
# What is out of scope was a question; what nobody understood may have been none.
GIVING_UP = {"action_decline_scope": QuestionOutcome.OUT_OF_SCOPE, "action_fallback": None}
LEAVING = "action_forget"
ARRIVALS = {
    "text": "action_help",
    "voice": "action_acknowledge_media",
    "image": "action_acknowledge_media",
    "video": "action_acknowledge_media",
    "shortvideo": "action_acknowledge_media",
    "link": "action_acknowledge_media",
    "location": "action_find_place",
    "event/subscribe": "action_welcome",
    "event/scan": "action_welcome",
    "event/click": "action_help",
    "event/unsubscribe": "action_forget",
    "event/user_authorization_revoke": "action_forget",
    "event/user_authorization_cancellation": "action_forget",
}

# 石桥镇呢, after a place, may be taken for any of these.
LEADING_ON = frozenset(
    {
        "action_ask_policy",
        "action_show_guide",
        "action_fallback",
        "action_decline_scope",
        "action_report_status",
        "action_explain_appeal",
        "action_open_ticket",
    }
)
# A catalogue item's name, or a question for one material, may be taken for any of these.
DETAILED = frozenset({"action_ask_policy", "action_show_guide", "action_fallback", "action_decline_scope"})
# Commands of a form where none is open.
OUTSIDE_FORMS = {"form_back": ("action_resume_form",), "form_correct": ("action_resume_form",)}
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
    earlier: tickets.Earlier,
    notebook: Notebook,
) -> list[Action]:
    """Give every action, each built with the service it needs; nothing is found by scanning."""
    library, sources = Library(services.index), Sources(texts, public_url=settings.public_url)
    published = lookup(answering=services.answerer, sources=sources, clock=clock)

    async def found(topic: str) -> list[SimilarDocument]:
        return [SimilarDocument(*each) for each in await published(topic)]

    def addressing(question: str) -> Interpreter | None:
        return addressee(services.answerer.answer(question, today=local_date(clock.now())))

    asking = policy.actions(
        texts, library=library, sources=sources, county=county.profile, notebook=notebook,
        answering=services.answerer, clock=clock, waiting=services.waiting,
    )  # fmt: skip
    (showing,) = guides.actions(
        texts, library=library, sources=sources, county=county.profile,
        answering=services.answerer, clock=clock, otherwise=asking.ask,
    )  # fmt: skip
    guide = NoteGuides(showing, library=library, notebook=notebook)
    (finding,) = places.actions(texts, directory=county.places, county=county.profile, otherwise=guide)

    order = _order(
        finding, asking.ask, texts=texts, services=services, library=library, sources=sources, clock=clock
    )
    spoken = [
        *general.actions(texts, county.profile),
        *asking,
        guide,
        finding,
        *disclosure.actions(
            texts,
            service=services.disclosure,
            ledger=services.ledger,
            published=found,
            office=county.office,
            clock=clock,
        ),
        *status.actions(texts, sources=[services.ledger, services.ticket_ledger], otherwise=guide),
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
    return [order.before(action) for action in spoken]


@dataclass(frozen=True, slots=True)
class Precedence:
    """Who looks at a message before the action it was routed to: each with the actions it may have been meant for."""

    table: tuple[tuple[frozenset[str], Look], ...]

    def before(self, action: Action) -> Action:
        """Give the action with those before it that may have been meant."""
        looks = [look for names, look in self.table if action.name() in names]
        return Looking(action, looks) if looks else action


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
    explained: Look = interpretations.look
    if understood:
        prefetch = MeaningPrefetch(answerer, services.index, meanings=understood.meanings, clock=clock)
        explained = prefetch.before(explained)
    return Precedence(
        (
            (LEADING_ON, finding.follow),
            (DETAILED, explained),
            (DETAILED, Details(texts, library=library, sources=sources, clock=clock).look),
            *((frozenset({name}), Answers(ask, ends=ends).look) for name, ends in GIVING_UP.items()),
            (frozenset({LEAVING}), Leaving(services.waiting).look),
        )
    )


def build_dispatcher(
    actions: Sequence[Action], known: Catalogue, reader: Recognizer, *, texts: Texts
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
        ),
        wording=texts,
        floor=Floor(texts),
    )
