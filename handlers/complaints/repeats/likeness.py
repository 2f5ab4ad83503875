"""What two complaints have in common: the words that tell of the matter, and the pairs of letters of what was told. Pure."""

import re
from collections.abc import Collection

from knowledge.text.normal_form import bare
from knowledge.text.segmentation import pairs, words

MOST_TERMS = 12
TERM_LETTERS = 24
READ_LETTERS = 400
LEAST_LETTERS = 2
_NUMBER = re.compile(r"[\d０-９a-zA-Z.%]+")
STOP = frozenset(
    [
        "我们",
        "你们",
        "他们",
        "自己",
        "这个",
        "那个",
        "一个",
        "一直",
        "已经",
        "还是",
        "就是",
        "没有",
        "没人",
        "怎么",
        "什么",
        "为什么",
        "请问",
        "希望",
        "尽快",
        "解决",
        "处理",
        "部门",
        "有关",
        "相关",
        "领导",
        "反映",
        "投诉",
        "举报",
        "问题",
        "情况",
        "现在",
        "今天",
        "昨天",
        "昨晚",
        "今年",
        "去年",
        "每天",
        "晚上",
        "早上",
        "白天",
        "凌晨",
        "上午",
        "下午",
        "时候",
        "可以",
        "能不能",
        "是不是",
        "严重",
        "影响",
        "生活",
        "群众",
        "居民",
        "老百姓",
        "附近",
        "非常",
        "特别",
        "多次",
        "几次",
        "一下",
        "不能",
        "不要",
        "还有",
        "因为",
        "所以",
        "但是",
        "而且",
        "如果",
        "的话",
        "觉得",
        "知道",
        "进行",
        "要求",
        "麻烦",
        "谢谢",
        "你好",
        "您好",
        "政府",
        "县里",
        "我家",
        "家里",
        "家门口",
        "这里",
        "那里",
        "这样",
        "那样",
        "然后",
        "一点",
        "有人",
        "天天",
        "帮忙",
        "管管",
        "管理",
        "有没有",
    ]
)


def terms_of(text: str) -> tuple[str, ...]:
    """Give at most twelve words that tell what a complaint is about, the longer ones first, without any number."""
    told = bare(text[:READ_LETTERS])
    found = dict.fromkeys(
        word
        for word in words(told)
        if LEAST_LETTERS <= len(word) <= TERM_LETTERS and word not in STOP and not _NUMBER.search(word)
    )
    return tuple(sorted(found, key=len, reverse=True)[:MOST_TERMS])


def likeness_percent(one: str, other: str) -> int:
    """Give how much two texts have in common: twice the shared pairs of letters by all pairs, in percent."""
    first, second = set(pairs(bare(one[:READ_LETTERS]))), set(pairs(bare(other[:READ_LETTERS])))
    total = len(first) + len(second)
    return round(200 * len(first & second) / total) if total else 0


def shared_percent(one: Collection[str], other: Collection[str]) -> int:
    """Give how many of the fewer terms two complaints share, in percent; 0 where either has none."""
    fewer = min(len(one), len(other))
    return round(100 * len(set(one) & set(other)) / fewer) if fewer else 0


def place_key(where: str) -> str:
    """Give a place in the form in which equal places are equal: without blanks, signs and the words that only point."""
    return re.sub(
        r"(?:的)?(?:附近|旁边|对面|门口|楼下|这边|那边|里面|里)$", "", bare(where).replace(" ", "")
    )[:60]
