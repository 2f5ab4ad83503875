"""The papers that one line of a list names, in title marks or bare, with the number before or behind the title."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.ingest.particulars.citations import HIDDEN, CitedPaper, citations, hidden
from knowledge.ingest.particulars.lines import KINDS
from knowledge.ingest.particulars.numbers import NUMBER, tidy
from knowledge.ingest.particulars.organs import is_organ, organs_in

FEWEST_LETTERS = 3
# A bare title without a number has to be longer to be one at all.
FEWEST_WITHOUT_NUMBER = 9
_MARK = re.compile(
    r"^[（(]?(?:\d{1,4}|[一二三四五六七八九十百]{1,5})(?:[）)]\s{0,2}[、.．:：]?|\s{0,2}[、.．:：]|\s|(?=《))\s{0,2}"
)
_END = re.compile(rf"(?:{KINDS})(?:[（(][^（）()]{{1,16}}[）)])?$")
# A title that goes on behind what it names: 关于印发《某办法》的通知.
_GOES_ON = re.compile(rf"^\s?的?(?:{KINDS})")
_LEADS = re.compile(r"(?:关于|印发|转发|批转|发布|公布)[^，。；：]{0,20}$")
_PARTIAL = re.compile(r"^[）)\s]{0,3}(?:的|中的?|第|有关|相关|部分|所列|附件|规定的|内)")
_LABEL = re.compile(r"(?:发?文(?:件编)?号|发文字号|文件字号)\s?[：:]\s?$")
_NUMBER_LINE = re.compile(r"^[（(]?\s?(?:(?:发?文号|发文字号|文件编号)\s?[：:])?\s?")
_YEARS = re.compile(r"^(?:\d{4}[年./-]?)?\d{0,2}[月./-]?\d{0,2}日?$|^[|｜]$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper as a list names it; the number is empty where the line has none."""

    title: str
    number: str


def entries(text: str) -> tuple[Entry, ...]:
    """Give the papers a line of a list names; none where it is no such line."""
    mark = _MARK.match(text)
    words = text[mark.end() :] if mark else text
    cited = citations(words)
    if cited and not _is_part(words, cited):
        return _marked(words, cited, listed=mark is not None)
    plain = hidden(words, cited)
    if "。" in plain.rstrip("。") or "，" in NUMBER.sub("", plain).split("号", maxsplit=1)[0]:
        return ()
    found = [one for one in (_bare(part) for part in _pieces(words)) if one]
    if mark is None:
        found = [one for one in found if one.number and _END.search(one.title)]
    return tuple(found)


def number_below(text: str) -> str:
    """Give the number that a line bears for the title above it, or empty text."""
    begin = _NUMBER_LINE.match(text)
    found = NUMBER.match(text, begin.end() if begin else 0)
    return tidy(found) if found else ""


def title_alone(text: str) -> str:
    """Give the title a line bears without its place in the list, blanks left out."""
    mark = _MARK.match(text)
    return "".join(text[mark.end() if mark else 0 :].split())


def _is_part(words: str, cited: Sequence[CitedPaper]) -> bool:
    """Whether what a line cites is only a part of the title it names."""
    before, after = words[: cited[0].start], words[cited[-1].end :]
    return bool(_LEADS.search(before)) and bool(_GOES_ON.match(after))


def _marked(words: str, cited: Sequence[CitedPaper], *, listed: bool) -> tuple[Entry, ...]:
    plain = hidden(words, list(cited))
    numbers = list(NUMBER.finditer(plain))
    if not plain.startswith(HIDDEN) and not (listed and (numbers or any(one.number for one in cited))):
        return ()
    meant = [one for one in cited if not _PARTIAL.match(words[one.end :])]
    beside = [tidy(one) for one in numbers]
    if len(meant) == len(beside):
        return tuple(
            Entry(one.title, one.number or number) for one, number in zip(meant, beside, strict=True)
        )
    return tuple(Entry(one.title, one.number) for one in meant)


def _pieces(words: str) -> list[str]:
    """Give each paper of a line that names several, each with its number: two columns of a table side by side."""
    found = list(NUMBER.finditer(words))
    if len(found) < 2:  # noqa: PLR2004 - one paper
        return [words]
    ahead = found[0].start() == 0
    cuts = [one.start() for one in found[1:]] if ahead else [_behind(words, one) for one in found[:-1]]
    pieces = [words[a:b] for a, b in zip([0, *cuts], [*cuts, len(words)], strict=True)]
    titled = [_MARK.sub("", piece.strip()) for piece in pieces]
    return titled if all(_bare(piece) for piece in titled) else [words]


def _behind(words: str, found: "re.Match[str]") -> int:
    """Give the place behind a number and the bracket it may stand in."""
    rest = words[found.end() :]
    return found.end() + (len(rest) - len(rest.lstrip("）) ")))


def _bare(words: str) -> Entry | None:
    """Give the paper named without title marks: its title ends at its number, or begins behind it."""
    numbers = list(NUMBER.finditer(words))
    if not numbers:
        title = _title(words)
        return Entry(title, "") if len(title) >= FEWEST_WITHOUT_NUMBER and _END.search(title) else None
    ahead = not words[: numbers[0].start()].strip("（( ")
    found = numbers[0] if ahead else numbers[-1]
    if ahead:
        title = _title(words[found.end() :].lstrip("）) ，,、"))
    else:
        title = _title(_LABEL.sub("", words[: found.start()]).rstrip("（( ，,、"))
    partial = not ahead and _PARTIAL.match(words[found.end() :])
    return Entry(title, tidy(found)) if len(title) >= FEWEST_LETTERS and not partial else None


def _title(words: str) -> str:
    """Give the title among the cells of a row set side by side."""
    tokens = [one for one in words.strip(" ；;。").replace("|", " | ").split() if one]
    end = next((at for at in range(len(tokens), 0, -1) if _END.search(tokens[at - 1])), len(tokens))
    tokens = tokens[:end]
    if "|" in tokens:
        tokens = [max("".join(f" {one} " for one in tokens).split(" | "), key=len).replace(" ", "")]
    while len(tokens) > 1 and (_YEARS.match(tokens[0]) or _is_column(tokens[0], tokens[1])):
        tokens = tokens[1:]
    title = "".join(tokens)
    return title if "《" in title and not title.startswith("《") else title.strip("《》；;。")


def _is_column(first: str, second: str) -> bool:
    """Whether words before a title are the cell of who made it, not the first of several organs of the title."""
    others = organs_in(second.split("关于", maxsplit=1)[0])
    return is_organ(first) and (not others or second.startswith(first))
