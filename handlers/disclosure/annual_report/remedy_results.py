"""How a review or suit ended, in the words of its decision, and the column of 表四 in which that is counted."""

WORDS = {
    "维持": "maintain",
    "驳回复议请求": "maintain",
    "驳回复议申请": "maintain",
    "驳回诉讼请求": "maintain",
    "撤销": "correct",
    "变更": "correct",
    "责令履行": "correct",
    "责令限期答复": "correct",
    "责令重新作出答复": "correct",
    "确认违法": "correct",
    "确认无效": "correct",
    "纠错": "correct",
    "不予受理": "other",
    "终止": "other",
    "撤回申请": "other",
    "撤诉": "other",
    "调解": "other",
    "和解": "other",
}


def result_of(words: str) -> str:
    """Give `maintain`, `correct` or `other`; raises `ValueError` for words whose column nobody has settled."""
    found = WORDS.get(words.strip())
    if found is None:
        raise ValueError(f"不知道“{words.strip()[:20]}”算哪一种结果，只能是：{'、'.join(WORDS)}")
    return found
