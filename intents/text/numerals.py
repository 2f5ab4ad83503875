"""Numbers as people say and write them, because a case number read aloud arrives as 二零二五."""

import re

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "幺": 1, "两": 2, "○": 0}
PLACES = {"十": 10, "百": 100, "千": 1000}
FIGURE = "零〇○一二三四五六七八九幺两"
COUNT = FIGURE + "十百千万亿"

_FIGURES = re.compile(f"(?<![{FIGURE}0-9])[{FIGURE}0-9]{{3,}}")
_MEASURE = "岁天日号点分元块年月周星户个亩平米人次份条倍栋楼层室路期"
_COUNTED = re.compile(
    f"(?<![{COUNT}])[{COUNT}]{{2,12}}(?=[{_MEASURE}])|[一二三四五六七八九十](?=[岁月星])|(?<=[0-9])[十百千](?=[{_MEASURE}])"
)


def read_figures(text: str) -> str:
    """Give the text with each spoken figure (二, 幺, 〇 …) as its digit and everything else as it was."""
    return "".join(str(DIGITS.get(c, c)) for c in text)


def read_count(text: str) -> int | None:
    """Give the whole number that 三百二十, 两万五, 15万 or 2500 names, or None when it names none."""
    if not text or any(c not in COUNT and not c.isdecimal() for c in text):
        return None
    if not any(c in "十百千万亿" for c in text):
        return int(read_figures(text))
    for place, size in (("亿", 10**8), ("万", 10**4)):
        if place in text:
            head, _, tail = text.partition(place)
            return _joined(head, tail, size)
    return _below_myriad(text)


def _joined(head: str, tail: str, size: int) -> int | None:
    high = read_count(head) if head else 1
    low = read_count(tail) if tail else 0
    if high is None or low is None:
        return None
    if len(tail) == 1 and low < 10:  # noqa: PLR2004 - 两万五 says 25 000.
        low *= size // 10
    return high * size + low


def _below_myriad(text: str) -> int:
    total, figure, last = 0, "", 1
    for c in text:
        if c in PLACES:
            last = PLACES[c]
            total += (int(figure) if figure else 1) * last
            figure = ""
        elif DIGITS.get(c) != 0:
            figure += str(DIGITS.get(c, c))
        else:
            last = 1
    if figure and last > 10 and len(figure) == 1:  # noqa: PLR2004 - 三百五 says 350, 三十五 says 35.
        return total + int(figure) * last // 10
    return total + (int(figure) if figure else 0)


def with_digits(text: str) -> str:
    """Give the text with spoken numbers in digits where they plainly are numbers (一一零, 八十岁, 五星)."""

    def count(match: re.Match[str]) -> str:
        number = read_count(match.group())
        return match.group() if number is None else str(number)

    return _COUNTED.sub(count, _FIGURES.sub(lambda run: read_figures(run.group()), text))
