"""Takes off what people say around a wish out of courtesy: it says nothing about the wish, and everybody says it otherwise.

您好，请问一下公租房怎么申请，谢谢 is then the same question as 公租房怎么申请, for the recogniser and for whatever looks it up.
"""

import re

_MARKS = r"[,，.。!！~～、;；:：…\s]*"
_OPENING = re.compile(
    rf"^(?:{_MARKS}(?:(?:您|你)们?好呀?|早上好|上午好|中午好|下午好|晚上好|在吗|打扰(?:一下|下|了|您了|你了)|不好意思|麻烦(?:您|你)?(?:问(?:一)?下|问一问)"
    r"|(?:我|我们)?(?:想|要)?(?:请问|问|咨询|了解|打听)(?:一)?下|(?:我|我们)?想(?:知道|问问|请问|请教|(?:咨询|了解)(?!师|处|台|电话|热线))"
    r"|请问|请教|那个(?=[,，。 ])|嗯+|呃+)"
    rf"(?![了过]){_MARKS})+"
)
_THANKS = re.compile(
    r"(?<![不没])(?:谢谢(?:您|你)?(?:啦|了|哈|啊)?|多谢(?:您|你|了)?|感谢(?:您|你)?|麻烦(?:您|你)?了|辛苦(?:您|你)?了|在线等|(?<=[,，。.!！ ])急)"
)
_THANKS_LETTERS = 4
_ENDING, _JOINING = ".。!！~～…", ",，、;；:："
"""Marks that end a text, and those that only join thanks to it."""
_DENYING = ("不", "没")
_QUESTION_MARKS = re.compile(r"(?<![?？])[?？]+$")
LEAST_LETTERS = 5


def bare(text: str) -> str:
    """Give a text without greeting, asking leave and thanks around it; what is too short without them stays whole."""
    core = _OPENING.sub("", text[: _closing(text)], count=1)
    core = _QUESTION_MARKS.sub("？", core)
    return core if len(core) >= LEAST_LETTERS else text


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
