"""What people say about drafts and opinions: what is asked about, I object to 第三条, was mine taken up."""

import re
from collections.abc import Sequence

_ASKING = r"(?:什么|哪些|哪几|啥|有没有|有吗|有哪|最近|现在|目前|正在|看看|看一下|查|参与|参加|列出|列一下|公告|事项|清单)"
LISTING = re.compile(
    rf"(?=.*{_ASKING})[^。！!]{{0,16}}(?:征求|征集|征询)(?:社会|公众|群众|大家|市民|老百姓|我们|公开){{0,2}}的?(?:什么|哪些|啥)?(?:意见|建议|看法)[^。！!]{{0,10}}"
    r"|[^。！!]{0,8}(?:什么|哪些|哪几个|啥)(?:重大)?(?:行政)?(?:决策|草案|征求意见稿)[^。！!]{0,14}"
    r"|[^。！!]{0,8}重大(?:行政)?决策(?:预公开|公开|草案|目录|清单|有哪些|征求意见|意见征集)[^。！!]{0,10}"
    r"|[^。！!]{0,8}(?:可以|能|还能)(?:对|给)?(?:什么|哪些|哪个)[^。！!]{0,10}(?:提意见|提建议)[^。！!]{0,6}"
    r"|(?:公开)?征求意见(?:稿|公告|列表|清单)?"
)
_OPINION = r"(?:意见|建议|看法|想法|异议)"
ON_ARTICLE = re.compile(
    rf"(?:我|我们)?[^。！!?？]{{0,20}}第?[0-9一二三四五六七八九十百]{{1,4}}条[^。！!?？]{{0,12}}(?:有|提|说|写|发表|不同|反对)[^。！!?？]{{0,6}}{_OPINION}[^。！!?？]{{0,6}}[？?。！!]?"
    rf"|(?:我|我们)?[^。！!?？]{{0,10}}(?:不同意|反对|不赞成|赞成|支持)[^。！!?？]{{0,20}}第?[0-9一二三四五六七八九十百]{{1,4}}条[^。！!?？]{{0,12}}[。！!]?"
)
ON_DRAFT = re.compile(
    rf"[^。！!]{{0,30}}(?:草案|征求意见稿|正在征求|在征求)[^。！!]{{0,20}}(?:有|提|说|写|发表|怎么提|不同|反对)[^。！!]{{0,6}}{_OPINION}[^。！!]{{0,8}}[？?。！!]?"
    rf"|[^。！!]{{0,10}}(?:提|写|发表)[^。！!]{{0,4}}{_OPINION}[^。！!]{{0,10}}(?:草案|征求意见稿)[^。！!]{{0,8}}"
)
ON_NAMED = re.compile(
    rf"(?:我|我们)?(?:想|要|能|可以)?(?:对|就|给|针对|关于)[^。！!?？]{{2,40}}(?:有|提|说|写|发表)[^。！!?？]{{0,6}}{_OPINION}[^。！!?？]{{0,6}}[？?。！!]?"
)
MINE = re.compile(
    rf"[^。！!]{{0,8}}我[^。！!]{{0,10}}{_OPINION}[^。！!]{{0,8}}(?:采纳|采用|吸收|有结果|结果|有回音|看了)[^。！!]{{0,8}}[？?。！!]?"
    rf"|[^。！!]{{0,6}}(?:采纳|采用)(?:了)?我[^。！!]{{0,8}}{_OPINION}[^。！!]{{0,6}}[？?。！!]?"
    rf"|(?:看看?|查一?下?)?我提(?:过|交|了)?的?{_OPINION}(?:呢|在哪|怎么样了?|有哪些|记录)?[？?。！!]?"
    rf"|{_OPINION}(?:到底)?(?:有没有|是不是|是否)?被?采纳(?:了|了没|了吗|没有|吗|没)?[？?。！!]?"
)
NAMELESS = re.compile(
    r"(?:我?想?要?|就|还是|用|那就)?(?:匿名|不写|不留|不填|不想写|不想留|不想说|不署名|不写名字?|不留名字?|跳过|无名氏?|保密)(?:了|吧|就行|名字|的|。|!|！){0,3}"
)
"""What somebody answers to the question for a name who wants to give none."""
NAMED_AS = re.compile(r"(?:我叫|我是|名字是?|姓名是?|叫|署名)?[:： ]?(.{2,40})")
_PLAIN = re.compile(
    r"^[\u4e00-\u9fff]{2,4}?[县市区]|管理|实施|工作|公开|征求意见稿|草案|办法|规定|方案|细则|条例|意见|关于|的|[（）()《》]"
)
"""What many titles have, and no draft is known by."""
_OF_DRAFTS = re.compile(r"办法|规定|方案|细则|条例|草案|意见稿|决策")
NAMED_LETTERS, ALONE_LETTERS = 2, 4
"""So many letters in a row of what is its own in a title name a draft: beside a word for such papers, and alone."""


def shared_letters(said: str, title: str) -> int:
    """Give how many letters in a row words share with what is its own in a title."""
    parts = [part for part in _PLAIN.sub(" ", title).split() if part]
    return max((_longest_run(said, part) for part in parts), default=0)


def named_titles(said: str, titles: Sequence[str]) -> tuple[str, ...]:
    """Give the titles that words name best; none where they share too little with any."""
    shared = {title: shared_letters(said, title) for title in titles}
    best = max(shared.values(), default=0)
    least = NAMED_LETTERS if _OF_DRAFTS.search(said) else ALONE_LETTERS
    return tuple(title for title in titles if shared[title] == best) if best >= least else ()


def _longest_run(said: str, part: str) -> int:
    lengths = (
        length
        for length in range(len(part), 0, -1)
        if any(part[at : at + length] in said for at in range(len(part) - length + 1))
    )
    return next(lengths, 0)
