"""Subscriptions on a test's database, beside the services that publish."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from sqlalchemy import select

from adapters.services.knowledge import KnowledgeServices
from bot.clock import SettableClock
from bot.database import Database
from bot.outbound.outbox import ParcelRecord
from bot.privacy import Vault
from handlers.published.sources import Sources
from handlers.subscriptions.consent.service import Held, Subscriber
from handlers.subscriptions.office import SubscriptionOffice
from handlers.subscriptions.subject import Subject, SubjectKind
from handlers.texts import Texts
from knowledge.documents.document import Document, Kind
from knowledge.documents.draft import Draft
from tests.factories.publication import knowledge_services, release, withdraw

# Ten in the morning of a Wednesday in China: the message of nine o'clock comes on the next day.
NOW = datetime(2026, 12, 2, 2, 0, tzinfo=UTC)
CARE = Subject(SubjectKind.TOPIC, "养老服务", "养老服务")
VAULT = Vault("a secret of the tests that is long enough")


@dataclass(frozen=True)
class SubscriptionWorld:
    """The office of subscriptions, the keepers of documents, and their clock."""

    database: Database
    clock: SettableClock
    office: SubscriptionOffice
    knowledge: KnowledgeServices

    @classmethod
    def on(cls, database: Database) -> Self:
        """Give it on a database."""
        return cls.beside(database, VAULT, SettableClock(NOW))

    @classmethod
    def beside(cls, database: Database, vault: Vault, clock: SettableClock) -> Self:
        """Give it with another's key and clock."""
        texts = Texts.load()
        office = SubscriptionOffice.of(
            database,
            vault=vault,
            clock=clock,
            texts=texts,
            address=Sources(texts, public_url="https://county.example").address,
        )
        return cls(database, clock, office, knowledge_services(database, clock))

    async def agree(self, citizen: str, *subjects: Subject) -> Held:
        """Subscribe somebody."""
        held = Held()
        for subject in subjects or (CARE,):
            held = await self.office.service.agree(Subscriber(citizen, "wechat"), subject, consent="1")
        return held

    async def write(self, identifier: str, text: str = "第一条 每月六十元。", **fields: object) -> None:
        """Keep a version of a document that nobody sees yet."""
        values: dict[str, object] = {
            "kind": Kind.NOTICE,
            "theme": "养老服务",
            "title": f"关于{identifier}的通知",
            **fields,
        }
        draft = Draft(Document(identifier, **values), text, "rows.jsonl", 1)  # type: ignore[arg-type]
        await self.knowledge.imports.keep([draft], author="writer")

    async def publish(self, identifier: str, text: str = "第一条 每月六十元。", **fields: object) -> None:
        """Publish a document, or a change of it, through the three reviews, a minute later."""
        self.clock.advance(timedelta(minutes=1))
        await self.write(identifier, text, **fields)
        await release(self.knowledge, identifier)

    async def retract(self, identifier: str) -> None:
        """Take a document back."""
        self.clock.advance(timedelta(minutes=1))
        await withdraw(self.knowledge, identifier)

    async def to(self, hour: int, *, days: int = 1) -> None:
        """Move to an hour of China some days on, and let the worker do what is due."""
        local = (self.clock.now() + timedelta(hours=8, days=days)).replace(hour=hour, minute=0, second=1)
        self.clock.set(local - timedelta(hours=8))
        await self.work()

    async def work(self) -> None:
        """Let the worker do what is due."""
        while await self.office.step():
            pass

    async def parcels(self, citizen: str | None = None) -> list[ParcelRecord]:
        """Give what lies in the outbox, the oldest first; of one citizen, when named."""
        chosen = select(ParcelRecord).order_by(ParcelRecord.id)
        if citizen is not None:
            chosen = chosen.where(ParcelRecord.citizen == citizen)
        async with self.database.reading() as tx:
            return list(await tx.scalars(chosen))

    async def said(self, citizen: str) -> list[str]:
        """Give the texts that wait for somebody or went out."""
        return [
            str(one.body.get("text"))
            for one in await self.parcels(citizen)
            if one.state in {"due", "waiting", "sent"}
        ]
