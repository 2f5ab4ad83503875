"""Nobody writes for forty days: a notice on the first, a task at its time, and on the fortieth what waited comes first."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from adapters.delivery import along_texts, waiting_terms
from adapters.redis.waiting_notes import WaitingNotes, known_key
from adapters.redis.windows import CitizenWindows
from adapters.settings import Settings
from adapters.wechat.api.errcodes import Answered, PlatformError
from adapters.wechat.courier import Courier, Route
from adapters.wechat.replies.later import LaterWriter
from adapters.wechat.replies.passive import Renderer
from bot.errors import ServiceError
from bot.inbound.gate import AdmissionStanding
from bot.inbound.reception import Reception, Rendered
from bot.message import Inbound, Reply
from bot.outbound import outbox
from bot.outbound.attempts import AttemptRecord
from bot.outbound.deadlines import Deadlines
from bot.outbound.handing import Handing
from bot.outbound.outbox import Parcel, ParcelKind, ParcelRecord
from bot.outbound.parcel import ParcelBody
from bot.outbound.postbox import desk
from bot.outbound.receipts import Receipts
from handlers.tickets.records import TicketRecord
from tests.factories.citizens import CALENDAR, OPENID, TEXTS, Town
from tests.fakes.engine import Says, engine

pytestmark = pytest.mark.redis
# A Friday afternoon: the next working day is Monday the 24th.
FRIDAY = datetime(2025, 11, 21, 8, tzinfo=UTC)
LETTER = "工作人员回复：您的证已经办好，请带身份证来取。"


@dataclass
class Line:
    """The platform with its window of 48 hours and five messages, for one citizen."""

    town: Town
    wrote_at: datetime | None = None
    left: int = 0
    taken: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    invited: list[str] = field(default_factory=list)

    def hear(self) -> None:
        self.wrote_at, self.left = self.town.clock.now(), 5

    async def send(self, body: Mapping[str, Any]) -> None:
        now = self.town.clock.now()
        if self.wrote_at is None or now >= self.wrote_at + timedelta(hours=48):
            code = 45015
        elif not self.left:
            code = 45047
        else:
            self.left -= 1
            self.taken.append(body["text"]["content"])
            return
        self.refused.append(code)
        raise PlatformError(Answered(code, "65a1"), now=now)

    async def invite(self, citizen: str, *, key: str) -> str:
        self.invited.append(citizen)
        return f"msg-{len(self.invited)}"


@dataclass
class Front:
    """A whole process on a town: front desk, courier, deadlines."""

    town: Town
    line: Line
    reception: Reception
    courier: Courier
    deadlines: Deadlines
    handing: Handing
    notes: WaitingNotes

    @classmethod
    def of(cls, town: Town) -> "Front":
        line, windows = Line(town), CitizenWindows(town.redis)

        async def failed(tx: Any, parcel: Parcel, reason: str) -> str:
            return await town.tickets.undeliverable(tx, parcel, reason=reason)

        async def overdue(tx: Any, parcel: Parcel) -> str:
            return await town.tickets.undeliverable(tx, parcel, reason=TEXTS("tickets.unsent.overdue"))

        gate = town.gate
        route = Route(
            line,
            LaterWriter(Renderer(TEXTS)),
            gate.hold,
            failed,
            windows,
            inviter=line,
            arrived=town.tickets.arrived,
        )
        handing = Handing(
            town.database, "wechat", clock=town.clock, texts=along_texts, arrived=town.tickets.arrived
        )
        office = desk(town.database, clock=town.clock, task=town.tickets.unhandled, along=handing.take)
        settings = Settings.model_construct(letter_workdays=1, answer_hours=48, parcel_days=30)
        terms = waiting_terms(settings, CALENDAR)
        dispatcher, _ = engine((Says("action_answer", "answer"),))
        return cls(
            town,
            line,
            Reception(gate=gate, dispatcher=dispatcher, desk=office, wording=TEXTS),
            Courier(town.database, route, clock=town.clock),
            Deadlines(town.database, town.clock, terms, overdue),
            handing,
            WaitingNotes(town.redis, town.database),
        )

    async def work(self) -> None:
        """Let the worker do all there is to do now."""
        while await self.courier.deliver_due():
            pass
        while await self.deadlines.step():
            pass

    async def write(self, key: str) -> list[str]:
        """Let the citizen write; give what is answered at once."""
        self.line.hear()
        said = Inbound("wechat", OPENID, key, "text", self.town.clock.now(), "问")
        answer = await self.reception.receive(said, render=plain, budget=4)
        return [text for text in answer.decode().split("|") if text]

    async def letter(self, text: str = LETTER, *, dedup: str = "letter") -> None:
        async with self.town.database.transaction() as tx:
            await outbox.enqueue(
                tx,
                OPENID,
                body=ParcelBody(Reply(text), automatic=False),
                dedup=dedup,
                now=self.town.clock.now(),
                kind=ParcelKind.LETTER,
            )

    async def parcels(self) -> list[tuple[str, bool]]:
        async with self.town.database.reading() as tx:
            rows = await tx.scalars(select(ParcelRecord).order_by(ParcelRecord.id))
            return [(row.state, bool(row.task)) for row in rows.all()]

    async def tasks(self) -> list[tuple[str, str]]:
        async with self.town.database.reading() as tx:
            rows = await tx.scalars(select(TicketRecord).order_by(TicketRecord.number))
            return [(row.kind, row.state) for row in rows.all()]

    async def rungs(self) -> list[tuple[str, int | None]]:
        async with self.town.database.reading() as tx:
            rows = await tx.scalars(select(AttemptRecord).order_by(AttemptRecord.id))
            return [(row.rung, row.errcode) for row in rows.all()]


def plain(replies: Sequence[Reply]) -> Rendered:
    return Rendered("|".join(reply.text for reply in replies).encode())


@pytest.fixture
def front(town: Town) -> Front:
    town.clock.set(FRIDAY)
    return Front.of(town)


@pytest.mark.parametrize("emptied", [False, True])
async def test_forty_days(front: Front, town: Town, *, emptied: bool) -> None:
    await front.write("m:1")
    town.later(3)
    await front.notes.renew()
    # Day 0, on the Monday: the window is shut, which is known, so that no call is spent on it.
    written = town.clock.now()
    await front.letter()
    await front.work()
    assert (front.line.refused, front.line.invited) == ([], [OPENID])
    assert await front.parcels() == [("waiting", False)]
    # The task comes when the next working day begins, and not before.
    town.clock.set(datetime(2025, 11, 25, 0, 59, tzinfo=UTC))
    await front.work()
    assert await front.tasks() == []
    town.clock.set(datetime(2025, 11, 25, 1, 0, tzinfo=UTC))
    await front.work()
    assert await front.tasks() == [("undelivered", "open")]
    for _ in range(39):
        town.later(1)
        await front.work()
        await town.nightly().step()
    assert (front.line.refused, front.line.invited, front.line.taken) == ([], [OPENID], [])
    assert await front.tasks() == [("undelivered", "open")]
    if emptied:
        await town.redis.flushall()
    else:
        await front.notes.renew()
    assert town.clock.now() - written > timedelta(days=39)
    assert await front.write("m:2") == [TEXTS("general.waited", text=LETTER), "answer"]
    await front.work()
    assert await front.parcels() == [("sent", True)]
    assert await front.tasks() == [("undelivered", "closed")]
    assert (front.line.taken, await front.rungs()) == ([], [("notice", 0), ("passive", 0)])
    assert await front.write("m:3") == ["answer"]


async def test_a_refusal_that_nobody_could_foresee_is_learnt_from(front: Front, town: Town) -> None:
    """Redis was emptied, so that nothing is known of the window."""
    await front.letter("一", dedup="a")
    await front.letter("二", dedup="b")
    await front.work()
    assert (front.line.refused, front.line.invited) == ([45015], [OPENID])
    assert await front.rungs() == [("service", 45015), ("notice", 0)]
    town.later(1)
    await front.letter("三", dedup="c")
    await front.work()
    assert front.line.refused == [45015]
    said = [TEXTS("general.waited", text=text) for text in "一二三"]
    assert await front.write("m:1") == [*said, "answer"]


async def test_the_sixth_message_waits_and_is_not_tried(front: Front) -> None:
    await front.write("m:1")
    for number in range(7):
        await front.letter(f"第{number}封", dedup=str(number))
    await front.work()
    assert front.line.taken == [f"第{number}封" for number in range(5)]
    assert front.line.refused == []
    said = [TEXTS("general.waited", text=f"第{number}封") for number in (5, 6)]
    assert await front.write("m:2") == [*said, "answer"]


async def test_a_long_letter_comes_whole_and_before_the_answer(front: Front, town: Town) -> None:
    long = "".join(f"第{number:03}句话，说的是怎样去办这件事。" for number in range(100))
    await front.letter(long)
    await front.letter("第二封", dedup="b")
    await front.work()
    first = await front.write("m:1")
    assert len(first) == 1
    town.clock.advance(timedelta(seconds=1))
    await front.work()
    begun = first[0].removeprefix(TEXTS("general.waited", text=""))
    assert begun
    assert "".join([begun, *front.line.taken]) == f"{long}第二封answer"
    assert [state for state, _ in await front.parcels()] == ["sent"] * 3


async def test_whoever_dies_before_the_answer_is_kept_leaves_what_waited(front: Front, town: Town) -> None:
    await front.letter()
    await front.work()
    dead = Inbound("wechat", OPENID, "m:1", "text", town.clock.now(), "问")
    assert (await town.gate.enter(dead)).standing is AdmissionStanding.FRESH
    assert (await front.handing.take(dead)).texts == (LETTER,)
    # The process is gone; its leases run out, and the message is taken up again.
    await town.redis.delete(f"mingbai:claim:{dead.identity}", f"mingbai:lock:wechat:{OPENID}")
    town.clock.advance(timedelta(seconds=15))
    front.line.hear()
    assert await front.reception.recover() == 1
    await front.work()
    assert front.line.taken == [LETTER, "answer"]


async def test_whoever_unfollows_leaves_staff_a_task(front: Front, town: Town) -> None:
    await front.letter()
    await front.work()
    await town.tickets.leave(citizen=OPENID, channel="wechat")
    assert await front.parcels() == [("failed", False)]
    assert await front.tasks() == [("undelivered", "open")]
    assert await town.where(OPENID) <= {f"redis mingbai:{kind}:{OPENID}" for kind in ("waiting", "window")}


async def test_two_writers_are_not_given_the_same_and_a_courier_keeps_its_hands_off(
    front: Front, town: Town
) -> None:
    await front.letter()
    await front.work()
    said = Inbound("wechat", OPENID, "m:1", "text", town.clock.now(), "问")
    assert (await front.handing.take(said)).texts == (LETTER,)
    again = await front.handing.take(said)
    assert (again.texts, again.whole) == ((), False)
    async with town.database.transaction() as tx:
        await outbox.release(tx, OPENID, now=town.clock.now())
    assert await front.courier.deliver_due() == 0


async def test_a_store_that_is_away_when_the_answer_is_kept_repeats_what_went_along(
    front: Front, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await front.letter()
    await front.work()

    async def away(*_: object, **__: object) -> None:
        raise ServiceError

    with monkeypatch.context() as patched:
        patched.setattr(outbox, "note_sent", away)
        assert await front.write("m:1") == [TEXTS("general.waited", text=LETTER), "answer"]
    town.clock.advance(timedelta(seconds=15))
    assert await front.write("m:2") == [TEXTS("general.waited", text=LETTER), "answer"]
    assert await front.parcels() == [("sent", False)]


async def test_the_notes_are_known_only_when_all_were_written(town: Town, front: Front) -> None:
    await front.letter()
    await front.work()
    await town.redis.flushall()
    await front.notes.renew()
    assert await town.redis.exists(known_key(), f"mingbai:waiting:{OPENID}") == 2


async def test_a_notice_that_did_not_arrive_gives_staff_a_task_at_once(front: Front, town: Town) -> None:
    receipts = Receipts(town.database, town.clock)
    await front.letter()
    await front.work()
    assert await receipts.note("msg-1", "success")
    await front.work()
    assert await front.tasks() == []
    assert await receipts.note("msg-1", "failed:user block")
    assert not await receipts.note("msg-2", "failed:user block")
    await front.work()
    assert await front.tasks() == [("undelivered", "open")]
    assert await front.parcels() == [("waiting", True)]


async def test_what_ends_by_itself_is_no_task(front: Front, town: Town) -> None:
    body = ParcelBody(Reply("您的申请还没填完"), until=town.clock.now() + timedelta(days=29))
    async with town.database.transaction() as tx:
        await outbox.enqueue(tx, OPENID, body=body, dedup="draft:1", now=town.clock.now())
    for _ in range(29):
        await front.work()
        town.later(1)
    assert (await front.tasks(), await front.parcels()) == ([], [("waiting", False)])
    town.later(1)
    await front.work()
    assert (await front.tasks(), await front.parcels()) == ([], [("failed", False)])


async def test_what_others_fetch_does_not_go_along(front: Front, town: Town) -> None:
    async with town.database.transaction() as tx:
        await outbox.enqueue(
            tx, "api_1", body=ParcelBody(Reply("一")), dedup="a", now=town.clock.now(), channel="api"
        )
    said = Inbound("api", "api_1", "a:1", "text", town.clock.now(), "问")
    assert await front.reception.receive(said, render=plain, budget=4) == b"answer"
    assert await front.parcels() == [("due", False)]


@pytest.mark.parametrize(
    ("kind", "channel", "written", "until"),
    [
        # A Friday before a working Saturday that makes up for the New Year: that Saturday counts.
        ("letter", "wechat", "2026-01-02T10:00", "2026-01-04T09:00"),
        ("letter", "wechat", "2025-11-21T16:00", "2025-11-24T09:00"),
        ("letter", "api", "2025-11-20T08:00", "2025-11-21T09:00"),
        ("letter", "wechat", "2031-11-21T16:00", "2031-11-24T09:00"),
        ("answer", "wechat", "2025-11-21T16:00", "2025-11-23T16:00"),
        ("answer", "api", "2025-11-21T16:00", "2025-12-21T16:00"),
    ],
)
def test_how_long_each_kind_waits(kind: str, channel: str, written: str, until: str) -> None:
    settings = Settings.model_construct(letter_workdays=1, answer_hours=48, parcel_days=30)
    at = datetime.fromisoformat(f"{written}+08:00")
    assert waiting_terms(settings, CALENDAR)(kind, channel, at) == datetime.fromisoformat(f"{until}+08:00")


async def test_a_report_that_is_quicker_than_the_courier_is_found(front: Front, town: Town) -> None:
    heard = asyncio.create_task(Receipts(town.database, town.clock).note("msg-1", "success"))
    await asyncio.sleep(0.02)
    await front.letter()
    await front.work()
    assert await heard
    async with town.database.reading() as tx:
        reports = [row.report for row in (await tx.scalars(select(AttemptRecord))).all()]
    assert reports == ["", "success"]
