"""Health tells whether the program can serve, and how many messages have not reached anybody."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from adapters.redis.gate import RedisGate
from bot.message import Inbound, Reply
from bot.outbound import outbox
from bot.outbound.parcel import ParcelBody
from bot.privacy import Vault
from tests.factories.site import Running
from tests.integration.web.conftest import Browser, Enter

Visit = Callable[[], Awaitable[Browser]]
pytestmark = pytest.mark.redis


async def lay(site: Running, channel: str, dedup: str) -> None:
    async with site.database.transaction() as tx:
        await outbox.enqueue(
            tx,
            f"{channel}_1",
            body=ParcelBody(Reply("等着")),
            dedup=dedup,
            now=site.clock.now(),
            channel=channel,
        )


async def test_what_nobody_fetched_is_counted_and_gone_when_it_arrived(site: Running, visit: Visit) -> None:
    browser: Browser = await visit()
    await lay(site, "api", "a")
    await lay(site, "api", "b")
    await lay(site, "rasa", "c")
    site.clock.advance(timedelta(hours=1))
    _, page = await browser.get("/health/ready")
    assert json.loads(page)["undelivered"] == [
        {"channel": "api", "state": "due", "count": 2, "oldest_seconds": 3600},
        {"channel": "rasa", "state": "due", "count": 1, "oldest_seconds": 3600},
    ]
    async with site.database.transaction() as tx:
        await outbox.mark_sent(tx, 3, now=site.clock.now())
        await outbox.mark_failed(tx, 1, reason="errcode 43004")
    _, page = await browser.get("/health/ready")
    counted = {(row["channel"], row["state"]): row["count"] for row in json.loads(page)["undelivered"]}
    assert counted == {("api", "due"): 1, ("api", "failed"): 1}


async def test_what_could_not_be_handled_is_counted(site: Running, visit: Visit) -> None:
    browser: Browser = await visit()
    gate = RedisGate(site.redis, vault=Vault("a secret of the test"), rate_limit=0)
    fatal = Inbound("wechat", "o1", "m:1", "text", site.clock.now(), "你好")
    await gate.enter(fatal)
    await gate.set_aside(fatal, answer=b"")
    status, page = await browser.get("/health/ready")
    assert (status, json.loads(page)["quarantined"]) == (200, 1)


async def test_what_staff_can_do_about_it(site: Running, enter: Enter) -> None:
    fatal = Inbound("wechat", "o1", "m:1", "text", site.clock.now(), "低保怎么办")
    async with site.database.transaction() as tx:
        number = await site.services.tickets.service.unhandled(tx, fatal)
    browser = await enter("wangli")
    _, page = await browser.get(f"/staff/tickets/{number}")
    assert "低保怎么办" in page
    assert site.texts("staff.ticket.unhandled") in page
    assert site.texts("staff.ticket.undelivered") not in page
    await browser.post(f"/staff/tickets/{number}/answer", answer="请带身份证到窗口。", when="now")
    assert (await site.services.tickets.ledger.story(number)).line.state == "answered"


async def test_a_database_that_is_away_leaves_the_other_figures(site: Running, visit: Visit) -> None:
    browser: Browser = await visit()
    async with site.database.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE outbox RENAME TO elsewhere")
    status, page = await browser.get("/health/ready")
    assert (status, json.loads(page)["undelivered"]) == (200, None)
    assert (await browser.get("/metrics"))[0] == 200
