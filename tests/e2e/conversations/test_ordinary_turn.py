"""What an ordinary question costs: where the notes of what waits are known, no look into the database at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event

from adapters.redis.waiting_notes import known_key
from adapters.serving import note_waiting
from bot.inbound.hand import Rendered
from bot.message import Inbound
from bot.outbound.outbox import ParcelRecord
from tests.e2e.conversations.stage import House

# A question by itself, one that goes on with it, and others on other matters.
QUESTIONS = (
    "公租房申请要什么条件",
    "那租金是多少",
    "加装电梯补助多少钱一台",
    "农村建房宅基地面积",
    "公积金贷款最高额度",
)


@contextmanager
def looks(house: House) -> Iterator[list[str]]:
    """Give the statements that read or write anything within the block."""
    engine, found = house.ready.resources.database.engine.sync_engine, list[str]()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def asked(house: House, key: str, said: str = "高龄津贴多少钱") -> bytes:
    inbound = Inbound("wechat", "oOrdinary", key, "text", datetime.now(UTC), said)
    return await house.ready.reception.receive(
        inbound, render=lambda replies: Rendered(replies[0].text.encode()), budget=60.0
    )


async def test_a_question_looks_for_what_waits_only_until_the_notes_are_known(house: House) -> None:
    await house.ready.resources.redis.delete(known_key())
    with looks(house) as found:
        assert await asked(house, "ordinary-1")
    assert any(ParcelRecord.__tablename__ in statement for statement in found)
    await note_waiting(house.ready)
    with looks(house) as found:
        assert await asked(house, "ordinary-2")
        for number, said in enumerate(QUESTIONS):
            assert await asked(house, f"ordinary-of-{number}", said)
            assert found == [], (said, found)
