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
_CLOSING = re.compile(
    rf"(?:(?<![不没]){_MARKS}(?:谢谢(?:您|你)?(?:啦|了|哈|啊)?|多谢(?:您|你|了)?|感谢(?:您|你)?|麻烦(?:您|你)?了|辛苦(?:您|你)?了|在线等|急急+|(?<=[,，。.!！ ])急)"
    rf"(?:{_MARKS})|[.。!！~～…\s]+)+$"
)
_QUESTION_MARKS = re.compile(r"[?？]+$")
LEAST_LETTERS = 5


def bare(text: str) -> str:
    """Give a text without greeting, asking leave and thanks around it; what is too short without them stays whole."""
    core = _OPENING.sub("", _CLOSING.sub("", text), count=1)
    core = _QUESTION_MARKS.sub("？", core)
    return core if len(core) >= LEAST_LETTERS else text
