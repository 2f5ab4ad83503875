"""The desk of complaints: the pages take the lawful steps, show why a unit has it, and hide who told it."""

import re

from sqlalchemy import select

from bot.audit import AuditRecord
from handlers.accounts.account import Role
from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.case.lifecycle import ComplaintState
from handlers.complaints.case.scores import ServiceRating
from tests.factories.complaints import ENVIRONMENT, OFFICE, came_from, complaint
from tests.factories.site import PASSWORD, Running
from tests.integration.web.conftest import Enter

MARKET = "青岚县市场监督管理局"
REPORT = {"result": "solved", "result_words": "已装净化器", "evidence": "照片在案卷"}


def version_of(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


async def filed(site: Running, kind: ComplaintKind = ComplaintKind.COMPLAINT, form: str = "form-1") -> str:
    told = complaint(kind, name="李一鸣", phone="13800001234")
    receipt = await site.services.complaints.service.submit(told, origin=came_from(form))
    return receipt.number


async def state_of(site: Running, number: str) -> ComplaintState:
    return (await site.services.complaints.ledger.story(number, clerk=OFFICE)).line.state


async def staffed(site: Running) -> None:
    """Give the desk a second person at the office and one in each of two units."""
    for login, role, unit in (
        ("zhaosi", Role.STAFF, ""),
        ("huanbao", Role.UNIT, ENVIRONMENT),
        ("shichang", Role.UNIT, MARKET),
    ):
        await site.services.access.accounts.add(
            login, PASSWORD, display_name=login, roles=[role], actor="test", unit=unit
        )


async def test_a_complaint_goes_from_hand_to_hand_through_the_pages(site: Running, enter: Enter) -> None:
    await staffed(site)
    number = await filed(site)
    at = f"/staff/complaints/{number}"
    office = await enter("wangli")
    _, page = await office.get("/staff/complaints?queue=registered")
    assert number in page
    _, page = await office.get(f"/staff?q={number}")
    assert "油烟大" in page
    await office.post(f"{at}/steps/accept", version=version_of(page))
    _, page = await office.get(at)
    assert "餐饮油烟、生产经营噪声由生态环境部门监督管理" in page
    assert "东湖社区第一网格" in page
    assert page.count("今天值班") == 1
    # Only the matter is chosen: unit, helpers and reason are the list's.
    await office.post(f"{at}/steps/dispatch", version=version_of(page), matter="油烟噪声扰民")
    _, page = await office.get(at)
    assert f"分拨：{ENVIRONMENT}" in page
    assert 'datetime="2026-12-04"' in page

    for login, step, fields, to in (
        ("huanbao", "object", {"reason": "不归我局"}, ComplaintState.OBJECTED),
        ("zhaosi", "uphold", {"reason": "清单写明"}, ComplaintState.HANDLING),
        ("zhuren", "extend", {"workdays": "3", "reason": "等检测"}, ComplaintState.HANDLING),
        ("huanbao", "report", REPORT, ComplaintState.REPORTED),
        ("zhaosi", "send_back", {"reason": "补检测"}, ComplaintState.HANDLING),
        ("huanbao", "report", REPORT, ComplaintState.REPORTED),
        ("wangli", "approve", {}, ComplaintState.CLOSED),
    ):
        browser = await enter(login)
        _, page = await browser.get(at)
        status, page = await browser.post(f"{at}/steps/{step}", version=version_of(page), **fields)
        assert (status, await state_of(site, number)) == (200, to), page
    await site.services.complaints.service.rate(
        number, ServiceRating({"speed": 5, "effect": 2}), citizen="openid-1"
    )
    caller = await enter("zhaosi")
    _, page = await caller.get("/staff/complaints?queue=call_back")
    assert number in page
    _, page = await caller.get(at)
    assert "速度5分，效果2分" in page
    await caller.post(f"{at}/steps/record_call", version=version_of(page), call_words="说清楚了")
    assert await state_of(site, number) is ComplaintState.CLOSED


async def test_another_unit_than_the_lists_needs_a_reason(site: Running, enter: Enter) -> None:
    number = await filed(site)
    at, office = f"/staff/complaints/{number}", await enter("wangli")
    _, page = await office.get(at)
    await office.post(f"{at}/steps/accept", version=version_of(page))
    _, page = await office.get(at)
    other = {"matter": "油烟噪声扰民", "unit": MARKET}
    status, page_refused = await office.post(f"{at}/steps/dispatch", version=version_of(page), **other)
    assert status == 409
    assert "理由" in page_refused
    await office.post(f"{at}/steps/dispatch", version=version_of(page), **other, reason="流动摊贩")
    story = await site.services.complaints.ledger.story(number, clerk=OFFICE)
    assert (story.line.unit, story.helpers) == (MARKET, ())


async def test_a_unit_sees_its_own_complaints_and_no_other_route_tells_of_more(
    site: Running, enter: Enter
) -> None:
    await staffed(site)
    number = await filed(site)
    at = f"/staff/complaints/{number}"
    for login in ("huanbao", "shichang", "fazhi", "qianfa"):
        browser = await enter(login)
        _, page = await browser.get("/staff/complaints?queue=all")
        assert number not in page
        _, page = await browser.get(f"/staff/complaints?q={number}")
        assert f"/staff/complaints/{number}" not in page
        assert (await browser.get(at))[0] == 404
        for deed in ("note", "reveal", "steps/accept"):
            fields = {"words": "x", "reason": "xx", "version": "1"}
            assert (await browser.post(f"{at}/{deed}", **fields))[0] == 404
    assert await state_of(site, number) is ComplaintState.REGISTERED


async def test_who_reported_is_shown_to_the_head_alone_and_the_look_is_kept(
    site: Running, enter: Enter
) -> None:
    number = await filed(site, ComplaintKind.REPORT)
    at = f"/staff/complaints/{number}"
    office, head = await enter("wangli"), await enter("zhuren")
    _, page = await office.get(at)
    assert "信访工作条例第三十条" in page
    _, page = await office.post(f"{at}/reveal", reason="核实")
    assert "李一鸣" not in page
    assert "楼下烧烤店半夜油烟大" in page
    _, page = await head.post(f"{at}/reveal", reason="核实身份")
    assert "李一鸣" in page
    async with site.database.reading() as tx:
        looks = await tx.scalars(select(AuditRecord).where(AuditRecord.action == "complaint:reveal"))
        assert [(look.actor, look.detail["person"]) for look in looks] == [
            ("wangli", "false"),
            ("zhuren", "true"),
        ]


async def test_a_note_stays_within_the_office_and_an_unknown_step_is_none(
    site: Running, enter: Enter
) -> None:
    number = await filed(site)
    at, office = f"/staff/complaints/{number}", await enter("wangli")
    _, page = await office.post(f"{at}/note", words="先问一下社区")
    assert "先问一下社区" in page
    assert (await office.post(f"{at}/steps/nothing", version="1"))[0] == 404
    token = site.links.case(number, now=site.clock.now()).rpartition("/")[2]
    async with office.session.get(f"{site.url}/m/cases/{token}") as answer:
        page = await answer.text()
    assert number in page
    assert "登记编号" in page
    assert "油烟" not in page
    assert "社区" not in page
