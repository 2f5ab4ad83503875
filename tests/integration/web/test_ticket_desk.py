"""A ticket's page: looked over before an answer goes, called back, taken, handed on, prepared words; another unit's stays shut."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.outbound.outbox import ParcelRecord
from handlers.accounts.account import Role
from tests.factories.site import PASSWORD, Running
from tests.integration.web.conftest import Enter

pytestmark = pytest.mark.redis


async def sent(site: Running) -> list[str]:
    async with site.database.reading() as tx:
        return [str(row.body["text"]) for row in await tx.scalars(select(ParcelRecord))]


async def test_an_answer_is_looked_over_waits_and_goes(site: Running, enter: Enter) -> None:
    number = await site.ticket("低保怎么停了")
    at = f"/staff/tickets/{number}"
    clerk = await enter("wangli")
    private = "您的电话13800001234已经登记，请等通知。"
    status, page = await clerk.post(f"{at}/answer", answer=private, seen="0")
    assert (status, "像是个人号码：13800001234" in page, private in page) == (422, True, True)
    assert await sent(site) == []
    status, page = await clerk.post(f"{at}/answer", answer=private, seen="0", looked="yes")
    assert (status, "一分钟以后发出" in page, "收回，先不发" in page) == (200, True, True)
    status, page = await clerk.post(f"{at}/call-back")
    assert (status, "没有发给对方" in page, await sent(site)) == (200, True, [])
    status, page = await clerk.post(f"{at}/call-back")
    assert (status, "没有等着发出的答复" in page) == (422, True)
    await clerk.get(at)
    await clerk.post(f"{at}/answer", answer="请到民政局二楼。", seen="0")
    site.clock.advance(timedelta(minutes=1))
    assert await site.services.waiting_answers.step() == 1
    [told] = await sent(site)
    assert "二楼" in told


async def test_what_colleagues_do_among_themselves_is_on_the_page(site: Running, enter: Enter) -> None:
    number = await site.ticket("低保怎么停了")
    at = f"/staff/tickets/{number}"
    accounts = site.services.accounts
    await accounts.add("zhaoqi", PASSWORD, display_name="赵琪", roles=[Role.STAFF], actor="test")
    clerk, colleague = await enter("wangli"), await enter("zhaoqi")
    await clerk.get(at)
    _, page = await colleague.get(at)
    assert "王丽也在看这一件" in page
    status, page = await clerk.post(f"{at}/claim")
    assert (status, "这一件由您来办" in page) == (200, True)
    status, page = await colleague.post(f"{at}/claim")
    assert (status, "已经由wangli在办" in page) == (422, True)
    await clerk.get(at)
    status, page = await clerk.post(f"{at}/note", words="<b>已核对</b>台账")
    assert (status, "<b>已核对" in page, "台账" in page) == (200, False, True)
    status, page = await clerk.post(f"{at}/watch", follow="yes")
    assert "不再关注" in page
    _, page = await clerk.get("/staff?kind=watched")
    assert number in page
    await clerk.get(at)
    _, page = await clerk.post(f"{at}/transfer", to="zhaoqi", unit="", reason="他负责")
    assert ("已转办" in page, "他负责" in page, "赵琪" in page) == (True, True, True)
    _, page = await colleague.get("/staff?kind=taken")
    assert number in page
    _, page = await clerk.get("/staff?kind=taken")
    assert number not in page
    assert await sent(site) == []


async def test_prepared_words_are_written_and_offered(site: Running, enter: Enter) -> None:
    number = await site.ticket("低保怎么停了")
    clerk = await enter("wangli")
    await clerk.get("/staff/canned")
    status, page = await clerk.post("/staff/canned", title="窗口", words="请带身份证到<二楼>窗口。")
    assert (status, "常用语已保存" in page, "<二楼>" in page) == (200, True, False)
    _, page = await clerk.get(f"/staff/tickets/{number}")
    assert "插入常用语" in page
    assert (await clerk.post("/staff/canned", title="", words="x"))[0] == 422
