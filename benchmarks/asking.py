"""What the measured citizens ask: the same things in the same words, in other words, or what nobody has asked before."""

import itertools
import random
from collections.abc import Iterator

QUESTIONS = (
    "80岁老人每月补贴多少", "公租房申请要什么条件", "城乡居民医保今年交多少钱", "加装电梯补助多少钱一台", "大学生创业补贴能拿多少",
    "残疾人两项补贴标准", "低保标准是多少", "农村建房宅基地面积", "人才购房补贴怎么发", "小学入学要哪些条件", "生育津贴多久到账",
    "电动自行车上牌规定", "公积金贷款最高额度", "困难学生资助有哪些", "技能提升补贴标准", "退役军人优待政策",
)  # fmt: skip
BEFORE = (
    "", "请问", "你好，", "您好，请问", "想问一下", "麻烦问下", "咨询一下，", "我想知道", "您好！", "请问一下，", "想了解一下",
    "我想问问", "你好我想咨询", "那个，", "帮我查查", "打扰了，",
)  # fmt: skip
BEHIND = (
    "",
    "？",
    "呢",
    "呢？",
    "啊",
    "呀？",
    "吗",
    "，谢谢",
    "，谢谢！",
    "。",
    "？？",
    "哦",
    "，急",
    "，在线等",
    "～",
    "吧",
)

WORD_FOR_WORD, OTHER_WORDS, NEVER_BEFORE = "asked before", "in other words", "never asked"
KINDS = (WORD_FOR_WORD, OTHER_WORDS, NEVER_BEFORE)


class Crowd:
    """Gives the texts of one run; the numbers that make a question new run on from round to round."""

    def __init__(self) -> None:
        self._new = itertools.count(1)
        self._reworded = itertools.cycle(_reworded())

    def texts(self, kind: str) -> Iterator[str]:
        """Give texts of a kind without end."""
        questions = itertools.cycle(QUESTIONS)
        if kind == OTHER_WORDS:
            return self._reworded
        if kind == NEVER_BEFORE:
            return (f"{question}（{number}）" for question, number in zip(questions, self._new, strict=False))
        return questions


def _reworded() -> list[str]:
    texts = ["".join(parts) for parts in itertools.product(BEFORE, QUESTIONS, BEHIND)]
    random.Random(8).shuffle(texts)
    return texts
