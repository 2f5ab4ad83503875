"""How letters of rich text are shown and kept: their font's code page, crossed out, hidden, raised or lowered."""

import re
from dataclasses import dataclass, replace
from typing import Any

from knowledge.ingest.readers.rich_text.tokens import Token

LATIN, CHINESE = "cp1252", "gb18030"
BODY_SIZE = 24
CHARSETS = {
    0: "cp1252", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
CODE_PAGES = {936: "gb18030", 950: "cp950", 932: "cp932", 949: "cp949", 65001: "utf-8", 54936: "gb18030"}
_OFF = 0
_CHINESE_SIGN = re.compile(r"[\u4e00-\u9fff\u3000-\u3017\uff01-\uff5e“”‘’—…·〔〕]")


@dataclass(frozen=True, slots=True)
class Look:
    """What holds for the letters at a place; `skipped` for what is no text of the document."""

    font: int = -1
    struck: bool = False
    hidden: bool = False
    deleted: bool = False
    level: str = ""
    size: int = BODY_SIZE
    skipped: bool = False
    # How many signs stand behind a Unicode letter for programs that know none.
    behind: int = 1

    def changed(self, token: Token) -> "Look":
        """Give the look behind a control word."""
        on, number = token.number != _OFF, token.number or 0
        changes: dict[str, dict[str, Any]] = {
            "plain": {
                "font": -1,
                "struck": False,
                "hidden": False,
                "deleted": False,
                "level": "",
                "size": BODY_SIZE,
            },
            "f": {"font": number},
            "fs": {"size": number or BODY_SIZE},
            "strike": {"struck": on},
            "striked": {"struck": on},
            "v": {"hidden": on},
            "deleted": {"deleted": on},
            "super": {"level": "raised" if on else ""},
            "sub": {"level": "lowered" if on else ""},
            "nosupersub": {"level": ""},
            "uc": {"behind": max(0, number)},
        }
        change = changes.get(token.word)
        return replace(self, **change) if change else self


def decoded(content: bytes, page: str, common: str) -> str:
    """Give bytes as letters: in the code page of their font, else in that of the document.

    Chinese programs set Chinese words in Latin fonts as well; what reads as Chinese then is Chinese.
    """
    if content.isascii():
        return content.decode("ascii")
    if page == LATIN and common == CHINESE and (words := _chinese(content)):
        return words
    for one in dict.fromkeys((page, common, CHINESE)):
        try:
            return content.decode(one)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode(CHINESE, errors="replace")


def _chinese(content: bytes) -> str:
    try:
        words = content.decode(CHINESE)
    except UnicodeDecodeError:
        return ""
    return words if all(sign.isascii() or _CHINESE_SIGN.match(sign) for sign in words) else ""
