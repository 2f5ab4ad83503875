"""What an ordinary question costs: where the notes of what waits are known, no look into the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event

from adapters.redis.waiting_notes import KNOWN
from adapters.serving import note_waiting
from bot.inbound.hand import Rendered
from bot.message import Inbound
from bot.outbound.outbox import ParcelRecord
from tests.e2e.conversations.stage import House


@contextmanager
def looks(house: House) -> Iterator[list[str]]:
    """Give the statements that read or write parcels within the block."""
    engine, found = house.ready.resources.database.engine.sync_engine, list[str]()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if ParcelRecord.__tablename__ in statement:
            found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def asked(house: House, key: str) -> bytes:
    inbound = Inbound("wechat", "oOrdinary", key, "text", datetime.now(UTC), "高龄津贴多少钱")
    return await house.ready.reception.receive(
        inbound, render=lambda replies: Rendered(replies[0].text.encode()), budget=60.0
    )


async def test_a_question_looks_for_what_waits_only_until_the_notes_are_known(house: House) -> None:
    await house.ready.resources.redis.delete(KNOWN)
    with looks(house) as found:
        assert await asked(house, "ordinary-1")
    assert found
    await note_waiting(house.ready)
    with looks(house) as found:
        assert await asked(house, "ordinary-2")
    assert not found
