"""Citizens who ask for a person, on a real gate and a real database, whatever becomes of these two."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from rasa_sdk.interfaces import Action
from redis.asyncio import Redis
from sqlalchemy import select

from adapters.redis.gate import RedisGate
from bot.clock import SystemClock
from bot.database import Database
from bot.errors import ServiceError
from bot.inbound.reception import Reception, Rendered
from bot.message import Inbound, Reply
from bot.outbound import postbox
from bot.outbound.outbox import ParcelRecord
from bot.outbound.parcel import ParcelBody
from bot.privacy import Vault
from handlers.texts import Texts
from handlers.tickets.records import TicketRecord
from handlers.tickets.service import HandoverRequest, TicketService
from tests.fakes.engine import engine

VAULT = Vault("a secret of thirty-two letters ok")
TEXTS = Texts.load()


class Opens(Action):
    """Opens a ticket for the message, as the hand-over does."""

    def __init__(self, tickets: TicketService) -> None:
        self._tickets = tickets

    def name(self) -> str:
        return "action_person"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        key = tracker.latest_message["metadata"]["key"]
        opened = await self._tickets.open(HandoverRequest(tracker.sender_id, "wechat", key, "问", ()))
        dispatcher.utter_message(text=opened.number)
        return []


def said(number: int) -> Inbound:
    return Inbound("wechat", f"o{number}", f"m:{number}", "text", datetime.now(UTC), "人工")


def render(replies: Sequence[Reply]) -> Rendered:
    return Rendered("|".join(reply.text for reply in replies).encode())


def reception(redis: Redis, database: Database) -> Reception:
    clock = SystemClock()
    tickets = TicketService(database, vault=VAULT, clock=clock, texts=TEXTS)
    desk = postbox.desk(database, clock=clock, task=tickets.unhandled)
    gate = RedisGate(redis, vault=VAULT, rate_limit=0)
    return Reception(gate=gate, dispatcher=engine((Opens(tickets),))[0], desk=desk, wording=TEXTS)


async def hear(desk: Reception, number: int) -> str:
    try:
        return (await desk.receive(said(number), render=render, budget=4)).decode()
    except ServiceError:
        return TEXTS("general.unavailable")


async def tickets_of(database: Database) -> dict[str, str]:
    async with database.reading() as tx:
        found = (await tx.scalars(select(TicketRecord))).all()
    assert max(Counter(ticket.citizen for ticket in found).values()) == 1
    return {ticket.citizen: ticket.number for ticket in found}


async def posted_to(database: Database) -> dict[str, str]:
    async with database.reading() as tx:
        found = (await tx.scalars(select(ParcelRecord))).all()
    return {parcel.citizen: ParcelBody.read(parcel.body).words for parcel in found}


async def leases_over(redis: Redis) -> None:
    for kind in ("claim", "lock"):
        for name in await redis.keys(f"mingbai:{kind}:*"):
            await redis.delete(name)
