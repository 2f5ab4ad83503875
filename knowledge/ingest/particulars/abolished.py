"""The papers that end with this one: named in its sentences, in the lists it announces, and in its tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.documents.draft import ABOLISHES, Proposed
from knowledge.ingest.particulars.citations import HIDDEN, CitedPaper, citations, hidden
from knowledge.ingest.particulars.lines import Line, shown
from knowledge.ingest.particulars.numbers import NUMBER, tidied, tidy

HEADING_LETTERS = 60
# A line no longer than this is shown whole as evidence, of a longer one only the sentence.
WHOLE_LETTERS = 120
_ENDED = re.compile(r"废止|停止执行|不再执行|不再施行|停止施行|停止适用|停止使用|失效|作废")
# What only speaks of ending: as a duty, as an intention, as something long past.
_NO_END = re.compile(
    r"不得废止|不予废止|未废止|尚未失效|拟[^，。]{0,4}(?:废止|停止执行|失效)|建议废止|申请废止|(?:修改|修订|制定|立|改)(?:、|或者?|和)?废(?:止)?(?:、|工作|或|和|情况)?"
    r"|(?:已经?|早已|曾)(?:被|于[^，。]{0,20})?(?:废止|失效|停止执行)|废止前|失效前|自动失效|自行失效|自行废止|废止或者?失效"
)
_BASIS = re.compile(r"根据|依据|按照|依照|遵照|参照|为准|不一致|纳入|执行□")
_PARTIAL = re.compile(r"^\s{0,2}(?:的|中的?|第|有关|相关|部分|所列|附件|规定的|内)")
_FORWARD = re.compile(
    rf"^(?:的)?(?:了|以下|下列|下述|原|：|:|\s|[一二三四五六七八九十\d]+[件份部个项])*{HIDDEN}"
)
_BETWEEN = re.compile(r"^[、,，和及与以及\s；;]*(?:原)?$")
_ANNOUNCED = re.compile(r"[：:]$")
_CATALOGUE = re.compile(r"目录|清单|名单|名录|一览表|文件|政策措施|附件|附表")
_STANDING = re.compile(r"继续有效|保留|修改|修订|现行有效|继续执行|继续施行|重新公布|拟")
_ITEM = re.compile(r"^(?:[（(]?(?:\d{1,4}|[一二三四五六七八九十百]{1,5})[）)]?\s{0,2}[、.．:：]?\s{0,2})?")
_CELL = re.compile(r"^(?P<name>[^：]{1,20})：(?P<value>.*)$")
_TITLE_CELL, _NUMBER_CELL = ("名称", "标题", "文件名", "题目", "文件"), ("文号", "字号", "编号")
_VERDICT_CELL = ("处理", "清理", "结果", "意见", "状态", "效力", "结论")
_SPLIT = re.compile(r"[^。；;]+[。；;]?")
# What explains another paper tells what that one ended.
_EXPLAINS = re.compile(r"解读|问答|答记者问|图解|一图读懂")
IN_SENTENCE, IN_LIST, IN_TITLE = 0.93, 0.9, 0.8


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    title: str
    number: str
    words: str
    line: int
    certainty: float


def abolished(lines: Sequence[Line], title: str) -> Iterator[Proposed]:
    """Give the papers that end with a text, once each, with the sentence or the row that says so."""
    if _EXPLAINS.search(title):
        return
    if not any(_ENDED.search(line.text) for line in lines) and not _ENDED.search(title):
        return
    found = [*_in_lines(lines), *(_named(title, title, 0, IN_TITLE))]
    numbered = {one.title for one in found if one.number}
    seen: set[str] = set()
    for one in found:
        if one.name not in seen and (one.number or one.title not in numbered):
            seen.add(one.name)
            yield Proposed(ABOLISHES, one.name, shown(one.words), "text", one.certainty, one.line)


def _in_lines(lines: Sequence[Line]) -> Iterator[_Found]:
    """Go through the lines, remembering whether they stand in a list of what ends."""
    listing, loose = False, False
    for line, below in zip(lines, [*lines[1:], None], strict=True):
        cited = citations(line.text)
        plain = hidden(line.text, cited)
        verdict = _verdict(line.text)
        if verdict is not None:
            yield from _row(line) if _ended(verdict) or (listing and not verdict) else ()
            continue
        ends = _ended(plain) is not None
        item = _is_item(plain, line.text)
        if listing and not ends and not item and not _is_heading(plain) and below and _is_number(below):
            yield _found("".join(line.text.split()), tidied(below.text), line, IN_LIST)
            continue
        if ends and not (listing and item):
            yield from _named(line.text, line.text, line.number, IN_SENTENCE)
            opens = bool(_ANNOUNCED.search(plain)) or _is_heading(plain)
            listing, loose = opens, opens and bool(_ANNOUNCED.search(plain))
        elif listing and item and not _STANDING.search(plain):
            yield from _listed(line, cited)
        elif _closes(plain) or (loose and not item):
            listing = loose = False


def _verdict(text: str) -> str | None:
    """Give what a row of a table says becomes of the paper it names; None for a line that is no such row."""
    cells = _cells(text)
    if not _of(cells, _TITLE_CELL):
        return None
    return _of(cells, _VERDICT_CELL)


def _cells(text: str) -> dict[str, str]:
    parts = [_CELL.match(part) for part in text.split("；")]
    return {part["name"].strip(): part["value"].strip() for part in parts if part} if len(parts) > 1 else {}


def _of(cells: dict[str, str], names: Sequence[str]) -> str:
    return next((value for name in names for cell, value in cells.items() if name in cell and value), "")


def _row(line: Line) -> Iterator[_Found]:
    cells = _cells(line.text)
    titled, number = _of(cells, _TITLE_CELL), _of(cells, _NUMBER_CELL)
    named = citations(titled)
    if named:
        title, number = named[0].title, named[0].number or tidied(number)
    else:
        title, number = "".join(titled.split()), tidied(number)
    if title:
        yield _found(title, number, line, IN_LIST)


def _listed(line: Line, cited: Sequence[CitedPaper]) -> Iterator[_Found]:
    for one in cited:
        yield _found(one.title, one.number, line, IN_LIST)
    if not cited:
        words = _ITEM.sub("", line.text)
        number = NUMBER.search(words)
        title = max(words[: number.start()].rstrip("（( ").split("|"), key=len) if number else ""
        if number and title:
            yield _found("".join(title.split()), tidy(number), line, IN_LIST)


def _found(title: str, number: str, line: Line, certainty: float) -> _Found:
    name = f"《{title}》" + (f"（{number}）" if number else "")
    return _Found(name, title, number, line.text, line.number, certainty)


def _is_item(plain: str, text: str) -> bool:
    """Whether a line names one paper of a list: it begins, behind its number, with a title."""
    begin = _ITEM.match(plain)
    rest = plain[begin.end() :] if begin else plain
    bare = bool(begin and begin.end()) and NUMBER.search(text) is not None
    return rest.startswith(HIDDEN) or bare


def _is_number(line: Line) -> bool:
    """Whether a line is a number and nothing else, as where each cell of a list stands on a line of its own."""
    found = NUMBER.fullmatch(line.text.strip("（()）"))
    return found is not None


def _is_heading(plain: str) -> bool:
    return (
        len(plain) <= HEADING_LETTERS
        and "。" not in plain
        and HIDDEN not in plain
        and bool(_CATALOGUE.search(plain))
    )


def _closes(plain: str) -> bool:
    """Whether a line begins another part: its heading, or the announcement of what does not end."""
    announces = bool(_ANNOUNCED.search(plain)) and bool(_STANDING.search(plain))
    return announces or (_is_heading(plain) and bool(_STANDING.search(plain) or plain.startswith("附件")))


def _ended(plain: str) -> "re.Match[str] | None":
    """Give the first word by which something ends, leaving out those that only speak of ending."""
    spoken = _NO_END.sub(lambda found: "　" * len(found[0]), plain)
    return _ENDED.search(spoken)


def _named(text: str, words: str, line: int, certainty: float) -> Iterator[_Found]:
    """Give what each sentence ends by name."""
    for part in _sentences(text):
        cited = citations(part)
        plain = hidden(part, cited)
        spoken = _NO_END.sub(lambda found: "　" * len(found[0]), plain)
        begin = 0
        for ended in _ENDED.finditer(spoken):
            for one in _meant(cited, plain, ended, begin):
                shown_words = words if len(words) <= WHOLE_LETTERS else part
                yield _Found(one.name, one.title, one.number, shown_words, line, certainty)
            begin = ended.end()


def _sentences(text: str) -> list[str]:
    """Give the sentences of a line; a stop inside title marks or brackets ends none."""
    plain = hidden(text, citations(text))
    return [text[found.start() : found.end()] for found in _SPLIT.finditer(plain)]


def _meant(cited: Sequence[CitedPaper], plain: str, ended: "re.Match[str]", begin: int) -> list[CitedPaper]:
    after = plain[ended.end() :]
    if _FORWARD.match(after):
        return _run_after(cited, plain, ended.end())
    return _run_before(cited, plain, ended.start(), begin)


def _run_after(cited: Sequence[CitedPaper], plain: str, place: int) -> list[CitedPaper]:
    found: list[CitedPaper] = []
    for one in cited:
        if one.start < place or (found and not _BETWEEN.match(plain[found[-1].end : one.start])):
            continue
        if (
            not _PARTIAL.match(plain[one.end :].removeprefix("的通知"))
            or plain[one.end : one.end + 1] == "的"
        ):
            found.append(one)
    return found


def _run_before(cited: Sequence[CitedPaper], plain: str, place: int, begin: int) -> list[CitedPaper]:
    """Give what is named in the clause of the word, or in the one before it that ends with names."""
    found: list[CitedPaper] = []
    clause_end = place
    while clause_end > begin:
        clause_start = max(plain.rfind(sign, begin, clause_end) for sign in "，,：:") + 1 or begin
        clause_start = max(clause_start, begin)
        clause = plain[clause_start:clause_end]
        inside = [one for one in cited if clause_start <= one.start < clause_end]
        if _BASIS.search(clause):
            break
        if inside:
            found = [one for one in inside if not _PARTIAL.match(plain[one.end : clause_end])] + found
            if not re.match(rf"^\s{{0,2}}(?:原|和|及|以及|与)?\s{{0,2}}{HIDDEN}", clause):
                break
        elif found or clause_end != place:
            break
        clause_end = clause_start - 1
    return found
