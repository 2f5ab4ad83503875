"""The courier on a real database: each outcome of a sending is recorded, nothing is lost or said twice."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.wechat.api.errcodes import Answered, PlatformError, StoppedError
from adapters.wechat.courier import AT_ONCE, Courier, Route
from adapters.wechat.replies.later import LaterWriter
from adapters.wechat.replies.passive import Renderer
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import ServiceError
from bot.message import Choice, Reply
from bot.outbound import attempts, outbox
from bot.outbound.attempts import AttemptRecord
from bot.outbound.ladder import SendWindow
from bot.outbound.outbox import Parcel, ParcelRecord
from bot.outbound.parcel import ParcelBody

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
        self.came: list[str] = []

    async def hold(self, citizen: str) -> None:
        self.held.append(citizen)

    async def failed(self, tx: AsyncSession, parcel: Parcel, reason: str) -> str:
        assert tx.in_transaction()
        self.tasks.append((parcel.citizen, reason))
        return f"T{len(self.tasks)}"

    async def arrived(self, tx: AsyncSession, parcel: Parcel) -> None:
        assert tx.in_transaction()
        self.came.append(parcel.task)


class Known:
    """What is known of windows, as a test says; counts what was spent."""

    def __init__(self) -> None:
        self.windows: dict[str, SendWindow] = {}
        self.spent: list[str] = []

    async def standing(self, citizen: str, *, now: datetime) -> SendWindow:
        return self.windows.get(citizen, SendWindow.UNKNOWN)

    async def spend(self, citizen: str, *, now: datetime) -> None:
        self.spent.append(citizen)

    async def learn_shut(self, citizen: str, *, now: datetime) -> None:
        self.windows[citizen] = SendWindow.SHUT


class Inviting:
    """Invites, or is refused as a test says."""

    def __init__(self) -> None:
        self.invited: list[str] = []
        self.outcomes: list[ServiceError] = []

    async def invite(self, citizen: str, *, key: str) -> str:
        if self.outcomes:
            raise self.outcomes.pop(0)
        self.invited.append(citizen)
        return f"msg-{len(self.invited)}"


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
def known() -> Known:
    return Known()


@pytest.fixture
def route(platform: Platform, office: Office, known: Known) -> Route:
    return Route(
        platform,
        LaterWriter(Renderer(wording)),
        hold=office.hold,
        failed=office.failed,
        windows=known,
        arrived=office.arrived,
    )


@pytest.fixture
def courier(database: Database, clock: SettableClock, route: Route) -> Courier:
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
    *,
    clock: SettableClock,
    known: Known,
    code: int,
) -> None:
    await put(database, "早")
    platform.outcomes = [refusal(code)]
    await courier.deliver_due()
    assert await states(database) == [("waiting", f"errcode {code}")]
    assert set(office.held) == {"o1"}
    clock.advance(timedelta(days=3))
    assert await courier.deliver_due() == 0
    known.windows["o1"] = SendWindow.OPEN
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
        (
            StoppedError(Answered(40164), now=START, again_at=START + timedelta(minutes=7)),
            timedelta(minutes=7),
        ),
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


async def test_what_was_held_up_with_all_others_waits_no_longer_when_the_world_fails_it_afterwards(
    database: Database, courier: Courier, platform: Platform, clock: SettableClock
) -> None:
    await put(database, "早")
    held = StoppedError(Answered(40001), now=START, again_at=START)
    platform.outcomes = [*[held] * 8, ServiceError()]
    for _ in range(9):
        assert await courier.deliver_due() == 1
        clock.advance(timedelta(minutes=2))
    assert await courier.deliver_due() == 1
    assert await states(database) == [("sent", "")]


async def test_what_the_world_fails_is_tried_ever_more_seldom_and_never_given_up(
    database: Database, courier: Courier, platform: Platform, office: Office, clock: SettableClock
) -> None:
    await put(database, "早")
    platform.outcomes = [ServiceError() for _ in range(200)]
    tries = 0
    for _ in range(24 * 6):
        tries += await courier.deliver_due()
        clock.advance(timedelta(minutes=10))
    assert 130 <= tries <= 24 * 6
    platform.outcomes = []
    clock.advance(timedelta(hours=1))
    assert await courier.deliver_due() == 1
    assert await states(database) == [("sent", "")]
    assert office.tasks == []


async def test_a_parcel_sent_in_part_says_nothing_twice_and_keeps_its_place(
    database: Database, courier: Courier, platform: Platform, known: Known, clock: SettableClock
) -> None:
    sentence = "甲" * 400 + "。"
    await put(database, sentence * 3)
    platform.outcomes = [None, refusal(45047)]
    await courier.deliver_due()
    await put(database, "后来写的", dedup="later")
    assert [state for state, _ in await states(database)] == ["waiting", "due"]
    assert await courier.deliver_due() == 0
    known.windows["o1"] = SendWindow.OPEN
    async with database.transaction() as tx:
        await outbox.release(tx, "o1", now=clock.now())
    while await courier.deliver_due():
        clock.advance(timedelta(seconds=1))
    assert [body["text"]["content"] for body in platform.taken] == [*[sentence] * 3, "后来写的"]
    assert [state for state, _ in await states(database)] == ["sent", "sent"]


async def test_a_text_that_the_platform_finds_too_long_is_said_in_smaller_parts(
    database: Database, courier: Courier, platform: Platform, office: Office
) -> None:
    sentence = "甲" * 99 + "。"
    await put(database, sentence * 4)
    platform.outcomes = [refusal(45002), None, refusal(45002)]
    await courier.deliver_due()
    said = [body["text"]["content"] for body in platform.taken]
    # Halved, and the second half halved once more: nothing is said twice, nothing is left out.
    assert said == [sentence * 2, sentence, sentence]
    assert await states(database) == [("sent", "")]
    assert [(rung, code) for rung, code, _, _ in await tried(database)] == [
        ("service", 45002), ("service", 45002), ("service", 0)
    ]  # fmt: skip
    assert office.tasks == []


async def test_an_account_that_may_not_send_items_gets_them_numbered_at_once(
    database: Database, route: Route, clock: SettableClock, platform: Platform, office: Office
) -> None:
    tapping = replace(route, writer=LaterWriter(Renderer(wording), taps=True))
    body = ParcelBody(Reply("好", (Choice("看全文", "/more"),)))
    async with database.transaction() as tx:
        await outbox.enqueue(tx, "o1", body=body, dedup="d", now=START)
    platform.outcomes = [refusal(40200)]
    await Courier(database, tapping, clock=clock).deliver_due()
    assert [each["text"]["content"] for each in platform.taken] == ["好\nwechat.choice 1 看全文"]
    assert [(rung, code) for rung, code, _, _ in await tried(database)] == [
        ("service", 40200),
        ("service", 0),
    ]
    assert office.tasks == []


async def test_items_that_the_window_keeps_back_are_still_items_later(
    database: Database, route: Route, clock: SettableClock, platform: Platform, known: Known
) -> None:
    courier = Courier(database, replace(route, writer=LaterWriter(Renderer(wording), taps=True)), clock=clock)
    long = "甲" * 400 + "。"
    body = ParcelBody(Reply(long * 2, (Choice("看全文", "/more"),)))
    async with database.transaction() as tx:
        await outbox.enqueue(tx, "o1", body=body, dedup="d", now=START)
    platform.outcomes = [None, refusal(45047)]
    await courier.deliver_due()
    known.windows["o1"] = SendWindow.OPEN
    async with database.transaction() as tx:
        await outbox.release(tx, "o1", now=clock.now())
    await courier.deliver_due()
    assert [each["msgtype"] for each in platform.taken] == ["text", "msgmenu"]
    assert platform.taken[1]["msgmenu"]["head_content"] == long
    assert await states(database) == [("sent", "")]


async def test_what_cannot_be_made_shorter_becomes_a_task(
    database: Database, courier: Courier, platform: Platform, office: Office
) -> None:
    await put(database, "甲" * 400)
    platform.outcomes = [refusal(45002)] * 20
    await courier.deliver_due()
    assert platform.taken == []
    assert office.tasks == [("o1", "errcode 45002")]


async def test_a_courier_that_dies_between_two_messages_repeats_none_that_it_recorded(
    database: Database, courier: Courier, platform: Platform, clock: SettableClock
) -> None:
    sentence = "甲" * 400 + "。"
    await put(database, sentence * 3)
    platform.outcomes = [None, RuntimeError("killed")]  # type: ignore[list-item]
    with pytest.raises(RuntimeError):
        await courier.deliver_due()
    clock.advance(timedelta(minutes=2))
    await courier.deliver_due()
    assert [body["text"]["content"] for body in platform.taken] == [sentence] * 3


async def test_no_call_is_spent_on_a_window_known_to_be_shut(
    database: Database, courier: Courier, platform: Platform, known: Known, office: Office
) -> None:
    known.windows = {"o1": SendWindow.SHUT, "o2": SendWindow.SPENT, "o3": SendWindow.OPEN}
    platform.outcomes = [None] * 3
    for citizen in ("o1", "o2", "o3"):
        await put(database, citizen, citizen=citizen, dedup=citizen)
    assert await courier.deliver_due() == 3
    assert [body["touser"] for body in platform.taken] == ["o3"]
    assert (known.spent, set(office.held)) == (["o3"], {"o1", "o2"})
    assert await states(database) == [("waiting", "window shut"), ("waiting", "window spent"), ("sent", "")]


async def test_whoever_writes_in_the_moment_of_a_refusal_does_not_wait(
    database: Database, courier: Courier, platform: Platform, known: Known
) -> None:
    await put(database, "早")

    class Writes(Known):
        async def learn_shut(self, citizen: str, *, now: datetime) -> None:
            await super().learn_shut(citizen, now=now)
            self.windows[citizen] = SendWindow.OPEN

    known.__class__ = Writes
    platform.outcomes = [refusal(45015)]
    await courier.deliver_due()
    assert [state for state, _ in await states(database)] == ["due"]
    await courier.deliver_due()
    assert [state for state, _ in await states(database)] == ["sent"]


async def tried(database: Database) -> list[tuple[str, int | None, str, str]]:
    async with database.reading() as tx:
        rows = await tx.scalars(select(AttemptRecord).order_by(AttemptRecord.id))
        return [(row.rung, row.errcode, row.rid, row.msgid) for row in rows.all()]


async def test_every_try_is_a_row(
    database: Database, courier: Courier, platform: Platform, known: Known, clock: SettableClock
) -> None:
    await put(database, "早")
    platform.outcomes = [
        ServiceError(),
        PlatformError(Answered(45015, "65a1-22bb"), now=START),
        StoppedError(Answered(45009), now=START, again_at=START),
    ]
    await courier.deliver_due()
    clock.advance(timedelta(minutes=1))
    await courier.deliver_due()
    for _ in range(2):
        known.windows["o1"] = SendWindow.OPEN
        async with database.transaction() as tx:
            await outbox.release(tx, "o1", now=clock.now())
        await courier.deliver_due()
    assert await tried(database) == [
        ("service", None, "", ""),
        ("service", 45015, "65a1-22bb", ""),
        ("service", 0, "", ""),
    ]


async def test_whoever_cannot_be_written_to_is_invited_back_once(
    database: Database, clock: SettableClock, route: Route, platform: Platform, known: Known
) -> None:
    inviting = Inviting()
    courier = Courier(database, replace(route, inviter=inviting), clock=clock)
    await put(database, "一", dedup="a")
    await put(database, "二", dedup="b")
    platform.outcomes = [refusal(45015)]
    while await courier.deliver_due():
        clock.advance(timedelta(hours=1))
    assert inviting.invited == ["o1"]
    assert await tried(database) == [("service", 45015, "", ""), ("notice", 0, "", "msg-1")]
    async with database.transaction() as tx:
        assert await attempts.reported(tx, "msg-1", "success", now=clock.now()) == 1
        assert await attempts.reported(tx, "", "success", now=clock.now()) is None
        await outbox.release(tx, "o1", now=clock.now())
    # It came back, said one thing, and fell silent for long: the next parcel may invite again.
    clock.advance(timedelta(days=3))
    while await courier.deliver_due():
        clock.advance(timedelta(hours=1))
    assert inviting.invited == ["o1", "o1"]


@pytest.mark.parametrize(
    ("error", "state"),
    [(refusal(43101), "waiting"), (refusal(40037), "due"), (refusal(48001), "due"), (ServiceError(), "due")],
)
async def test_a_notice_that_is_refused_for_good_leaves_the_parcel_waiting(
    database: Database, clock: SettableClock, route: Route, known: Known, *, error: ServiceError, state: str
) -> None:
    inviting = Inviting()
    inviting.outcomes = [error]
    known.windows["o1"] = SendWindow.SHUT
    courier = Courier(database, replace(route, inviter=inviting), clock=clock)
    await put(database, "一")
    await courier.deliver_due()
    assert [found for found, _ in await states(database)] == [state]
    clock.advance(timedelta(hours=1))
    await courier.deliver_due()
    assert inviting.invited == ([] if state == "waiting" else ["o1"])


async def test_a_task_is_ended_by_the_arrival_of_its_parcel(
    database: Database, courier: Courier, office: Office
) -> None:
    await put(database, "早")
    async with database.transaction() as tx:
        await outbox.give_task(tx, 1, "T9")
    await courier.deliver_due()
    assert office.came == ["T9"]


async def test_what_is_on_its_way_at_the_end_is_recorded_and_the_rest_goes_back(
    database: Database, courier: Courier, platform: Platform, clock: SettableClock
) -> None:
    for number in range(AT_ONCE + 2):
        await put(database, str(number), citizen=f"o{number}", dedup=str(number))
    sending, go = asyncio.Event(), asyncio.Event()
    send = platform.send

    async def slowly(body: Mapping[str, Any]) -> None:
        sending.set()
        await go.wait()
        await send(body)

    platform.send = slowly  # type: ignore[method-assign]
    job = asyncio.create_task(courier.deliver_due())
    await sending.wait()
    job.cancel()
    ended = asyncio.create_task(courier.drain())
    await asyncio.sleep(0)
    go.set()
    await ended
    assert [state for state, _ in await states(database)] == ["sent"] * AT_ONCE + ["due"] * 2
    platform.send = send  # type: ignore[method-assign]
    next_process = Courier(database, courier._route, clock=clock)
    assert await next_process.deliver_due() == 2
    assert len(platform.taken) == AT_ONCE + 2


async def test_one_slow_delivery_does_not_hold_up_the_others(
    database: Database, courier: Courier, platform: Platform
) -> None:
    for number in range(4):
        await put(database, str(number), citizen=f"o{number}", dedup=str(number))
    others, send = asyncio.Event(), platform.send

    async def first_waits(body: Mapping[str, Any]) -> None:
        if body["touser"] == "o0":
            await others.wait()
        await send(body)
        if len(platform.taken) == 3:
            others.set()

    platform.send = first_waits  # type: ignore[method-assign]
    async with asyncio.timeout(10):
        assert await courier.deliver_due() == 4
    assert platform.taken[-1]["touser"] == "o0"


async def test_whoever_is_slow_does_not_send_what_another_has_taken_over(
    database: Database, courier: Courier, platform: Platform, clock: SettableClock
) -> None:
    for number in range(2):
        await put(database, str(number), citizen=f"o{number}", dedup=str(number))
    send = platform.send

    async def for_minutes(body: Mapping[str, Any]) -> None:
        await send(body)
        clock.advance(timedelta(minutes=3))
        async with database.transaction() as tx:
            await outbox.claim(tx, "wechat", now=clock.now(), limit=5, lease=timedelta(minutes=2))

    platform.send = for_minutes  # type: ignore[method-assign]
    await courier.deliver_due()
    assert [body["touser"] for body in platform.taken] == ["o0"]


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
            await outbox.enqueue(tx, f"bad{number}", body=ParcelBody(), dedup=f"b{number}", now=START)
            row = (await tx.scalars(select(ParcelRecord).where(ParcelRecord.citizen == f"bad{number}"))).one()
            row.body = body
    await put(database, "您好", citizen="o9")
    assert await courier.deliver_due() == 5
    assert [message["touser"] for message in platform.taken] == ["o9"]
    assert sorted(office.tasks) == [(f"bad{number}", "unreadable") for number in range(4)]
    assert await courier.deliver_due() == 0


async def test_news_rests_by_night_and_is_nobodys_task(
    database: Database, courier: Courier, clock: SettableClock, platform: Platform, office: Office
) -> None:
    clock.set(datetime(2026, 3, 2, 15, tzinfo=UTC))
    async with database.transaction() as tx:
        body = ParcelBody(Reply("新公开"), by_day=True)
        await outbox.enqueue(tx, "oNews", body=body, dedup="news", now=clock.now())
    await courier.deliver_due()
    assert platform.taken == []
    clock.set(datetime(2026, 3, 2, 23, 59, tzinfo=UTC))
    await courier.deliver_due()
    assert platform.taken == []
    # Eight in the morning of China. It is refused for good, and nobody is given a task.
    clock.set(datetime(2026, 3, 3, 0, 0, tzinfo=UTC))
    platform.outcomes = [PlatformError(Answered(43004), now=clock.now())]
    await courier.deliver_due()
    assert office.tasks == []
    async with database.reading() as tx:
        (row,) = (await tx.scalars(select(ParcelRecord))).all()
    assert (row.state, row.task) == ("failed", "")
