"""The actions of this slice, ready to be registered."""

from rasa_sdk import Action

from bot.clock import Clock
from bot.message import Wording
from handlers.county import County
from handlers.library import Library
from handlers.policy.answering import AskPolicy
from handlers.policy.asking import Answering
from handlers.policy.quoting import Quoting
from handlers.policy.reading import MoreAnswer, ShowSource
from handlers.sources import Sources


def actions(
    wording: Wording,
    *,
    answering: Answering,
    library: Library,
    sources: Sources,
    county: County,
    clock: Clock,
) -> list[Action]:
    """Give the actions of this slice."""
    quoting = Quoting(wording, sources, county=county)
    return [
        AskPolicy(
            wording, answering=answering, library=library, sources=sources, quoting=quoting, clock=clock
        ),
        MoreAnswer(wording, library=library, quoting=quoting, clock=clock),
        ShowSource(wording, library=library, quoting=quoting, clock=clock),
    ]
