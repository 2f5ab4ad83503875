"""The chat on the county's site: one talk for each token, the same engine, what comes later, and who may not come in."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from sqlalchemy import select

from handlers.published.library import Library
from handlers.tickets.records import TicketRecord
from tests.e2e.conversations.stage import House

_messages = itertools.count(1)


class Panel:
    """A panel as its page calls the program."""

    def __init__(self, house: House, session: aiohttp.ClientSession) -> None:
        self.house, self.session = house, session
        self.token = ""

    async def call(
        self, path: str, *, body: dict[str, str] | None = None, origin: str = "", **query: str
    ) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= {"Origin": origin} if origin else {}
        address = f"{self.house.settings.public_url}/api/v1/chat/{path}"
        method = "GET" if body is None else "POST"
        async with self.session.request(method, address, json=body, params=query, headers=headers) as answer:
            return answer.status, await answer.json()

    async def begin(self) -> "Panel":
        status, told = await self.call("session", body={})
        assert status == 200
        self.token = told["token"]
        return self

    async def say(self, text: str, number: str = "") -> str:
        self.house.clock.advance(timedelta(seconds=5))
        status, told = await self.call("messages", body={"id": number or f"m{next(_messages)}", "text": text})
        assert status == 200, told
        return "\n".join(reply["text"] for reply in told["replies"])


@pytest_asyncio.fixture(loop_scope="session")
async def panel(house: House) -> AsyncIterator[Panel]:
    async with aiohttp.ClientSession() as session:
        yield await Panel(house, session).begin()


async def test_a_talk_goes_on_and_is_there_at_the_next_visit(house: House, panel: Panel) -> None:
    assert "《" in await panel.say("高龄补贴怎么领", number="one")
    # The same number is the same message.
    assert "《" in await panel.say("高龄补贴怎么领", number="one")
    assert "财政决算" in await panel.say("我要申请公开2025年财政决算报告") + await panel.say("不是，继续申请")
    again = Panel(house, panel.session)
    again.token = panel.token
    await again.begin()
    status, told = await again.call("history")
    said = [line["text"] for line in told["lines"] if line["who"] == "user"]
    assert (status, said[0], len(said)) == (200, "高龄补贴怎么领", 3)
    assert all(line["who"] in {"user", "bot"} and line["at"] for line in told["lines"])


async def test_a_ticket_is_answered_into_the_open_panel_and_kept_for_the_next_visit(
    house: House, panel: Panel
) -> None:
    assert "工作人员" in await panel.say("我要找人工，老年公交卡丢了怎么补")
    async with house.ready.resources.database.reading() as tx:
        number = await tx.scalar(
            select(TicketRecord.number)
            .where(TicketRecord.channel == "site")
            .order_by(TicketRecord.number.desc())
        )
    assert number
    waiting = asyncio.create_task(panel.call("news", wait="", after=""))
    await asyncio.sleep(0.2)
    assert not waiting.done()
    begun = time.monotonic()
    await house.ready.services.tickets.service.answer(number, "请带身份证到公交总站补办。", actor="staff")
    _, told = await waiting
    assert time.monotonic() - begun < 10
    (answer,) = told["messages"]
    assert "公交总站补办" in answer["text"]
    assert answer["automatic"] is False
    # It is handed out until it is confirmed, then it belongs to what was said.
    assert (await panel.call("news", after=""))[1]["messages"] == [answer]
    assert (await panel.call("news", after=told["cursor"]))[1]["messages"] == []
    lines = (await panel.call("history"))[1]["lines"]
    assert [line["who"] for line in lines if "公交总站补办" in line["text"]] == ["staff"]


async def test_nobody_reads_or_plants_anothers_talk(house: House, panel: Panel) -> None:
    await panel.say("高龄补贴怎么领")
    stranger = Panel(house, panel.session)
    for token in ("", "x" * 40, panel.token[:-1] + ("A" if panel.token[-1] != "A" else "B")):
        stranger.token = token
        for path in ("history", "news"):
            assert (await stranger.call(path))[0] == 401
        assert (await stranger.call("messages", body={"id": "1", "text": "你好"}))[0] == 401
    # A token that is none begins a talk of its own under another name; one of a screen opens no talk here.
    stranger.token = "planted"
    assert (await stranger.begin()).token != "planted"
    assert (await stranger.call("history"))[1]["lines"] == []
    house.clock.advance(timedelta(days=31))
    assert (await panel.call("history"))[0] == 401


@pytest.mark.parametrize(
    ("path", "body"),
    [("session", {}), ("messages", {"id": "1", "text": "你好"}), ("history", None), ("suggestions", None)],
)
async def test_pages_of_other_sites_are_refused(
    house: House, panel: Panel, path: str, body: dict[str, str] | None
) -> None:
    for origin in ("https://evil.example", "null", house.site_origin):
        assert (await panel.call(path, body=body, origin=origin))[0] == 403
    assert (await panel.call(path, body=body, origin=house.settings.public_url))[0] == 200


async def test_what_cannot_be_taken_is_told(panel: Panel) -> None:
    address = f"{panel.house.settings.public_url}/api/v1/chat/messages"
    headers = {"Authorization": f"Bearer {panel.token}", "Content-Type": "application/json"}
    for octets, status in (
        (b"", 400),
        (b"[]", 400),
        (b'{"id": 1, "text": "a"}', 400),
        (b'{"id": "1", "text": "\\u0000"}', 422),
        (b'{"id": "1", "text": "' + b"a" * 17_000 + b'"}', 413),
        (b'{"id": "../1", "text": "a"}', 422),
        (b"\xff\xfe", 400),
    ):
        async with panel.session.post(address, data=octets, headers=headers) as answer:
            told = await answer.json()
            assert (answer.status, bool(told["error"]["message"])) == (status, True), octets[:40]
    assert (await panel.call("news", after="x"))[0] == 422


async def test_an_address_that_calls_too_often_waits(house: House) -> None:
    async with aiohttp.ClientSession() as session:
        answers = [(await Panel(house, session).call("session", body={}))[0] for _ in range(70)]
        assert set(answers) == {200, 429}
    keys = [key async for key in house.redis.scan_iter(match="mingbai:pace:*")]
    await house.redis.delete(*keys)


async def test_suggestions_come_from_what_is_published(panel: Panel) -> None:
    _, told = await panel.call("suggestions", q="怎么办加装电梯")
    found = told["suggestions"]
    assert 1 < len(found) <= 8
    # Matters come before documents; what only asks is not looked for.
    assert [one["kind"] for one in found] == sorted(
        (one["kind"] for one in found), key="matter place document".index
    )
    assert found[0]["kind"] == "matter"
    assert all("加装电梯" in one["title"] for one in found)
    _, told = await panel.call("suggestions", q="图书馆")
    place = {"title": "青岚县图书馆", "kind": "place", "asks": "青岚县图书馆在哪里"}
    assert place in told["suggestions"]
    misread = {}
    guides = await Library(panel.house.ready.services.answering.index).guides()
    for guide in guides:
        _, told = await panel.call("suggestions", q=guide.title[:30])
        (asks,) = {one["asks"] for one in told["suggestions"] if one["title"] == guide.title}
        (replies,) = await panel.house.ready.explainer.replay([asks])
        heard = "\n".join(reply.text for reply in replies)
        if guide.title not in heard:
            misread[asks] = heard[:80]
    assert misread == {}
    for nothing in ("", "房", "zz不存在的词zz", "%_\\\n"):
        assert (await panel.call("suggestions", q=nothing))[1]["suggestions"] == []


async def test_the_page_lets_the_countys_sites_frame_it_and_no_others(house: House, panel: Panel) -> None:
    base = house.settings.public_url
    async with panel.session.get(f"{base}/chat") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert f"frame-ancestors 'self' {house.site_origin}" in policy
        assert "script-src 'self';" in policy
    for path in ("/kiosk/tushuguan", "/chat/carry/x", "/login"):
        async with panel.session.get(base + path) as answer:
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


async def test_a_phone_goes_on_where_the_screen_stopped_for_ten_minutes(house: House, panel: Panel) -> None:
    from tests.e2e.conversations.test_kiosk import Screen

    screen = await Screen(house, panel.session).begin()
    _, told = await screen.call("carry", text="高龄补贴怎么领")
    async with panel.session.get(told["link"]) as answer:
        assert 'data-carried="高龄补贴怎么领"' in await answer.text()
    _, private = await screen.call("carry", text="我是339901198503142016")
    async with panel.session.get(private["link"]) as answer:
        assert 'data-carried="你好"' in await answer.text()
    path = told["link"].removeprefix(house.settings.public_url)
    async with panel.session.get(
        f"{house.settings.public_url}/kiosk/code.png", params={"to": path}
    ) as answer:
        assert (answer.status, answer.content_type) == (200, "image/png")
    for elsewhere in ("//evil.example/x", "/login", "https://evil.example", "/m/cases/x", ""):
        async with panel.session.get(
            f"{house.settings.public_url}/kiosk/code.png", params={"to": elsewhere}
        ) as answer:
            assert answer.status == 404
    house.clock.advance(timedelta(minutes=11))
    async with panel.session.get(told["link"]) as answer:
        page = await answer.text()
        assert 'data-carried=""' in page
        assert "已经过期" in page
