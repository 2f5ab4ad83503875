"""How long "我的" takes among a thousand matters of other systems and among a hundred thousand: the time must not grow with them.

    .venv/bin/python -m benchmarks.matters [--postgresql] [--matters 100000]

Every matter is delivered as its system would deliver it, checked and sealed; citizens are bound to persons of their own, half of them
to a second one, and ask for everything that is theirs, one after another.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any, Self

from rich.console import Console
from rich.table import Table

from adapters.storage.engine import create_database, sqlite_url
from adapters.storage.migrate import upgrade
from bot.clock import SettableClock
from bot.database import Database
from bot.privacy import Vault
from bot.text.identifiers import ID_CHECKS, ID_WEIGHTS
from handlers.matters.binding.binding import BindingAccount, BindingKind, PersonClaim
from handlers.matters.delivery.matter import MatterHolder
from handlers.matters.delivery.reading import MOST_AT_ONCE, read_statement
from handlers.matters.office import MatterOffice
from handlers.texts import Texts

NOW = datetime(2026, 12, 2, 2, tzinfo=UTC)
VAULT = Vault("a secret of the benchmark, long enough")
SOURCES = ("houses", "fund", "social")
FEW, EACH, CITIZENS, MOST_MS = 1_000, 5, 200, 50.0
QUESTIONS = ("我的", "一件", "没有绑定")
STEPS = ("受理", "审核", "联合验收", "发证")


@dataclass(frozen=True, slots=True)
class Spent:
    """What one question cost in milliseconds: in the middle, and of twenty the slowest."""

    middle: float
    slowest: float


@dataclass(frozen=True, slots=True)
class Grown:
    """The same questions among few matters and among many; `shown` is how many a citizen was given."""

    few: dict[str, Spent]
    many: dict[str, Spent]
    shown: float

    def ratio(self, question: str) -> float:
        """How much longer a question takes among the many."""
        return self.many[question].middle / self.few[question].middle


def person(serial: int) -> MatterHolder:
    """Give somebody who cannot be: the area of the number is not in use."""
    born = datetime(1950, 1, 1, tzinfo=UTC) + timedelta(days=serial // 1000)
    head = f"350799{born:%Y%m%d}{serial % 1000:03}"
    number = head + ID_CHECKS[sum(int(d) * w for d, w in zip(head, ID_WEIGHTS, strict=True)) % 11]
    return MatterHolder(f"示例{serial}", number, "13800000101")


def _told(serial: int) -> dict[str, Any]:
    """Give the matter of a serial number: five of each person, one of which passes through several hands."""
    holder = person(serial // EACH)
    told: dict[str, Any] = {
        "outer": f"BM-{serial:07}",
        "title": "不动产转移登记（示例）",
        "unit": "登记中心",
        "state": "在办",
        "name": holder.name,
        "identity": holder.identity,
        "phone": holder.phone,
        "opened_on": f"{NOW - timedelta(days=serial % 300):%Y-%m-%d}",
    }
    if serial % EACH == 0:
        told["steps"] = [
            {"name": name, "state": "done" if at == 0 else "ahead"} for at, name in enumerate(STEPS)
        ]
    return told


@dataclass(frozen=True, slots=True)
class Filled:
    """A database full of matters, with whom its citizens are bound to."""

    office: MatterOffice
    citizens: list[str]
    number: str
    shown: float

    @classmethod
    async def of(cls, database: Database, count: int) -> Self:
        """Fill a new database with so many matters, and bind the citizens."""
        await upgrade(database)
        office = MatterOffice.of(database, vault=VAULT, clock=SettableClock(NOW), texts=Texts.load())
        for at, name in enumerate(SOURCES):
            await office.sources.open(name, f"{name}（示例）", actor="benchmark")
            serials = range(at, count, len(SOURCES))
            for start in range(0, len(serials), MOST_AT_ONCE):
                told = [_told(one) for one in serials[start : start + MOST_AT_ONCE]]
                statement = read_statement({"matters": told}, today=NOW.date())
                await office.taking_in.take(name, statement, actor="benchmark")
        citizens = list(_citizens(count // EACH))
        shown, number = 0, ""
        for citizen, whose in citizens:
            for kind, serial in whose:
                claim = PersonClaim(person(serial), kind)
                opened = await office.bindings.claim(claim, BindingAccount(citizen, "wechat"))
                if opened is None:
                    raise RuntimeError("a citizen claimed too often")
                await office.counter.confirm(opened.code, clerk="benchmark", papers_seen=True)
            cases = await office.ledger.cases_of(citizen)
            shown, number = shown + len(cases), cases[0].number
        return cls(office, [citizen for citizen, _ in citizens], number, shown / len(citizens))

    async def spent(self, question: str, at: int) -> float:
        """Ask a question for one citizen; give how many milliseconds it took."""
        ledger, citizen = self.office.ledger, self.citizens[at]
        began = perf_counter()
        if question == "一件":
            await ledger.case(self.number, citizen=citizen)
        else:
            await ledger.cases_of(citizen if question == "我的" else f"not {citizen}")
        return (perf_counter() - began) * 1000


def _citizens(people: int) -> Iterator[tuple[str, list[tuple[BindingKind, int]]]]:
    """Give accounts, each with whom it is bound to; they are spread over everybody."""
    for at in range(CITIZENS):
        own = at * people // CITIZENS
        whose = [(BindingKind.SELF, own)]
        if at % 2:
            whose.append((BindingKind.AGENT, (own + people // 2) % people))
        yield f"oBench{at:05}", whose


async def grown(urls: tuple[str, str], *, count: int) -> Grown:
    """Measure among few matters in one new database and among `count` in another, by turns, so that both have the same machine."""
    first, second = map(create_database, urls)
    try:
        few, many = await Filled.of(first, FEW), await Filled.of(second, count)
        found: tuple[dict[str, Spent], dict[str, Spent]] = ({}, {})
        for question in QUESTIONS:
            times: tuple[list[float], list[float]] = ([], [])
            for at in (*range(CITIZENS), *range(CITIZENS)):
                for filled, some in zip((few, many), times, strict=True):
                    some.append(await filled.spent(question, at))
            for spent, some in zip(found, times, strict=True):
                # The first round brings the pages of the database into memory.
                spent[question] = Spent(median(some[CITIZENS:]), quantiles(some[CITIZENS:], n=20)[-1])
        return Grown(*found, many.shown)
    finally:
        await first.close()
        await second.close()


def main() -> int:
    """Measure and print; give 1 where the time grows with the matters, or is over what a citizen should wait."""
    reading = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reading.add_argument("--postgresql", action="store_true", help="on a PostgreSQL of its own")
    reading.add_argument("--matters", type=int, default=100_000)
    given = reading.parse_args()
    with ExitStack() as stack:
        if given.postgresql:
            from tests.integration.postgres import Server

            server = Server.start()
            stack.callback(server.stop)
            urls = server.new_database(), server.new_database()
        else:
            folders = (Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(2))
            first, second = map(sqlite_url, folders)
            urls = first, second
        outcome = asyncio.run(grown(urls, count=given.matters))
    table = Table("问什么", f"{FEW}件，毫秒", f"{given.matters}件，毫秒", "二十次里最慢", "比值")
    for question, few in outcome.few.items():
        many = outcome.many[question]
        table.add_row(
            question,
            f"{few.middle:.2f}",
            f"{many.middle:.2f}",
            f"{many.slowest:.2f}",
            f"{outcome.ratio(question):.2f}",
        )
    console = Console()
    console.print(table)
    console.print(f"每人看到{outcome.shown:.1f}件")
    return int(outcome.ratio("我的") > 2 or outcome.many["我的"].slowest > MOST_MS)


if __name__ == "__main__":
    sys.exit(main())
