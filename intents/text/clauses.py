"""Cuts a message at the borders where a second wish may begin (顺便…, 另外…, a mark, a space)."""

import re
from dataclasses import dataclass

_LINK = "顺便|顺带|另外|还有就是|对了|再就是|此外|接着再|完了再|再帮|再给|再麻烦|再问|再约|再查|也帮|还想|也想|也问"
_ALSO = "还有|然后|同时|以及|并且|还要|还得|也要"
"""Words that join a further wish where a sentence begins or a question ended, and elsewhere mean still or also."""
_BORDER = re.compile(
    rf"(?P<mark>[,。!?;、\n+]+ ?|(?<=[\u4e00-\u9fff0-9]) (?=[\u4e00-\u9fff]))|(?<=.)(?={_LINK})"
    rf"|(?:(?<=[吗呢吧么呀啊少哪料账办弄谁久])|(?<=没有))(?={_ALSO})|(?<=了)(?=帮我|给我|替我)"
)
_LINKED = re.compile(
    rf"^(?:{_LINK}|还有|然后|同时|以及|并且)|^(?:还要|还得|也要)(?=.*(?:[吗呢么没帮约查看问订办哪啥几]|怎么|多少|什么|给我|取消|投诉|申请))"
)
_LEADING = re.compile(
    "^(?:(?:顺便|顺带|另外|还有就是|还有|然后|对了|同时|以及|并且|再就是|此外)[,:、 ]*)*"
    "(?:(?:我|再|也|还)*[想要]?请?(?:问|打听|咨询)(?:一?下子?|一声)?[,:、 ]*)?(?=..)"
)
"""What leads to a further wish and is no part of it."""
_ONLY_LEADS = re.compile(
    "(?>(?:顺便|顺带|另外|还有就是|还有|然后|对了|同时|再就是|此外|就是|我们?|再|也|还|请)+)"
)
"""A clause of such words alone is the beginning of the next."""
_ASKS = re.compile(
    r"[?吗没]$|没有$|(.)不\1|怎么|怎样|如何|咋|多少|几[个号点时楼成年岁天钱月]|哪|什么|啥|是不是|能不能|可不可以|有没有|要不要|多久|为何|凭啥"
    "|^(?:请|麻烦|再|也|就|都|只|快|赶紧|直接|先|把|我|想|重新|顺便|还有|还|然后|同时|以后|那)*"
    "(?:帮|给我|要(?!是)|想|查|看|转|约|订|撤|退|取消|换|改|接|叫|找|关|推|发|投诉|举报|反映|申请|通知|提醒|告诉|公开|安排|预约|催|问)(?!的|了|过)"
    "|(?:告诉|通知|提醒|推给|发给|发|推送|寄给|喊|叫)我|说一声|发一下|给我$|[帮替][我俺咱]|帮忙"
)
"""How a clause begins or ends that asks or orders something, and does not only tell."""
_DENIED = re.compile(
    "^(?:我)?(?:又?不是|并非|没打算|没想|没要|不问|不想|不要|不用|不申请|不为|不需要|别再?[跟给]我|少[跟给]我|别的不|先不)"
    "[^,。!?; ]{1,14}(?<![了吗吧么呢没啊])[,。!?; ]+(?=[^,。!?; ]{3,})"
)
_DENIED_ALONE = re.compile(
    "^(?:我)?(?:不是|并非|没打算|没想|没要|不问|不想|又不是|不为|别跟我|别给我讲|不用说|先不说)[^,。!?; ]{1,12}(?<![了吗吧么呢没啊])$"
)
STUB_LETTERS = 2
MOST_CLAUSES = 5


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a message and its place there.

    `linked` says that a linking word announces a further wish, `asks` that something is asked or ordered, not only told.
    """

    text: str
    linked: bool
    asks: bool
    start: int
    end: int

    @property
    def leading(self) -> int:
        """How many characters only lead to a further wish (顺便问下)."""
        found = _LEADING.match(self.text) if self.linked else None
        return found.end() if found else 0


@dataclass(slots=True)
class _Run:
    """A clause that may grow by stubs: its pieces stay apart until all are known, or each stub would cost the whole."""

    pieces: list[str]
    start: int
    end: int

    @property
    def is_stub(self) -> bool:
        return len(self.pieces) == 1 and len(self.pieces[0]) < STUB_LETTERS

    @property
    def only_leads(self) -> bool:
        return len(self.pieces) == 1 and _ONLY_LEADS.fullmatch(self.pieces[0]) is not None


def split(form: str) -> tuple[Clause, ...]:
    """Give the clauses of a form in order, at most five; stubs are joined to the clause before them."""
    runs: list[_Run] = []
    place = 0
    for border in _BORDER.finditer(form):
        _append(runs, form, place, end=border.start())
        place = border.end()
    _append(runs, form, place, end=len(form))
    if len(runs) > MOST_CLAUSES:
        rest = runs[MOST_CLAUSES - 1 :]
        pieces = [piece for run in rest for piece in run.pieces]
        runs[MOST_CLAUSES - 1 :] = [_Run(pieces, rest[0].start, rest[-1].end)]
    return tuple(_clause(" ".join(run.pieces), run.start, end=run.end) for run in runs)


def without_denied(form: str) -> str:
    """Give a form without an opening that says what is not wanted, where it goes on (不是投诉, 要…的电话)."""
    return _DENIED.sub("", form)


def is_denied(clause: str) -> bool:
    """Tell whether a clause says what is not wanted."""
    return _DENIED_ALONE.match(clause) is not None


def _append(runs: list[_Run], form: str, start: int, *, end: int) -> None:
    text = form[start:end].strip()
    if not text:
        return
    if runs and runs[-1].only_leads:
        start = runs.pop().start
        text = form[start:end].strip()
    if runs and (len(text) < STUB_LETTERS or runs[-1].is_stub):
        runs[-1].pieces.append(text)
        runs[-1].end = end
    else:
        runs.append(_Run([text], start, end))


def _clause(text: str, start: int, *, end: int) -> Clause:
    return Clause(text, _LINKED.match(text) is not None, _ASKS.search(text) is not None, start, end)
