"""Whoever leaves the account is named afterwards only where the law keeps it, and by what ends within minutes."""

import pytest

from bot.errors import InputError
from bot.message import Reply
from bot.outbound import outbox
from bot.outbound.parcel import ParcelBody
from tests.e2e.conversations.stage import House, Stage
from tests.factories.citizens import Town

SOON_OVER = ("redis mingbai:answer:", "redis mingbai:rate:")


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("deed", ["取消关注", "撤回授权", "注销授权"])
async def test_who_leaves_is_named_where_the_law_keeps_it(house: House, deed: str) -> None:
    stage, program = Stage(house), house.ready
    person = stage.person("")
    await stage.do(person, "填到 request_confirmed")
    await stage.say(person, "1")
    await stage.say(person, "转人工，低保的钱什么时候发")
    request, ticket = person.numbers["GK"], person.numbers["RG"]
    await program.services.waiting.wait("月球上种菜有补贴吗", citizen=person.openid, channel="wechat")
    async with program.resources.database.transaction() as tx:
        body = ParcelBody(Reply("收到日期的通知"))
        await outbox.enqueue(tx, person.openid, body=body, dedup=f"n:{person.openid}", now=house.clock.now())
    await program.gate.hold(person.openid)

    await stage.do(person, deed)

    town = Town(program.resources.database, house.redis, house.clock, house.vault)
    left = {place for place in await town.where(person.openid) if not place.startswith(SOON_OVER)}
    assert left == {"disclosure_requests"}
    assert await town.where("收到日期的通知") == {"tickets.transcript"}
    kept = {row["number"]: row for row in (await town.rows())["tickets"]}
    assert (kept[ticket]["citizen"], kept[ticket]["state"]) == (f"gone:{ticket}", "open")
    with pytest.raises(InputError, match=r"tickets\.refused\.gone"):
        await program.services.tickets.answer(ticket, "每月10日", actor="wang")
    await program.services.tickets.close(ticket, actor="wang")
    # The case is found again by the same account, since the law keeps it; the hand-over is not.
    if deed == "取消关注":
        await stage.do(person, "关注")
    assert request in await stage.say(person, "我的")
    lines = await program.services.ticket_ledger.cases_of(person.openid)
    assert lines == []
