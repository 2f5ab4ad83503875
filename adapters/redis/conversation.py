"""What is kept of a citizen's talk: the turns in Redis, and the talks and answers of hand-overs to people."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from redis.asyncio import Redis
from sqlalchemy import select

from adapters.redis.person import CitizenAccount, RedisTraces
from bot.database import Database
from bot.privacy import Vault
from handlers.disclosure.bundle.service import SaidTurn
from handlers.tickets.records import TicketRecord
from handlers.tickets.service import purpose

SPEAKERS = frozenset({"user", "bot"})


class KeptConversation:
    """Gives the turns of a talk since an instant; raises `ServiceError` when a store is away."""

    def __init__(self, database: Database, redis: Redis, *, vault: Vault) -> None:
        self._database = database
        self._traces = RedisTraces(redis, vault=vault)
        self._vault = vault

    async def __call__(self, channel: str, citizen: str, since: datetime) -> Sequence[SaidTurn]:
        """Give what was said, each turn once."""
        kept = await self._traces.talk(CitizenAccount(channel, citizen))
        said = [turn for events in kept for turn in _turns(events)]
        async with self._database.reading() as tx:
            own = (TicketRecord.citizen == citizen) & (TicketRecord.channel == channel)
            tickets = (await tx.scalars(select(TicketRecord).where(own).order_by(TicketRecord.number))).all()
        said += [turn for ticket in tickets for turn in self._of_ticket(ticket)]
        return [turn for turn in dict.fromkeys(said) if turn.at >= since]

    def _of_ticket(self, ticket: TicketRecord) -> Iterator[SaidTurn]:
        if ticket.transcript:
            for who, text, at in json.loads(
                self._vault.open(ticket.transcript, purpose=purpose(ticket.number))
            ):
                yield SaidTurn(str(who), datetime.fromtimestamp(at, UTC), str(text))
        if ticket.answer and ticket.answered_at:
            yield SaidTurn(f"staff:{ticket.answered_by}", ticket.answered_at, ticket.answer)


def _turns(events: Sequence[Mapping[str, Any]] | None) -> Iterator[SaidTurn]:
    for event in events or ():
        if event.get("event") in SPEAKERS and event.get("text"):
            at = datetime.fromtimestamp(float(event.get("timestamp") or 0), UTC)
            yield SaidTurn(str(event["event"]), at, str(event["text"]))
