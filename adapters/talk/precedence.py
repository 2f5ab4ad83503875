"""Who looks at a message before the action it was routed to, and for which actions each of them may look."""

from dataclasses import dataclass

from rasa_sdk.interfaces import Action

from adapters.chat_model.prefetch import ChatPrefetch
from adapters.embedding.prefetch import MeaningPrefetch
from adapters.services.program import Services
from adapters.talk.doors import PlaceInstead, goes_on, needs
from bot.clock import Clock
from handlers.appointments.intake.leaving import AppointmentsLeft
from handlers.guides.details import Details
from handlers.interpretations.actions import Interpretations
from handlers.matters.talk.leaving import BindingsLeft
from handlers.opinions.intake.leaving import OpinionsLeft
from handlers.pictures.actions import PicturesLeft
from handlers.places.actions import FindPlace
from handlers.policy.ask_policy import Answers, AskPolicy
from handlers.policy.hearsay import Hearsay
from handlers.policy.notification import Leaving
from handlers.policy.objection import Objection
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.questionnaires.intake.leaving import RepliesLeft
from handlers.ratings.actions import RatingsLeft
from handlers.returning.actions import CasesLeft
from handlers.subscriptions.choosing.actions import SubscriptionsLeft
from handlers.talk.arbiter import BARS, Arbiter
from handlers.talk.form_phrases import BESIDE
from handlers.talk.precedence import Look, Looking
from handlers.texts import Texts
from handlers.tickets.departure import Unbinding
from knowledge.questions.note import QuestionOutcome

# A guess that a message is no question is checked against the documents before anybody is turned away.
# What is out of scope was a question; what nobody understood may have been none.
GIVING_UP = {"action_decline_scope": QuestionOutcome.OUT_OF_SCOPE, "action_fallback": None}
ASKING = "action_ask_policy"
LEAVING = "action_forget"
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
        "action_subscribe",
        "action_explain_rating",
        "action_fallback",
        "action_find_place",
        "action_report_status",
    }
)


@dataclass(frozen=True, slots=True)
class Precedence:
    """Who looks at a message before the action it was routed to: each with the actions it may have been meant for."""

    table: tuple[tuple[frozenset[str], Look], ...]

    def before(self, action: Action) -> Action:
        """Give the action with those before it that may have been meant."""
        looks = self.looks(action)
        return Looking(action, looks) if looks else action

    def looks(self, action: Action) -> tuple[Look, ...]:
        """Give those who look before an action, in their order."""
        return tuple(look for names, look in self.table if action.name() in names)


def arbiter_over(ask: AskPolicy, finding: FindPlace) -> Arbiter:
    """Give who weighs an answer of the documents against a place or a case that was asked for."""
    return Arbiter(ask, needs(finding, ask), goes_on=goes_on)


def order_of_looks(
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
    answerer, understood, visits = (
        services.answering.answerer,
        services.answering.understanding,
        services.appointments,
    )
    interpretations = Interpretations(
        texts, answering=answerer, library=library, sources=sources, clock=clock
    )
    meant: list[tuple[frozenset[str], Look]] = []
    if understood:
        prefetch = MeaningPrefetch(
            answerer, services.answering.index, meanings=understood.meanings, clock=clock
        )
        meant = [(DETAILED | LEADING_ON | {BESIDE} | BARS.keys() | GIVING_UP.keys(), prefetch.listen)]
    if services.answering.chat:
        # Asked after the meaning is known, and only for what is a question or may be one.
        advised = ChatPrefetch(
            ask, services.answering.chat.advice, answering=services.answering.chat.answering
        )
        meant.append((frozenset({ASKING, BESIDE, *GIVING_UP}), advised.listen))
    arbiter = arbiter_over(ask, finding)
    return Precedence(
        (
            # Before anybody asks the documents, so that all of them ask with the same knowledge.
            *meant,
            (OBJECTING, Objection(ask).look),
            (frozenset({"action_cancel"}), Hearsay(ask).look),
            (LEADING_ON, finding.follow),
            (DETAILED | LEADING_ON, PlaceInstead(finding, ask)),
            (DETAILED, interpretations.look),
            (DETAILED, Details(texts, library=library, sources=sources, clock=clock).look),
            *((frozenset({action}), arbiter.before(action)) for action in BARS),
            *((frozenset({name}), Answers(ask, ends=ends).look) for name, ends in GIVING_UP.items()),
            (frozenset({LEAVING}), Leaving(services.asked.waiting).look),
            (frozenset({LEAVING}), RatingsLeft(services.rating.database).look),
            (frozenset({LEAVING}), SubscriptionsLeft(services.subscriptions.service).look),
            # The cases first: what is written to their citizens afterwards finds nobody any more.
            (frozenset({LEAVING}), CasesLeft(services.returning).look),
            (frozenset({LEAVING}), AppointmentsLeft(visits.booked, visits.home).look),
            (frozenset({LEAVING}), BindingsLeft(services.matters.bindings).look),
            (frozenset({LEAVING}), OpinionsLeft(services.opinions.service).look),
            (frozenset({LEAVING}), RepliesLeft(services.questionnaires.service).look),
            (frozenset({LEAVING}), Unbinding(services.tickets.service).look),
            (frozenset({LEAVING}), PicturesLeft(services.pictures.service).look),
        )
    )
