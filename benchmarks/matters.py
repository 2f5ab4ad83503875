"""How long "我的" takes among a thousand matters of other systems and among a hundred thousand: the time must not grow with them.

    .venv/bin/python -m benchmarks.matters [--postgresql] [--matters 100000]

Every matter is delivered as its system would deliver it, checked and sealed; citizens are bound to persons of their own, half of them
to a second one, and ask for everything that is theirs, one after another.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

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


async def measured(database: Database, count: int) -> tuple[dict[str, Spent], float]:
    """Fill a new database with so many matters; give what each question cost, and how many matters were shown on average."""
    await upgrade(database)
    office = MatterOffice.of(database, vault=VAULT, clock=SettableClock(NOW), texts=Texts.load())
    for name in SOURCES:
        await office.sources.open(name, f"{name}（示例）", actor="benchmark")
    serials = (range(at, count, len(SOURCES)) for at in range(len(SOURCES)))
    for name, some in zip(SOURCES, serials, strict=True):
        for start in range(0, len(some), MOST_AT_ONCE):
            told = [_told(one) for one in some[start : start + MOST_AT_ONCE]]
            statement = read_statement({"matters": told}, today=NOW.date())
            await office.taking_in.take(name, statement, actor="benchmark")
    people = count // EACH
    citizens = list(_citizens(people))
    for citizen, whose in citizens:
        for kind, serial in whose:
            claim = PersonClaim(person(serial), kind)
            opened = await office.bindings.claim(claim, BindingAccount(citizen, "wechat"))
            assert opened is not None
            await office.counter.confirm(opened.code, clerk="benchmark", papers_seen=True)
    shown, number = 0, ""
    for citizen, _ in citizens:
        cases = await office.ledger.cases_of(citizen)
        shown, number = shown + len(cases), cases[0].number
    questions: dict[str, Callable[[str], Awaitable[object]]] = {
        "我的": office.ledger.cases_of,
        "一件": lambda citizen: office.ledger.case(number, citizen=citizen),
        "没有绑定": lambda citizen: office.ledger.cases_of(f"not {citizen}"),
    }
    names = [citizen for citizen, _ in citizens]
    return {title: await _spent(ask, names) for title, ask in questions.items()}, shown / len(citizens)


def _citizens(people: int) -> Iterator[tuple[str, list[tuple[BindingKind, int]]]]:
    """Give accounts, each with whom it is bound to; they are spread over everybody."""
    for at in range(CITIZENS):
        own = at * people // CITIZENS
        whose = [(BindingKind.SELF, own)]
        if at % 2:
            whose.append((BindingKind.AGENT, (own + people // 2) % people))
        yield f"oBench{at:05}", whose


async def _spent(ask: Callable[[str], Awaitable[object]], citizens: list[str]) -> Spent:
    spent = []
    for citizen in citizens:
        began = perf_counter()
        await ask(citizen)
        spent.append((perf_counter() - began) * 1000)
    return Spent(median(spent), quantiles(spent, n=20)[-1])


async def grown(urls: tuple[str, str], *, count: int) -> Grown:
    """Measure among few matters in one new database and among `count` in another."""
    found = []
    for url, matters in zip(urls, (FEW, count), strict=True):
        database = create_database(url)
        try:
            found.append(await measured(database, matters))
        finally:
            await database.close()
    (few, _), (many, shown) = found
    return Grown(few, many, shown)


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
