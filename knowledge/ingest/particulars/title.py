"""Finds the title in the first lines of an official text."""

import re

LONGEST_LETTERS = 120
SHORTEST_LETTERS = 5
HEAD_LINES = 25
TITLE_LINES = 3
_KINDS = (
    "通知|意见|办法|规定|细则|方案|公告|通告|公示|决定|决议|报告|请示|批复|函|条例|规程|规则|规范|标准|纪要|"
    "计划|规划|要点|清单|目录|指南|解读|问答|说明|须知|指引|令|通报|措施|预案|章程|制度"
)
_END = re.compile(rf"(?:{_KINDS})(?:[（(][^）)\n]{{1,12}}[）)])?$")
_START = re.compile(r"^(?:关于|.{2,30}关于|[\u4e00-\u9fff]{2,40})")
_NO_TITLE = re.compile(
    r"[：:；;。，]|^(?:附件|索引号|发文|发布|来源|主题|成文|各|第[一二三四五六七八九十\d]+[章条节])|〔\d{4}〕"
)
_PAPER = re.compile(r"(?:文件|公报)$")


def title_in(head: str) -> str:
    """Give the title near the top of a text, or empty text: a marked heading, or lines that end like a title.

    A title set in two or three lines is put together.
    """
    lines = [line.strip(" 　*") for line in head.split("\n") if line.strip()][:HEAD_LINES]
    for line in lines:
        if line.startswith("# ") and len(line) <= LONGEST_LETTERS:
            return line[2:].strip()
    plain = [line.lstrip("# ") for line in lines]
    for at in range(len(plain)):
        for count in range(1, TITLE_LINES + 1):
            title = _joined(plain[at : at + count])
            if title:
                return title
    return ""


def _joined(lines: list[str]) -> str:
    """Give some lines as one title, when each may be part of one and only the last ends it."""
    if any(_NO_TITLE.search(line) or _PAPER.search(line) for line in lines):
        return ""
    title = "".join("".join(lines).split())
    whole = SHORTEST_LETTERS <= len(title) <= LONGEST_LETTERS and _START.match(title) and _END.search(title)
    return title if whole else ""
