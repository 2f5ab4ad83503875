"""What the desk shows of a case whose applicant was erased, and of a hand-over whose citizen has left."""

from datetime import timedelta

from bot.retention import Transactional
from handlers.disclosure.case.retention import ClosedApplicants
from tests.factories.site import PHONE, Running
from tests.integration.web.conftest import Enter


async def test_an_erased_applicant_cannot_be_revealed(site: Running, enter: Enter) -> None:
    number = await site.filed()
    await site.services.disclosure.service.withdraw(number, citizen="citizen-1")
    site.clock.advance(timedelta(days=367))
    rule = Transactional(ClosedApplicants(), site.database)
    assert await rule.erase(now=site.clock.now(), limit=10) == 1
    browser = await enter("wangli")
    _, page = await browser.get(f"/staff/requests/{number}")
    assert ("已按规定删除" in page, "保存期满" in page, "查看原文" in page) == (True, True, False)
    status, page = await browser.post(f"/staff/requests/{number}/reveal", reason="核对")
    assert (status < 500, PHONE in page, "已按规定删除" in page) == (True, False, True)


async def test_who_has_left_cannot_be_answered_any_more(site: Running, enter: Enter) -> None:
    number = await site.ticket()
    browser = await enter("wangli")
    _, page = await browser.get(f"/staff/tickets/{number}")
    assert ("发送答复" in page, "已经离开公众号" in page) == (True, False)
    await site.services.tickets.service.leave(citizen="citizen-1", channel="wechat")
    status, page = await browser.post(f"/staff/tickets/{number}/answer", answer="每月十日", when="now")
    assert (status, "不能再从这里答复" in page) == (422, True)
    _, page = await browser.get(f"/staff/tickets/{number}")
    assert ("发送答复" in page, "已经离开公众号" in page, "办结" in page) == (False, True, True)
    assert (await browser.post(f"/staff/tickets/{number}/close"))[0] == 200
