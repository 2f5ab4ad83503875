"""The county's site and its kiosk: who may ask, what is answered at once, and how the rest is fetched until it is had."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from rasa_sdk.interfaces import Action
from sqlalchemy import select

from adapters.web import api as messages
from adapters.web.api import PATH, MessageApi
from adapters.web.pickup import ChannelPickup
from bot.clock import SettableClock
from bot.database import Database
from bot.inbound.gate import TRIES
from bot.inbound.reception import Reception
from bot.message import Inbound, Reply
from bot.outbound import outbox
from bot.outbound.outbox import ParcelRecord
from bot.outbound.parcel import ParcelBody
from bot.outbound.postbox import desk
from bot.privacy import Vault
from handlers.texts import Texts
from handlers.tickets.ledger import TicketLedger
from handlers.tickets.service import TicketService
from tests.fakes.engine import MemoryGate, engine

KEY = "k" * 40
START = datetime(2026, 3, 2, 4, tzinfo=UTC)


class Slow(Action):
    """Answers when it is let."""

    def __init__(self) -> None:
        self.go = asyncio.Event()

    def name(self) -> str:
        return "action_person"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        await self.go.wait()
        dispatcher.utter_message(text="人来了", buttons=[{"title": "好", "payload": "好"}])
        return []


class Kiosk:
    """A county's kiosk and the bot behind it."""

    def __init__(
        self,
        client: TestClient[Any, Any],
        database: Database,
        slow: Slow,
        reception: Reception,
        gate: MemoryGate,
    ) -> None:
        self.client, self.database, self.slow, self.reception = client, database, slow, reception
        self.gate = gate
        self.tickets: TicketService
        self.ledger: TicketLedger
        self.headers = {"Authorization": f"Bearer {KEY}"}

    async def say(self, text: str, number: str = "1", citizen: str = "k1") -> tuple[int, Any]:
        body = {"citizen": citizen, "id": number, "text": text}
        async with self.client.post(PATH, json=body, headers=self.headers) as answer:
            return answer.status, await answer.json()

    async def fetch(self, **query: str) -> tuple[int, Any]:
        async with self.client.get(PATH, params=query, headers=self.headers) as answer:
            return answer.status, await answer.json()

    async def put(self, text: str, citizen: str = "api_k1", channel: str = "api") -> None:
        async with self.database.transaction() as tx:
            body = ParcelBody(Reply(text), automatic=False)
            await outbox.enqueue(tx, citizen, body=body, dedup=text, now=START, channel=channel)

    async def states(self) -> list[str]:
        async with self.database.reading() as tx:
            return list(await tx.scalars(select(ParcelRecord.state).order_by(ParcelRecord.id)))


def texts(told: Any) -> list[str]:
    return [message["text"] for message in told["messages"]]


@pytest.fixture
async def kiosk(database: Database) -> AsyncIterator[Kiosk]:
    clock, slow = SettableClock(START), Slow()
    dispatcher, _ = engine((slow,))
    wording = Texts.load()
    vault, gate = Vault("a secret of the test"), MemoryGate()
    tickets = TicketService(database, vault=vault, clock=clock, texts=wording)
    reception = Reception(
        gate=gate,
        dispatcher=dispatcher,
        desk=desk(database, clock=clock, task=tickets.unhandled),
        wording=wording,
    )
    app = web.Application()
    pickup = ChannelPickup(database, clock=clock)
    app.add_routes(MessageApi(reception, pickup, key=KEY, clock=clock, wording=wording).routes())
    async with TestClient(TestServer(app)) as client:
        kiosk = Kiosk(client, database, slow, reception, gate)
        kiosk.tickets, kiosk.ledger = tickets, TicketLedger(database, vault=vault, texts=wording)
        yield kiosk


async def test_an_answer_is_given_at_once_and_again(kiosk: Kiosk) -> None:
    numbered = [{"number": 1, "label": "甲"}, {"number": 2, "label": "乙"}]
    expected = {"replies": [{"text": "answer", "choices": numbered, "card": None}]}
    assert await kiosk.say("问") == (200, expected)
    assert await kiosk.say("问") == (200, expected)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer " + "x" * 40, KEY + "中"])
async def test_strangers_get_nothing_and_take_nothing(kiosk: Kiosk, header: str) -> None:
    await kiosk.put("一")
    kiosk.headers = {"Authorization": header} if header.isascii() else {}
    assert (await kiosk.say("问"))[0] == 401
    assert (await kiosk.fetch(after="9"))[0] == 401
    assert await kiosk.states() == ["due"]


async def test_a_late_answer_is_said_to_come_and_is_fetched(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "BUDGET_SECONDS", 0.05)
    assert await kiosk.say("人工") == (200, {"replies": [], "later": True})
    kiosk.slow.go.set()
    await kiosk.reception.drain()
    _, told = await kiosk.fetch()
    [message] = told["messages"]
    assert message == {
        "id": told["cursor"], "citizen": "k1", "at": "2026-03-02T04:00:00+00:00", "automatic": True,
        "text": "人来了", "choices": [{"number": 1, "label": "好"}], "card": None,
    }  # fmt: skip


async def test_half_of_a_character_is_no_text(kiosk: Kiosk) -> None:
    status, told = await kiosk.say("问\ud800")
    assert (status, list(told)) == (400, ["error"])


async def test_a_tower_of_brackets_is_refused(kiosk: Kiosk) -> None:
    async with kiosk.client.post(PATH, data=b"[" * 16_000, headers=kiosk.headers) as answer:
        assert (answer.status, list(await answer.json())) == (400, ["error"])
    tower = b'{"citizen": "k1", "id": "1", "text": "a", "more": ' + b"[" * 8000 + b"]" * 8000 + b"}"
    async with kiosk.client.post(PATH, data=tower, headers=kiosk.headers) as answer:
        assert (answer.status, list(await answer.json())) == (400, ["error"])


async def test_what_cannot_be_handled_is_told_and_becomes_one_task(kiosk: Kiosk) -> None:
    fatal = Inbound("api", "api_k1", "a:api_k1:1", "text", START, "\x00我的身份证339901198503142016")
    for _ in range(TRIES):
        await kiosk.gate.enter(fatal)
        kiosk.gate.lease_over()
    words = Texts.load()("general.set_aside")
    for _ in range(2):
        _, told = await kiosk.say("你好")
        assert [reply["text"] for reply in told["replies"]] == [words]
    [task] = (await kiosk.ledger.page()).lines
    assert (task.kind, task.state) == ("unhandled", "open")
    await kiosk.tickets.answer(task.number, "您的事请到民政局办。", actor="wangli")
    assert [text.partition("\n")[2] for text in texts((await kiosk.fetch())[1])] == ["您的事请到民政局办。"]


async def test_a_message_of_a_dead_process_that_cannot_be_handled_is_told_later(kiosk: Kiosk) -> None:
    for number in ("1", "2"):
        fatal = Inbound("api", "api_k1", f"a:api_k1:{number}", "text", START, "身份证339901198503142016")
        for _ in range(TRIES):
            await kiosk.gate.enter(fatal)
            kiosk.gate.lease_over()
        # A message is only begun once the one before it is made good.
        await kiosk.reception.recover()
    assert texts((await kiosk.fetch())[1]) == [Texts.load()("general.set_aside")] * 2
    first, second = (await kiosk.ledger.page()).lines
    for line in (first, second):
        [said] = (await kiosk.ledger.story(line.number)).transcript
        assert said.who == "user"
        assert "身份证" in said.text
        assert "339901198503142016" not in said.text + line.question


async def test_what_was_fetched_comes_again_until_the_cursor_confirms_it(kiosk: Kiosk) -> None:
    await kiosk.put("一")
    await kiosk.put("二")
    _, first = await kiosk.fetch()
    _, again = await kiosk.fetch()
    assert texts(first) == texts(again) == ["一", "二"]
    await kiosk.put("三")
    _, after = await kiosk.fetch(after=first["cursor"])
    assert texts(after) == ["三"]
    assert await kiosk.states() == ["sent", "sent", "due"]
    _, none = await kiosk.fetch(after=after["cursor"])
    assert none == {"messages": [], "cursor": after["cursor"], "more": False}


async def test_a_cursor_confirms_only_what_was_handed_out(kiosk: Kiosk) -> None:
    await kiosk.put("一")
    _, told = await kiosk.fetch(after="999999999")
    assert texts(told) == ["一"]


async def test_one_citizens_cursor_leaves_the_others_alone(kiosk: Kiosk) -> None:
    await kiosk.put("甲的", citizen="api_a")
    await kiosk.put("乙的", citizen="api_b")
    await kiosk.put("微信的", citizen="o1", channel="wechat")
    _, everybody = await kiosk.fetch()
    assert texts(everybody) == ["甲的", "乙的"]
    _, second = await kiosk.fetch(citizen="b", after=everybody["cursor"])
    assert texts(second) == []
    assert texts((await kiosk.fetch(citizen="a"))[1]) == ["甲的"]
    assert await kiosk.states() == ["due", "sent", "due"]


async def test_many_are_fetched_page_by_page(kiosk: Kiosk) -> None:
    for number in range(51):
        await kiosk.put(f"第{number}条")
    _, first = await kiosk.fetch()
    assert (len(first["messages"]), first["more"]) == (50, True)
    _, second = await kiosk.fetch(after=first["cursor"])
    assert (texts(second), second["more"]) == (["第50条"], False)


@pytest.mark.parametrize(
    "query",
    [{"after": "-1"}, {"after": "1 OR 1=1"}, {"after": "9" * 40}, {"citizen": "a/../b"}, {"after": "一"}],
)
async def test_a_wrong_cursor_or_name_is_explained(kiosk: Kiosk, query: dict[str, str]) -> None:
    status, told = await kiosk.fetch(**query)
    assert (status, list(told)) == (400, ["error"])


async def test_without_a_key_the_address_is_not_there(database: Database) -> None:
    api = MessageApi(
        None, ChannelPickup(database, clock=SettableClock(START)), key="short", clock=SettableClock(START),
        wording=Texts.load(),
    )  # type: ignore[arg-type]  # fmt: skip
    assert api.routes() == []
