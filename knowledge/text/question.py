"""What a question looks for, apart from the words that only make it a question."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

from bot.text.plain_yaml import read_yaml
from knowledge.text import normal_form, segmentation
from knowledge.text.ages import without_age

QUESTIONS_REMEMBERED = 1024
# What stands further on in a message is not read for searching.
QUESTION_LETTERS = 500
# What one does with money and papers, in one letter: no part of the name before it.
_DOING = frozenset("交缴领拿报补发办开买卖")
_NUMERAL = re.compile("[0-9一二三四五六七八九十百千万两零〇]+岁?")
_LONE_STOP = re.compile("[的了吗呢是]")
_BORDER = re.compile(r"[,，。.!！?？;；:：\s]")
# So far from the asking words, in characters, stands what they ask of, and so many words of it count.
NEAR_LETTERS, NEAR_WORDS = 9, 3
NUMBER_PATTERN = re.compile(r"\d+(?:\.\d+)?")
DOCUMENT_NUMBER = re.compile(r"[一-鿿]{1,12}[〔\[(（]\s*(?:19|20)\d\d\s*[〕\])）]\s*(?:第\s*)?\d{1,4}\s*号")


class AnswerKind(StrEnum):
    """The kind of thing that would answer the question."""

    MONEY = "money"
    NUMBER = "number"
    TIME = "time"
    PHONE = "phone"
    PLACE = "place"
    BODY = "body"
    LIST = "list"
    MANNER = "manner"
    REASON = "reason"
    OTHER = "other"

    @property
    def family(self) -> "AnswerKind":
        """Give the kind whose answers are worded alike: money is a number that someone pays."""
        return AnswerKind.NUMBER if self is AnswerKind.MONEY else self


FAMILIES = tuple(dict.fromkeys(kind.family for kind in AnswerKind))


_MONEY_WORDS = "多少钱|多少元|多少块|好多钱|几多钱|几块钱|几百块|几千块|多少费|金额|额度|收费|费用|(?:补贴|津贴|补助|保障|发放|缴费|资助)标准"
_MONEY_MATTERS = "补贴|津贴|补助|奖励|奖金|资助|救助金|贷款|标准|贴息|低保|工资|租金|价格"
_MONEY_VERBS = "领|补|给|发|得|奖|交|缴|报|赔|罚|贷|借|付|花"
_KINDS = (
    (
        AnswerKind.PHONE,
        re.compile("电话|热线|联系方式|怎么联系|咋联系|号码|账号|账户|网址|邮箱|微信号|公众号"),
    ),
    (
        AnswerKind.MONEY,
        re.compile(
            f"{_MONEY_WORDS}|(?:{_MONEY_MATTERS})[^,。?]{{0,6}}(?:多少|好多|几|多高)|(?:{_MONEY_VERBS})(?:到|多)?(?:多少|好多|几多)"
        ),
    ),
    (
        AnswerKind.TIME,
        re.compile(
            "什么时候|什么时间|啥时候|啥时间|何时|几时|好久|多会儿|几号|几点|多久|多长|几天|几日|哪天|哪一天|日期|截止|期限|几月|时间"
        ),
    ),
    (
        AnswerKind.NUMBER,
        re.compile(
            "多少|好多|几多|百分之几|几个点|几[个种条项名家户元倍次成人类大岁层亩米档折期]|多大|多高|比例|标准|费率|[达超]多少"
        ),
    ),
    (
        AnswerKind.PLACE,
        re.compile("哪里|哪儿|[在去到上跑]哪(?!些|个|种|一)|哪办|边度|地址|地点|何地|什么地方|啥地方"),
    ),
    (
        AnswerKind.BODY,
        re.compile(
            "谁|哪个管|找哪个|归哪|啥部门|啥单位|哪个部门|哪些部门|什么部门|哪个单位|哪些单位|哪家|哪些机构|哪个机构|牵头|主管"
        ),
    ),
    (AnswerKind.REASON, re.compile("为什么|为啥|为何|凭[什啥]|干嘛|干吗|干啥要|咋要|原因|目的|意义")),
    (AnswerKind.LIST, re.compile("哪些|哪几|包括|什么|啥|么子|措施|条件|材料|要求|内容")),
    (AnswerKind.MANNER, re.compile("如何|怎|咋|啷个|么样|点样")),
)


@dataclass(frozen=True, slots=True)
class LentWords:
    """What documents call a thing that a question calls otherwise: words and pairs that the question lacks.

    `said` are the pairs of what the question says itself, `names` those of each of the documents' words for it, whole.
    """

    said: tuple[str, ...]
    words: tuple[str, ...]
    pairs: tuple[str, ...]
    names: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question read for searching.

    `core` is its bare normal form without the asking words, `words` and `pairs` the distinct terms of the core;
    `inner` are the pairs that stand inside one word, where the others join the end of a word to the next one;
    `numbers` the figures written in it, `number` the document number it names, bare and without blanks, with
    whatever letters stood before it. `lent` is what the documents' words for its sayings add, `official` these words
    in their bare normal form; they are no part of `core`, `words` and `pairs`.
    """

    text: str
    core: str
    words: tuple[str, ...]
    pairs: tuple[str, ...]
    inner: frozenset[str]
    numbers: tuple[str, ...]
    number: str
    answer_kind: AnswerKind
    lent: tuple[LentWords, ...] = ()
    official: str = ""


@dataclass(frozen=True, slots=True)
class _WordLists:
    """Words that only ask, as a pattern, and words that stand everywhere; both from `data/question_words.yml`."""

    asking: re.Pattern[str]
    stop: frozenset[str]


@cache
def _word_lists() -> _WordLists:
    text = resources.files("knowledge").joinpath("data/question_words.yml").read_text(encoding="utf-8")
    rows: dict[str, str] = read_yaml(text)
    longest_first = sorted(rows["asking"].split(), key=len, reverse=True)
    return _WordLists(re.compile("|".join(map(re.escape, longest_first))), frozenset(rows["stop"].split()))


@lru_cache(maxsize=QUESTIONS_REMEMBERED)
def analyse(text: str) -> Question:
    """Read a question of any wording or length; one turn reads the same words four times."""
    lists = _word_lists()
    folded = normal_form.fold(text[:QUESTION_LETTERS])
    core = normal_form.bare(lists.asking.sub(" ", without_age(folded)))
    spoken = segmentation.words(core)
    found = DOCUMENT_NUMBER.search(folded)
    return Question(
        text=text,
        core=core,
        words=tuple(dict.fromkeys(word for word in spoken if word not in lists.stop)),
        pairs=tuple(dict.fromkeys(segmentation.pairs(_LONE_STOP.sub(" ", core)))),
        inner=_inner(spoken, lists.stop),
        numbers=tuple(dict.fromkeys(NUMBER_PATTERN.findall(folded))),
        number=normal_form.bare(found[0]).replace(" ", "") if found else "",
        answer_kind=next((kind for kind, pattern in _KINDS if pattern.search(folded)), AnswerKind.OTHER),
    )


@lru_cache(maxsize=QUESTIONS_REMEMBERED)
def analyse_with(text: str, sayings: tuple[tuple[str, str], ...]) -> Question:
    """Read a question and lend it the official words for what it says; each of `sayings` is a saying and these words."""
    question = analyse(text)
    known = {*question.words, *question.pairs}
    lent: list[LentWords] = []
    for said, official in sayings:
        words, pairs = _terms(normal_form.bare(official))
        new = LentWords(
            said=tuple(segmentation.pairs(normal_form.bare(said))),
            words=tuple(word for word in words if word not in known),
            pairs=tuple(pair for pair in pairs if pair not in known),
            names=tuple(
                tuple(segmentation.pairs(normal_form.bare(name)))
                for name in official.split()
                if len(name) > 1
            ),
        )
        known.update(new.words, new.pairs)
        if new.pairs:
            lent.append(new)
    official = " ".join(dict.fromkeys(normal_form.bare(official) for _, official in sayings)) if lent else ""
    return replace(question, lent=tuple(lent), official=official) if lent else question


@lru_cache(maxsize=QUESTIONS_REMEMBERED)
def asked_of(text: str) -> tuple[str, ...]:
    """Give the words that stand nearest to those that ask: in 跑腿费谁来出 the fee, whatever else was said before.

    They tell what the figure, the day or the place is asked of; none where nothing asks.
    """
    lists = _word_lists()
    folded = normal_form.fold(text[:QUESTION_LETTERS])
    found = next(filter(None, (pattern.search(folded) for _, pattern in _KINDS)), None)
    if found is None:
        return ()
    before = _BORDER.split(folded[max(0, found.start() - NEAR_LETTERS) : found.start()])[-1]
    behind = _BORDER.split(folded[found.end() : found.end() + NEAR_LETTERS])[0]
    near = normal_form.bare(lists.asking.sub(" ", without_age(f"{before}{found[0]} {behind}")))
    words = [word for word in segmentation.words(near) if len(word) > 1 and word not in lists.stop]
    named = (word for word in words if not _NUMERAL.fullmatch(word) and "几" not in word)
    return tuple(dict.fromkeys(named))[-NEAR_WORDS:]


def _terms(core: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the distinct words and pairs of a text in its bare normal form."""
    stop = _word_lists().stop
    return (
        tuple(dict.fromkeys(word for word in segmentation.words(core) if word not in stop)),
        tuple(dict.fromkeys(segmentation.pairs(core))),
    )


def _inner(spoken: list[str], stop: frozenset[str]) -> frozenset[str]:
    """Give the pairs inside words; a lone letter behind a word, as in 失业金, makes one word with it."""
    words = [word for word in spoken if not _NUMERAL.fullmatch(word)]
    inside = {word[at : at + 2] for word in words for at in range(len(word) - 1)}
    joined = {
        one[-1] + other
        for one, other in pairwise(spoken)
        if len(one) > 1 and len(other) == 1 and other not in stop | _DOING and not _NUMERAL.fullmatch(other)
    }
    return frozenset(inside | joined)
