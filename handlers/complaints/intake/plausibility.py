"""Whether words can be the answer to what was asked: a place, a name; or only ask something back. Pure."""

import re

from handlers.complaints.intake import phrases
from handlers.talk.asked_rules import asks_rules
from handlers.talk.form_phrases import FINISHED, says_yes
from knowledge.text.surnames import surnames

HAN = re.compile(r"[㐀-鿿]")
SHORT_LETTERS, PERSON_LETTERS = 14, 4
AROUND_TIME = re.compile(
    "大概|大约|左右|差不多|就是|就|在|是|的时候|时候|的|了|吧|从|开始|到现在|一直|都|每|以后|之前|前后|钟|半"
)


def names_place(said: str) -> bool:
    """Whether words may name a place: they hold a word for one, or are short and say nothing else."""
    if phrases.QUESTION.search(said) or phrases.NO_ANSWER.search(said):
        return False
    if only_time(said) or turns_to_rules(said):
        return False
    if phrases.PLACED.search(said):
        return True
    if phrases.TIMED.search(said):
        # 前几天就坏了 tells when, and goes on with what happened.
        return False
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


def only_time(said: str) -> bool:
    """Whether words tell a time and nothing else (昨晚, 每天半夜两点): that is no place."""
    without = AROUND_TIME.sub("", phrases.TIMED.sub("", said))
    return phrases.TIMED.search(said) is not None and not HAN.search(without)


def turns_to_rules(said: str) -> bool:
    """Whether words turn to what a rule says (帮我问下公租房怎么申请): that answers neither where, when nor what is wished."""
    return asks_rules(said) and not phrases.CALLS.search(said)
