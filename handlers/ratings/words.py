"""A rating as people say it: a figure, stars, or a word; whatever says more is none. Pure."""

import re
import unicodedata
from collections.abc import Mapping

FIGURES: Mapping[str, int] = dict(zip("12345一二三四五", (1, 2, 3, 4, 5, 1, 2, 3, 4, 5), strict=True))
FIGURE = re.compile(
    r"(?:评价|打分|评分|人工评价)?[\s:：为是]{0,3}([1-5一二三四五])[\s]?(?:分|颗?星)?[。.!！]?"
)
WORDS: tuple[tuple[int, frozenset[str]], ...] = (
    (5, frozenset({"非常满意", "很满意", "十分满意", "特别满意", "挺满意", "好满意", "满意得很"})),
    (4, frozenset({"满意", "比较满意", "还满意", "满意了", "满意的"})),
    (3, frozenset({"一般", "一般般", "还行", "还可以", "基本满意"})),
    (2, frozenset({"不满意", "不太满意", "不怎么满意", "唔满意"})),
    (1, frozenset({"很不满意", "非常不满意", "极不满意", "十分不满意"})),
)
TRAILING = "。.!！~ 谢,，、"


def satisfaction_in(said: str) -> int | None:
    """Give the rating, from 1 to 5, that a message is; None for anything that says more or something else."""
    text = unicodedata.normalize("NFKC", said).strip()
    if found := FIGURE.fullmatch(text):
        return FIGURES[found[1]]
    bare = text.strip(TRAILING).strip()
    return next((points for points, words in WORDS if bare in words), None)
