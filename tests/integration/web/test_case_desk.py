"""The desk of disclosure requests: the pages take the lawful steps, and tell what stands in the way."""

import csv
import io
import re
from datetime import datetime

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from bot.audit import AuditRecord
from bot.clock import SHANGHAI
from bot.outbound.outbox import ParcelRecord
from handlers.accounts.account import Role
from handlers.disclosure.case.lifecycle import State, Step
from handlers.disclosure.case.records import DisclosureRequestRecord
from tests.factories.site import PASSWORD, Running
from tests.integration.web.conftest import Enter

STARTS = ("=", "+", "-", "@", "＝")
FORM = {
    "channel": "fax",
    "on": "2026-11-20",
    "information": "石桥镇2025年农村公路养护合同",
    "category": "business",
    "name": "青岚县某某建设有限公司",
    "paper": "credit_code",
    "identity": "91350100MA00000A1X",
    "contact": "李四 13800001234",
    "delivery": "counter",
}

AT_THE_WINDOW = {
    "channel": "in_person",
    "category": "natural",
    "name": "李一鸣",
    "paper": "resident",
    "identity": "339901198503142016",
    "contact": "13800001234",
}


def version_of(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


async def state_of(site: Running, number: str) -> State:
    return (await site.services.disclosure.ledger.story(number)).line.state


async def test_a_case_goes_from_hand_to_hand_through_the_pages(site: Running, enter: Enter) -> None:
    number = await site.filed()
    at = f"/staff/requests/{number}"
    staff = await enter("wangli")
    _, page = await staff.get(at)
    assert "确认收到" in page
    await staff.post(f"{at}/steps/confirm", version=version_of(page), confirmed_with="电话")
    assert await state_of(site, number) is State.RECEIVED
    _, page = await staff.get(at)
    await staff.post(f"{at}/steps/assign", version=version_of(page))
    assert await state_of(site, number) is State.SEARCHING

    # The decision, question by question; a ground of a later question does not get past an earlier one.
    asked = "2025年县本级财政决算报告"
    status, page = await staff.get(f"{at}/decision?asked={asked}&at=4&ground=provided")
    assert (status, "fact_attachments" in page) == (200, True)
    status, page = await staff.post(
        f"{at}/decision", asked=asked, at="4", ground="provided", fact_form="电子文件"
    )
    assert status == 200
    assert "缺少" in page
    status, _ = await staff.post(f"{at}/decision", asked=asked, at="2", ground="provided")
    assert status == 400
    await staff.post(f"{at}/decision/drop", place="0")
    facts = {"fact_attachments": "2025年决算报告\n附表", "fact_form": "电子文件"}
    _, page = await staff.post(f"{at}/decision", asked=asked, at="4", ground="provided", **facts)
    assert "决定已经完整" in page
    _, page = await staff.get(at)
    await staff.post(f"{at}/steps/draft_reply", version=version_of(page))

    for login, step, fields, to in (
        ("fazhi", "return_draft", {"reason": "附件名称要写全"}, State.SEARCHING),
        ("wangli", "draft_reply", {}, State.LEGAL_REVIEW),
        ("fazhi", "pass_review", {}, State.APPROVAL),
        ("zhuren", "send_back", {"reason": "再核对一次"}, State.SEARCHING),
        ("wangli", "draft_reply", {}, State.LEGAL_REVIEW),
        ("fazhi", "pass_review", {}, State.APPROVAL),
        ("qianfa", "sign", {}, State.SIGNED),
        ("wangli", "dispatch", {}, State.SIGNED),
    ):
        browser = await enter(login)
        _, page = await browser.get(at)
        status, page = await browser.post(f"{at}/steps/{step}", version=version_of(page), **fields)
        assert (status, await state_of(site, number)) == (200, to), page
    assert "青政公开答〔2026〕第1号" in page
    token = site.links.case(number, now=site.clock.now()).rpartition("/")[2]
    for path in (f"{at}/letters/0", f"/m/cases/{token}/reply"):
        async with staff.session.get(site.url + path) as letter:
            assert (letter.status, (await letter.read())[:2]) == (200, b"PK")
    # The applicant reads what was decided, not how it went from hand to hand.
    _, page = await staff.get(f"/m/cases/{token}")
    assert "看答复书" in page
    assert "法制审核" not in page
    assert (await staff.get(f"{at}/letters/7"))[0] == 404


async def test_what_stands_in_the_way_is_told_and_nothing_changes(site: Running, enter: Enter) -> None:
    number = await site.filed()
    at = f"/staff/requests/{number}"
    staff = await enter("wangli")
    _, page = await staff.get(at)
    seen = version_of(page)
    status, page = await staff.post(f"{at}/steps/sign", version=seen)
    assert (status, "第三十三条" in page) == (409, True)
    await staff.post(f"{at}/steps/confirm", version=seen)
    status, page = await staff.post(f"{at}/steps/withdraw", version=seen, reason="书面", on="2026-11-20")
    assert (status, "已经由wangli办过一步" in page) == (422, True)
    _, page = await staff.get(at)
    status, page = await staff.post(f"{at}/steps/ask_correction", version=version_of(page), points="哪一年")
    assert status == 409
    assert "怎样补正" in page
    assert (await staff.post(f"{at}/steps/nothing", version="1"))[0] == 404
    assert await state_of(site, number) is State.RECEIVED


async def test_only_ones_own_part_is_offered(site: Running, enter: Enter) -> None:
    number = await site.filed()
    at = f"/staff/requests/{number}"
    offered = {}
    for login in ("wangli", "fazhi", "zhuren", "qianfa"):
        _, page = await (await enter(login)).get(at)
        offered[login] = set(re.findall(r"/steps/(\w+)", page))
    assert offered == {
        "wangli": {"confirm", "withdraw"},
        "fazhi": set(),
        "zhuren": set(),
        "qianfa": set(),
    }
    # An account of a unit has the cases it was given, and no other.
    assert (await (await enter("danwei")).get(at))[0] == 404


async def test_another_agencys_case_reads_like_a_missing_one(site: Running, enter: Enter) -> None:
    number = await site.filed()
    await site.services.access.administration.set_unit("wangli", "青岚县教育局", actor="guanli")
    browser = await enter("wangli")
    told = []
    for case in (number, "GK202611209999"):
        at = f"/staff/requests/{case}"
        for status, page in (
            await browser.get(at),
            await browser.get(f"{at}/decision"),
            await browser.get(f"{at}/letters/0"),
            await browser.get(f"/staff/documents/of/{case}"),
            await browser.post(f"/staff/documents/of/{case}"),
            await browser.post(f"{at}/steps/confirm", version="1"),
            await browser.post(f"{at}/note", words="看看"),
            await browser.post(f"{at}/reveal", reason="看看"),
            await browser.post(f"{at}/handler", to="wangli", reason="看看", version="1"),
            await browser.post(f"{at}/decision", asked="看看", at="0", ground="other"),
            await browser.post(f"{at}/decision/drop", place="0"),
            await browser.post(f"{at}/decision/settle", counted_as=""),
        ):
            told.append((status, re.sub(r"[0-9a-f]{12}|GK\d+|name=\"csrf\" value=\"[^\"]+\"", "", page)))
    assert {status for status, _ in told} == {404}
    half = len(told) // 2
    assert told[:half] == told[half:]
    _, page = await browser.get("/staff")
    assert number not in page


async def test_the_queues_count_and_narrow(site: Running, enter: Enter) -> None:
    first, second = await site.filed(), await site.filed("2024年预算", form_id="form-2")
    await site.services.disclosure.service.confirm_receipt(second, actor="wangli")
    staff = await enter("wangli")
    _, page = await staff.get("/staff?queue=confirm")
    assert (first in page, second in page) == (True, False)
    _, page = await staff.get("/staff?queue=assign")
    assert (first in page, second in page) == (False, True)
    assert "下一步：分办（第三十三条）" in page
    _, page = await staff.get("/staff?queue=due")
    assert first not in page
    assert second not in page
    # Whoever only has a part in requests sees no tickets.
    ticket = await site.ticket()
    _, page = await (await enter("fazhi")).get("/staff")
    assert (first in page, ticket in page) == (True, False)


async def test_a_whole_name_is_found_and_half_a_name_is_not(site: Running, enter: Enter) -> None:
    number = await site.filed()
    staff = await enter("wangli")
    assert number in (await staff.get("/staff?q=张三丰"))[1]
    assert number not in (await staff.get("/staff?q=张三"))[1]


async def test_a_fax_is_registered_and_what_is_wrong_is_shown_with_what_was_typed(
    site: Running, enter: Enter
) -> None:
    staff = await enter("wangli")
    wrong = {**FORM, "paper": "resident"}
    status, page = await staff.post("/staff/requests/new", **wrong)
    assert (status, "青岚县某某建设有限公司" in page) == (422, True)
    assert (await (await enter("fazhi")).post("/staff/requests/new", **{**FORM, "identity": "9135"}))[
        0
    ] == 422


async def test_the_window_and_the_internet_are_one_ledger(site: Running, enter: Enter) -> None:
    """G11, B3: both stand in the same list, each saying by which way it came."""
    online = await site.filed()
    staff = await enter("wangli")
    await staff.get("/staff/requests/new")
    status, page = await staff.post("/staff/requests/new", **{**FORM, **AT_THE_WINDOW})
    assert (status, "当面提交" in page) == (200, True)
    _, listed = await staff.get("/staff?kind=requests")
    numbers = set(re.findall(r"GK\d{12}", listed))
    assert online in numbers
    assert len(numbers) == 2
    (window,) = numbers - {online}
    assert (await site.services.disclosure.ledger.story(window)).channel == "in_person"
    assert (await site.services.disclosure.ledger.story(online)).channel == "internet"
    assert "当面提交" not in (await staff.get(f"/staff/requests/{online}"))[1]


async def test_notes_stay_within_the_office(site: Running, enter: Enter) -> None:
    number = await site.filed()
    at = f"/staff/requests/{number}"
    staff = await enter("wangli")
    _, page = await staff.post(f"{at}/note", words="申请人来过电话，<b>很急</b>")
    assert "申请人来过电话，&lt;b&gt;很急&lt;/b&gt;" in page
    assert (await staff.post(f"{at}/note", words="  "))[0] == 422
    _, page = await staff.get(at)
    await staff.post(f"{at}/steps/confirm", version=version_of(page), confirmed_with="电话")
    _, page = await staff.post(f"{at}/note", words="两位专家都认为可以公开", experts="yes")
    assert ("专家会商意见" in page, "请专家会商" in page) == (True, True)
    token = site.links.case(number, now=site.clock.now()).rpartition("/")[2]
    _, page = await staff.get(f"/m/cases/{token}")
    assert "来过电话" not in page
    assert (await staff.get(f"/m/cases/{token}/reply"))[0] == 404


async def test_steps_that_make_a_case_are_not_taken_on_one(site: Running, enter: Enter) -> None:
    number = await site.filed()
    staff = await enter("wangli")
    status, _ = await staff.post(f"/staff/requests/{number}/steps/{Step.REGISTER.value}", version="1")
    assert status == 409


async def test_the_first_page_says_what_waits_for_whom(site: Running, enter: Enter) -> None:
    number = await site.filed()
    await site.services.disclosure.service.confirm_receipt(number, actor="wangli")
    staff = await enter("wangli")
    assert "等您办的" not in (await staff.get("/staff"))[1]
    # Received on the 20th of November 2026: due on the 18th of December.
    site.clock.set(datetime(2026, 12, 17, 9, tzinfo=SHANGHAI))
    assert await site.services.disclosure.reminders.remind() == {"handler": 1, "head": 1}
    for login, seen in (("wangli", True), ("zhuren", True), ("fazhi", False)):
        _, page = await (await enter(login)).get("/staff")
        assert ("等您办的（1件到了节点、快到期或者已经超期）" in page) is seen
    # A list that was narrowed is not talked into.
    _, page = await staff.get("/staff?queue=assign")
    assert number in page
    assert "等您办的" not in page


async def test_a_case_is_handed_over_from_its_page(site: Running, enter: Enter) -> None:
    number = await site.filed()
    at = f"/staff/requests/{number}"
    await site.services.access.accounts.add(
        "zhaoqi", PASSWORD, display_name="赵琪", roles=[Role.STAFF], actor="test"
    )
    staff = await enter("wangli")
    _, page = await staff.get(at)
    # Whoever looks through, signs, or is of another unit cannot be given a case.
    assert set(re.findall(r'<option value="(\w+)">', page.partition("移交给同事")[2])) == {"wangli", "zhaoqi"}
    status, page = await staff.post(f"{at}/handler", version=version_of(page), to="fazhi", reason="外出")
    assert (status, "请选一位能办这件申请的同事" in page) == (422, True)
    _, page = await staff.get(at)
    status, page = await staff.post(
        f"{at}/handler", version=version_of(page), to="zhaoqi", reason="<b>外出</b>"
    )
    assert (status, "已移交" in page, "<dd>赵琪</dd>" in page) == (200, True, True)
    assert "&lt;b&gt;外出&lt;/b&gt;" in page
    _, page = await staff.get("/staff")
    assert "经办：赵琪" in page
    assert number not in (await staff.get("/staff?kind=handled"))[1]
    assert number in (await (await enter("zhaoqi")).get("/staff?kind=handled"))[1]
    assert "移交给同事" not in (await (await enter("fazhi")).get(at))[1].partition("基本情况")[2]


async def test_the_applicants_own_name_is_hidden_until_it_is_revealed(site: Running, enter: Enter) -> None:
    number = await site.filed("张三丰家2025年低保审批表")
    staff = await enter("wangli")
    for path in ("/staff", f"/staff/requests/{number}", f"/staff/requests/{number}/decision"):
        _, page = await staff.get(path)
        assert ("张*家2025年低保审批表" in page, "张三丰" in page) == (True, False), path
    _, page = await staff.post(f"/staff/requests/{number}/reveal", reason="电话核对")
    assert "张三丰家2025年低保审批表" in page


async def test_what_helps_to_judge_a_case_is_folded_away_beside_it(site: Running, enter: Enter) -> None:
    first = await site.filed("青岚县高龄津贴政策文件")
    number = await site.filed("青岚县高龄津贴政策的文件", form_id="form-2")
    at = f"/staff/requests/{number}"
    staff = await enter("wangli")
    _, page = await staff.get(at)
    _, _, beside = page.partition("可以参考的")
    beside = beside.partition("</section>")[0]
    assert "<details open" not in beside
    assert "已经公开的文件，可能就是申请人要的" in beside
    assert "高龄津贴" in beside.partition("以前的申请")[0]
    assert f'href="/staff/requests/{first}">{first}</a> <span class="badge">同一申请人</span>' in beside
    assert "2026年11月提出2件，最近12个月共提出2件" in beside
    assert "请申请人说明理由（条例第三十五条，由公开工作机构办理）" in beside
    assert "不得要求证明用途" in beside
    # Another agency's cases are none of these.
    await site.services.access.administration.set_unit("fazhi", "青岚县教育局", actor="guanli")
    assert (await (await enter("fazhi")).get(at))[0] == 404


async def test_the_list_is_taken_as_a_file_masked_narrowed_and_noted(site: Running, enter: Enter) -> None:
    first = await site.filed('=HYPERLINK("http://x") 张三丰 13812345678')
    second = await site.filed("2024年预算", form_id="form-2")
    await site.services.disclosure.service.confirm_receipt(second, actor="wangli")
    staff = await enter("wangli")
    _, page = await staff.get("/staff?queue=confirm")
    assert "/staff/requests.csv?kind=all&amp;state=open&amp;q=&amp;queue=confirm" in page
    async with staff.session.get(f"{site.url}/staff/requests.csv?q=张三丰") as answer:
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
        head, *rows = csv.reader(io.StringIO((await answer.read()).decode("utf-8-sig")))
    assert head[:3] == ["编号", "申请人", "申请的信息"]
    found = {row[0]: row for row in rows}
    assert set(found) == {first, second}
    assert found[first][1:3] == ["张*", '\'=HYPERLINK("http://x") 张* 138****5678']
    assert found[second][9] == "2026年12月18日"
    async with staff.session.get(f"{site.url}/staff/requests.xlsx?queue=confirm") as answer:
        sheet = load_workbook(io.BytesIO(await answer.read())).worksheets[0]
    told = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in told] == ["编号", first]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert told[1][2].startswith("'=")
    async with site.database.reading() as tx:
        query = select(AuditRecord).where(AuditRecord.action == "disclosure:export").order_by(AuditRecord.id)
        entries = (await tx.scalars(query)).all()
    assert [entry.actor for entry in entries] == ["wangli", "wangli"]
    assert [entry.detail for entry in entries] == [
        {"kind": "all", "state": "open", "searched": "yes"},
        {"kind": "all", "state": "open", "queue": "confirm"},
    ]
    # Nobody takes another agency's list, and whoever has no part in cases takes none.
    await site.services.access.administration.set_unit("fazhi", "青岚县教育局", actor="guanli")
    stranger = await enter("fazhi")
    async with stranger.session.get(f"{site.url}/staff/requests.csv?state=all") as answer:
        assert len((await answer.text()).splitlines()) == 1
    assert (await (await enter("chenming")).get("/staff/requests.csv"))[0] == 403


@pytest.mark.parametrize("start", STARTS)
async def test_no_exported_description_is_taken_for_a_formula(
    site: Running, enter: Enter, start: str
) -> None:
    number = await site.filed(f"{start}HYPERLINK(1)的说明材料")
    staff = await enter("wangli")
    async with staff.session.get(f"{site.url}/staff/requests.csv") as answer:
        _, row = csv.reader(io.StringIO((await answer.read()).decode("utf-8-sig")))
    async with staff.session.get(f"{site.url}/staff/requests.xlsx") as answer:
        cells = list(load_workbook(io.BytesIO(await answer.read())).worksheets[0].iter_rows())[1]
    assert (row[0], row[2].startswith(f"'{start}")) == (number, True)
    assert (cells[2].data_type, str(cells[2].value)[0]) == ("s", "'")


async def test_what_was_mended_in_chat_is_read_at_the_desk(site: Running, enter: Enter) -> None:
    number = await site.filed()
    at = f"/staff/requests/{number}"
    staff = await enter("wangli")
    _, page = await staff.get(at)
    await staff.post(f"{at}/steps/confirm", version=version_of(page), confirmed_with="电话")
    _, page = await staff.get(at)
    asked = {"points": "哪一个年度\n谁的", "guidance": "写明", "until": "2026-12-04"}
    await staff.post(f"{at}/steps/ask_correction", version=version_of(page), **asked)
    correction, citizen = site.services.procedure.correction, "citizen-1"
    await correction.answer(citizen, "2025年度")
    await correction.answer(citizen, "张三丰的，电话13812345678")
    status, page = await staff.get(at)
    assert (status, "补正的哪一项：哪一个年度" in page, "补正的内容：2025年度" in page) == (200, True, True)
    assert ("补正的内容：张*的，电话138****5678" in page, "张三丰" in page) == (True, False)
    assert '<span class="faint">申请人 ' in page


async def test_from_a_case_its_applicant_is_written_to_and_a_gap_is_noted(
    site: Running, enter: Enter
) -> None:
    number = await site.filed("石桥镇2025年灌溉渠补助明细")
    at = f"/staff/requests/{number}"
    staff = await enter("wangli")
    await staff.get(at)
    status, page = await staff.post(f"{at}/ticket")
    assert (status, f"就申请{number}主动联系本人" in page, "回复“人工”以后" in page) == (200, True, True)
    await staff.get(at)
    _, again = await staff.post(f"{at}/ticket")
    [ticket] = (await site.services.tickets.ledger.page()).lines
    assert ticket.number in page
    assert ticket.number in again
    await site.services.tickets.service.answer(ticket.number, "请问是哪条渠？", actor="wangli")
    async with site.database.reading() as tx:
        told = [str(row.body["text"]) for row in await tx.scalars(select(ParcelRecord))]
    assert ["请先回复“人工”" in words for words in told if "哪条渠" in words] == [True]
    for _ in range(2):
        await staff.get(at)
        status, page = await staff.post(f"{at}/gap")
        assert (status, "已记入知识缺口" in page) == (200, True)
    [gap] = (await site.services.asked.gaps.page())[0]
    assert ("灌溉渠补助明细" in gap.question, gap.total) == (True, 1)
    # Another agency's case begins nothing.
    await site.services.access.administration.set_unit("fazhi", "青岚县教育局", actor="guanli")
    stranger = await enter("fazhi")
    assert (await stranger.post(f"{at}/gap"))[0] == 404


async def test_what_others_asked_for_is_proposed_for_publication(site: Running, enter: Enter) -> None:
    await site.filed("青岚县2025年灌溉渠补助发放明细表")
    other = await site.filed("青岚县2025年灌溉渠补助发放明细", form_id="form-2")
    staff = await enter("wangli")
    notice = "别人的申请要的是同样的内容"
    _, page = await staff.get(f"/staff/requests/{other}")
    assert notice not in page
    async with site.database.transaction() as tx:
        row = await tx.get(DisclosureRequestRecord, other)
        assert row is not None
        row.identity_fingerprint = "another's"
    _, page = await staff.get(f"/staff/requests/{other}")
    assert f"还有1件{notice}" in page
    assert f'href="/staff/documents/of/{other}">' in page.partition(notice)[2]
