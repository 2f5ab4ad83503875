"""Whether words can be the answer to what was asked: a place, a name; or only ask something back. Pure."""

import re

from handlers.complaints.intake import phrases
from handlers.talk.form_phrases import FINISHED, says_yes
from knowledge.text.surnames import surnames

HAN = re.compile(r"[㐀-鿿]")
SHORT_LETTERS, PERSON_LETTERS = 14, 4


def names_place(said: str) -> bool:
    """Whether words may name a place: they hold a word for one, or are short and say nothing else."""
    if phrases.QUESTION.search(said) or phrases.NO_ANSWER.search(said):
        return False
    if phrases.PLACED.search(said):
        return True
    other = (
        phrases.SKIPS.fullmatch(said) or phrases.INQUIRING.search(said) or phrases.ANONYMOUS.fullmatch(said)
    )
    return len(said) <= SHORT_LETTERS and not other


def is_name(said: str, *, introduced: bool) -> bool:
    """Whether words may be a name: introduced as one, of a surname, or long as an organisation's."""
    if says_yes(said) or FINISHED.fullmatch(said):
        return False
    short = len(said) <= PERSON_LETTERS and HAN.search(said) is not None and "·" not in said
    known = surnames()
    return introduced or not short or said[0] in known.single or said[:2] in known.compound


def only_asks(said: str) -> bool:
    """Whether words only ask something; an angry question is a complaint all the same."""
    return (
        phrases.QUESTION.search(said) is not None
        and len(said) <= SHORT_LETTERS
        and not phrases.CALLS.search(said)
    )
