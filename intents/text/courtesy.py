"""Takes off what people say around a wish out of courtesy: it says nothing about the wish, and everybody says it otherwise.

您好，请问一下公租房怎么申请，谢谢 is then the same question as 公租房怎么申请, for the recogniser and for whatever looks it up.
"""

import re

_MARKS = r"[,，.。!！~～、;；:：…\s]*"
_OPENING = re.compile(
    rf"^(?:{_MARKS}(?:(?:您|你)们?好呀?|早上好|上午好|中午好|下午好|晚上好|在吗|打扰(?:一下|下|了|您了|你了)|不好意思|麻烦(?:您|你)?(?:问(?:一)?下|问一问)"
    r"|(?:我|我们)?(?:想|要|有)?(?:请教|请问|问|咨询|打听)?(?:一下)?(?:您|你们?)?[两三四五几2-5]个?(?:问题|事儿?|事情|件事)(?:想|要)?(?:请教|问|咨询|打听)?(?:一?下|您|你们?)?(?=[,，:：。 ])"
    r"|(?:我|我们)?(?:想|要)?(?:请问|问|咨询|了解|打听)(?:一)?下|(?:我|我们)?想(?:知道|问问|请问|请教|(?:咨询|了解)(?!师|处|台|电话|热线))"
    r"|请问|请教|那个(?=[,，。 ])|嗯+|呃+)"
    rf"(?![了过]){_MARKS})+"
)
# Characters that nobody sees, and a word of single characters that blanks take apart (多 少).
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_PICTURE = re.compile(r"!\[[^\[\]()]{0,80}\]\([^()\s]{0,200}\)")
_APART = re.compile(r"(?<=[一-鿿])[ \u3000]+(?=[一-鿿](?:[ \u3000]|$))")
# Words of anger before a question, a call that nobody hears, and what frames a question: none of it is asked.
_ANGER = re.compile(
    r"^(?:(?:我?[草操靠]|卧槽|妈的|他妈的?|特么|尼玛|你们?|这个?|什么|一群|一帮|都是|全是|真是|[,，。!！ ])*"
    r"(?:脑子有病|脑子进水|有病|傻[逼比子叉]|废物|垃圾|饭桶|白痴|智障|神经病|蠢货|混蛋|王八蛋|狗东西|吃干饭)(?:的|吧|啊|东西|公众号|系统|机器人|政府|玩意儿?)*[,，。!！ ]+)+"
    r"|^(?:[草操靠]|卧槽|妈的|他妈的?|特么)[,，。!！ ]+"
)
_CALLING = re.compile(
    r"^(?:(?:喂|诶|哎|欸)+[,，。!！ ]*|听得[到见]?(?:不|吗|没)[,，。?？ ]*|(?:那个)?就是说[,，]?|我跟你们?[说讲][,，]?|是这样[子的]*[,，])+"
)
_FRAMED = re.compile(
    r"^连?(?P<asked>.{4,60}?)(?:都|也)(?:说不(?:出来?|清楚?|明白)|答不(?:上来?|出来?)|不(?:知道|晓得|清楚))[吗么!！?？。]*$"
)
# What is to be put behind an answer, which is given as it is.
_BEHIND = re.compile(
    r"(?<=[?？。])[^?？。]{0,6}(?:回答完|答完|说完|回复完|末尾|结尾|最后)[^?？。]{0,30}(?:加|附|带|写|说)[^?？。]{0,40}[。]?$"
)
_TELL_ME = re.compile(
    r"[,，。 ]{0,3}(?:能不能|能否|可不可以|可以)(?:给|跟)?我?(?:说|讲|答|回答)(?:清楚|明白|一下|个准|准)[吗么。?？!！]*$"
    r"|[,，。 ]{0,3}(?:你|您)?(?:给|跟)我(?:说|讲)(?:清楚)?一?[哈下声](?:嘛|吧|呗|啊)?[。!！]?$"
)
_ASKS = re.compile("多少|好多|怎么|咋|吗|么|嘛|什么|啥|哪|几|谁|能不能|可不可以|标准|条件|材料|多久|[?？]")
_THANKS = re.compile(
    r"(?<![不没])(?:谢谢(?:您|你)?(?:啦|了|哈|啊)?|多谢(?:您|你|了)?|感谢(?:您|你)?|麻烦(?:您|你)?了|辛苦(?:您|你)?了|在线等|(?<=[,，。.!！ ])急)"
)
_THANKS_LETTERS = 4
_ENDING, _JOINING = ".。!！~～…", ",，、;；:："
"""Marks that end a text, and those that only join thanks to it."""
_DENYING = ("不", "没")
_QUESTION_MARKS = re.compile(r"(?<![?？])[?？]+$")
LEAST_LETTERS = 5


def seen(text: str) -> str:
    """Give a text as a person sees it: no picture's address, no hidden characters, and no blanks that take a word apart (多 少)."""
    return _APART.sub("", _HIDDEN.sub("", _PICTURE.sub("", text)))


def bare(text: str) -> str:
    """Give a text without greeting, asking leave and thanks around it; what is too short without them stays whole."""
    core = _OPENING.sub("", text[: _closing(text)], count=1)
    core = _calm(core)
    core = _QUESTION_MARKS.sub("？", core)
    return core if len(core) >= LEAST_LETTERS else text


def _calm(text: str) -> str:
    """Give a question without the anger before it and the words around it; what asks nothing stays whole."""
    core = _BEHIND.sub("", text)
    core = _TELL_ME.sub("", _CALLING.sub("", _ANGER.sub("", core, count=1), count=1))
    if framed := _FRAMED.match(core):
        core = framed["asked"]
    return core if _ASKS.search(core) and len(core) >= LEAST_LETTERS else text


def _closing(text: str) -> int:
    """Give where the thanks at the end of a text begin, with the marks before them; found by walking from the end."""
    words = _before_marks(text, len(text), _ENDING + _JOINING)
    start = _thanks(text, words)
    if start == words:
        return _before_marks(text, len(text), _ENDING)
    while start != words:
        words = _before_marks(text, start, _ENDING + _JOINING)
        first, start = start, _thanks(text, words)
    # 不， before thanks denies something else: only a mark that ends it may go.
    denied = words < first and text[words - 1 : words] in _DENYING and text[words] in _JOINING
    return words + denied


def _before_marks(text: str, end: int, marks: str) -> int:
    while end and (text[end - 1] in marks or text[end - 1].isspace()):
        end -= 1
    return end


def _thanks(text: str, end: int) -> int:
    """Give where one saying of thanks or haste that ends at a place begins; the place itself where none does."""
    urgent = end
    while urgent and text[urgent - 1] == "急":
        urgent -= 1
    urgent += text[urgent - 1 : urgent] in _DENYING
    if end - urgent > 1:
        return urgent
    starts = range(max(0, end - _THANKS_LETTERS), end)
    return next((start for start in starts if _THANKS.fullmatch(text, start, end)), end)
