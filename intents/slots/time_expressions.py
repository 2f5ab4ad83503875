"""Dates and times of day as citizens write them, read into values that do not yet depend on today.

Values: `2026-03-09`, `2026-03`, `2026`, `--05-20` (a day of any year), `a/b` (from a to b), `day+1` (tomorrow),
`week+1:3` (Wednesday of next week; `week:6` the coming Saturday), `month-1`, `year-1`, `year+1-05`, `year+1-05-20` (a
month and a day of next year), `last:P3Y` (the past three years), `P15D` (a length of time), `feast:国庆`. A time is `15:30`, or a part of the day: `AM`, `NOON`, `PM`,
`EVENING`, `NIGHT`.
"""

import re
from collections.abc import Iterator

from intents.text.numerals import COUNT, FIGURE, read_count, read_figures

Found = tuple[int, int, str]
"""Start and end in the text, and the value."""

_N = f"(?:[0-9]{{1,4}}|[{COUNT}廿]{{1,5}})"
_YEAR = f"(?:(?:19|20)[0-9]{{2}}|[{FIGURE}]{{4}})"
_SEP = r" ?[年\-/.] ?"
_FULL = rf"(?P<fy>{_YEAR}){_SEP}(?P<fm>{_N}) ?[月\-/.] ?(?P<fd>{_N}) ?[日号]?"
_YEARS_TO = rf"(?P<ya>{_YEAR}) ?[到至\-~—–] ?(?P<yb>{_YEAR}) ?年度?"
_YEAR_MONTH = rf"(?P<my>{_YEAR}) ?年 ?(?P<mm>{_N}) ?月份?"
_YEAR_ONLY = rf"(?P<yy>{_YEAR}) ?年度?"
_MONTH_DAY = rf"(?P<dm>{_N}) ?月 ?(?P<dd>{_N}) ?[日号]?"
_MONTH = r"(?P<om>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|底|初)?"
_DAYS = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "今天": 0, "今日": 0, "今晚": 0, "今早": 0, "当天": 0,
    "今儿": 0, "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "明儿": 1, "听日": 1, "明朝": 1, "后天": 2, "后儿": 2, "大后天": 3,
}  # fmt: skip
_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
_STEPS = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}
_WEEKDAY = r"(?:(?P<ws>上上|下下|上|这|本|下)个?)?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天末]|[1-7](?![0-9]))(?![年期])"
_SPAN = r"(?P<ps>上上|下下|上|这|本|下)个?(?P<pu>周|星期|礼拜|月|季度)(?:初|底|(?<=月)[一二三]?十?几[号日])?"
_IN_MONTH = r"(?P<im>这个|上个|下个|本|上|下)月(?:份)?的?(?P<id>[12][0-9]|3[01]|[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[号日](?![0-9楼窗])"
_LAST = rf"(?:最近|过去|近)(?P<ln>{_N}|几|两三)(?P<lu>年|个月|天|周)(?:来|内|以来)?"
_DISTANCE = rf"(?P<dn>{_N}|几|半)(?P<du>年|个月|天|个?星期|个?礼拜|周)(?:多)?(?P<dw>以?前|以?后|之前|之后)"
_LENGTH = (
    rf"(?P<hn>大半|半|(?:{_N})(?:个?多)?)(?P<hu>年|个?月)(?=没|了|多|都|不|还)|(?P<half>大?半个月|大?半年)"
)
_FEAST = r"(?P<feast>国庆|春节|过年|除夕|中秋|五一|劳动节|元旦|清明|端午|十一|暑假|寒假|元宵|周末|双休日|年底|年初|月底|月初|上半年|下半年)(?:节|假期|长假){0,3}(?:期间|前一天|后一天|当天|放假|前后|之后|之前)?(?![0-9月号日点个条岁])"
_DECADE = r"(?P<decade>[零〇一二三四五六七八九0-9]几年|[一二三四五六七八九1-9]0年代|[八九七六]十年代)"
_SHORT_YEAR = r"(?<![0-9])(?P<sy>[0-9]{2})年(?![级纪代])"
_DAY = r"(?P<bp>本月|这个月|下个月|下月|上个月)?(?<![0-9a-z第.\-])(?P<bd>[12][0-9]|3[01]|[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[号日](?![0-9楼窗文门令公线院地馆厅店房桌位室台机栋幢码])(?=$|[ ,。!?、]|上午|下午|早|晚|去|来|办|能|行|可|吧|有|还|的|交|提|到|至|前|后|那)"
_NAMED_YEAR = "|".join(sorted(_YEARS, key=len, reverse=True))
_IN_YEAR = rf"(?P<ry>{_NAMED_YEAR})(?:的|[,，])?(?P<rm>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份(?:的)?)?(?P<rd>{_N}(?=[日号]))?[日号]?"
_WORDS = "|".join(sorted((*_DAYS, *_YEARS), key=len, reverse=True))
_ONE = re.compile("|".join((
    _FULL, _IN_YEAR, _YEARS_TO, _YEAR_MONTH, _YEAR_ONLY, _MONTH_DAY, _MONTH, rf"(?P<word>{_WORDS})", _WEEKDAY, _IN_MONTH, _SPAN, _LAST, _DISTANCE,
    _LENGTH, _FEAST, _DECADE, _SHORT_YEAR, _DAY,
)))  # fmt: skip
_TO = re.compile(r" ?(?:到|至|-|~|—|–)+ ?")
_MONTHS_IN_YEAR, _DAYS_IN_MONTH = 12, 31

DATE_SIGNS = frozenset("年月日号天周期拜季节前后今昨明朝儿晚近春庆秋一明午元暑寒底初双过夕日-/.")
TIME_SIGNS = frozenset("点时:：早晚午晨夜")
_PART = "凌晨|清早|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|深夜|早|晚"
_TIME = re.compile(
    rf"(?P<part>{_PART})? ?(?P<hour>[0-2]?[0-9]|[一二两三四五六七八九]|十[一二]?)(?:(?::|：)(?P<clock>[0-5][0-9])(?![0-9])"
    rf"|(?:点|时(?!候|间|段|限))(?P<rest>半|一刻|三刻|整|[0-5]?[0-9]分?|[{COUNT}]{{1,3}}分)?钟?)|(?P<alone>早上|早晨|上午|中午|下午|傍晚|晚上|凌晨|夜里|半夜|深夜)"
)
_PARTS = {"凌晨": "NIGHT", "夜里": "NIGHT", "半夜": "NIGHT", "深夜": "NIGHT", "中午": "NOON", "下午": "PM", "傍晚": "EVENING", "晚上": "EVENING", "晚": "EVENING"}  # fmt: skip
_AFTERNOON = frozenset({"PM", "EVENING"})
_HALF_DAY = 12


def dates(text: str) -> Iterator[Found]:
    """Give each date, span or length of time in a folded text."""
    place = 0
    while (match := _ONE.search(text, place)) is not None:
        place = max(match.end(), place + 1)
        if (value := _value(match)) is None:
            place = match.start() + 1
            continue
        start, end = match.span()
        link = _TO.match(text, end)
        other = _ONE.match(text, link.end()) if link else None
        if other is not None and (until := _value(other)) is not None:
            value, end = f"{value}/{_completed(until, value)}", other.end()
            place = end
        yield start, end, value


def _completed(until: str, since: str) -> str:
    return since[:4] + until[1:] if until.startswith("--") and since[:4].isdecimal() else until


def _value(match: re.Match[str]) -> str | None:
    got = {name: value for name, value in match.groupdict().items() if value is not None}
    for key, read in _READERS:
        if key in got:
            return read(got)
    return None


def _number(text: str) -> int:
    return read_count(text.replace("廿", "二十")) or 0


def _year(text: str) -> str:
    return read_figures(text)


def _day_of(month: str, day: str, year: str = "-") -> str | None:
    m, d = _number(month), _number(day)
    return f"{year}-{m:02}-{d:02}" if 1 <= m <= _MONTHS_IN_YEAR and 1 <= d <= _DAYS_IN_MONTH else None


def _in_year(got: dict[str, str]) -> str | None:
    """Give a month of a year said relatively, or a day of it, which may be in no calendar (明年2月30号)."""
    year = f"year{_YEARS[got['ry']]:+}"
    return _day_of(got["rm"], got["rd"], year) if "rd" in got else _month_of(got["rm"], year)


def _month_of(month: str, year: str = "-") -> str | None:
    m = _number(month)
    return f"{year}-{m:02}" if 1 <= m <= _MONTHS_IN_YEAR else None


def _word(word: str) -> str:
    return f"day{_DAYS[word]:+}" if word in _DAYS else f"year{_YEARS[word]:+}"


def _weekday(got: dict[str, str]) -> str:
    day = {"日": 7, "天": 7, "末": 6}.get(got["wd"]) or _number(got["wd"])
    step = _STEPS.get(got.get("ws", ""))
    return f"week:{day}" if step is None else f"week{step:+}:{day}"


def _span(got: dict[str, str]) -> str:
    unit = {"月": "month", "季度": "quarter"}.get(got["pu"], "week")
    return f"{unit}{_STEPS[got['ps']]:+}"


def _letter(unit: str) -> str:
    return {"年": "Y", "个月": "M", "月": "M", "天": "D"}.get(unit, "W")


def _some(number: str) -> str:
    return {"几": "3", "两三": "3", "半": "0.5"}.get(number) or str(_number(number))


def _distance(got: dict[str, str]) -> str:
    sign = "-" if got["dw"].endswith("前") else "+"
    return f"{sign}P{_some(got['dn'])}{_letter(got['du'])}"


def _length(got: dict[str, str]) -> str:
    number = got["hn"].rstrip("个多")
    return f"P{'0.5' if number.endswith('半') else _number(number)}{_letter(got['hu'])}"


def _day(got: dict[str, str]) -> str:
    step = {"上": -1, "下": 1}.get(got.get("bp", "本")[0], 0)
    return f"month{step:+}:{_number(got['bd'])}"


def _short_year(text: str) -> str:
    return ("19" if text > "30" else "20") + text


_READERS = (
    ("fy", lambda g: _day_of(g["fm"], g["fd"], _year(g["fy"]))),
    ("ry", _in_year),
    ("ya", lambda g: f"{_year(g['ya'])}/{_year(g['yb'])}"),
    ("my", lambda g: _month_of(g["mm"], _year(g["my"]))),
    ("yy", lambda g: _year(g["yy"])),
    ("dm", lambda g: _day_of(g["dm"], g["dd"])),
    ("om", lambda g: _month_of(g["om"])),
    ("word", lambda g: _word(g["word"])),
    ("wd", _weekday),
    ("im", lambda g: f"month{_STEPS[g['im'][0]]:+}:{_number(g['id'])}"),
    ("pu", _span),
    ("ln", lambda g: f"last:P{_some(g['ln'])}{_letter(g['lu'])}"),
    ("dn", _distance),
    ("half", lambda g: "P15D" if g["half"].endswith("月") else "P6M"),
    ("hn", _length),
    ("feast", lambda g: f"feast:{g['feast']}"),
    ("decade", lambda g: f"about:{g['decade']}"),
    ("sy", lambda g: _short_year(g["sy"])),
    ("bd", _day),
)


def times(text: str) -> Iterator[Found]:
    """Give each time of day in a folded text."""
    for match in _TIME.finditer(text):
        if match["alone"]:
            yield match.start(), match.end(), _PARTS.get(match["alone"], "AM")
        elif (value := _clock(match)) is not None:
            yield match.start(), match.end(), value


def _clock(match: re.Match[str]) -> str | None:
    hour, part, rest = read_count(match["hour"]), match["part"], match["rest"]
    vague = (
        match["clock"] is None
        and rest is None
        and match["hour"] in {"一", "两"}
        and not match.group().endswith("钟")
    )
    if hour is None or hour > 2 * _HALF_DAY or (vague and (part is None or len(part) == 1)):
        return None
    if _PARTS.get(part or "") in _AFTERNOON and hour < _HALF_DAY:
        hour += _HALF_DAY
    fixed = {"半": 30, "一刻": 15, "三刻": 45, "整": 0, None: 0}
    minute = int(match["clock"]) if match["clock"] else fixed.get(rest)
    if minute is None:
        minute = read_count(str(rest).removesuffix("分")) or 0
    return f"{hour % 24:02}:{minute:02}"
