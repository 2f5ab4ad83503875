"""The courier on a real database: each outcome of a sending is recorded, nothing is lost or said twice."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.wechat.api.errcodes import Answered, PlatformError
from adapters.wechat.courier import Courier, Route
from adapters.wechat.replies.passive import Renderer
from bot import outbox
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import ServiceError
from bot.message import Reply
from bot.outbox import Parcel, ParcelRecord
from bot.parcel import ParcelBody

START = datetime(2026, 3, 2, 4, tzinfo=UTC)


class Platform:
    """Takes messages, or refuses them as a test says: one outcome a message, then all are taken."""

    def __init__(self) -> None:
        self.taken: list[Mapping[str, Any]] = []
        self.outcomes: list[ServiceError | None] = []

    async def send(self, body: Mapping[str, Any]) -> None:
        outcome = self.outcomes.pop(0) if self.outcomes else None
        if outcome:
            raise outcome
        self.taken.append(body)


class Office:
    """Notes who is waited for and what became a task for staff."""

    def __init__(self) -> None:
        self.held: list[str] = []
        self.tasks: list[tuple[str, str]] = []

    async def hold(self, citizen: str) -> None:
        self.held.append(citizen)

    async def failed(self, tx: AsyncSession, parcel: Parcel, reason: str) -> None:
        assert tx.in_transaction()
        self.tasks.append((parcel.citizen, reason))


def wording(key: str, /, **values: object) -> str:
    return f"{key} {values['number']} {values['label']}"


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(START)


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def courier(database: Database, clock: SettableClock, platform: Platform, office: Office) -> Courier:
    route = Route(platform, Renderer(wording), hold=office.hold, failed=office.failed)
    return Courier(database, route, clock=clock)


def refusal(code: int) -> PlatformError:
    return PlatformError(Answered(code), now=START)


async def put(
    database: Database, text: str, *, citizen: str = "o1", dedup: str = "d", channel: str = "wechat"
) -> None:
    async with database.transaction() as tx:
        await outbox.enqueue(
            tx, citizen, body=ParcelBody(Reply(text)), dedup=dedup, now=START, channel=channel
        )


async def states(database: Database) -> list[tuple[str, str]]:
    async with database.transaction() as tx:
        rows = await tx.scalars(select(ParcelRecord).order_by(ParcelRecord.id))
        return [(row.state, row.reason) for row in rows.all()]


async def test_a_parcel_is_sent_once(database: Database, courier: Courier, platform: Platform) -> None:
    await put(database, "回执：<编号> 1")
    assert await courier.deliver_due() == 1
    assert await courier.deliver_due() == 0
    assert platform.taken == [
        {
            "touser": "o1",
            "msgtype": "text",
            "text": {"content": "回执：＜编号> 1"},
            "aimsgcontext": {"is_ai_msg": 1},
        }
    ]
    assert await states(database) == [("sent", "")]


@pytest.mark.parametrize("code", [45015, 45047])
async def test_a_closed_window_waits_for_the_citizen(
    database: Database,
    courier: Courier,
    platform: Platform,
    office: Office,
    clock: SettableClock,
    *,
    code: int,
) -> None:
    await put(database, "早")
    platform.outcomes = [refusal(code)]
    await courier.deliver_due()
    assert await states(database) == [("waiting", f"errcode {code}")]
    assert set(office.held) == {"o1"}
    clock.advance(timedelta(days=3))
    assert await courier.deliver_due() == 0
    async with database.transaction() as tx:
        assert await outbox.release(tx, "o1", now=clock.now()) == 1
    assert await courier.deliver_due() == 1
    assert await states(database) == [("sent", "")]


@pytest.mark.parametrize("code", [43004, 40003, 45002])
async def test_what_cannot_succeed_becomes_a_task(
    database: Database, courier: Courier, platform: Platform, office: Office, *, code: int
) -> None:
    await put(database, "早")
    platform.outcomes = [refusal(code)]
    await courier.deliver_due()
    assert await states(database) == [("failed", f"errcode {code}")]
    assert office.tasks == [("o1", f"errcode {code}")]


@pytest.mark.parametrize(
    ("error", "wait"),
    [
        (ServiceError(retry_after=1.0), timedelta(seconds=30)),
        (ServiceError(retry_after=90.0), timedelta(seconds=90)),
        (refusal(-1), timedelta(seconds=60)),
        (refusal(40164), timedelta(minutes=15)),
        (refusal(45009), timedelta(hours=12)),
    ],
)
async def test_what_may_succeed_is_tried_later(
    database: Database,
    courier: Courier,
    platform: Platform,
    clock: SettableClock,
    *,
    error: ServiceError,
    wait: timedelta,
) -> None:
    await put(database, "早")
    platform.outcomes = [error]
    await courier.deliver_due()
    clock.advance(wait - timedelta(seconds=1))
    assert await courier.deliver_due() == 0
    clock.advance(timedelta(seconds=1))
    assert await courier.deliver_due() == 1
    assert await states(database) == [("sent", "")]


async def test_waits_grow_and_end_with_a_task(
    database: Database, courier: Courier, platform: Platform, office: Office, clock: SettableClock
) -> None:
    await put(database, "早")
    platform.outcomes = [ServiceError() for _ in range(9)]
    tries = 0
    for _ in range(200):
        tries += await courier.deliver_due()
        clock.advance(timedelta(minutes=2))
    assert tries == 8
    assert await states(database) == [("failed", "ServiceError")]
    assert office.tasks == [("o1", "ServiceError")]


async def test_a_parcel_sent_in_part_says_nothing_twice(
    database: Database, courier: Courier, platform: Platform, clock: SettableClock
) -> None:
    sentence = "甲" * 400 + "。"
    await put(database, sentence * 3)
    platform.outcomes = [None, refusal(45047)]
    await courier.deliver_due()
    assert [state for state, _ in await states(database)] == ["sent", "due"]
    clock.advance(timedelta(seconds=1))
    await courier.deliver_due()
    assert [body["text"]["content"] for body in platform.taken] == [sentence] * 3
    assert [state for state, _ in await states(database)] == ["sent", "sent"]


async def test_a_dead_couriers_parcel_goes_to_the_next(
    database: Database, courier: Courier, platform: Platform, clock: SettableClock
) -> None:
    await put(database, "早")
    async with database.transaction() as tx:
        assert await outbox.claim(tx, "wechat", now=START, limit=1, lease=timedelta(minutes=2))
    assert await courier.deliver_due() == 0
    clock.advance(timedelta(minutes=2))
    assert await courier.deliver_due() == 1
    assert len(platform.taken) == 1


async def test_one_citizens_failure_does_not_stop_anothers_parcel(
    database: Database, courier: Courier, platform: Platform
) -> None:
    await put(database, "一", citizen="o1", dedup="a")
    await put(database, "二", citizen="o2", dedup="b")
    platform.outcomes = [refusal(45015)]
    assert await courier.deliver_due() == 2
    assert len(platform.taken) == 1
    assert sorted(state for state, _ in await states(database)) == ["sent", "waiting"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"text": "旧的一条"}, ["旧的一条"]),
        ({"rendered": ["前一半", "后一半"], "automatic": True}, ["前一半", "后一半"]),
    ],
)
async def test_a_row_that_was_written_long_ago_is_delivered(
    database: Database, courier: Courier, platform: Platform, row: dict[str, object], said: list[str]
) -> None:
    await put(database, "新的一条")
    async with database.transaction() as tx:
        await tx.execute(update(ParcelRecord).values(body=row))
    assert await courier.deliver_due() == 1
    assert [message["text"]["content"] for message in platform.taken] == said


async def test_what_is_no_longer_so_is_not_said_and_troubles_nobody(
    database: Database, clock: SettableClock, courier: Courier, platform: Platform, office: Office
) -> None:
    body = ParcelBody(Reply("还没填完"), until=START + timedelta(hours=1))
    async with database.transaction() as tx:
        await outbox.enqueue(tx, "o1", body=body, dedup="draft:1", now=START)
    clock.advance(timedelta(hours=2))
    assert await courier.deliver_due() == 1
    assert platform.taken == []
    assert office.tasks == []
    async with database.transaction() as tx:
        [row] = (await tx.scalars(select(ParcelRecord))).all()
    assert (row.state, row.reason) == ("failed", "lapsed")


async def test_a_parcel_that_nobody_can_read_goes_to_staff_and_the_others_to_their_citizens(
    database: Database, courier: Courier, platform: Platform, office: Office
) -> None:
    bodies: list[dict[str, object]] = [
        {"text": "半个字", "choices": [["只有一半"]]},
        {"text": "没有网址", "card": {"title": "a"}},
        {"text": "没有期限", "until": "明天"},
        {"text": "选项是数", "choices": [1]},
    ]
    async with database.transaction() as tx:
        for number, body in enumerate(bodies):
            words = ParcelBody(Reply("改坏之前"))
            await outbox.enqueue(tx, f"bad{number}", body=words, dedup=f"b{number}", now=START)
            await tx.execute(
                update(ParcelRecord).where(ParcelRecord.citizen == f"bad{number}").values(body=body)
            )
    await put(database, "您好", citizen="o9")
    assert await courier.deliver_due() == 5
    assert [message["touser"] for message in platform.taken] == ["o9"]
    assert office.tasks == [(f"bad{number}", "unreadable") for number in range(4)]
    assert await courier.deliver_due() == 0
