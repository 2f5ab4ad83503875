"""The papers that a sentence ends by name."""

import re
from collections.abc import Iterator, Sequence

from knowledge.ingest.particulars.abolished.wording import ends
from knowledge.ingest.particulars.citations import HIDDEN, CitedPaper, citations, hidden
from knowledge.ingest.particulars.lines import KINDS

_BASIS = re.compile(r"根据|依据|按照|依照|遵照|参照|为准|不一致|纳入|执行□")
_PARTIAL = re.compile(r"^\s{0,2}(?:的|中的?|第|有关|相关|部分|所列|附件|规定的|内)")
_FORWARD = re.compile(
    rf"^(?:的)?(?:了|以下|下列|下述|原|：|:|\s|[一二三四五六七八九十\d]+[件份部个项])*{HIDDEN}"
)
_BETWEEN = re.compile(r"^[、,，和及与以及\s；;]*(?:原)?$")
_SPLIT = re.compile(r"[^。；;]+[。；;]?")
_NOTICE = re.compile(rf"^的(?:{KINDS})")
_LEAD = re.compile(r"关于(?:印发|转发|批转|发布|公布|修改|修订)$")


def ended_in(text: str) -> Iterator[tuple[CitedPaper, str]]:
    """Give what each sentence ends by name, with the sentence."""
    for part in _sentences(text):
        cited = _grown(part)
        plain = hidden(part, cited)
        begin = 0
        for ended in ends(plain):
            for one in _meant(cited, plain, ended, begin):
                yield one, part
            begin = ended.end()


def _grown(text: str) -> list[CitedPaper]:
    """Give what is cited, a notice that hands on a rule as the notice: 关于印发《某办法》的通知."""
    found = []
    for one in citations(text):
        lead, notice = _LEAD.search(text[: one.start]), _NOTICE.match(text[one.end :])
        if lead and notice and not one.number:
            title = f"{lead[0]}《{one.title}》{notice[0]}"
            # The number behind the notice is read as that of any title: by what stands behind its closing mark.
            behind = citations(f"《》{text[one.end + notice.end() :]}")[:1]
            number, length = (
                (behind[0].number, behind[0].end - 2) if behind and behind[0].start == 0 else ("", 0)
            )
            found.append(CitedPaper(title, number, lead.start(), one.end + notice.end() + length))
        else:
            found.append(one)
    return found


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
