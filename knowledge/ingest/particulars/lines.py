"""The lines of a text as a registrar reads them: numbered, without marks and ornaments, figures in one width."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

EVIDENCE_LETTERS = 80
HEAD_LINES = 30
HEAD_LETTERS = 1_500
_WIDE = [(chr(0xFF10 + figure), str(figure)) for figure in range(10)] + [("\u00a0", " "), ("\u3000", " ")]
_MARKS = " \t#*>"
# Whom a paper is addressed to: a line of units that ends in a colon.
_ADDRESSEE = re.compile(r"^(?:各|[\u4e00-\u9fff]{2,}).{0,200}[：:]$")
_SENTENCE = re.compile(r"[。！？；]")
# The words official titles end with.
KINDS = (
    "通知|意见|办法|规定|细则|方案|公告|通告|公示|决定|决议|报告|请示|批复|函|条例|规程|规则|规范|标准|纪要|"
    "计划|规划|要点|清单|目录|指南|解读|问答|说明|须知|指引|令|通报|措施|预案|章程|制度|简报|答复|名单|港章|"
    "一览表|汇总表|启事|倡议书|简章|公约|修正案|政策|公报"
)
# A title and whom it goes to, which a reader of pages has put on one line.
_GLUED = re.compile(
    rf"^(?P<title>.{{4,150}}(?:的|补充|紧急)(?:{KINDS}))(?:各|县|市|区|省)[^。]{{1,120}}[：:]$"
)
_LABEL = re.compile(r"^[\[【]?\s*[\u4e00-\u9fff][\u4e00-\u9fff \t]{0,10}[\]】]?\s*[：:]\s*\S")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty; `number` counts all lines of the text from one, `headed` tells a marked title."""

    number: int
    text: str
    headed: bool = False

    @property
    def bare(self) -> str:
        """Give the line without blanks."""
        return "".join(self.text.split())


def lines_of(text: str) -> list[Line]:
    """Give the lines of a text that say anything, blanks of any width as one."""
    found = []
    for number, written in enumerate(even(text).split("\n"), start=1):
        words = " ".join(written.strip(_MARKS).split())
        if words:
            found.append(Line(number, words, written.startswith("# ")))
    return found


def even(text: str) -> str:
    """Give a text with figures and blanks of one width, sign for sign."""
    for wide, plain in _WIDE:
        text = text.replace(wide, plain)
    return text


def head(lines: Sequence[Line]) -> list[Line]:
    """Give the lines before the body begins: before the addressee or the first whole sentence."""
    found: list[Line] = []
    letters = 0
    for line in lines[:HEAD_LINES]:
        letters += len(line.text)
        if glued := _GLUED.match(line.text):
            return [*found, Line(line.number, glued["title"], line.headed)]
        if (
            letters > HEAD_LETTERS
            or is_addressee(line)
            or (_SENTENCE.search(line.text) and not _is_note(line))
        ):
            break
        found.append(line)
    return found


def is_addressee(line: Line) -> bool:
    """Whether a line names whom a paper goes to."""
    return bool(_ADDRESSEE.match(line.text)) and not line.headed


def is_label(line: Line) -> bool:
    """Whether a line is a name with its value, such as 文号：青政发〔2026〕3号."""
    return bool(_LABEL.match(line.text))


def shown(words: str) -> str:
    """Give words as evidence: on one line, and not too many of them."""
    words = " ".join(words.split())
    return words if len(words) <= EVIDENCE_LETTERS else words[: EVIDENCE_LETTERS - 1] + "…"


def line_at(text: str, place: int) -> int:
    """Give the number of the line that holds a place of the text."""
    return text.count("\n", 0, place) + 1


def _is_note(line: Line) -> bool:
    """Whether a line is the note below a title that tells who passed it and when."""
    return line.text.startswith(("（", "(")) and line.text.endswith(("）", ")"))
