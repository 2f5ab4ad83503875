"""Four hundred days of a county, the clock moved on: what ends, ends in time, and nothing before; figures are printed."""

import asyncio
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.audit import AuditRecord, first_broken
from bot.clock import local_date
from bot.errors import ServiceError
from bot.retention import ACTION
from handlers.disclosure.case.retention import kept_until
from tests.factories.citizens import Town

# A year and more of work, day by day; what each day has to do is tried by itself in test_retention.py.
pytestmark = [pytest.mark.redis, pytest.mark.long]
DAYS, STEP, TALKS_EVERY = 400, 8, 24
TALK, WORDS = timedelta(days=365), timedelta(days=30)
BROKEN_OFF_ON = 368
FIGURES = {"applicants": 3, "parcel_words": 47, "parcels": 5, "tickets": 5, "questions": 5, "talk": 4}
"""What 400 days with one of everything every eighth day come to; the third closed request has a review pending."""


@dataclass
class Ledger:
    """What a clerk with a notebook would expect to be still there."""

    closed: dict[str, date] = field(default_factory=dict)
    remedies: set[str] = field(default_factory=set)
    filed_by: dict[str, str] = field(default_factory=dict)
    tickets: dict[str, datetime] = field(default_factory=dict)
    sent: dict[int, datetime] = field(default_factory=dict)
    asked: list[datetime] = field(default_factory=list)


async def live(town: Town, ledger: Ledger, day: int) -> None:
    """Let a day pass on which somebody does everything there is to do, and the office ends what came before."""
    now, citizen = town.clock.now(), f"oDay{day:04d}Citizen"
    for number, by in ledger.filed_by.items():
        if number not in ledger.closed:
            await town.disclosure.withdraw(number, citizen=by)
            ledger.closed[number] = local_date(now)
            if len(ledger.closed) % 3 == 0:
                await town.rights.note_remedy(number, pending=True, actor="test", reason="复议受理通知")
                ledger.remedies.add(number)
    number = await town.file(f"form-{day}", citizen=citizen)
    ledger.filed_by[number] = citizen
    ticket = await town.hand_over(f"t{day}", citizen=citizen)
    await town.tickets.close(ticket, actor="wang")
    ledger.tickets[ticket] = now
    ledger.sent[await town.post(f"话{day}", citizen=citizen)] = now
    await town.ask(f"q{day}", citizen=citizen)
    ledger.asked.append(now)
    if day % TALKS_EVERY == 0:
        await town.turn(f"m{day}", citizen="oAlwaysThere")


async def compare(town: Town, ledger: Ledger) -> None:
    """Compare what is there with what ought to be there."""
    now, rows = town.clock.now(), await town.rows()
    over = {number for number, day in ledger.closed.items() if local_date(now) > kept_until(day)}
    erased = {row["number"] for row in rows["disclosure_requests"] if not row["applicant"]}
    assert erased == over - ledger.remedies
    assert len(rows["disclosure_requests"]) == len(ledger.filed_by)
    assert {row["number"] for row in rows["tickets"]} == {
        number for number, at in ledger.tickets.items() if at >= now - TALK
    }
    assert {row["id"] for row in rows["outbox"]} == {n for n, at in ledger.sent.items() if at >= now - TALK}
    assert {row["id"] for row in rows["outbox"] if row["body"]} == {
        number for number, at in ledger.sent.items() if at >= now - WORDS
    }
    assert len(rows["knowledge_questions"]) == len([at for at in ledger.asked if at >= now - TALK])
    assert all(
        row["timestamp"] >= (now - TALK).timestamp() for row in await town.gate.talk("wechat", "oAlwaysThere")
    )


async def audited(town: Town) -> dict[str, int]:
    """Give the sums of the audit's counts."""
    sums: dict[str, int] = {}
    async with town.database.reading() as tx:
        for detail in await tx.scalars(select(AuditRecord.detail).where(AuditRecord.action == ACTION)):
            for rule, count in detail.items():
                sums[rule] = sums.get(rule, 0) + int(count)
        assert await first_broken(tx) is None
    return sums


def files_with(folder: Path, words: set[bytes]) -> set[str]:
    """Give the files of the stores in which one of some words stands."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.name for path in files if any(word in path.read_bytes() for word in words)}


async def rewritten(town: Town) -> None:
    """Wait until Redis has written its file anew."""
    while (await town.redis.info("persistence"))["aof_rewrite_in_progress"]:  # noqa: ASYNC110 - a server of its own
        await asyncio.sleep(0.02)


async def test_four_hundred_days(town: Town, tmp_path: Path) -> None:
    ledger, totals, passes = Ledger(), dict[str, int](), 0
    nightly = town.nightly()
    for day in range(0, DAYS, STEP):
        await live(town, ledger, day)
        town.later(STEP)
        if day == BROKEN_OFF_ON:
            with pytest.raises(ServiceError):
                await nightly.run(told=break_off)
        for rule, count in (await nightly.run()).items():
            totals[rule] = totals.get(rule, 0) + count
        passes += 1
        if day % 40 == 0 or day >= BROKEN_OFF_ON:
            await compare(town, ledger)
    await town.post("最后一句", citizen="oAlwaysThere")
    counts = await audited(town)
    # What the broken pass erased is in the audit, and was not erased a second time.
    assert {rule: counts[rule] - totals[rule] for rule in counts if counts[rule] != totals[rule]} == {
        "applicants": 1
    }
    assert (passes, counts) == (50, FIGURES)
    rows = await town.rows()
    gone = {
        ledger.filed_by[row["number"]].encode() for row in rows["disclosure_requests"] if not row["applicant"]
    }
    assert len(gone) == counts["applicants"]
    named = {citizen.decode() for citizen in gone}
    assert await town.where(*named) == set()
    if town.database.engine.dialect.name == "sqlite":
        await nightly.run()
        await rewritten(town)
        last = {f"oDay{DAYS - STEP:04d}Citizen".encode()}
        assert files_with(tmp_path, gone) == set()
        assert "mingbai.db" in files_with(tmp_path, last)


def break_off(rule: str, _: int) -> None:
    """End a pass after its first batch."""
    raise ServiceError(retry_after=1.0)
