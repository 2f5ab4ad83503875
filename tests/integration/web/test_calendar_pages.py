"""Days off at the desk: what was typed stays, what is wrong is said, and nobody signs the own notice."""

import re

import pytest
from sqlalchemy import select

from bot.audit import AuditRecord
from handlers.accounts.account import Role
from tests.factories.holidays import MAKEUP, NUMBER, ROWS, TITLE
from tests.factories.site import PASSWORD, Running
from tests.integration.web.conftest import Browser, Enter

pytestmark = pytest.mark.redis
FIELDS = {
    "year": "2027",
    "document_number": NUMBER,
    "title": TITLE,
    **{f"name{at}": row[0] for at, row in enumerate(ROWS)},
    **{f"first{at}": row[1] for at, row in enumerate(ROWS)},
    **{f"last{at}": row[2] for at, row in enumerate(ROWS)},
    **{f"makeup{at}": day for at, day in enumerate(MAKEUP)},
}


async def clerks(site: Running, enter: Enter) -> tuple[Browser, Browser]:
    await site.services.access.accounts.add(
        "zhaoqi", PASSWORD, display_name="赵琪", roles=[Role.STAFF], actor="test"
    )
    first, second = await enter("wangli"), await enter("zhaoqi")
    await first.get("/staff/calendar")
    return first, second


async def test_two_persons_put_a_notice_in_force(site: Running, enter: Enter) -> None:
    first, second = await clerks(site, enter)
    status, page = await first.post("/staff/calendar", **FIELDS)
    assert status == 200
    assert "请另一位同事核对原文以后签字" in page
    assert page.count('class="month"') == 13
    assert "签字生效" not in page
    status, page = await first.post("/staff/calendar/1/sign")
    assert (status, "录入的人不能自己签字" in page) == (422, True)
    _, page = await second.get("/staff/calendar/1")
    assert "王丽" in page
    status, page = await second.post("/staff/calendar/1/sign")
    assert status == 200
    assert "已生效" in page
    status, page = await second.post("/staff/calendar/1/sign")
    assert (status, "已经签过字" in page) == (422, True)
    _, page = await second.get("/staff")
    assert "还没有录入" not in page


async def test_both_consoles_warn_of_the_year_that_is_missing(site: Running, enter: Enter) -> None:
    number = await site.filed()
    await site.services.disclosure.service.confirm_receipt(number, actor="wangli")
    for login, address in (("wangli", "/staff"), ("chenming", "/operators")):
        desk = await enter(login)
        _, page = await desk.get(address)
        assert "2027年的放假安排还没有录入" in page
        # What was received in November is due in December: nothing waits yet.
        assert "现有0件" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"document_number": "第9号"}, "文号请照原文写"),
        ({"last0": "2026-12-30"}, "最后一天早于第一天"),
        ({"makeup1": "2027-02-15"}, "2027年2月15日不是周末"),
        ({"first6": "", "last6": ""}, "2027年10月1日每年都放假"),
        ({"first0": "明天"}, "“明天”不是日期"),
        ({"name0": "<script>alert(1)</script>", "last0": "2026-01-01"}, "最后一天早于第一天"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(
    site: Running, enter: Enter, change: dict[str, str], words: str
) -> None:
    first, _ = await clerks(site, enter)
    status, page = await first.post("/staff/calendar", **{**FIELDS, **change})
    assert status == 422
    assert words in page
    assert 'value="2027-05-08"' in page
    assert "<script>alert" not in page
    assert await site.services.holidays.all() == []


@pytest.mark.parametrize("number", ["7", "0", "x", "1e3", "99999999999999999999", "-1", "１"])
async def test_a_notice_that_is_not_there_is_missing_and_no_fault(
    site: Running, enter: Enter, number: str
) -> None:
    first, _ = await clerks(site, enter)
    status, page = await first.get(f"/staff/calendar/{number}")
    assert (status, "没有这份通知" in page) == (404, True)
    status, _ = await first.post(f"/staff/calendar/{number}/sign")
    assert status == 404


async def test_others_neither_see_nor_enter_and_a_form_without_its_token_is_refused(
    site: Running, enter: Enter
) -> None:
    first, _ = await clerks(site, enter)
    for login in ("chenming", "sunyi", "sifa", "guanli"):
        stranger = await enter(login)
        assert (await stranger.get("/staff/calendar"))[0] == 403
        assert (await stranger.post("/staff/calendar", **FIELDS))[0] == 403
    first.token = "wrong"
    assert (await first.post("/staff/calendar", **FIELDS))[0] == 403
    assert await site.services.holidays.all() == []


async def test_a_discarded_notice_stays_to_be_read_and_every_step_is_in_the_chain(
    site: Running, enter: Enter
) -> None:
    first, second = await clerks(site, enter)
    await first.post("/staff/calendar", **FIELDS)
    await second.get("/staff/calendar/1")
    status, page = await second.post("/staff/calendar/1/discard")
    assert (status, "已作废" in page) == (200, True)
    _, page = await first.get("/staff/calendar")
    assert re.search(r"已作废", page)
    async with site.database.reading() as tx:
        rows = await tx.execute(
            select(AuditRecord.action, AuditRecord.actor).where(AuditRecord.action.like("holidays:%"))
        )
    assert [tuple(row) for row in rows] == [("holidays:enter", "wangli"), ("holidays:discard", "zhaoqi")]
