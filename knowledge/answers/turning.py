"""Whether a question goes on with what was talked about or begins another matter: what its words say, and what they find."""

import re

import numpy as np

from knowledge.answers.answer import Answer, Decline
from knowledge.answers.thread import Thread
from knowledge.answers.thread_weights import likely, odds
from knowledge.judgement.sought import sought_by
from knowledge.search.columns import Columns
from knowledge.text.focus import matter_pairs, names_matter

# What goes on by its shape: 那90岁呢, 如果是双胞胎.
GOES_ON = re.compile(
    r"^(?:那么?|还有|如果是?|要是|换成|换做|假如)[^。！？]{1,20}$|^[^。！？]{1,12}(?:呢|咧|哩)[?？]?$"
)
# The rest of a question, of other people, another time or kind: 开公司的呢, 低保户家里呢, 那干满十年呢.
_RESTS = re.compile(r"^[^。！？,，]{1,12}(?:呢|咧|哩)[?？]?$")
_OF_ANOTHER = re.compile(
    r"(?:的|家里|家庭|时候|以后|以前|之后|之前|孩子|[人户工生员娃残年月岁天级档])(?:呢|咧|哩)[?？]?$"
)
# What announces another thing in so many words.
ANNOUNCES = re.compile(
    "另外|顺便|顺带|对了|换个|换一个|还想问|再问|想再问|还有(?:个|一个|件|一件)|别的事|另一件|等下|再帮我|替我?(?:妈|爸|孙|儿|女|老)|一件"
)
PAIRS_COUNTED = 4
USUAL_LETTERS = 20


class OfTurn(Columns):
    """What tells whether a question goes on with the matter or begins another."""

    SAME: int
    ELSEWHERE_BELONGS: int
    ELSEWHERE_ODDS: int
    HERE_BELONGS: int
    HERE_ODDS: int
    ALONE_BELONGS: int
    ALONE_ODDS: int
    ALONE: int
    GOES_ON: int
    ANNOUNCES: int
    ASKS: int
    NAMES: int
    PAIRS: int
    SAID_BEFORE: int
    HELD: int
    LETTERS: int


def leaving(thread: Thread, elsewhere: Answer | Decline) -> float:
    """Give how likely a question begins another matter, 0 to 1; `elsewhere` is what its words find by themselves.

    The rest of a question begins none, whatever its few words find by themselves.
    """
    if rests(thread.inquiry.question):
        return 0.0
    return float(likely(np.array([turned(thread, elsewhere)]), OfTurn, "leaving")[0])


def rests(question: str) -> bool:
    """Whether words are only the rest of a question: they name people, a time or a kind, and ask no side of anything."""
    if _RESTS.search(question) is None or sought_by(question).aspects:
        return False
    return _OF_ANOTHER.search(question) is not None or not names_matter(question)


def turned(thread: Thread, elsewhere: Answer | Decline) -> list[float]:
    """Give what tells whether a question goes on, in the order of `OfTurn`."""
    question, before = thread.inquiry.question, thread.inquiry.circumstances.before
    pairs = matter_pairs(question)
    best = elsewhere.best.citation.document.id if elsewhere.best else ""
    own = {thread.inquiry.reader.id_of(docnum) for docnum in thread.docnums}
    judged, alone = thread.judged, thread.alone
    values = [0.0] * OfTurn.WIDTH
    values[OfTurn.SAME] = float(best in own)
    values[OfTurn.ELSEWHERE_BELONGS] = odds(elsewhere.belonging)
    values[OfTurn.ELSEWHERE_ODDS] = odds(elsewhere.confidence)
    values[OfTurn.HERE_BELONGS] = odds(float(judged.belongings.max()))
    values[OfTurn.HERE_ODDS] = odds(float(judged.chances.max()))
    if alone is not None:
        values[OfTurn.ALONE_BELONGS] = odds(float(alone.belongings.max()))
        values[OfTurn.ALONE_ODDS] = odds(float(alone.chances.max()))
        values[OfTurn.ALONE] = 1.0
    values[OfTurn.GOES_ON] = float(GOES_ON.search(question) is not None)
    values[OfTurn.ANNOUNCES] = float(ANNOUNCES.search(question) is not None)
    values[OfTurn.ASKS] = float(bool(sought_by(question).aspects))
    values[OfTurn.NAMES] = float(names_matter(question))
    values[OfTurn.PAIRS] = min(PAIRS_COUNTED, len(pairs)) / PAIRS_COUNTED
    values[OfTurn.SAID_BEFORE] = _share(pairs, before)
    values[OfTurn.HELD] = _share(pairs, "".join(window.bare for window in judged.windows))
    values[OfTurn.LETTERS] = len(question) / USUAL_LETTERS
    return values


def _share(pairs: frozenset[str], text: str) -> float:
    return sum(pair in text for pair in pairs) / max(1, len(pairs))
