"""The gate that a model's words have to pass: they say nothing that the words they were made from do not say.

Every figure, day, name, phone and document number has to stand in the sources, bound as it is bound there; what is
denied stays denied; no other matter comes in; nothing is longer than it may be. Pure functions: what does not pass is
dropped by whoever asks, and counted. Better an honest rewording dropped than a false one shown.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.personal.search import find
from knowledge.rewording.figures import counted
from knowledge.rewording.statements import (
    JOINING,
    NAMED,
    foreign_words,
    gate_words,
    joins_matters,
    turns_denial,
)
from knowledge.text import normal_form, segmentation
from knowledge.text.surnames import surnames

_MARKUP = re.compile(r"https?:|www\.|[<>|`{}\\^~=]|\]\(|(?:^|\n) {0,3}(?:#|\*|-{2}|>)|\*\*|__")
_DOCUMENT_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{0,12}[〔［\[（(【][0-9]{2,4}[〕］\]）)】](?:第)?[0-9]{1,6}号?"
)
_TITLE = re.compile(r"《[^《》\n]{1,80}》|[“「『][^“”「」『』\n]{1,40}[”」』]")
_LATIN = re.compile(r"[a-z][a-z0-9._-]*")
_BODY = re.compile(
    f"[^\x00-\u4dff{JOINING}]{{2}}(?:局|厅|委员会|中心|公司|银行|法院|检察院|医院|学校|大队|派出所|税务所|司法所|事务所|服务站|救助站|社区|街道)"
)
_OFFICIAL = re.compile(
    "[\u4e00-\u9fff](?:主任|科长|局长|书记|所长|站长|处长|部长|镇长|村长|老师|医生|律师|先生|女士|同志|经理)"
)
_STRANGE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "So", "Zl", "Zp"})
_FIGURE_KINDS = frozenset({"Nd", "Nl", "No"})


class GateRefusal(StrEnum):
    """Why words do not pass."""

    EMPTY = "empty"
    LONG = "long"
    LETTERS = "letters"
    MARKUP = "markup"
    PHONE = "phone"
    NUMBER = "document_number"
    FIGURE = "figure"
    NAME = "name"
    TALK = "talk"
    DENIAL = "denial"
    MATTER = "matter"


@dataclass(frozen=True, slots=True)
class GateBounds:
    """What words of one kind may be.

    `letters` and `lines` are the most they may have. With `bound`, figures have to be bound as in the sources, and what
    is denied there has to be denied. `foreign` is the most words of another matter; None asks for no matter.
    """

    letters: int
    lines: int = 1
    bound: bool = True
    foreign: int | None = 0


PLAIN_WORDS = GateBounds(letters=160, lines=4)
"""Plain words for a passage, shown to citizens."""
OFFICIAL_QUESTION = GateBounds(letters=60, bound=False, foreign=None)
"""A question put into official words: only looked up, so new words are what it is for, but no new figure or name."""
ASKED_AS = GateBounds(letters=40, bound=False, foreign=2)
"""A question that a document may answer, which a person will see before it counts."""


def refusal(words: str, sources: Sequence[str], bounds: GateBounds) -> GateRefusal | None:
    """Give why words made from `sources` do not pass, None when they do; takes time in proportion to both."""
    if not any(letter.isalnum() for letter in words):
        return GateRefusal.EMPTY
    # Nothing else looks at what is too long.
    if len(words) > bounds.letters or words.count("\n") >= bounds.lines:
        return GateRefusal.LONG
    source = "\n".join(sources)
    return next((reason for refused, reason in _judged(words, source, bounds) if refused), None)


def _judged(words: str, source: str, bounds: GateBounds) -> Iterator[tuple[bool, GateRefusal]]:
    """Give one by one whether words are refused, and why."""
    said, known = normal_form.fold(words), normal_form.fold(source)
    strange = (unicodedata.category(letter) in _STRANGE for letter in words if letter != "\n")
    yield any(strange), GateRefusal.LETTERS
    yield _has_markup(words, source), GateRefusal.MARKUP
    yield _has_phone(words, source), GateRefusal.PHONE
    yield _adds(_DOCUMENT_NUMBER, said, known), GateRefusal.NUMBER
    yield _adds_figure(said, source, bounds=bounds), GateRefusal.FIGURE
    yield _adds_name(words, known), GateRefusal.NAME
    yield _talks(said, known), GateRefusal.TALK
    yield bounds.bound and turns_denial(said, known), GateRefusal.DENIAL
    yield bounds.foreign is not None and len(foreign_words(said, known)) > bounds.foreign, GateRefusal.MATTER
    yield bounds.bound and joins_matters(said, known), GateRefusal.MATTER


def _has_markup(words: str, source: str) -> bool:
    """Whether words bring marks of their own, such as an address or a mask of something hidden."""
    return any(found[0].strip() not in source for found in _MARKUP.finditer(words)) or "*" in words


def _has_phone(words: str, source: str) -> bool:
    known = {number.plain for number in find(source)}
    return any(number.plain not in known for number in find(words))


def _adds(pattern: re.Pattern[str], said: str, known: str) -> bool:
    return any(found[0] not in known for found in pattern.finditer(said))


def _adds_figure(said: str, source: str, *, bounds: GateBounds) -> bool:
    if any(
        unicodedata.category(letter) in _FIGURE_KINDS and not letter.isascii() and letter not in source
        for letter in said
    ):
        return True
    return not counted(source).says(counted(said), bound=bounds.bound)


def _adds_name(words: str, known: str) -> bool:
    """Whether words name a person, a place, a body, a title or something in Latin letters that the sources do not."""
    said = normal_form.fold(words)
    if _adds(_LATIN, said, known) or any(
        normal_form.fold(one[0]) not in known for one in _TITLE.finditer(words)
    ):
        return True
    if any(name not in known for name in _persons(said)):
        return True
    if _adds(_BODY, said, known):
        return True
    return any(
        kind.startswith(NAMED)
        and len(word) > 1
        and word not in known
        and word not in gate_words()["everyday"]
        for word, kind in segmentation.tagged(said)
    )


def _persons(said: str) -> list[str]:
    """Give what a surname and one who is spoken of begin: 王主任, 李科长, 张三."""
    single = surnames().single
    return [found[0] for found in _OFFICIAL.finditer(said) if found[0][0] in single]


def _talks(said: str, known: str) -> bool:
    words = gate_words()
    return any(word in said and word not in known for word in (*words["forbidden"], *words["literal"]))
