"""What has not arrived stands on one page with its age, its tries and its task, and is tried again at a press."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from adapters.redis.windows import CitizenWindows
from adapters.wechat.api.alarms import AlarmBook
from adapters.wechat.api.errcodes import Answered, PlatformError
from bot.audit import AuditRecord
from bot.message import Reply
from bot.outbound import attempts, outbox
from bot.outbound.attempts import DeliveryAttempt
from bot.outbound.ladder import Rung, SendWindow
from bot.outbound.outbox import ParcelKind, ParcelRecord
from bot.outbound.parcel import ParcelBody
from tests.factories.site import Running
from tests.integration.web.conftest import Enter

pytestmark = pytest.mark.redis


async def lay(site: Running, words: str, *, citizen: str = "oCitizen1") -> int:
    async with site.database.transaction() as tx:
        await outbox.enqueue(
            tx,
            citizen,
            body=ParcelBody(Reply(words)),
            dedup=words,
            now=site.clock.now(),
            kind=ParcelKind.LETTER,
        )
    async with site.database.reading() as tx:
        return int(await tx.scalar(select(ParcelRecord.id).order_by(ParcelRecord.id.desc()).limit(1)) or 0)


async def state_of(site: Running, number: int) -> str:
    async with site.database.reading() as tx:
        return str(await tx.scalar(select(ParcelRecord.state).where(ParcelRecord.id == number)))


async def test_the_list_tells_age_tries_and_task(site: Running, enter: Enter) -> None:
    number = await lay(site, "您的申请已经收到，电话13812345678")
    await lay(site, "刚刚写下", citizen="oCitizen2")
    async with site.database.transaction() as tx:
        tried = DeliveryAttempt(Rung.SERVICE, 45015, rid="65a1-22bb")
        attempts.note(tx, number, tried, now=site.clock.now())
        await outbox.mark_waiting(tx, number, reason="errcode 45015")
        await outbox.give_task(tx, number, "RG-2026-1120-0001")
    site.clock.advance(timedelta(days=3))
    browser = await enter("wangli")
    status, page = await browser.get("/staff/undelivered")
    assert status == 200
    told = (
        "您的申请已经收到",
        "45015",
        "已等3天",
        "RG-2026-1120-0001",
        "等对方来信",
        site.texts("staff.undelivered.codes.45015"),
    )
    for word in told:
        assert word in page, word
    # What is only on its way is no trouble, and what is private is not shown in clear.
    for word in ("刚刚写下", "13812345678", "oCitizen1"):
        assert word not in page, word
    _, page = await browser.get("/staff/undelivered?state=failed")
    assert site.texts("staff.undelivered.nothing") in page
    _, page = await browser.get("/staff")
    assert 'href="/staff/undelivered"' in page


async def test_a_press_tries_again_though_a_refusal_is_expected(site: Running, enter: Enter) -> None:
    number = await lay(site, "您的申请已经收到")
    later = await lay(site, "后一封")
    windows = CitizenWindows(site.redis)
    await windows.learn_shut("oCitizen1", now=site.clock.now())
    async with site.database.transaction() as tx:
        await outbox.mark_failed(tx, number, reason="errcode 43004")
        await outbox.mark_waiting(tx, later, reason="window shut")
    browser = await enter("wangli")
    await browser.get("/staff/undelivered")
    status, page = await browser.post(f"/staff/undelivered/{number}/again")
    assert (status, site.texts("staff.undelivered.done") in page) == (200, True)
    assert [await state_of(site, each) for each in (number, later)] == ["due", "due"]
    assert await windows.standing("oCitizen1", now=site.clock.now()) is SendWindow.OPEN
    site.clock.advance(timedelta(minutes=2))
    assert await windows.standing("oCitizen1", now=site.clock.now()) is SendWindow.SHUT
    async with site.database.transaction() as tx:
        [parcel] = await outbox.claim(tx, "wechat", now=site.clock.now(), limit=5, lease=timedelta(minutes=2))
        assert parcel.id == number
        entries = (await tx.scalars(select(AuditRecord).where(AuditRecord.action == "outbox:again"))).all()
        assert [(entry.actor, entry.subject) for entry in entries] == [("wangli", f"parcel:{number}")]
        await outbox.mark_sent(tx, number, now=site.clock.now())
    status, page = await browser.post(f"/staff/undelivered/{number}/again")
    assert status == 422
    assert site.texts("staff.undelivered.gone") in page


@pytest.mark.parametrize("number", ["x", "-1", "99999999999999999999", "%00"])
async def test_a_number_that_is_none_leads_nowhere(site: Running, enter: Enter, number: str) -> None:
    browser = await enter("wangli")
    await browser.get("/staff/undelivered")
    status, _ = await browser.post(f"/staff/undelivered/{number}/again")
    assert status in {400, 404}


async def test_operators_have_no_business_there(site: Running, enter: Enter) -> None:
    browser = await enter("chenming")
    status, _ = await browser.get("/staff/undelivered")
    assert status == 403


async def test_an_alarm_shows_above_the_queue_and_in_the_figures_and_goes_out(
    site: Running, enter: Enter
) -> None:
    book, call = AlarmBook(site.redis), "/cgi-bin/message/custom/send"
    await book.sound(call, PlatformError(Answered(40164), now=site.clock.now()), now=site.clock.now())
    browser = await enter("wangli")
    for path in ("/staff", "/staff/undelivered"):
        _, page = await browser.get(path)
        assert "message/custom/send（错误码40164" in page, path
        assert site.texts("wechat.alarm.40164") in page
    _, figures = await browser.get("/health/ready")
    assert '"alarms": 1' in figures
    await book.end(call)
    _, page = await browser.get("/staff")
    assert "40164" not in page
    _, figures = await browser.get("/health/ready")
    assert '"alarms": 0' in figures
