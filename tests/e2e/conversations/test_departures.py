"""Whoever leaves the account is named afterwards only by what ends within minutes, and may come back and take up a case."""

import pytest

from bot.errors import InputError
from bot.message import Reply
from bot.outbound import outbox
from bot.outbound.outbox import ParcelKind
from bot.outbound.parcel import ParcelBody
from tests.e2e.conversations.stage import House, Stage
from tests.factories.citizens import Town
from tests.factories.disclosure import IDENTITY

SOON_OVER = ("redis mingbai:answer:", "redis mingbai:rate:")


@pytest.mark.asyncio(loop_scope="session")
# The platform says it in three ways that lead to one place, which the unit tests hold: one of them goes all the way each time.
@pytest.mark.parametrize(
    "deed",
    ["取消关注", *(pytest.param(deed, marks=pytest.mark.long) for deed in ("撤回授权", "注销授权"))],
)
async def test_who_leaves_is_named_nowhere_and_may_come_back(house: House, deed: str) -> None:
    stage, program = Stage(house), house.ready
    person = stage.person("")
    await stage.do(person, "填到 request_confirmed")
    await stage.say(person, "1")
    await stage.say(person, "转人工，低保的钱什么时候发")
    request, ticket = person.numbers["GK"], person.numbers["RG"]
    await program.services.asked.waiting.wait("月球上种菜有补贴吗", citizen=person.openid, channel="wechat")
    async with program.resources.database.transaction() as tx:
        body = ParcelBody(Reply("收到日期的通知"))
        late = ParcelBody(Reply("迟到的答案"))
        who, now = person.openid, house.clock.now()
        await outbox.enqueue(tx, who, body=body, dedup=f"n:{who}", now=now, kind=ParcelKind.LETTER)
        await outbox.enqueue(tx, who, body=late, dedup=f"l:{who}", now=now)
    await program.gate.hold(person.openid)

    await stage.do(person, deed)

    town = Town(program.resources.database, house.redis, house.clock, house.vault)
    left = {place for place in await town.where(person.openid) if not place.startswith(SOON_OVER)}
    assert left == set()
    # The letter has still to be served; the answer to a question that nobody asks any more has not.
    assert await town.where("收到日期的通知") == {"tickets.transcript"}
    assert await town.where("迟到的答案") == set()
    kept = {row["number"]: row for row in (await town.rows())["tickets"]}
    assert (kept[ticket]["citizen"], kept[ticket]["state"]) == (f"gone:{ticket}", "open")
    with pytest.raises(InputError, match=r"tickets\.refused\.gone"):
        await program.services.tickets.service.answer(ticket, "每月10日", actor="wang")
    await program.services.tickets.service.close(ticket, actor="wang")
    lines = await program.services.tickets.ledger.cases_of(person.openid)
    assert lines == []

    # The case is there, and nobody's until the same person proves it; the hand-over is gone.
    if deed == "取消关注":
        assert "还在" in await stage.do(person, "关注")
    mine = await stage.say(person, "我的")
    assert request not in mine
    assert "找回" in mine
    assert "后四位" in await stage.say(person, "找回")
    assert "没有对上" in await stage.say(person, f"找回 {request} 9999")
    other = stage.person("旁人")
    assert "没有对上" in await stage.say(other, f"找回 {request} {IDENTITY[-4:]}")
    assert "又在您名下" in await stage.say(person, f"找回 {request} {IDENTITY[-4:]}")
    assert request in await stage.say(person, "我的")
