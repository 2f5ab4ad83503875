"""Finds the title of a paper: what stands between its head and its addressee, put together where it was set in lines."""

import re
from collections.abc import Iterator, Sequence

from knowledge.ingest.particulars.evidence import Sighting
from knowledge.ingest.particulars.lines import KINDS, Line, head, is_label, lines_of
from knowledge.ingest.particulars.numbers import NUMBER, is_notice_number, without_number
from knowledge.ingest.particulars.organs import is_organ, organs_in

LONGEST_LETTERS = 150
SHORTEST_LETTERS = 5
FIRST_LINE_LETTERS = 60
TITLE_LINES = 7
REMARK_LETTERS = 16
_END = re.compile(rf"(?:{KINDS})(?:[（(][^）)\n]{{1,16}}[）)])?$")
# These end a title for good; behind others more of it may follow: 关于印发某办法 / 的通知.
_WHOLE = re.compile(r"(?:的|补充|紧急)(?:通知|公告|通告|决定|函|批复|公示|意见|通报|请示|报告|答复)$")
_START = re.compile(r"^(?:关于|[^，。]{2,40}关于|[《“]|[\u4e00-\u9fff\d]{2,60})")
_NO_TITLE = re.compile(
    r"[：:；;。，>＞]|^(?:首页|当前位置|您的位置|附件|索引号|发文|发布|来源|主题|成文|各|第[一二三四五六七八九十\d]+[章条节])"
)
_PAPER = re.compile(r"文件$|(?:政府|委员会|办公室|常委会)公报$")
# A registration number such as QLDR-2026-00012 has no words.
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
_MADE_KNOWN = re.compile(r"现予?以?(?:公布|发布)")
_RULE = re.compile(r"《([^《》]{4,80})》")
_NOTICE = re.compile(r"(?:公告|通告|令|通知|(?:专题|常务|办公)?(?:会议)?纪要)$")
_MARK = re.compile(r"^(?:绝密|机密|秘密|内部|特急|加急|急件|\d{5,8}$|签发人)|[★☆]")
_DAY = re.compile(r"^[（(]?\s*\d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?\s*[）)]?$")


def titles(lines: Sequence[Line]) -> Iterator[Sighting]:
    """Give the title a text shows: a marked heading, lines that end like a title, else its first short line."""
    top = head(lines)
    marked = next((line for line in top if line.headed and not is_red_head(line)), None)
    if marked:
        yield Sighting("title", without_number(marked.text), marked.text, 0.93, line=marked.number)
    found = _set_in_lines(top)
    if found:
        yield found
    if promulgated := _promulgated(lines[len(top) :]):
        yield promulgated
    elif found is None and marked is None and (first := _first(top)):
        yield Sighting("title", without_number(first.text), first.text, 0.5, line=first.number)


def _promulgated(body: Sequence[Line]) -> Sighting | None:
    """Give the rule that an order makes known in its first sentence: the paper is known by the rule's title."""
    first = body[0] if body else None
    words = first.text.split("。", maxsplit=1)[0] if first else ""
    named = _RULE.search(words) if _MADE_KNOWN.search(words) else None
    return Sighting("title", named[1], words, 0.75, line=first.number) if named and first else None


def title_in(words: str) -> str:
    """Give the title near the top of a text, or empty text."""
    found = max(titles(lines_of(words)), key=lambda one: one.weight, default=None)
    return found.value if found and found.weight > 0.5 else ""  # noqa: PLR2004 - a mere first line is no title here


def is_red_head(line: Line) -> bool:
    """Whether a line is the head of the paper, such as 青岚县人民政府文件, or the name of an organ alone."""
    return bool(_PAPER.search(line.bare)) or bool(organs_in(line.text))


def is_title(words: str) -> bool:
    """Whether words that layout puts forward can be a title: more than a head, a number, a mark or a day."""
    line = Line(0, words)
    return bool(words) and not is_red_head(line) and not _is_other(line)


def completed(stated: str, read: str) -> str:
    """Give the title the text shows where a title given elsewhere was cut short, else empty text."""
    short, whole = "".join(stated.split()), "".join(read.split())
    cut = 0 < len(short) < len(whole) and whole.startswith(short) and not _END.search(short)
    return read if cut and _WHOLE.search(whole) else ""


def title_at(lines: Sequence[Line], at: int) -> tuple[str, int]:
    """Give the title that begins on a line, put together from the lines it was set in, and how many those are."""
    best, length = "", 0
    for count in range(1, TITLE_LINES + 1):
        part = lines[at : at + count]
        if len(part) < count or any(_breaks(one) for one in part) or _WHOLE.search(best):
            break
        if best and (part[-1].text.startswith("关于") or is_organ(part[-1].bare)):
            break
        title = without_number(_joined([one.text for one in part]))
        if _is_whole(title) and (not best or _goes_on(title, part[-1])):
            best, length = title, count
    return best, length


def _set_in_lines(top: Sequence[Line]) -> Sighting | None:
    head_of_notices = None
    for at, line in enumerate(top):
        best = "" if _is_other(line) else title_at(top, at)[0]
        if best:
            rest = _NOTICE.sub("", best)
            bare = not rest or is_organ(rest)
            reading = Sighting("title", best, best, 0.5 if bare else 0.85, line=line.number)
            if not bare:
                return reading
            head_of_notices = head_of_notices or reading
    return head_of_notices


def _goes_on(title: str, last: Line) -> bool:
    """Whether a title that could have ended goes on with a line: to its own end, or to a remark such as （试行）."""
    remark = last.text.startswith(("（", "(")) and len(last.bare) <= REMARK_LETTERS
    return remark or bool(_WHOLE.search(title))


def _is_whole(title: str) -> bool:
    letters = len(title)
    return (
        SHORTEST_LETTERS <= letters <= LONGEST_LETTERS
        and bool(_START.match(title))
        and bool(_END.search(title))
        and not _is_notice_head(title)
    )


def _is_notice_head(title: str) -> bool:
    """Whether a line is the head of a paper of notices, behind which its number and title follow."""
    return title.endswith(("令", "文件")) and is_organ(title.removesuffix("令").removesuffix("文件"))


def _breaks(line: Line) -> bool:
    return bool(_NO_TITLE.search(line.text)) or bool(_PAPER.search(line.bare)) or _is_other(line)


def _is_other(line: Line) -> bool:
    """Whether a line is a number, a mark, a day or a name with its value."""
    number = NUMBER.search(line.text)
    alone = number is not None and without_number(line.text) == line.text
    alone = alone or is_notice_number(line.text) or not _WORDS.search(line.text)
    return alone or bool(_MARK.search(line.text)) or bool(_DAY.match(line.text)) or is_label(line)


def _joined(lines: Sequence[str]) -> str:
    """Give lines as one title; only organs keep a blank between them."""
    title = ""
    for piece in (piece for line in lines for piece in line.split()):
        begins = bool(organs_in(piece.split("关于", maxsplit=1)[0]))
        apart = title and begins and is_organ(title.rsplit(" ", 1)[-1])
        title += f" {piece}" if apart else piece
    return title


def _first(top: Sequence[Line]) -> Line | None:
    fitting = (line for line in top if not _is_other(line) and not is_red_head(line))
    first = next(fitting, None)
    return first if first and SHORTEST_LETTERS <= len(first.bare) <= FIRST_LINE_LETTERS else None
