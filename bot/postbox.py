"""What cannot be said at once goes into the outbox: how a reply becomes a parcel's body and is read from it again."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import outbox
from bot.clock import Clock
from bot.database import Database
from bot.message import Card, Choice, Inbound, Reply
from bot.reception import Desk

# Makes a message that could not be handled a task for staff, in the caller's transaction, once for a message.
Task = Callable[[AsyncSession, Inbound], Awaitable[object]]


def reply_of(body: Mapping[str, Any]) -> Reply:
    """Give the reply that a parcel's body stands for: `text`, `choices` as pairs of label and payload, `card`."""
    card = body.get("card")
    return Reply(
        text=str(body.get("text") or ""),
        choices=tuple(Choice(str(label), str(payload)) for label, payload in body.get("choices") or ()),
        card=Card(**card) if card else None,
    )


def body_of(reply: Reply, *, automatic: bool, first: int = 1) -> dict[str, object]:
    """Give the parcel's body of a reply; the inverse of `reply_of`. `first` is the number of its first choice."""
    body: dict[str, object] = {
        "text": reply.text,
        "choices": [[choice.label, choice.payload] for choice in reply.choices],
        "automatic": automatic,
    }
    if first > 1 and reply.choices:
        body["first"] = first
    if reply.card:
        shown = reply.card
        body["card"] = {
            "title": shown.title,
            "description": shown.description,
            "url": shown.url,
            "picture_url": shown.picture_url,
        }
    return body


def first_number(body: Mapping[str, Any]) -> int:
    """Give the number of a parcel's first choice: the replies to one message are numbered through."""
    return int(body.get("first") or 1)


def desk(database: Database, *, clock: Clock, task: Task) -> Desk:
    """Give reception's desk, which posts into the outbox."""

    async def post(inbound: Inbound, replies: Sequence[Reply]) -> None:
        async with database.transaction() as tx:
            await _lay(tx, inbound, replies, now=clock.now())

    async def wrote_again(citizen: str) -> None:
        async with database.transaction() as tx:
            await outbox.release(tx, citizen, now=clock.now())

    async def set_aside(inbound: Inbound, replies: Sequence[Reply]) -> None:
        async with database.transaction() as tx:
            await task(tx, inbound)
            await _lay(tx, inbound, replies, now=clock.now())

    return Desk(post, wrote_again, set_aside)


async def _lay(tx: AsyncSession, inbound: Inbound, replies: Sequence[Reply], *, now: datetime) -> None:
    starts = accumulate((len(reply.choices) for reply in replies), initial=1)
    for number, (reply, first) in enumerate(zip(replies, starts, strict=False)):
        await outbox.enqueue(
            tx,
            inbound.citizen,
            channel=inbound.channel,
            body=body_of(reply, automatic=True, first=first),
            # With the text, since what was posted as an answer's rest is not the whole of it.
            dedup=f"late:{inbound.identity}:{number}:{reply.text}",
            now=now,
        )
