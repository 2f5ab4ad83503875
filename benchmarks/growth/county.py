"""A county with so many cases and messages behind it: the whole program, opened on a database that was filled first."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.cli.demonstration import demo_settings, free_port, load_sample
from adapters.cli.examination.premises import kept_folder
from adapters.county import SAMPLE, CountyData
from adapters.main import RECOGNIZER, Program, opened
from adapters.recognition import train_apart
from adapters.storage.engine import sqlite_url
from adapters.storage.migrate import upgrade
from benchmarks.complaints import NOW, complaints_of
from benchmarks.growth import cases, messages
from benchmarks.growth.bulk import Batch, Bulk, Given
from bot.clock import SettableClock
from handlers.accounts.account import Role
from handlers.complaints.case.lifecycle import ComplaintStep
from handlers.complaints.case.records import ComplaintEventRecord, ComplaintRecord
from handlers.complaints.measures.records import ComplaintFactRecord
from handlers.complaints.measures.tallies import CaseShare, folded
from intents import catalogue

LOGIN, PASSWORD = "bench", "correct-horse-9"
RUNNING = 60
"""So many of each kind are in hand, whatever lies behind: what a desk can hold does not grow with the years."""


@dataclass(frozen=True, slots=True)
class CountySize:
    """How many cases and messages a county has behind it."""

    cases: int
    messages: int

    @property
    def citizens(self) -> int:
        """How many citizens they are of."""
        return max(1, self.cases // cases.EACH)


@asynccontextmanager
async def served(folder: Path, size: CountySize, *, url: str = "") -> AsyncIterator[Program]:
    """Open the program on the sample county with so much behind it, in a SQLite file of the folder or at an address."""
    await train_apart(catalogue.load(), kept_folder() / RECOGNIZER)
    await asyncio.to_thread(shutil.copytree, kept_folder() / RECOGNIZER, folder / RECOGNIZER)
    plain = demo_settings(folder, port=free_port(0), platform_port=free_port(0))
    settings = plain.model_copy(update={"database_url": url, "redis_url": "", "rate_limit": 0})
    async with opened(settings, clock=SettableClock(NOW)) as program:
        await upgrade(program.resources.database)
        await load_sample(program)
        await program.services.access.accounts.add(
            LOGIN, PASSWORD, display_name="王丽", roles=[Role.STAFF, Role.OPERATOR], actor="benchmark"
        )
        await program.resources.database.engine.dispose()
        await fill(url or sqlite_url(folder), size)
        await program.keeper.ready()
        yield program


async def fill(url: str, size: CountySize) -> None:
    """Write what lies behind the county into its database, which nobody uses meanwhile."""
    bulk, county = Bulk(url), CountyData.load(SAMPLE / "county.yml")
    await bulk.write(cases.batches(size.cases, RUNNING))
    await bulk.write(messages.batches(size.messages, size.citizens))
    count = int(size.cases * (1 - sum(cases.SHARES.values())))
    told = complaints_of(range(count), county, running=RUNNING, citizens=size.citizens)
    shares = list[CaseShare]()
    for record, rows in told.items():
        await bulk.write([Batch(record, rows)])
        if record is ComplaintRecord:
            await bulk.write([Batch(ComplaintEventRecord, map(_registered, rows))])
        if record is ComplaintFactRecord:
            shares = [CaseShare.of(ComplaintFactRecord(**row)) for row in rows]
    tallies = list(folded((key, share.counts) for share in shares for key in share.keys))
    columns = [column.name for column in tallies[0].__table__.columns if column.name != "id"]
    rows = ({name: getattr(one, name) for name in columns} for one in tallies)
    await bulk.write([Batch(type(tallies[0]), rows)])


def _registered(complaint: Given) -> Given:
    return {
        "number": complaint["number"],
        "kind": ComplaintStep.SUBMIT.value,
        "at": complaint["submitted_at"],
        "actor": "A",
        "detail": {},
    }
