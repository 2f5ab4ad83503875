"""Papers as offices write them, from the words of the invented county: what stands on each is known to the letter."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

SOURCE = Path(__file__).resolve().parents[2] / "knowledge" / "data" / "qinglan"
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗", "建国志强秀英明华丽娟海燕国庆文斌晓东立新玉兰"
UNITS = (
    "农业农村局",
    "民政局",
    "教育局",
    "卫生健康局",
    "住房和城乡建设局",
    "人力资源和社会保障局",
    "交通运输局",
)
HEADS = ("序号", "项目名称", "实施地点", "金额（元）", "完成日期", "联系人")
PROJECTS = (
    "农村公路养护",
    "危房改造",
    "饮水安全巩固",
    "高标准农田",
    "卫生室维修",
    "老旧小区改造",
    "文化广场",
    "路灯更换",
)
TOWNS = ("石桥镇", "柳河乡", "青云镇", "白马乡", "南山镇", "东湖街道")


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on a page in the order in which it is read, and the same as HTML."""

    lines: tuple[str, ...]
    markup: str

    @property
    def text(self) -> str:
        """All of it without blanks."""
        return "".join("".join(line.split()) for line in self.lines)


def sentences() -> tuple[str, ...]:
    """Give the paragraphs of the invented county's documents, long enough to wrap."""
    found = []
    for path in sorted(SOURCE.rglob("*.md")):
        body = path.read_text("utf-8").split("---", 2)[-1]
        for line in body.splitlines():
            plain = re.sub(r"^[#>\-*\s]+|\*\*|[|`]", "", line).strip()
            if 24 <= len(plain) <= 130 and not re.search(r"[\[\]<>{}]|https?:", plain):
                found.append(plain)
    return tuple(dict.fromkeys(found))


class PaperMaker:
    """Makes papers; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)
        self._sentences = sentences()

    def letter(self, *, stamp: bool = False, paragraphs: int = 6) -> Paper:
        """Give a letter with a red head, a number, a heading, a body and a signature."""
        unit = f"青岚县{self._chance.choice(UNITS)}"
        number = f"青政办发〔{self._chance.randint(2015, 2026)}〕{self._chance.randint(1, 128)}号"
        title = f"关于做好{self._chance.choice(TOWNS)}{self._chance.choice(PROJECTS)}有关工作的通知"
        body = [self._paragraph() for _ in range(paragraphs)]
        contact = f"联系人：{self._name()}，联系电话：{self._phone()}。"
        day = self._day()
        lines = (f"{unit}文件", number, title, "各乡镇人民政府、县政府各部门：", *body, contact, unit, day)
        markup = (
            f'<p class="red">{lines[0]}</p><p class="mid">{number}</p><hr class="red"><h1>{title}</h1><p>{lines[3]}</p>'
            + "".join(f'<p class="in">{_safe(one)}</p>' for one in (*body, contact))
            + f'<p class="sign">{unit}</p><p class="sign day">{day}</p>'
        )
        return Paper(lines, markup + (_seal(unit) if stamp else ""))

    def columns(self) -> Paper:
        """Give a page of a gazette: a heading over two columns."""
        title = f"青岚县{self._chance.choice(PROJECTS)}工作情况"
        body = [self._paragraph() for _ in range(9)]
        markup = f'<h1>{title}</h1><div class="two">{"".join(f"<p class=in>{_safe(one)}</p>" for one in body)}</div>'
        return Paper((title, *body), markup)

    def table(self) -> Paper:
        """Give a page with a ruled table between two paragraphs."""
        title = f"{self._chance.randint(2019, 2026)}年{self._chance.choice(PROJECTS)}项目公示表"
        before, after = self._paragraph(), self._paragraph()
        rows = [self._row(at) for at in range(1, self._chance.randint(7, 12))]
        markup = f'<h1>{title}</h1><p class="in">{_safe(before)}</p><table><tr>{_cells(HEADS, "th")}</tr>'
        markup += (
            "".join(f"<tr>{_cells(row, 'td')}</tr>" for row in rows)
            + f'</table><p class="in">{_safe(after)}</p>'
        )
        return Paper((title, before, *HEADS, *(cell for row in rows for cell in row), after), markup)

    def _row(self, at: int) -> tuple[str, ...]:
        money = self._chance.choice(
            (self._chance.randint(800, 9_999), self._chance.randint(10_000, 9_999_999))
        )
        place = f"{self._chance.choice(TOWNS)}"
        return (str(at), self._chance.choice(PROJECTS), place, f"{money:,}.{self._chance.randint(0, 99):02d}",
                self._written(self._date()), self._name())  # fmt: skip

    def _paragraph(self) -> str:
        """Give a paragraph; some tell money, shares and days, as such papers do."""
        text = self._chance.choice(self._sentences)
        if self._chance.random() < 0.5:
            text = (
                text.rstrip("。；，")
                + f"，补助标准为每人每月{self._chance.randint(60, 1999)}元，比上年提高{self._chance.randint(1, 29)}.{self._chance.randint(0, 9)}%，自{self._day()}起执行。"
            )
        return text

    def _date(self) -> date:
        return date(2012, 1, 1) + timedelta(days=self._chance.randint(0, 5_300))

    def _day(self) -> str:
        day = self._date()
        return f"{day.year}年{day.month}月{day.day}日"

    def _written(self, day: date) -> str:
        return self._chance.choice(
            (f"{day:%Y-%m-%d}", f"{day:%Y.%m.%d}", f"{day.year}年{day.month}月{day.day}日")
        )

    def _phone(self) -> str:
        return f"0{self._chance.randint(310, 999)}-{self._chance.randint(2_000_000, 8_999_999)}"

    def _name(self) -> str:
        return self._chance.choice(SURNAMES) + "".join(
            self._chance.sample(GIVEN, self._chance.choice((1, 2)))
        )


def _safe(text: str) -> str:
    return html.escape(text)


def _cells(texts: Sequence[str], tag: str) -> str:
    return "".join(f"<{tag}>{_safe(text)}</{tag}>" for text in texts)


def _seal(unit: str) -> str:
    """Give a round red seal over the signature: a ring, a star and the office's name along the ring."""
    return (
        '<svg class="seal" viewBox="0 0 160 160"><circle cx="80" cy="80" r="74" fill="none" stroke="#d4141c" stroke-width="5"/>'
        '<path id="arc" d="M 24 80 A 56 56 0 0 1 136 80" fill="none"/><text fill="#d4141c" font-size="17" textLength="168">'
        f'<textPath href="#arc">{unit}</textPath></text><polygon fill="#d4141c" points="{_star()}"/></svg>'
    )


def _star() -> str:
    from math import cos, pi, sin

    points: Iterator[tuple[float, float]] = (
        (
            80 + (22 if at % 2 == 0 else 9) * sin(at * pi / 5),
            82 - (22 if at % 2 == 0 else 9) * cos(at * pi / 5),
        )
        for at in range(10)
    )
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
