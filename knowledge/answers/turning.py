"""Whether a question goes on with what was talked about or begins another matter: what its words say, and what they find."""

import re
from collections.abc import Collection

import numpy as np

from knowledge.answers.answer import Answer, Decline
from knowledge.answers.inquiry import Inquiry
from knowledge.answers.matter import readable_there
from knowledge.answers.own_words import OwnReading
from knowledge.answers.thread import Continuation, Thread
from knowledge.answers.thread_weights import ODDS_BOUND, likely, odds, weights
from knowledge.judgement.sought import sought_by
from knowledge.search.columns import Columns, labels
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
# Whether a circumstance of one's own fits: 工资五千行不行, 户口在外地可以吗, 离了婚还能领吗.
_FITS = re.compile(
    r"^[^。！？,，]{0,8}(?:工资|收入|月薪|年薪|存款|年纪|岁|户口|户籍|学历|文凭|大专|本科|中专|单身|未婚|离婚|离了婚|离异|结婚|退休|残疾[的人]|低保户"
    r"|社保[断没停交]|有房|有车|没房|没车|名下|租房|外地|农村|城镇|居住证)[^。！？,，]{0,8}"
    r"(?:行不行|可不可以|够不够|算不算|符合不|能不能|(?:行|可以|够|算|符合|能行|有份|超了|超标|(?:还|也)?能[领拿享]?)[吗么嘛不])[?？]?$"
)
# Whether it is done at a time: 周末行吗, 下班以后能办不.
_OPEN_AT = re.compile(
    r"^(?:那|要是)?(?:周[一二三四五六日天末]|星期[一二三四五六日天]|双休日?|节假日|放假|过节|中午|晚上|夜里|早上|下午|下班以?后|明天|后天|月底|年底)"
    r"[^。！？,，]{0,4}(?:行|可以|能[去来办弄领交]?|开门?|上班|有人|办)[吗么嘛不没][?？]?$"
)
# What announces another thing in so many words.
ANNOUNCES = re.compile(
    "另外|顺便|顺带|对了|换个|换一个|还想问|再问|想再问|还有(?:个|一个|件|一件)|别的事|另一件|等下|再帮我|替我?(?:妈|爸|孙|儿|女|老)|一件"
)
PAIRS_COUNTED = 4
USUAL_LETTERS = 20
# So near a bar nothing is taken for certain: sums of the same numbers may differ in their last digits.
ROUNDING = 1e-9


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
    """Whether words are only the rest of a question: they name people, a time or a kind, and ask no side of anything.

    So does who asks whether a circumstance or a time fits, and names nothing that it would fit.
    """
    if _FITS.search(question) is not None or _OPEN_AT.search(question) is not None:
        return True
    if _RESTS.search(question) is None or sought_by(question).aspects:
        return False
    return _OF_ANOTHER.search(question) is not None or not names_matter(question)


def turned(thread: Thread, elsewhere: Answer | Decline) -> list[float]:
    """Give what tells whether a question goes on, in the order of `OfTurn`."""
    values = _by_its_words(thread.inquiry, thread.docnums, thread.alone, elsewhere)
    judged = thread.judged
    values[OfTurn.HERE_BELONGS] = odds(float(judged.belongings.max()))
    values[OfTurn.HERE_ODDS] = odds(float(judged.chances.max()))
    # Two stretches beside each other hold no pair together.
    held = " ".join(window.bare for window in judged.windows)
    values[OfTurn.HELD] = _share(matter_pairs(thread.inquiry.question), held)
    return values


def begins_anew(continuation: Continuation, elsewhere: Answer | Decline, *, least: float) -> bool:
    """Whether a question begins another matter by at least `least`, 0 to 1, as `leaving` tells it of the same question.

    It is read with the question before it only where the rest leaves that open; `elsewhere` is what its words find by
    themselves.
    """
    inquiry = continuation.inquiry
    if rests(inquiry.question):
        return False
    values = _by_its_words(inquiry, continuation.docnums, continuation.alone, elsewhere)
    unread = {**_UNREAD, OfTurn.HELD: (0.0, most_held(continuation))}
    for column, (low, high) in unread.items():
        weight = weights()[f"leaving_{labels(OfTurn)[column]}"]
        values[column] = low if weight > 0 else high
    if float(likely(np.array([values]), OfTurn, "leaving")[0]) >= least + ROUNDING and continuation.is_there:
        return True
    thread = continuation.thread
    return thread is not None and leaving(thread, elsewhere) >= least


# Between what the measures lie that rest on reading a question with the one before it, beside what it holds.
_UNREAD = {
    OfTurn.HERE_BELONGS: (odds(ODDS_BOUND), odds(1 - ODDS_BOUND)),
    OfTurn.HERE_ODDS: (odds(ODDS_BOUND), odds(1 - ODDS_BOUND)),
}


def most_held(continuation: Continuation) -> float:
    """Give the share of a question's pairs that stretches there hold at most: those that stand anywhere in what is read."""
    inquiry = continuation.inquiry
    today, barred = inquiry.circumstances.today, inquiry.barred
    words = readable_there(inquiry.reader, continuation.docnums, today=today, without=barred)
    return _share(matter_pairs(inquiry.question), words)


def _by_its_words(
    inquiry: Inquiry, docnums: Collection[int], alone: OwnReading | None, elsewhere: Answer | Decline
) -> list[float]:
    """Give the measures of `OfTurn` that need no reading with the question before; the others are 0."""
    question, before = inquiry.question, inquiry.circumstances.before
    pairs = matter_pairs(question)
    best = elsewhere.best.citation.document.id if elsewhere.best else ""
    own = {inquiry.reader.id_of(docnum) for docnum in docnums}
    values = [0.0] * OfTurn.WIDTH
    values[OfTurn.SAME] = float(best in own)
    values[OfTurn.ELSEWHERE_BELONGS] = odds(elsewhere.belonging)
    values[OfTurn.ELSEWHERE_ODDS] = odds(elsewhere.confidence)
    if alone is not None:
        values[OfTurn.ALONE_BELONGS] = odds(alone.belonging)
        values[OfTurn.ALONE_ODDS] = odds(alone.chance)
        values[OfTurn.ALONE] = 1.0
    values[OfTurn.GOES_ON] = float(GOES_ON.search(question) is not None)
    values[OfTurn.ANNOUNCES] = float(ANNOUNCES.search(question) is not None)
    values[OfTurn.ASKS] = float(bool(sought_by(question).aspects))
    values[OfTurn.NAMES] = float(names_matter(question))
    values[OfTurn.PAIRS] = min(PAIRS_COUNTED, len(pairs)) / PAIRS_COUNTED
    values[OfTurn.SAID_BEFORE] = _share(pairs, before)
    values[OfTurn.LETTERS] = len(question) / USUAL_LETTERS
    return values


def _share(pairs: frozenset[str], text: str) -> float:
    return sum(pair in text for pair in pairs) / max(1, len(pairs))
