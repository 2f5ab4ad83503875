"""A ticket's page: looked over before an answer goes, called back, taken, handed on, prepared words; another unit's stays shut."""

import io
from datetime import timedelta

import aiohttp
import pytest
from sqlalchemy import select

from bot.outbound.outbox import ParcelRecord
from handlers.accounts.account import Role
from tests.factories.site import PASSWORD, Running
from tests.integration.web.conftest import TOKEN, Browser, Enter

pytestmark = pytest.mark.redis
PDF = b"%PDF-1.7\n%%EOF"


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
    assert await site.services.tickets.waiting_answers.step() == 1
    [told] = await sent(site)
    assert "二楼" in told


async def test_what_colleagues_do_among_themselves_is_on_the_page(site: Running, enter: Enter) -> None:
    number = await site.ticket("低保怎么停了")
    at = f"/staff/tickets/{number}"
    accounts = site.services.access.accounts
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


async def bring(browser: Browser, number: str, name: str, content: bytes) -> tuple[int, str]:
    """Put a file beside a ticket."""
    # As browsers do: the name as it is.
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("csrf", browser.token)
    form.add_field("file", io.BytesIO(content), filename=name)
    async with browser.session.post(f"{browser.url}/staff/ticket-files/{number}", data=form) as answer:
        page = await answer.text()
        browser.token = found[1] if (found := TOKEN.search(page)) else browser.token
        return answer.status, page


async def test_a_file_goes_along_and_its_citizen_opens_it_by_the_link(site: Running, enter: Enter) -> None:
    number = await site.ticket("低保表格在哪里领")
    at, upload = f"/staff/tickets/{number}", f"/staff/ticket-files/{number}"
    clerk = await enter("wangli")
    await clerk.get(at)
    status, page = await bring(clerk, number, "申请表.exe", PDF)
    assert (status, "文件已放好" in page, "申请表.pdf" in page) == (200, True, True)
    for name, content, told in (
        ("x.pdf", b"MZ\x90", "released.refused.kind"),
        ("", b"", "tickets.refused.no_file"),
    ):
        status, page = await bring(clerk, number, name, content)
        assert (status, site.texts(told) in page) == (422, True)
    await clerk.get(at)
    [file] = await site.services.tickets.answer_files.listed(number)
    async with clerk.session.get(f"{site.url}{upload}/{file.id}") as answer:
        assert (answer.status, await answer.read()) == (200, PDF)
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E7")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    # A name in the name of a file is asked about as one in the answer is.
    await bring(clerk, number, "李建国13800001234.pdf", PDF + b"2")
    [named] = [one for one in await site.services.tickets.answer_files.listed(number) if one.id != file.id]
    _, page = await clerk.get(at)
    assert f'value="{file.id}" checked' in page
    status, page = await clerk.post(f"{at}/answer", answer="请填表。", seen="0", file=named.id)
    assert (status, "13800001234" in page) == (422, True)
    status, page = await clerk.post(f"{upload}/{named.id}/remove")
    assert (status, "文件已拿掉" in page) == (200, True)
    status, _ = await clerk.post(f"{at}/answer", answer="请填表。", seen="0", when="now", file=file.id)
    assert status == 200
    [told] = await sent(site)
    link = told.partition("这里看：")[2].splitlines()[0]
    phone = await enter("chenming")
    async with phone.session.get(site.url + link[link.index("/m/") :]) as answer:
        assert "申请表.pdf" in await answer.text()
    token = link.rpartition("/")[2]
    async with phone.session.get(f"{site.url}/m/cases/{token}/files/1") as answer:
        assert (answer.status, await answer.read()) == (200, PDF)
    for wrong in (f"{token}/files/2", f"{token}x/files/1", f"{token}/files/0"):
        async with phone.session.get(f"{site.url}/m/cases/{wrong}") as answer:
            assert answer.status == 404
    site.clock.advance(timedelta(days=31))
    async with phone.session.get(f"{site.url}/m/cases/{token}/files/1") as answer:
        assert answer.status == 404


async def test_another_units_ticket_takes_no_file_and_no_stranger_reads_one(
    site: Running, enter: Enter
) -> None:
    number = await site.ticket("低保表格在哪里领")
    await site.services.tickets.desk.transfer(
        number, to="", unit="青岚县民政局", reason="归口", actor="wangli"
    )
    identifier = await site.services.tickets.answer_files.add(number, "表.pdf", PDF, actor="wangli")
    await site.services.access.administration.set_unit("wangli", "青岚县教育局", actor="guanli")
    clerk = await enter("wangli")
    await clerk.get(f"/staff/tickets/{number}")
    assert (await bring(clerk, number, "a.pdf", PDF))[0] == 403
    assert (await clerk.post(f"/staff/ticket-files/{number}/{identifier}/remove"))[0] == 403
    other = await site.ticket("别的事", citizen="citizen-9")
    assert (await clerk.get(f"/staff/ticket-files/{other}/{identifier}"))[0] == 404
    assert (await (await enter("chenming")).get(f"/staff/ticket-files/{number}/{identifier}"))[0] == 403
