"""Publish to findable: how long until another reader answers from a document, against building the index anew.

Run with `python -m benchmarks.publish --documents 10000`; `benchmarks/README.md` tells how to read the table.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from redis.asyncio import Redis
from rich.console import Console
from rich.table import Table

import adapters.storage.schema  # noqa: F401 - tells the record base every table
from adapters.redis.server import EmbeddedRedis
from adapters.redis.wakeups import IndexKeeper
from adapters.services.knowledge import KnowledgeServices
from adapters.storage.engine import create_database, sqlite_url
from benchmarks import corpus
from bot.clock import SystemClock
from bot.database import Base
from knowledge.answers.answer import Answer
from knowledge.answers.answerer import Answerer
from knowledge.documents.document import Document
from knowledge.documents.draft import Draft
from knowledge.index.generations import Index
from knowledge.publication.index_upkeep import IndexUpkeep
from knowledge.publication.lifecycle import Duty, Person

TODAY = date(2026, 3, 2)
PATIENCE_SECONDS = 30.0
LOOK_SECONDS = 0.005
KEEPER = Person("benchmark", frozenset({Duty.OVERSEE}))
THINGS = ("竹筏检修", "蜂箱登记", "茶青估价", "古井修缮", "渔排搬迁", "山火演练", "木桥加固", "梯田灌溉")


def drafts(count: int) -> Iterator[Draft]:
    """Give the corpus as rows of an import."""
    for row in corpus.documents(count):
        yield Draft(Document(row["id"], row["title"]), row["text"], "corpus", 1)


def novel(thing: str, amount: int) -> Draft:
    """Give a document on something that no other one is about."""
    text = f"第一条 {thing}每户每年补助{amount}元。\n第二条 {thing}向乡镇窗口提出。"
    return Draft(Document(thing, f"{thing}补助办法"), text, "new", 1)


def amount_found(answerer: Answerer, thing: str) -> str:
    """Give what a citizen is told now; empty when nothing is."""
    found = answerer.answer(f"{thing}每户每年补助多少元", today=TODAY)
    return found.quoted if isinstance(found, Answer) and thing in found.citation.document.title else ""


async def until(answerer: Answerer, thing: str, wanted: str) -> None:
    """Wait until the answer names an amount, or until there is none."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            found = amount_found(answerer, thing)
            if (wanted in found) if wanted else not found:
                return
            await asyncio.sleep(LOOK_SECONDS)


async def measure(folder: Path, count: int) -> dict[str, float]:
    """Give seconds, medians over several things: published, changed and withdrawn to findable, and a rebuild."""
    database = create_database(sqlite_url(folder))
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    server = EmbeddedRedis(folder)
    await server.start()
    bell = Redis.from_url(server.socket.url)
    clock, ours, theirs = SystemClock(), Index(folder / "index"), Index(folder / "index")
    keepers = [
        IndexKeeper(each, IndexUpkeep(database, clock), bell, folder_id="here", loaded=lambda: None)
        for each in (ours, theirs)
    ]
    knowledge = KnowledgeServices.of(database, clock, index=keepers[0])
    await knowledge.imports.keep(drafts(count), author="benchmark", publish=True)
    for keeper in keepers:
        await keeper.ready()
    following = asyncio.create_task(keepers[1].follow())
    await asyncio.sleep(0.5)
    found = await _rounds(knowledge, Answerer(theirs))
    started = time.perf_counter()
    await knowledge.upkeep.rebuild(ours)
    found["rebuild"] = time.perf_counter() - started
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    await bell.aclose()
    await server.stop()
    await database.close()
    return found


async def _rounds(knowledge: KnowledgeServices, answerer: Answerer) -> dict[str, float]:
    """Publish, change and withdraw one thing after the other, as seen by another reader."""
    taken: dict[str, list[float]] = {"publish": [], "change": [], "withdraw": []}
    for thing in THINGS:
        for kind, wanted in (("publish", "100"), ("change", "200"), ("withdraw", "")):
            started = time.perf_counter()
            if wanted:
                await knowledge.imports.keep([novel(thing, int(wanted))], author="benchmark", publish=True)
            else:
                await knowledge.reviews.withdraw(thing, actor=KEEPER, reason="benchmark")
            await until(answerer, thing, wanted)
            taken[kind].append(time.perf_counter() - started)
    worst = max(max(each) for each in taken.values())
    return {**{kind: statistics.median(each) for kind, each in taken.items()}, "worst": worst}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(Path(folder), options.documents))
    found["ratio"] = found["publish"] / found["rebuild"]
    if options.json:
        print(json.dumps({"documents": options.documents, **found}))
        return
    table = Table("", "秒")
    for name, seconds in found.items():
        table.add_row(name, f"{seconds:.3f}")
    Console().print(table)


if __name__ == "__main__":
    main()
