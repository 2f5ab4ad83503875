"""Takes the telling pieces out of a message: numbers of cases, documents and persons, times, amounts, names, topics.

Surfaces are the citizen's own words; values are what a program compares. Nothing is checked here beyond the shape:
`bot.text.identifiers` judges whether a number can be true.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

from bot.message import LONGEST_TEXT
from bot.understanding import Slot
from intents.slots import time_expressions
from intents.slots.calendar import placed
from intents.slots.named_entities import Whereabouts
from intents.slots.roles import roles
from intents.slots.topics import Topics
from intents.text.lexicon import TOPICAL, Lexicon, WordSpan
from intents.text.normal_form import Folded
from intents.text.numerals import COUNT, FIGURE, read_count, read_figures

_F = f"[0-9{FIGURE}]"
_GAP = "[ \\-_.]?"
_EDGE_BEFORE, _EDGE_AFTER = r"(?<![0-9a-z])", r"(?![0-9a-z])"
SURE_TOPIC_LETTERS = 5
"""Characters from which a topic of known words is not looked for in titles once more."""

_USCC = re.compile(
    rf"{_EDGE_BEFORE}(?=[0-9]{{0,17}}[a-z])[0-9a-hj-np-rtuwxy]{{2}}[0-9]{{6}}[0-9a-hj-np-rtuwxy]{{10}}{_EDGE_AFTER}"
)
_ID = re.compile(
    rf"{_EDGE_BEFORE}[0-9]{{6}}[ \-]?(?:19|20)[0-9]{{2}}[ \-]?(?:0[0-9]|1[0-2])[0-9]{{2}}[ \-]?[0-9]{{3}}[0-9x]{_EDGE_AFTER}"
)
_SPOKEN_ID = re.compile(f"(?<![0-9{FIGURE}])[{FIGURE}]{{17}}[{FIGURE}x](?![{FIGURE}0-9])")
_CASE = re.compile(
    rf"(?<![a-z])(?P<kind>g ?k|s ?q|b ?j|y ?[yj]|r ?g)[ \-_:#号.]{{0,3}}(?P<figures>{_F}(?:[ \-_.]{{0,2}}{_F}){{6,13}})(?!{_F})"
)
_CASE_TAIL = re.compile(
    r"(?:单号|编号|办件|受理号|回执|号码|件号)[^0-9,。 ]{0,4}(?:后|尾|末)(?:四|4|三|3|六|6)?(?:位|号)?数?(?:是|为|:)? ?(?P<tail>[0-9]{3,6})(?![0-9])"
)
_PHONE = re.compile(
    rf"(?<![0-9])(?:\+?86[ \-]?|0086[ \-]?)?(?P<mobile>1[3-9][0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}})(?![0-9])"
)
_SPOKEN_PHONE = re.compile(f"(?<![0-9{FIGURE}])[幺一1][{FIGURE}3-9](?:[ ]?{_F}){{9}}(?![0-9{FIGURE}])")
_LANDLINE = re.compile(
    rf"(?<![0-9])\(?0[1-9][0-9]{{1,2}}\)?[ \-]?[2-9][0-9]{{6,7}}(?![0-9])"
    rf"|(?<![0-9{FIGURE}])[零〇○]{_F}{{2,3}}[ \-]?{_F}{{7,8}}(?![0-9{FIGURE}])"
    r"|(?:(?<=电话)|(?<=座机)|(?<=固话))[是为: ]{0,2}(?P<bare>[2-9][0-9]{6,7})(?![0-9])"
)
_DOC = re.compile(
    rf"(?P<issuer>[\u4e00-\u9fff]{{2,10}})(?:(?P<open>[〔\[(<{{《] ?)(?P<year>(?:19|20)[0-9]{{2}})年? ?[〕\])>}}》]"
    rf"|[ ]?(?P<plain>(?:19|20)[0-9]{{2}}|[{FIGURE}]{{4}})年?[ \-]?) ?第?(?P<number>[0-9]{{1,4}}|[{COUNT}]{{1,4}}(?=号))(?P<mark> ?号)?(?![0-9年月日点])"
)
_ISSUED = re.compile("(?:发|办|函|字|规|令|告|通|决|批|让|征|许|审|便|议|复|呈|报|罚|公)$")
_NOT_ISSUER = re.compile(
    "^.*(?:关于|根据|按照|依据|文号|编号|文件|那个|这个|一份|请问|查下|一下|看看|公开|申请|的|查|看|找|要|问|是|下|叫|和|与|有|份)(?=.{2})"
)
_AGE = re.compile(
    rf"(?P<age>(?<![0-9])[0-9]{{1,3}}|[{COUNT}]{{1,4}})(?:多|来|几)?周?岁|(?:我|妈|爸|爷|奶|外公|外婆|老人|她|他|今年|老汉)(?P<bare>[5-9][0-9]|1[01][0-9]|[五六七八九]十[一二三四五六七八九]?)(?=了|[ ,。]|$)"
)
_MONEY = re.compile(
    rf"(?P<sum>(?<![0-9.])[0-9]{{1,12}}(?:\.[0-9]{{1,4}})?|(?<![{COUNT}])[{COUNT}]{{1,12}})(?:多|来)? ?(?P<scale>千|百|万|亿)?(?P<currency>元|块钱|块|万元|人民币|rmb)"
)
_BARE_SUM = re.compile(
    r"(?P<sum>(?<![0-9.])[0-9]{1,12}(?:\.[0-9]{1,4})?|(?<=[补贴赔罚欠发给交花])[一二两三四五六七八九十]{1,3})(?P<scale>万|亿)(?![人户份次件里分一])"
)
_ASPECT = "(?:服务)?态度|速度|效果|质量|结果|效率"
_SCORE = f"(?:[0-9]|10|[{FIGURE}十])"
_RATINGS = re.compile(rf"(?:(?:{_ASPECT}) ?[:给打]? ?{_SCORE} ?(?:分|星|颗星|颗心)?[ ,、;]*){{2,}}")
_RATING_PART = re.compile(rf"(?P<aspect>{_ASPECT}) ?[:给打]? ?(?P<score>{_SCORE})")
_RATING = re.compile(
    rf"(?<![百十0-9几万年月第])(?P<score>(?:(?!十)|(?<=[打给评])){_SCORE}) ?(?:分(?![钟钱之数秒别局配店给公开])|[颗粒]?星(?!期|级)|颗心|个星)|满分|满星|零分|好评|差评|中评"
    r"|(?:非常|很|挺|十分|比较)?(?P<not>不太|不是很|不)?满意(?!度)"
)
_WORDED = {"满分": "5", "满星": "5", "零分": "0", "好评": "5", "中评": "3", "差评": "1"}
_YEARS = range(1949, 2100)
_SCALES = {None: 1, "": 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_ASPECTS = {"态度": "attitude", "服务态度": "attitude", "速度": "speed", "效率": "speed"}
Piece = tuple[str, int, int, str]


class Slots:
    """Finds slots with the words of one lexicon."""

    def __init__(
        self, lexicon: Lexicon, topics: Topics | None = None, *, today: Callable[[], date] | None = None
    ) -> None:
        self._lexicon = lexicon
        self._whereabouts = Whereabouts(lexicon)
        self._topics = topics or Topics()
        self._today = today

    def with_words(self, lexicon: Lexicon, topics: Topics) -> "Slots":
        """Give the same finder with other words and titles."""
        return Slots(lexicon, topics, today=self._today)

    def extract(self, folded: Folded) -> tuple[Slot, ...]:
        """Give every slot of a folded text in the order of the text; pieces of the exact kinds never overlap."""
        text = folded.text[:LONGEST_TEXT]
        taken = [False] * len(text)
        pieces: list[Piece] = []
        held = frozenset(text)
        for signs, finder in _EXACT_FINDERS:
            for found in finder(text) if not signs.isdisjoint(held) else ():
                piece = _unshared(found, taken)
                if not any(taken[piece[1] : piece[2]]):
                    taken[piece[1] : piece[2]] = [True] * (piece[2] - piece[1])
                    pieces.append(piece)
        spans = self._lexicon.spans(text)
        pieces.extend(p for p in self._loose(text, spans) if p[0] == "name" or not all(taken[p[1] : p[2]]))
        pieces.sort(key=lambda piece: (piece[1], -piece[2]))
        return tuple(slot for piece in pieces for slot in self._read(folded, piece))

    def _read(self, folded: Folded, piece: Piece) -> Iterator[Slot]:
        """Give the slot of a piece: a date in the calendar, and beside a topic the title it is linked to."""
        name, start, end, value = piece
        surface = folded.surface(start, end)
        if name == "date" and self._today is not None:
            value = placed(value, self._today())
        yield Slot(name, surface, value)
        if name == "topic" and (link := self._topics.link(value)) is not None:
            yield Slot("title", surface, link.title, link.score)

    def _loose(self, text: str, spans: list[WordSpan]) -> Iterator[Piece]:
        yield from self._whereabouts.names(text)
        yield from self._whereabouts.places(text, spans)
        yield from self._whereabouts.units(spans)
        yield from roles(text)
        topic = _topic(text, spans)
        known = (
            self._topics.named(text) if topic is None or topic[2] - topic[1] < SURE_TOPIC_LETTERS else None
        )
        if known is not None and (topic is None or known[1] - known[0] > topic[2] - topic[1]):
            topic = ("topic", known[0], known[1], text[known[0] : known[1]])
        if topic is not None:
            yield topic


def _topic(text: str, spans: list[WordSpan]) -> Piece | None:
    """Give the longest word or run of neighbouring words that a policy, guide or paper could be about."""
    runs: list[tuple[int, int]] = []
    for span in spans:
        if span.end - span.start < 2 or not set(span.classes) & {*TOPICAL, "topic"}:  # noqa: PLR2004
            continue
        if runs and text[runs[-1][1] : span.start] in {"", "的"}:
            runs[-1] = (runs[-1][0], span.end)
        else:
            runs.append((span.start, span.end))
    if not runs:
        return None
    start, end = max(runs, key=lambda run: (run[1] - run[0], -run[0]))
    return "topic", start, end, text[start:end]


def _unshared(piece: Piece, taken: list[bool]) -> Piece:
    """Give a time without the 早 or 晚 that a date has already read (明早九点)."""
    name, start, end, value = piece
    return (name, start + 1, end, value) if name == "time" and taken[start] and end - start > 1 else piece


def _digits(text: str) -> str:
    return re.sub("[^0-9a-z]", "", read_figures(text)).upper()


def _plain(name: str, pattern: re.Pattern[str]) -> Callable[[str], Iterator[Piece]]:
    def find(text: str) -> Iterator[Piece]:
        for match in pattern.finditer(text):
            yield name, match.start(), match.end(), _digits(match.group())

    return find


def _cases(text: str) -> Iterator[Piece]:
    for match in _CASE.finditer(text):
        yield "case_no", match.start(), match.end(), _digits(match.group())
    for match in _CASE_TAIL.finditer(text):
        yield "case_no", match.start("tail"), match.end("tail"), match["tail"]


def _mobiles(text: str) -> Iterator[Piece]:
    for match in _PHONE.finditer(text):
        yield "phone", match.start("mobile"), match.end("mobile"), _digits(match["mobile"])


def _landlines(text: str) -> Iterator[Piece]:
    for match in _LANDLINE.finditer(text):
        group = "bare" if match["bare"] else 0
        yield "phone", match.start(group), match.end(group), _digits(match[group])


def _documents(text: str) -> Iterator[Piece]:
    for match in _DOC.finditer(text):
        issuer = _NOT_ISSUER.sub("", match["issuer"])
        year = match["year"] or read_figures(match["plain"])
        number = read_count(match["number"])
        written = match["open"] or (_ISSUED.search(issuer) and (match["mark"] or "-" in match.group()))
        if len(issuer) > 1 and written and number and int(year) in _YEARS:
            yield "doc_no", match.end("issuer") - len(issuer), match.end(), f"{issuer}〔{year}〕{number}号"


def _ages(text: str) -> Iterator[Piece]:
    for match in _AGE.finditer(text):
        group = "age" if match["age"] else "bare"
        if (age := read_count(match[group])) is not None:
            yield "age", match.start(group), match.end(), str(age)


def _sums(text: str) -> Iterator[Piece]:
    for pattern in (_MONEY, _BARE_SUM):
        for match in pattern.finditer(text):
            scale = _SCALES[match["scale"]] * (10**4 if match.groupdict().get("currency") == "万元" else 1)
            if (amount := _amount(match["sum"])) is not None:
                yield "money", match.start(), match.end(), f"{amount * scale:.2f}".rstrip("0").rstrip(".")


def _amount(text: str) -> float | None:
    if re.fullmatch(r"[0-9]{1,15}(?:\.[0-9]{1,9})?", text):
        return float(text)
    return None if text.isdecimal() or "." in text else read_count(text[:12])


def _ratings(text: str) -> Iterator[Piece]:
    for match in _RATINGS.finditer(text):
        found = (
            (_ASPECTS.get(p["aspect"], "effect"), read_count(p["score"]))
            for p in _RATING_PART.finditer(match.group())
        )
        yield (
            "rating",
            match.start(),
            match.start() + len(match.group().rstrip(" ,、;")),
            ",".join(f"{a}={s}" for a, s in found),
        )
    for match in _RATING.finditer(text):
        word = match.group()
        if match["score"]:
            yield "rating", match.start(), match.end(), str(read_count(match["score"]) or 0)
        else:
            yield "rating", match.start(), match.end(), _WORDED.get(word) or ("2" if match["not"] else "5")


def _named(
    name: str, finder: Callable[[str], Iterator[time_expressions.Found]]
) -> Callable[[str], Iterator[Piece]]:
    return lambda text: ((name, *found) for found in finder(text))


_DIGITS = frozenset("0123456789")
_NUMBERS = _DIGITS | frozenset(COUNT)
_EXACT_FINDERS: tuple[tuple[frozenset[str], Callable[[str], Iterator[Piece]]], ...] = (
    (_NUMBERS, _cases),
    (_DIGITS, _plain("id_no", _ID)),
    (_DIGITS, _plain("uscc", _USCC)),
    (frozenset(FIGURE), _plain("id_no", _SPOKEN_ID)),
    (_DIGITS, _mobiles),
    (_NUMBERS, _plain("phone", _SPOKEN_PHONE)),
    (_NUMBERS, _landlines),
    (_NUMBERS, _documents),
    (_NUMBERS, _ages),
    (frozenset("元块万亿币b"), _sums),
    (frozenset("分星心评意速质结效态"), _ratings),
    (time_expressions.DATE_SIGNS, _named("date", time_expressions.dates)),
    (time_expressions.TIME_SIGNS, _named("time", time_expressions.times)),
)
"""Each finder with the characters of which one must stand in the text for it to find anything."""
