"""What is answered besides the number to call, where a message tells of danger: what it asks for in so many words."""

from collections.abc import Callable, Mapping

from adapters.talk.doors import APPLICATION, PERSON
from bot.understanding import Understanding
from handlers.places.actions import ASKS_WHERE
from handlers.talk.arbiter import asks
from handlers.talk.asked_rules import asks_rules
from knowledge.text.normal_form import fold

ASK_POLICY = "ask_policy"
# Wishes that may stand beside a danger, each with what tells that it is meant: who threatens an office asks not for
# its address, and a building that is to be blown up is no record.
_MEANT: Mapping[str, Callable[[str], bool]] = {
    ASK_POLICY: asks,
    "service_guide": asks,
    "find_place": lambda said: ASKS_WHERE.search(said) is not None,
    "disclosure_request": lambda said: APPLICATION.search(said) is not None,
    "talk_to_human": lambda said: PERSON.search(said) is not None,
}


def beside_danger(heard: Understanding) -> tuple[str, ...]:
    """Give the wishes to answer after the number: those meant, else the rules that are asked for; mostly none."""
    said = fold(heard.text)
    meant = tuple(wish for wish in heard.intents if wish in _MEANT and _MEANT[wish](said))
    return meant or ((ASK_POLICY,) if asks_rules(heard.text) else ())
