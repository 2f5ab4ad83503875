"""Figures of other systems, from a table: what they count, of which span, from where, as of which day (G8, B5).

Nothing of a table is taken where one of its rows is wrong; a table that is brought again replaces its own rows.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from sqlalchemy import and_, delete, select

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from handlers.statistics.records import SOURCE_LETTERS, OutsideFigureRecord

NAMES: Mapping[str, str] = {
    "办件数": "done",
    "按时办结数": "on_time",
    "网上办件数": "online",
    "评价数": "rated",
    "满意数": "satisfied",
    "事项数": "items",
    "可网办事项数": "items_online",
    "最多跑一次事项数": "items_once",
    "服务人次": "people",
    "网站访问量": "site_visits",
    "网站发布数": "site_posts",
    "微博发布数": "weibo",
    "微信发布数": "wechat_posts",
}
"""What may be brought, as the head of a row names it."""
SHARES: Mapping[str, tuple[str, str]] = {
    "on_time": ("on_time", "done"),
    "online": ("online", "done"),
    "satisfied": ("satisfied", "rated"),
    "items_online": ("items_online", "items"),
    "items_once": ("items_once", "items"),
}
"""Each share with the figure that is some and the one that is the whole."""
CHANNELS = ("site_posts", "weibo", "wechat_posts")
"""What is added up where a system tells how much each channel published (B2)."""
ABOUT = re.compile(r"(?:约\s?)?(?P<plain>[^约余多]*)(?P<more>余|多)?")
COLUMNS = ("指标", "开始日期", "结束日期", "数值", "来源", "截至日期")
MOST_ROWS = 2000
GREATEST = Decimal(10) ** 14


@dataclass(frozen=True, slots=True)
class OutsideFigure:
    """One figure that another system brings; one that is `about` stands for somewhat more (余)."""

    name: str
    first_on: date
    last_on: date
    value: Decimal
    source: str
    as_of: date
    is_about: bool = False


@dataclass(frozen=True, slots=True)
class ChannelSum:
    """What the channels of one span published together, and what each did; about where one of them is."""

    parts: tuple[OutsideFigure, ...]

    @property
    def whole(self) -> OutsideFigure:
        """The sum, as of the earliest day, from all sources."""
        first = self.parts[0]
        sources = dict.fromkeys(one.source for one in self.parts)
        return OutsideFigure(
            "posts",
            first.first_on,
            first.last_on,
            sum((one.value for one in self.parts), Decimal(0)),
            "、".join(sources),
            min(one.as_of for one in self.parts),
            is_about=any(one.is_about for one in self.parts),
        )


@dataclass(frozen=True, slots=True)
class OutsideShare:
    """A share of two figures of one span and source."""

    name: str
    some: OutsideFigure
    whole: OutsideFigure

    @property
    def value(self) -> float | None:
        """The share, from 0 to 1; none where the whole is nothing."""
        return float(self.some.value / self.whole.value) if self.whole.value else None


def figures_of(table: Sequence[Sequence[str]], *, today: date) -> tuple[OutsideFigure, ...]:
    """Read a table, its head first; raises `InputError` naming the row and what is wrong there."""
    head = [cell.strip() for cell in table[0]]
    if missing := [name for name in COLUMNS if name not in head]:
        raise InputError("statistics.refused.head", missing="、".join(missing), columns="、".join(COLUMNS))
    if len(table) > MOST_ROWS + 1:
        raise InputError("statistics.refused.rows", most=MOST_ROWS)
    places = [head.index(name) for name in COLUMNS]
    found = [
        _figure([row[at].strip() if at < len(row) else "" for at in places], number, today=today)
        for number, row in enumerate(table[1:], start=2)
    ]
    if not found:
        raise InputError("statistics.refused.empty")
    return tuple(found)


def _figure(cells: Sequence[str], row: int, *, today: date) -> OutsideFigure:
    name, first, last, value, source, as_of = cells
    if name not in NAMES:
        raise InputError("statistics.refused.name", row=row, given=name[:20], names="、".join(NAMES))
    begins, ends, told = (_day(cell, row) for cell in (first, last, as_of))
    if begins > ends or told > today:
        raise InputError("statistics.refused.span", row=row)
    if not 0 < len(source) <= SOURCE_LETTERS:
        raise InputError("statistics.refused.source", row=row)
    number, is_about = _number(value, row)
    return OutsideFigure(NAMES[name], begins, ends, number, source, told, is_about)


def _day(cell: str, row: int) -> date:
    written = cell[:10].replace("/", "-").replace(".", "-")
    try:
        return date(*(int(part) for part in written.split("-", 2)))
    except (ValueError, TypeError):
        raise InputError("statistics.refused.day", row=row, given=cell[:20]) from None


def _number(cell: str, row: int) -> tuple[Decimal, bool]:
    """Read a number, and whether it is a round one: 600余, 600多, 约600."""
    found = ABOUT.fullmatch(cell)
    plain = found["plain"].strip() if found else cell
    try:
        value = Decimal(plain.replace(",", "").replace("，", ""))
        fits = value.is_finite() and 0 <= value < GREATEST and value == round(value, 2)
    except InvalidOperation:
        fits = False
    if not fits:
        raise InputError("statistics.refused.number", row=row, given=cell[:20])
    return value, plain != cell.strip()


def channel_sums(figures: Sequence[OutsideFigure]) -> tuple[ChannelSum, ...]:
    """Give what the channels published together, for each span of which more than one channel is there."""
    spans: dict[tuple[date, date], list[OutsideFigure]] = defaultdict(list)
    for one in figures:
        if one.name in CHANNELS:
            spans[one.first_on, one.last_on].append(one)
    return tuple(
        ChannelSum(tuple(sorted(spans[span], key=lambda one: CHANNELS.index(one.name))))
        for span in sorted(spans, reverse=True)
        if len({one.name for one in spans[span]}) > 1
    )


def shares_of(figures: Sequence[OutsideFigure]) -> tuple[OutsideShare, ...]:
    """Give every share of which both figures are there, of one span and source."""
    by_name = {(one.first_on, one.last_on, one.source, one.name): one for one in figures}
    return tuple(
        OutsideShare(name, by_name[*span, some], by_name[*span, whole])
        for span in sorted({key[:3] for key in by_name}, reverse=True)
        for name, (some, whole) in SHARES.items()
        if (*span, some) in by_name and (*span, whole) in by_name
    )


class OutsideFigures:
    """Keeps the figures of other systems."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def bring(self, table: Sequence[Sequence[str]], *, actor: str) -> int:
        """Take a table in whole; give how many figures it held. Raises `InputError` for a row that is wrong."""
        now = self._clock.now()
        figures = figures_of(table, today=local_date(now))
        record = OutsideFigureRecord
        async with self._database.transaction() as tx:
            for one in figures:
                same = and_(
                    record.name == one.name,
                    record.first_on == one.first_on,
                    record.last_on == one.last_on,
                    record.source == one.source,
                )
                await tx.execute(delete(record).where(same).execution_options(synchronize_session=False))
                tx.add(
                    record(
                        name=one.name,
                        first_on=one.first_on,
                        last_on=one.last_on,
                        value=one.value,
                        is_about=one.is_about,
                        source=one.source,
                        as_of=one.as_of,
                        brought_by=actor,
                        brought_at=now,
                    )
                )
                await tx.flush()
            detail = {"count": str(len(figures))}
            await audit.record(tx, "statistics:bring", actor=actor, subject="outside", now=now, detail=detail)
        return len(figures)

    async def within(self, first: date, last: date) -> tuple[OutsideFigure, ...]:
        """Give the figures whose span lies within a period, the latest first."""
        record = OutsideFigureRecord
        chosen = (
            select(record)
            .where(record.first_on >= first, record.last_on <= last, record.last_on >= first)
            .order_by(record.last_on.desc(), record.source, record.id)
            .limit(MOST_ROWS)
        )
        async with self._database.reading() as tx:
            rows = (await tx.scalars(chosen)).all()
        return tuple(
            OutsideFigure(row.name, row.first_on, row.last_on, row.value, row.source, row.as_of, row.is_about)
            for row in rows
        )
