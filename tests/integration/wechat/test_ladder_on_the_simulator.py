"""The ladder from push to arrival over real HTTP: our front desk and courier, the simulated platform, one clock."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from redis.asyncio import Redis
from sqlalchemy import select

from adapters.delivery import along_texts
from adapters.redis.gate import RedisGate
from adapters.redis.windows import CitizenWindows
from adapters.wechat.api.alarms import AlarmBook
from adapters.wechat.api.client import Client
from adapters.wechat.courier import Courier, Route
from adapters.wechat.invitation import Invitation
from adapters.wechat.picture_sender import PictureSender
from adapters.wechat.push.webhook import Counterpart, Webhook
from adapters.wechat.replies.later import LaterWriter
from adapters.wechat.replies.passive import Renderer
from adapters.wechat.simulator.app import Simulator, start
from adapters.wechat.simulator.protocol.settings import SimulatorSettings
from bot.clock import SettableClock
from bot.database import Database
from bot.inbound.reception import Reception
from bot.message import Choice, Reply
from bot.outbound import outbox
from bot.outbound.attempts import AttemptRecord
from bot.outbound.handing import Handing
from bot.outbound.outbox import Parcel, ParcelRecord
from bot.outbound.parcel import ParcelBody
from bot.outbound.postbox import desk
from bot.outbound.receipts import Receipts
from bot.privacy import Vault
from bot.text.choices import pick
from handlers.texts import Texts
from handlers.tickets.files.service import ReadFile
from tests.factories.snapshots import png
from tests.fakes.engine import Says, engine
from tests.integration.wechat.conftest import ACCOUNT

pytestmark = pytest.mark.redis
TEXTS = Texts.load()
CITIZEN = "oTest_citizen_00000000000001"
# Eight in the evening in Beijing.
EVENING = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Thinking(Says):
    """An action that takes its time, and counts how often it was carried out."""

    def __init__(self) -> None:
        super().__init__("action_answer", "answer")
        self.seconds = 0.0
        self.times = 0
        self.words = "answer"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        """Think, and answer."""
        self.times += 1
        words = self.words
        await asyncio.sleep(self.seconds)
        dispatcher.utter_message(text=words)
        return []


@dataclass(slots=True)
class Town:
    """Our side and the platform's, with one clock for both."""

    clock: SettableClock
    database: Database
    redis: Redis
    session: aiohttp.ClientSession
    simulator: Simulator
    route: Route
    action: Thinking

    def courier(self) -> Courier:
        """Give the courier of one more process."""
        return Courier(self.database, self.route, clock=self.clock)

    def client(self) -> Client:
        """Give the client of one more process."""
        account = replace(ACCOUNT, api_base=self.simulator.url)
        return Client(self.session, self.redis, account=account, clock=self.clock)

    async def work(self) -> None:
        while await self.courier().deliver_due():
            pass

    async def act(self, what: str, body: dict[str, Any]) -> None:
        address = f"{self.simulator.url}/api/citizens/{CITIZEN}/{what}"
        async with self.session.post(address, json=body) as response:
            assert response.status == 200, await response.text()

    async def say(self, words: str = "问") -> None:
        await self.act("text", {"content": words})

    async def put(self, *words: str) -> None:
        async with self.database.transaction() as tx:
            for text in words:
                await outbox.enqueue(
                    tx, CITIZEN, body=ParcelBody(Reply(text)), dedup=text, now=self.clock.now()
                )

    def shown(self) -> list[tuple[str, str]]:
        """Give what the account said in the citizen's window, and by which way."""
        entries = self.simulator.world.citizens[CITIZEN].entries
        return [(entry.via, entry.text) for entry in entries if entry.side == "account"]

    def refused(self) -> list[str]:
        """Give the calls that the platform refused."""
        return [
            f"{trace.kind} {trace.verdict}"
            for trace in self.simulator.world.traces.of(CITIZEN)
            if trace.kind.startswith("api") and trace.verdict != "已接受"
        ]


@pytest.fixture
async def town(database: Database, redis: Redis, session: aiohttp.ClientSession) -> AsyncIterator[Town]:
    clock, gate = SettableClock(EVENING), RedisGate(redis, vault=Vault("s" * 43), rate_limit=0)

    async def failed(tx: Any, parcel: Parcel, reason: str) -> str:
        return f"T{parcel.id}"

    async def nothing(tx: Any, about: Any) -> None:
        return None

    handing = Handing(database, "wechat", clock=clock, texts=along_texts, arrived=nothing)
    action = Thinking()
    dispatcher, _ = engine((action,))
    office = desk(database, clock=clock, task=nothing, along=handing.take)
    reception = Reception(gate=gate, dispatcher=dispatcher, desk=office, wording=TEXTS)
    counterpart = Counterpart(
        reception, TEXTS, clock=clock, budget=4.0, receipts=Receipts(database, clock).note
    )
    app = web.Application()
    app.add_routes(Webhook(ACCOUNT, counterpart).routes())
    async with TestServer(app) as server:
        settings = SimulatorSettings(
            callback_url=str(server.make_url("/wechat")),
            token=ACCOUNT.token,
            aes_key=ACCOUNT.aes_key,
            appid=ACCOUNT.appid,
            secret=ACCOUNT.secret,
            account=ACCOUNT.account,
        )
        simulator = await start(settings, clock)
        try:
            await simulator.verified(5)
            client = Client(session, redis, account=replace(ACCOUNT, api_base=simulator.url), clock=clock)
            inviter = Invitation(
                client.notices,
                by="template",
                template="SIMULATED_TEMPLATE",
                fields={"thing1": TEXTS("wechat.invitation")},
            )
            route = Route(
                client.messages,
                LaterWriter(Renderer(TEXTS)),
                gate.hold,
                failed,
                CitizenWindows(redis),
                inviter=inviter,
            )
            yield Town(clock, database, redis, session, simulator, route, action)
        finally:
            await simulator.stop()


async def until(true: Callable[[], Awaitable[bool]], *, seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while True:
            if await true():
                return
            await asyncio.sleep(0.02)


async def test_five_messages_and_then_the_sixth_waits_without_a_call(town: Town) -> None:
    await town.say()
    await town.put(*"一二三四五六七")
    await town.work()
    assert town.shown() == [
        ("passive", "answer"),
        *(("custom", each) for each in "一二三四五"),
        ("notice", invited()),
    ]
    assert town.refused() == []
    await town.say()
    waited = "\n\n".join(TEXTS("general.waited", text=text) for text in "六七")
    assert town.shown()[-1] == ("passive", f"{waited}\n\nanswer")


def invited() -> str:
    return f"【服务通知】\n{TEXTS('wechat.invitation')}"


async def test_forty_silent_days_cost_no_refused_call(town: Town) -> None:
    await town.say()
    town.clock.advance(timedelta(days=3))
    await town.put("您的证办好了")
    await town.work()
    assert town.shown()[1:] == [("notice", invited())]

    async def reported() -> bool:
        async with town.database.reading() as tx:
            rows = (await tx.scalars(select(AttemptRecord))).all()
            return [(row.rung, row.report) for row in rows] == [("notice", "success")]

    await until(reported)
    for _ in range(40):
        town.clock.advance(timedelta(days=1))
        await town.work()
    assert town.refused() == []
    await town.redis.flushall()
    await town.say()
    assert town.shown()[-1] == ("passive", f"{TEXTS('general.waited', text='您的证办好了')}\n\nanswer")


async def test_a_menu_click_opens_three_messages_for_a_minute(town: Town) -> None:
    await town.say()
    town.clock.advance(timedelta(days=3))
    await town.act("event", {"event": "CLICK", "key": "ASK"})
    await town.put(*"一二三四")
    await town.work()
    assert [text for via, text in town.shown() if via == "custom"] == ["一", "二", "三"]
    assert town.refused() == []


async def test_an_item_that_is_tapped_comes_back_as_its_words(town: Town) -> None:
    await town.say()
    late = ParcelBody(Reply("还要看什么", (Choice("看<全文>", "/more"), Choice("问", "/ask"))))
    async with town.database.transaction() as tx:
        await outbox.enqueue(tx, CITIZEN, body=late, dedup="late", now=town.clock.now())
    town.route = replace(town.route, writer=LaterWriter(Renderer(TEXTS), taps=True))
    await town.work()
    _, question = town.shown()[-1]
    tapped = [unquote(words) for words in re.findall(r"msgmenucontent=([^\"&]*)&msgmenuid=", question)]
    assert [pick(words, late.reply.choices) for words in tapped] == list(late.reply.choices)
    await town.act("text", {"content": tapped[1], "bizmsgmenuid": "2"})
    assert town.shown()[-1] == ("passive", "answer")
    assert town.refused() == []


async def test_a_used_up_quota_stops_two_processes_until_midnight(town: Town) -> None:
    await town.say()
    await town.put(*"一二三")
    send = "/cgi-bin/message/custom/send"
    town.simulator.world.faults.order({"kind": "api_error", "value": 45009, "path": send})
    for _ in range(4):
        await asyncio.gather(town.courier().deliver_due(), town.courier().deliver_due())
        town.clock.advance(timedelta(minutes=50))
    assert town.refused() == ["api/cgi-bin/message/custom/send 已拒绝：45009"]
    assert [alarm.code for alarm in await AlarmBook(town.redis).all()] == [45009]
    town.clock.set(datetime(2026, 3, 2, 16, tzinfo=UTC))
    await town.work()
    assert [text for via, text in town.shown() if via == "custom"] == ["一", "二", "三"]
    assert await AlarmBook(town.redis).all() == []


async def test_a_token_that_the_platform_ended_is_renewed_and_nothing_is_said_twice(town: Town) -> None:
    await town.say()
    await town.put("一")
    await town.work()
    town.simulator.world.tokens.end_all()
    await town.put("二")
    await town.work()
    assert [text for via, text in town.shown() if via == "custom"] == ["一", "二"]


@pytest.mark.parametrize("copies", [1, 3])
async def test_six_seconds_of_thought_are_one_execution_and_one_later_message(
    town: Town, copies: int
) -> None:
    """Longer than the platform waits; it may even bring the push three times at once."""
    town.action.seconds = 6.0
    if copies > 1:
        town.simulator.world.faults.order({"kind": "duplicate", "value": copies})
    await town.say()
    assert town.shown() == []

    async def written() -> bool:
        await town.work()
        return bool(town.shown())

    await until(written, seconds=60)
    await town.work()
    assert town.shown() == [("custom", "answer")]
    assert town.action.times == 1
    assert town.refused() == []


async def test_three_deliveries_are_one_execution(town: Town) -> None:
    for kind in ("lost", "late"):
        town.simulator.world.faults.order({"kind": kind})
    await town.say()
    [trace] = town.simulator.world.traces.of(CITIZEN)
    assert [each.outcome for each in trace.deliveries] == ["late", "lost", "answered"]
    assert (town.action.times, town.shown()) == (1, [("passive", "answer")])


async def test_what_is_written_before_a_late_answer_went_out_is_answered_after_it(town: Town) -> None:
    """The courier had no time yet, or the platform was busy: the order stays that of the questions."""
    town.action.seconds = 6.0
    await town.say()

    async def posted() -> bool:
        async with town.database.reading() as tx:
            return bool((await tx.scalars(select(ParcelRecord))).all())

    await until(posted)
    town.action.seconds, town.action.words = 0.0, "second"
    await town.say()
    await town.work()
    said = "\n".join(text for _, text in town.shown())
    assert (said.count("answer"), said.count("second")) == (1, 1)
    assert said.index("answer") < said.index("second")


async def test_a_picture_beside_an_answer_is_shown_in_the_chat(town: Town) -> None:
    await town.say()

    async def picture(name: str) -> ReadFile | None:
        return ReadFile(f"{name}.png", "image/png", png()) if name == "p1" else None

    body = ParcelBody(Reply("附：2份文件"), automatic=False, pictures=("p1", "p2"))
    async with town.database.transaction() as tx:
        await outbox.enqueue(tx, CITIZEN, body=body, dedup="pictured", now=town.clock.now())
    client = Client(
        town.session, town.redis, account=replace(ACCOUNT, api_base=town.simulator.url), clock=town.clock
    )
    sender = PictureSender(town.route.sender, uploads=client.media, files=picture)
    town.route = replace(town.route, sender=sender, writer=LaterWriter(Renderer(TEXTS), pictures=True))
    await town.work()
    assert next(text for via, text in town.shown() if via == "custom") == "附：2份文件"
    assert len([via for via, _ in town.shown() if via == "custom"]) == 2
    assert town.refused() == []
