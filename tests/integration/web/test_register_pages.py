"""The operators' pages of the register, the report, the picker, and what is theirs among the gaps."""

import io
import json
import re
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest

from handlers.tickets.service import HandoverRequest
from knowledge.publication.proofreading.finding import Finding, Trouble, Weight
from tests.factories.questions import line
from tests.factories.site import NOW, Running
from tests.integration.web.conftest import Browser, Enter

pytestmark = pytest.mark.redis
POLICY = "policy-elderly-allowance"
ENTRY = {
    "title": "评审专家名单",
    "unit": "青岚县财政局",
    "ground": "privacy",
    "reason": "公开会损害专家个人权益",
    "decided_by": "县财政局局长办公会",
    "decided_on": "2026-11-01",
    "review_on": "2027-06-01",
    "summary": "专家姓名和电话",
    "kept_at": "档案室三柜",
}


async def entered(enter: Enter) -> tuple[Browser, str]:
    clerk = await enter("chenming")
    await clerk.get("/operators/withheld/new")
    status, page = await clerk.post("/operators/withheld/new", **ENTRY)
    assert status == 200
    assert "待涉密审核" in page
    assert "专家姓名和电话" not in page
    return clerk, "/operators/withheld/1"


async def test_a_record_goes_its_way_by_three_persons(site: Running, enter: Enter) -> None:
    _, url = await entered(enter)
    reviewer, chief = await enter("sunyi"), await enter("wusan")
    _, page = await reviewer.get(url)
    assert "涉密审核" in page
    status, page = await reviewer.post(f"{url}/take", step="check")
    assert (status, "还没有勾选“" in page) == (422, True)
    _, page = await reviewer.post(
        f"{url}/take", step="check", **{"point.secret": "1", "point.elsewhere": "1"}
    )
    assert "待封存" in page
    status, page = await reviewer.post(
        f"{url}/take", step="seal", **{"point.ground": "1", "point.divisible": "1"}
    )
    assert (status, "没有“封存”的职责" in page) == (422, True)
    await chief.get(url)
    _, page = await chief.post(f"{url}/take", step="seal", **{"point.ground": "1", "point.divisible": "1"})
    assert "已封存" in page
    assert "专家姓名和电话" not in page
    _, page = await chief.post(f"{url}/view", why="办理行政复议")
    assert "专家姓名和电话" in page
    assert "档案室三柜" in page
    _, page = await chief.get(url)
    assert "专家姓名和电话" not in page
    assert "办理行政复议" in page
    _, page = await chief.get("/operators/withheld?stage=sealed&ground=privacy")
    assert "评审专家名单" in page
    _, page = await chief.get("/operators/withheld?due=1")
    assert "没有符合条件的备案" in page


async def test_who_has_no_duty_in_it_sees_nothing_of_it(site: Running, enter: Enter) -> None:
    _, url = await entered(enter)
    checker = await enter("linetou")
    assert "/operators/withheld" not in (await checker.get("/operators/reviews"))[1]
    for place in ("/operators/withheld", url, "/operators/withheld/new"):
        status, page = await checker.get(place)
        assert status == 403
        assert "评审专家名单" not in page
    chief = await enter("wusan")
    assert (await chief.get("/operators/withheld/new"))[0] == 403


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ground": ""}, "请选择不公开的理由"),
        ({"ground": "state_secret"}, "定密文件"),
        ({"decided_on": "昨天"}, "日期写得不对"),
        ({"review_on": "2020-01-01"}, "复查日期要在今天以后"),
        ({"title": " "}, "请填写名称"),
    ],
)
async def test_what_is_missing_is_said_and_nothing_written_is_lost(
    enter: Enter, change: dict[str, str], said: str
) -> None:
    clerk = await enter("chenming")
    await clerk.get("/operators/withheld/new")
    status, page = await clerk.post("/operators/withheld/new", **(ENTRY | change))
    assert status == 422
    assert said in page
    assert "县财政局局长办公会" in page


async def test_a_form_can_be_filled_from_a_document(enter: Enter) -> None:
    clerk = await enter("chenming")
    _, page = await clerk.get(f"/operators/withheld/new?document={POLICY}")
    assert f'value="{POLICY}"' in page
    assert "青岚县民政局" in page
    assert (await clerk.get("/operators/withheld/99"))[0] == 404
    assert (await clerk.get("/operators/withheld/x"))[0] == 404


async def test_the_report_is_shown_and_handed_out(site: Running, enter: Enter) -> None:
    desk = await enter("chenming")
    _, page = await desk.get("/operators/report")
    assert "这段时间没有校对过文件" in page
    found = [
        Finding(Trouble.TYPO, Weight.LOOK, "misprint", "截止"),
        Finding(Trouble.LINK, Weight.REASON, "dead", "x"),
    ]
    await site.services.knowledge.findings.note(POLICY, 1, found)
    _, page = await desk.get("/operators/report")
    assert "青岚县民政局" in page
    assert "错字" in page
    assert page.count("<rect") > 4
    async with desk.session.get(f"{desk.url}/operators/report.xlsx") as answer:
        book = openpyxl.load_workbook(io.BytesIO(await answer.read()))
    assert book.sheetnames == ["各单位", "各类问题", "各月"]
    rows = [[cell.value for cell in row] for row in book["各单位"].iter_rows()]
    assert rows[2][:3] == ["青岚县民政局", 1, 2]
    assert rows[-1][:3] == ["合计", 1, 2]
    async with desk.session.get(f"{desk.url}/operators/report.csv") as answer:
        text = (await answer.read()).decode("utf-8-sig")
        assert "attachment" in answer.headers["Content-Disposition"]
    assert "错字,1,1" in text
    _, page = await desk.get("/operators/report?first=2020-01-01&last=2020-12-31")
    assert "没有校对过" in page
    status, page = await desk.get("/operators/report?first=2026-12-31&last=2026-01-01")
    assert (status, "日期写得不对" in page) == (400, True)


async def test_submitting_page_keeps_what_was_found(site: Running, enter: Enter) -> None:
    desk = await enter("chenming")
    await desk.get(f"/operators/submissions/{POLICY}")
    report = await site.services.knowledge.findings.report(NOW.date(), NOW.date())
    assert report.whole.documents == 1


async def test_documents_are_found_while_typing(enter: Enter) -> None:
    desk = await enter("chenming")

    async def picked(words: str) -> list[dict[str, Any]]:
        status, page = await desk.get(f"/operators/pick?q={words}")
        assert status == 200
        found: list[dict[str, Any]] = json.loads(page)["documents"]
        return found

    assert POLICY in [one["id"] for one in await picked("高龄津贴")]
    assert [one["id"] for one in await picked("青政发〔2026〕3号")] == [POLICY]
    assert await picked("") == await picked("没有这样的文件") == []


async def test_what_is_given_to_a_unit_stands_under_its_persons_own(site: Running, enter: Enter) -> None:
    near = line("高龄津贴能寄到国外吗", at=NOW)._replace(
        interpreter="钟秀兰", interpreter_unit="青岚县民政局"
    )
    await site.services.asked.questions.take([near, line("无人机飞行要报备吗", at=NOW)])
    desk = await enter("chenming")
    assert "只看交给" not in (await desk.get("/operators/gaps"))[1]
    await site.services.access.administration.set_unit("chenming", "青岚县民政局", actor="test")
    _, page = await desk.get("/operators/gaps")
    assert "只看交给青岚县民政局的（1）" in page
    _, page = await desk.get("/operators/gaps?mine=1")
    assert "高龄津贴能寄到国外吗" in page
    assert "钟秀兰" in page
    assert "无人机飞行要报备吗" not in page
    assert re.search(r"已交办 1", page)


async def test_tickets_of_a_unit_stand_under_its_persons_own(site: Running, enter: Enter) -> None:
    await site.ticket("路灯坏了找谁修")
    call = HandoverRequest(
        "citizen-2", "wechat", "key-2", "高龄津贴能寄到国外吗", (("user", "高龄津贴能寄到国外吗", NOW.timestamp()),),
        unit="青岚县民政局", interpreter="钟秀兰", due_on=date(2026, 11, 25),
    )  # fmt: skip
    number = (await site.services.tickets.service.open(call)).number
    clerk = await enter("wangli")
    assert "交给青岚县民政局" not in (await clerk.get("/staff"))[1]
    await site.services.access.administration.set_unit("wangli", "青岚县民政局", actor="test")
    _, page = await clerk.get("/staff?kind=mine")
    assert "高龄津贴能寄到国外吗" in page
    assert "路灯坏了" not in page
    assert "2026年11月25日" in page
    assert "已过期限" not in page
    site.clock.set(NOW + timedelta(days=9))
    assert "已过期限" in (await clerk.get("/staff?kind=mine"))[1]
    _, page = await clerk.get(f"/staff/tickets/{number}")
    assert "钟秀兰" in page
