"""Ten thousand subscribers, fifty publications, a worker killed in between: each is told of each thing once, or it waits.

`python -m benchmarks.subscriptions [--postgresql] [--subscribers N] [--publications N]` publishes, lets a worker begin and
kills it with SIGKILL, takes some documents back, lets two other workers go on at once, and compares with what each was to
be told, worked out independently. It prints the figures, and ends with 1 where anybody was told twice, too little or too
much. A worker is this module itself with `--work ADDRESS`.
"""

import argparse
import asyncio
import re
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter

from rich.console import Console
from rich.table import Table
from sqlalchemy import func, insert, select

from adapters.services.knowledge import KnowledgeServices
from adapters.storage.engine import create_database, sqlite_url
from adapters.storage.migrate import upgrade
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import ServiceError
from bot.outbound.outbox import ParcelRecord, is_open
from bot.privacy import Vault
from handlers.subscriptions.consent.records import SubscriberRecord, SubscriptionRecord
from handlers.subscriptions.consent.service import SEALED_FOR, Subscriber, person_mark
from handlers.subscriptions.digest.words import SHOWN
from handlers.subscriptions.feed.records import ToldRecord
from handlers.subscriptions.office import SubscriptionOffice
from handlers.subscriptions.subject import SubjectKind
from handlers.texts import Texts
from knowledge.documents.document import Document, Kind
from knowledge.documents.draft import Draft
from knowledge.publication.lifecycle import Duty, Person

BEGAN = datetime(2026, 12, 1, 2, tzinfo=UTC)
PUBLISHED, DUE = BEGAN + timedelta(hours=1), datetime(2026, 12, 2, 1, 5, tzinfo=UTC)
VAULT = Vault("a secret of the proof, which is long enough")
TOPICS = tuple(f"主题{letter}" for letter in "甲乙丙丁戊己庚辛")
WORDS = tuple(f"字词{number:03}" for number in range(200))
TOWNS = ("石桥镇", "梅岭镇", "白水镇")
ROWS_A_TRIP = 500
TAKEN_BACK_EACH = 10
KILLED_AT_SHARE = 0.3
LOOK_SECONDS = 0.02
BREATH_SECONDS = 0.05
KEEPER = Person("keeper", frozenset(Duty))
LISTED = re.compile(r"/m/documents/(news-\d+)")
MORE = re.compile(r"还有(\d+)份")


class NoIndex:
    """Stands where a program has an index: nobody searches here."""

    async def changed(self) -> None:
        """Hear that something became public."""

    async def withdrawn(self, identifier: str) -> None:
        """Hear that something was taken back."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A document as it is published, and by what it is found."""

    number: int
    topic: str
    town: str
    words: tuple[str, ...]

    @property
    def id(self) -> str:
        """Its identifier."""
        return f"news-{self.number}"

    @property
    def keys(self) -> frozenset[tuple[str, str]]:
        """What a subscriber finds it by, worked out without the program."""
        named = {(SubjectKind.TOPIC.value, self.topic)}
        if self.town:
            named.add((SubjectKind.PLACE.value, self.town))
        return frozenset(named | {(SubjectKind.KEYWORD.value, word) for word in self.words})

    @property
    def draft(self) -> Draft:
        """What is imported."""
        title = f"{self.town}关于第{self.number}件事的通知"
        document = Document(self.id, title, kind=Kind.NOTICE, theme=self.topic)
        return Draft(document, f"第一条 说的是{'、'.join(self.words)}。", "rows.jsonl", self.number)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: whom it went wrong for, how often and how, and how long each part took in seconds."""

    told: int
    waiting: int
    killed_after: int
    faults: Counter[str]
    seconds: dict[str, float] = field(default_factory=dict)


def office_on(database: Database, clock: SettableClock) -> SubscriptionOffice:
    """Give the office of subscriptions on a database."""
    return SubscriptionOffice.of(
        database, vault=VAULT, clock=clock, texts=Texts.load(), address=lambda one: f"/m/documents/{one}"
    )


def publications(count: int, chance: Random) -> list[Publication]:
    """Give documents of all topics, some of a town, each with a few words."""
    return [
        Publication(
            number,
            TOPICS[number % len(TOPICS)],
            chance.choice((*TOWNS, "", "")),
            tuple(sorted(chance.sample(WORDS, 5))),
        )
        for number in range(count)
    ]


def wishes(count: int, chance: Random) -> dict[str, list[tuple[str, str]]]:
    """Give who is subscribed to what: a topic or two, sometimes a town, sometimes a word."""
    found: dict[str, list[tuple[str, str]]] = {}
    for number in range(count):
        wanted = [(SubjectKind.TOPIC.value, topic) for topic in chance.sample(TOPICS, chance.randint(1, 2))]
        if chance.random() < 0.2:
            wanted.append((SubjectKind.PLACE.value, chance.choice(TOWNS)))
        if chance.random() < 0.3:
            wanted.append((SubjectKind.KEYWORD.value, chance.choice(WORDS)))
        found[f"oCitizen{number:06}"] = wanted
    return found


async def prove(url: str, *, subscribers: int, count: int) -> Outcome:
    """Do all of it on a new database at an address; give what came of it."""
    chance, seconds = Random(15), dict[str, float]()
    database = create_database(url)
    clock = SettableClock(BEGAN)
    try:
        await upgrade(database)
        people, news = wishes(subscribers, chance), publications(count, chance)
        await _enrol(database, people)
        knowledge = KnowledgeServices.of(database, clock, index=NoIndex())
        clock.set(PUBLISHED)
        began = perf_counter()
        await knowledge.imports.keep([one.draft for one in news], author="proof", publish=True)
        office = office_on(database, clock)
        while await office.newsroom.take_up():
            pass
        seconds["take_up"] = perf_counter() - began
        killed_after = await _killed(url, database, share=KILLED_AT_SHARE * subscribers)
        clock.set(DUE)
        began = perf_counter()
        gone = {one.id for one in news if one.number % TAKEN_BACK_EACH == 0}
        for identifier in sorted(gone):
            await knowledge.reviews.withdraw(identifier, actor=KEEPER, reason="内容有误")
        while await office.newsroom.retract():
            pass
        seconds["retract"] = perf_counter() - began
        began = perf_counter()
        for worker in [await _worker(url) for _ in range(2)]:
            if await worker.wait():
                raise RuntimeError("a worker ended badly")
        seconds["write"] = perf_counter() - began
        wanted = {citizen: _wanted(keys, news, gone) for citizen, keys in people.items()}
        return await _compared(database, wanted, killed_after=killed_after, seconds=seconds)
    finally:
        await database.close()


async def _enrol(database: Database, people: dict[str, list[tuple[str, str]]]) -> None:
    marks = {citizen: person_mark(VAULT, Subscriber(citizen, "wechat")) for citizen in people}
    subscribers = [
        {
            "person": marks[citizen],
            "citizen": VAULT.seal(citizen, purpose=SEALED_FOR),
            "channel": "wechat",
            "hour": 9,
            "next_at": DUE - timedelta(minutes=5),
            "told_to": 0,
            "cause": "",
        }
        for citizen in people
    ]
    subscriptions = [
        {"person": marks[citizen], "kind": kind, "target": key, "name": key, "consent": "1", "made_at": BEGAN}
        for citizen, wanted in people.items()
        for kind, key in wanted
    ]
    for record, rows in ((SubscriberRecord, subscribers), (SubscriptionRecord, subscriptions)):
        for start in range(0, len(rows), ROWS_A_TRIP):
            async with database.transaction() as tx:
                await tx.execute(insert(record), rows[start : start + ROWS_A_TRIP])


async def _worker(url: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.subscriptions", "--work", url, stdout=asyncio.subprocess.DEVNULL
    )


async def _killed(url: str, database: Database, *, share: float) -> int:
    """Let a worker begin, and kill it once it has written to so many; give to how many it had."""
    worker = await _worker(url)
    count = 0
    while count < share and worker.returncode is None:
        await asyncio.sleep(LOOK_SECONDS)
        async with database.reading() as tx:
            count = int(await tx.scalar(select(func.count()).select_from(ParcelRecord)) or 0)
    if worker.returncode is None:
        worker.send_signal(signal.SIGKILL)
    await worker.wait()
    return count


def _wanted(keys: Sequence[tuple[str, str]], news: Sequence[Publication], gone: set[str]) -> frozenset[str]:
    return frozenset(one.id for one in news if one.id not in gone and one.keys & set(keys))


async def _compared(
    database: Database,
    wanted: dict[str, frozenset[str]],
    *,
    killed_after: int,
    seconds: dict[str, float],
) -> Outcome:
    faults: Counter[str] = Counter()
    async with database.reading() as tx:
        parcels = (await tx.execute(select(ParcelRecord.citizen, ParcelRecord.body).where(is_open()))).all()
        told = (await tx.execute(select(ToldRecord.person, ToldRecord.document_id))).all()
    said: dict[str, list[str]] = {}
    for citizen, body in parcels:
        said.setdefault(citizen, []).append(str(body["text"]))
    noted: dict[str, list[str]] = {}
    for person, document in told:
        noted.setdefault(person, []).append(document)
    for citizen, documents in wanted.items():
        mark = person_mark(VAULT, Subscriber(citizen, "wechat"))
        faults.update(_faults(said.get(citizen, []), noted.get(mark, []), documents))
    return Outcome(
        told=len(said),
        waiting=len(parcels),
        killed_after=killed_after,
        faults=faults,
        seconds=seconds,
    )


def _faults(said: Sequence[str], noted: Sequence[str], documents: frozenset[str]) -> list[str]:
    """Tell what is wrong with what one subscriber was told."""
    if not documents:
        return ["told of nothing"] if said else []
    if len(said) != 1:
        return ["no message" if not said else "several messages"]
    listed = LISTED.findall(said[0])
    more = MORE.search(said[0])
    total = len(listed) + (int(more[1]) if more else 0)
    found = []
    if len(set(listed)) != len(listed) or not set(listed) <= documents or len(listed) > SHOWN:
        found.append("wrong documents named")
    if total != len(documents):
        found.append("not as many as there are")
    if sorted(noted) != sorted(documents):
        found.append("not noted as told")
    return found


async def work(url: str) -> None:
    """Be a worker until nothing is due."""
    database = create_database(url)
    office = office_on(database, SettableClock(DUE))
    try:
        while await _stepped(office):
            pass
    finally:
        await database.close()


async def _stepped(office: SubscriptionOffice) -> bool:
    """Make a round as the job of a worker does; where the database is busy, another follows."""
    try:
        count = await office.step()
    except ServiceError:
        count = 1
    await asyncio.sleep(BREATH_SECONDS)
    return count > 0


def main() -> int:
    """Prove it; give the exit code."""
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--postgresql", action="store_true", help="on a PostgreSQL of its own")
    reading.add_argument("--subscribers", type=int, default=10_000)
    reading.add_argument("--publications", type=int, default=50)
    reading.add_argument("--work", default="", help=argparse.SUPPRESS)
    given = reading.parse_args()
    if given.work:
        asyncio.run(work(given.work))
        return 0
    outcome = asyncio.run(_proved(given.subscribers, given.publications, postgresql=given.postgresql))
    table = Table("订的人", "公开的文件", "杀掉时已写", "写好的消息", "订了而有新的", "不对的")
    faults = sum(outcome.faults.values())
    table.add_row(
        *map(
            str,
            (
                given.subscribers,
                given.publications,
                outcome.killed_after,
                outcome.waiting,
                outcome.told,
                faults,
            ),
        )
    )
    console = Console()
    console.print(table)
    console.print("、".join(f"{part} {spent:.1f}秒" for part, spent in outcome.seconds.items()))
    if faults:
        console.print(dict(outcome.faults))
    return 1 if faults else 0


async def _proved(subscribers: int, count: int, *, postgresql: bool) -> Outcome:
    with ExitStack() as stack:
        if postgresql:
            from tests.integration.postgres import Server

            server = await asyncio.to_thread(Server.start)
            stack.callback(server.stop)
            url = server.new_database()
        else:
            url = sqlite_url(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        return await prove(url, subscribers=subscribers, count=count)


if __name__ == "__main__":
    sys.exit(main())
