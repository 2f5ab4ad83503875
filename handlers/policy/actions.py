"""The actions of this slice, ready to be registered."""

from rasa_sdk import Action

from bot.clock import Clock
from bot.message import Wording
from handlers.county.profile import County
from handlers.policy.after_answer import MoreAnswer, ShowSource
from handlers.policy.answer_text import Quoting
from handlers.policy.ask_policy import AskPolicy
from handlers.policy.notification import AwaitAnswer, Waiting
from handlers.published.library import Library
from handlers.published.sources import Sources
from knowledge.answers.answer import Answering
from knowledge.questions.note import NoNotebook, Notebook

UNNOTED = NoNotebook()


def actions(
    wording: Wording,
    *,
    answering: Answering,
    library: Library,
    sources: Sources,
    county: County,
    clock: Clock,
    waiting: Waiting,
    notebook: Notebook = UNNOTED,
) -> list[Action]:
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
    )
    return [
        asking,
        MoreAnswer(wording, library=library, quoting=quoting, asking=asking, clock=clock),
        ShowSource(wording, library=library, quoting=quoting, clock=clock),
        AwaitAnswer(wording, waiting=waiting),
    ]
