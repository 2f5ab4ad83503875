"""The actions of this slice, ready to be registered."""

from typing import NamedTuple

from bot.clock import Clock
from bot.message import Wording
from handlers.county.profile import County
from handlers.policy.after_answer import MoreAnswer, ShowSource
from handlers.policy.answer_text import Quoting
from handlers.policy.ask_policy import AskPolicy
from handlers.policy.notification import AwaitAnswer, WaitingRegistrar
from handlers.policy.replies import PlainWords, no_plain_words
from handlers.published.library import Library
from handlers.published.sources import Sources
from knowledge.answers.answer import Answering
from knowledge.questions.note import NoNotebook, Notebook

UNNOTED = NoNotebook()


class PolicyActions(NamedTuple):
    """The actions by name: others turn to the first of them where a question was meant after all."""

    ask: AskPolicy
    more: MoreAnswer
    source: ShowSource
    awaiting: AwaitAnswer


def actions(
    wording: Wording,
    *,
    answering: Answering,
    library: Library,
    sources: Sources,
    county: County,
    clock: Clock,
    waiting: WaitingRegistrar,
    notebook: Notebook = UNNOTED,
    plain_words: PlainWords = no_plain_words,
) -> PolicyActions:
    """Give the actions of this slice; what citizens asked is noted in the notebook."""
    quoting = Quoting(wording, sources, county=county)
    asking = AskPolicy(
        wording,
        answering=answering,
        library=library,
        sources=sources,
        quoting=quoting,
        notebook=notebook,
        clock=clock,
        plain_words=plain_words,
    )
    return PolicyActions(
        asking,
        MoreAnswer(wording, library=library, quoting=quoting, asking=asking, clock=clock),
        ShowSource(wording, library=library, quoting=quoting, clock=clock),
        AwaitAnswer(wording, waiting=waiting),
    )
