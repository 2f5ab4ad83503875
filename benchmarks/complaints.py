"""A hundred thousand complaints: how long the desk's queue and statistics take on the server, and what a registration costs.

`python -m benchmarks.complaints [--complaints N]` prints it, and ends with 1 where a page takes longer than its aim.
"""

import argparse
import asyncio
import random
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert

from adapters.county import SAMPLE, CountyData
from adapters.services.complaints import ComplaintServices
from adapters.storage import schema
from adapters.storage.engine import create_database, sqlite_url
from bot.clock import SHANGHAI, SettableClock
from bot.database import Base, Database
from bot.privacy import Vault
from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.case.lifecycle import ComplaintActor
from handlers.complaints.case.particulars import Complaint, ToldComplaint
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.case.service import ComplaintOrigin
from handlers.complaints.case.store import ComplaintFilter
from handlers.complaints.measures.records import ComplaintFactRecord
from handlers.complaints.measures.service import FigureQuery
from handlers.complaints.measures.store import CountedMonths
from handlers.complaints.measures.tallies import CaseShare, folded
from handlers.complaints.repeats.records import ComplaintSignRecord, ComplaintTermRecord
from handlers.texts import Texts

NOW = datetime(2026, 11, 30, 10, tzinfo=SHANGHAI)
AIM_SECONDS, ROUNDS, ROWS_A_TRIP, YEARS = 0.2, 9, 2_000, 3
TERMS = ("路灯", "油烟", "停水", "井盖", "噪声", "垃圾", "工资", "医保", "停车", "宅基地")
FIGURES = (("closed", "solved"), ("finished", "solved"), ("finished", "unsolved"), ("declined", "redirected"))
OPEN_SHARE = 0.02
RECORDS = (ComplaintRecord, ComplaintFactRecord, ComplaintSignRecord, ComplaintTermRecord)


async def filled(database: Database, count: int, county: CountyData) -> None:
    """Bring complaints of three years into being, two of a hundred still open."""
    dice, shares = random.Random(1), list[CaseShare]()
    for start in range(0, count, ROWS_A_TRIP):
        rows = [
            _rows(at, dice, county, runs=dice.random() < OPEN_SHARE, citizen=f"bench-{at % 30_000}")
            for at in range(start, min(start + ROWS_A_TRIP, count))
        ]
        async with database.transaction() as tx:
            for record, some in zip(RECORDS, zip(*rows, strict=True), strict=True):
                await tx.execute(insert(record), list(some))
        shares += (CaseShare.of(ComplaintFactRecord(**fact)) for _, fact, _, _ in rows)
    async with database.transaction() as tx:
        tx.add_all(folded((key, share.counts) for share in shares for key in share.keys))


def complaints_of(
    places: range, county: CountyData, *, running: int, citizens: int
) -> dict[type[Base], list[dict[str, Any]]]:
    """Give the rows of complaints by their records, `running` of which are in hand, of so many citizens."""
    dice = random.Random(1)
    rows = [
        _rows(at, dice, county, runs=at >= len(places) - running, citizen=f"oGrow{at * 13 % citizens:015d}")
        for at in places
    ]
    return dict(zip(RECORDS, map(list, zip(*rows, strict=True)), strict=True))


def _rows(
    at: int, dice: random.Random, county: CountyData, *, runs: bool, citizen: str
) -> tuple[dict[str, Any], ...]:
    told = NOW - timedelta(days=dice.randrange(1, 365 * YEARS), minutes=dice.randrange(600))
    duty, term = dice.choice(county.duties.duties), dice.choice(TERMS)
    number, kind = f"SQ{told:%Y%m%d}{at:06d}", dice.choice(list(ComplaintKind)).value
    state, figure = ("handling", "running") if runs else dice.choice(FIGURES)
    area, due = dice.choice(county.areas.names), (told + timedelta(days=14)).date()
    complaint: dict[str, Any] = {
        **dict.fromkeys(("push_key", "category", "place", "wish", "lead", "result"), ""),
        "number": number,
        "form_id": f"bench-{at}",
        "channel": "wechat",
        "talk_channel": "wechat",
        "citizen": citizen,
        "kind": kind,
        "told": b"",
        "gist": f"{area}的{term}第{at}件",
        "anonymous": False,
        "urgent": False,
        "notice_version": "1",
        "notice_at": told,
        "state": state,
        "matter": duty.matter,
        "unit": duty.unit,
        "helpers": [],
        "handler": "u1",
        "submitted_at": told,
        "due_on": due,
        "due_provisional": False,
        "visit_on": None,
        "version": 5,
        "warn_on": due if state == "handling" else None,
    }
    fact = {
        "number": number,
        "month": f"{told:%Y-%m}",
        "unit": duty.unit,
        "kind": kind,
        "area": area,
        "matter": duty.matter,
        "figure": figure,
        "late": at % 9 == 0,
        "rated": at % 2 == 0,
        "satisfied": at % 4 == 0,
        "repeated": at % 30 == 0,
        "excluded": "",
        "due_on": due,
        "ended_on": None,
        "hours_accept": at % 20,
        "hours_dispatch": 4,
        "hours_handle": at % 90,
        "hours_review": 9,
    }
    sign = {
        **dict.fromkeys(("phone", "repeat_of", "incident"), ""),
        "number": number,
        "person": f"{at % 30_000:064d}",
        "place": f"{area}{at % 997}",
        "area": area,
        "terms": [term],
        "at": told,
        "joined": False,
        "sifted": True,
        "told_message": 0,
    }
    return complaint, fact, sign, {"term": term, "number": number, "at": told, "area": area}


async def _measured(count: int) -> list[tuple[str, float, float]]:
    county, clock = CountyData.load(SAMPLE / "county.yml"), SettableClock(NOW)
    with tempfile.TemporaryDirectory() as folder:
        database = create_database(sqlite_url(Path(folder)))
        async with database.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        services = _services(database, county, clock)
        before = await _timed(lambda: _told(services))
        await filled(database, count, county)
        async with database.engine.begin() as connection:
            await connection.exec_driver_sql("ANALYZE")
        office = ComplaintClerk("o1", frozenset({ComplaintActor.OFFICE}))
        unit = ComplaintClerk("u2", frozenset({ComplaintActor.UNIT}), county.duties.duties[0].unit)
        found = [("登记一件，空库", *before), ("登记一件", *await _timed(lambda: _told(services)))]
        for name, clerk in (("办理机构", office), ("单位", unit)):
            found += [
                (f"队列，{name}", *await _timed(lambda who=clerk: _queue(services, who))),
                (f"统计三个月，{name}", *await _timed(lambda who=clerk: _figures(services, who, "2026-09"))),
                (f"统计一年，{name}", *await _timed(lambda who=clerk: _figures(services, who, "2025-12"))),
                (f"点开一个数，{name}", *await _timed(lambda who=clerk: _behind(services, who))),
            ]
        await database.close()
    return found


def _services(database: Database, county: CountyData, clock: SettableClock) -> ComplaintServices:
    from adapters.services.complaints import ComplaintCounty

    return ComplaintServices.of(
        database,
        vault=Vault("a secret of the benchmark"),
        clock=clock,
        calendar=county.calendar,
        texts=Texts.load(),
        county=ComplaintCounty.of(county),
    )


async def _told(services: ComplaintServices) -> None:
    form = f"form-{perf_counter()}"
    # Each of another place: with nothing to compare, what is left is what the number of complaints costs.
    told = Complaint(ToldComplaint("路灯坏了三个星期没人修", f"石桥镇{form[-6:]}号"), ComplaintKind.HELP, "1")
    await services.service.submit(told, origin=ComplaintOrigin(form, form, "wechat"))


async def _queue(services: ComplaintServices, clerk: ComplaintClerk) -> None:
    await services.ledger.page(ComplaintFilter(clerk, states=("handling",)))
    await services.ledger.count_by_state(clerk)
    await services.ledger.count_due_soon(clerk)


async def _figures(services: ComplaintServices, clerk: ComplaintClerk, first: str) -> None:
    await services.measurement.measures(CountedMonths(first, "2026-11"), clerk=clerk)
    await services.measurement.oldest(clerk=clerk)
    await services.measurement.exclusions(clerk=clerk)


async def _behind(services: ComplaintServices, clerk: ComplaintClerk) -> None:
    query = FigureQuery(CountedMonths("2025-12", "2026-11"), "late", "area", "石桥镇")
    await services.measurement.behind(query, clerk=clerk)


async def _timed(work: Any) -> tuple[float, float]:
    times, spent = [], []
    for _ in range(ROUNDS):
        started, worked = perf_counter(), process_time()
        await work()
        times.append(perf_counter() - started)
        spent.append(process_time() - worked)
    return median(times), median(spent)


def main() -> int:
    """Measure; give the exit code."""
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--complaints", type=int, default=100_000)
    found = asyncio.run(_measured(reading.parse_args().complaints))
    table = Table("什么", "秒（中位数）", "其中处理器", "目标")
    for name, seconds, processor in found:
        table.add_row(name, f"{seconds:.3f}", f"{processor:.3f}", f"{AIM_SECONDS:.1f}")
    Console().print(table)
    return 1 if any(seconds > AIM_SECONDS for _, seconds, _ in found) else 0


assert schema.METADATA is Base.metadata, "every table is known"

if __name__ == "__main__":
    raise SystemExit(main())
