"""What stands in the place of the answers of a talk while they are switched off, put together of the slices that know of it."""

from rasa_sdk.interfaces import Tracker

from adapters.services.program import Services
from bot.clock import Clock
from bot.foreign import ANSWER_ENGLISH
from bot.message import Wording
from handlers.county.profile import County
from handlers.policy import actions as policy
from handlers.policy.ask_policy import AskPolicy
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.switches.actions import AnswerMeant, SwitchedOff
from handlers.talk.last_answer import recall
from handlers.talk.turn import hear
from knowledge.answers.answer import Answer

# What answers, and does nothing else: a case, a form, a person and the number to call are none of it.
GOING_ON = frozenset({"more_answer", "show_source"})
ANSWERING = frozenset(
    {ANSWER_ENGLISH, "action_ask_policy", "action_show_guide", *(f"action_{wish}" for wish in GOING_ON)}
)
# What a numbered step names a document by.
NAMING = ("about", "guide", "document")


def switched_off(
    wording: Wording, whole: Services, *, sources: Sources, county: County, clock: Clock
) -> SwitchedOff:
    """Give what says so; `whole` are the services over everything that is published."""
    asking = policy.actions(
        wording,
        answering=whole.answering.answerer,
        library=Library(whole.answering.index),
        sources=sources,
        county=county,
        clock=clock,
        waiting=whole.asked.waiting,
    ).ask

    def meant(tracker: Tracker) -> AnswerMeant:
        return _meant(asking, tracker)

    return SwitchedOff(wording, board=whole.answering.switches, index=whole.answering.index, meant=meant)


def _meant(asking: AskPolicy, tracker: Tracker) -> AnswerMeant:
    """Give the documents that a message would be answered from."""
    heard, last = hear(tracker), recall(tracker)
    if named := [heard.slot(name) for name in NAMING if heard.slot(name)]:
        return AnswerMeant(named, sure=True)
    if (tracker.latest_message or {}).get("intent", {}).get("name") in GOING_ON:
        return AnswerMeant([last.document] if last else [], sure=True)
    asked = asking.outlook(tracker)
    if asked is None:
        return AnswerMeant((), sure=False)
    if isinstance(asked.result, Answer):
        rests_on = asked.result.policies if asked.result.approved else ()
        found = [asked.result.citation.document.id, *(policy.id for policy in rests_on)]
        return AnswerMeant(found, sure=True)
    return AnswerMeant([one.citation.document.id for one in asked.result.likely[:1]], sure=False)
