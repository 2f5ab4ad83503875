"""What people say about drafts and opinions: what is asked about, I object to 第三条, was mine taken up."""

import re
from collections.abc import Sequence

from handlers.talk.form_phrases import yes_to

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
_PEOPLE = r"(?:老百姓|百姓|群众|大家|大伙儿?|市民|居民|村民|我们|咱们|社会|各界)"
_SOUGHT = r"(?:意见|看法|想法|建议|主意)"
LISTING_PLAIN = re.compile(
    rf"(?:啥子|啥|什么|哪些|哪个|有没有|有没得|哪几)[^,，。！!]{{0,12}}(?:问|听|征求|收集|征集|听取|征询|要)(?:一下|取|的)?{_PEOPLE}{{1,2}}的?{_SOUGHT}"
    rf"|(?:在|正在|要)(?:问|听|征求|收集|征集|听取|征询){_PEOPLE}{{1,2}}的?{_SOUGHT}的?[^,，。！!]{{0,8}}(?:有哪些|有啥|有什么|是哪些|在哪|看看|我看)"
)
"""Asks in everyday words what people are asked about."""
SAYING = re.compile(
    rf"(?:提|说|讲|发表|反映|写)(?:一下|点|个|几[句点条]|两[句点条]|一[句点条])?(?:我的|自己的)?{_OPINION}|(?:有|想|要|能)[^,，。！!]{{0,6}}(?:话(?:要|想)?[说讲]|说(?:上)?[两几]句|讲(?:上)?[两几]句|提[两几]?[句点条])|[说讲][两几]句"
)
"""Whoever says this has something to say on a draft, where one is named."""
OUTCOME_OF = re.compile(
    r"采没采纳|采纳|吸收|采用(?:了|没)|改没改|结果(?:怎|咋|呢|出来|公布)|(?:后来|最后)[^,，。！!]{0,8}(?:怎么|咋)(?:样|说|定)"
)
"""Asks what came of a draft that is named, whoever wrote on it."""
NAMELESS_ASKED = re.compile(
    r"匿名|(?:不|可以不|能不能不|不敢|不想)(?:留|写|署|说|报)(?:我的|自己的)?(?:真)?(?:名字?|姓名)"
)
WORDS_BEHIND = re.compile(
    rf"(?:有[^,，。！!]{{0,3}}话(?:要|想)?[说讲]|(?:提|说|讲|发表)[^,，。！!]{{0,4}}(?:{_OPINION}|[两几]句))(?:[:：,，。]|是)[ ]?(.{{8,400}})"
)
"""What stands behind the announcement is the opinion itself."""
_NAMELESS_END = re.compile(
    r"[,，。！! ]{0,3}(?:我)?(?:就|想|要)?(?:匿名|不留名字?|不写名字?|不署名)(?:就行|就好|吧|了|提|提交)?[。！! ]{0,3}$"
)
_CLAUSE = re.compile("[,，。！!?？]")
LEAST_WORDS_LETTERS = 8
AGREED = yes_to("(?:不留名字?|匿名|不署名)?[,， ]?(?:交|交上去|提|提交|递上去|发|发出去)")
"""A yes with the words for what is agreed to."""
NAMELESS = re.compile(
    r"(?:我?想?要?|就|还是|用|那就)?(?:匿名|不写|不留|不填|不想写|不想留|不想说|不署名|不写名字?|不留名字?|跳过|无名氏?|保密)(?:了|吧|就行|名字|的|。|!|！){0,3}"
)
"""What somebody answers to the question for a name who wants to give none."""
NAMED_AS = re.compile(r"(?:我叫|我是|名字是?|姓名是?|叫|署名)?[:： ]?(.{2,40})")
_PLAIN = re.compile(
    r"^[\u4e00-\u9fff]{2,4}?[县市区]|管理|实施|工作|公开|征求意见稿|草案|办法|规定|方案|细则|条例|意见|关于|的|[（）()《》]"
)
"""What many titles have, and no draft is known by."""
_OF_DRAFTS = re.compile(r"办法|规定|方案|细则|条例|草案|意见稿|决策|采没?采纳|征求意见")
_FORMAL = {
    "狗": "犬",
    "停车费": "停车",
    "门头": "招牌",
    "店招": "招牌",
    "公交车": "公交",
    "娃娃": "儿童",
    "小区房": "住宅",
}
"""Everyday words and what they are called in titles."""
NAMED_LETTERS, ALONE_LETTERS = 2, 4
"""So many letters in a row of what is its own in a title name a draft: beside a word for such papers, and alone."""


def shared_letters(said: str, title: str) -> int:
    """Give how many letters in a row words share with what is its own in a title."""
    parts = [part for part in _PLAIN.sub(" ", title).split() if part]
    spoken = {said, *(said.replace(word, formal) for word, formal in _FORMAL.items() if word in said)}
    return max((_longest_run(words, part) for words in spoken for part in parts), default=0)


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


def words_told(said: str) -> str:
    """Give the opinion itself where a message announces and tells it; empty where it only announces one."""
    found = WORDS_BEHIND.search(said)
    words = _NAMELESS_END.sub("", found[1]).strip(" ,，。") if found else ""
    if NAMELESS_ASKED.search(words):
        # Whether one may stay unnamed is a question, and no opinion.
        words = "，".join(part for part in _CLAUSE.split(words) if not NAMELESS_ASKED.search(part))
    return words if len(words) >= LEAST_WORDS_LETTERS else ""
