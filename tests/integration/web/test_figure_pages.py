"""The figures at the desk open their cases; the ledger of remedies counts 表四; another agency sees none of it."""

import io
import json
import re
import zipfile

import pytest
from sqlalchemy import update

from handlers.disclosure.case.records import DisclosureRequestRecord
from tests.factories.site import Running
from tests.integration.web.conftest import Browser, Enter
from tests.integration.web.test_released_pages import STEPS, replied

pytestmark = pytest.mark.redis


async def test_every_figure_opens_its_cases(site: Running, enter: Enter) -> None:
    number = await site.filed()
    await replied(site, number, STEPS)
    clerk = await enter("wangli")
    status, page = await clerk.get("/staff/report?year=2026")
    assert (status, "依申请公开统计" in page, '<svg class="chart"' in page) == (200, True, True)
    _, page = await clerk.get("/staff/report/cases?year=2026&what=received")
    assert (number in page, "2026年：收到（1件）" in page) == (True, True)
    for address in ("what=late", "what=nothing<b>", "", "year=x&what=received&year=2025"):
        status, page = await clerk.get(f"/staff/report/cases?{address}")
        assert (status, number in page, "<b>" in page) == (200, address.startswith("year=x"), False)
    stranger = await enter("danwei")
    _, page = await stranger.get("/staff/report/cases?year=2026&what=received")
    assert number not in page


async def test_reviews_and_suits_stand_in_the_ledger_and_in_the_table(site: Running, enter: Enter) -> None:
    number = await site.filed()
    await replied(site, number, STEPS)
    clerk = await enter("wangli")
    _, page = await clerk.get("/staff/report/remedies")
    assert "还没有登记过复议、诉讼" in page
    today = site.clock.now().date().isoformat()
    at = f"/staff/requests/{number}"
    for step, fields in (
        ("open_remedy", {"remedy": "review", "on": today}),
        ("end_remedy", {"result": "correct", "on": today}),
        ("open_remedy", {"remedy": "litigation_after_review", "on": today}),
    ):
        _, page = await clerk.get(at)
        version = page.partition('name="version" value="')[2].partition('"')[0]
        status, _ = await clerk.post(f"{at}/steps/{step}", version=version, **fields)
        assert status == 200
    _, page = await clerk.get("/staff/report/remedies")
    for words in (number, "行政复议", "结果纠正", "复议后起诉", "尚未审结"):
        assert words in page
    figures = page.partition("（表四）")[2].partition("</table>")[0]
    rows = [row.count(">1</a></td>") for row in figures.split("<tr>")]
    assert rows[2:] == [2, 0, 2]
    # Each number opens the reviews and suits that it counts, and those alone.
    listed = re.findall(r'href="(/staff/report/remedies\?[^"]+column=\w+)"', figures.replace("&amp;", "&"))
    assert len(listed) == 4
    for address in listed:
        _, page = await clerk.get(address)
        assert page.partition("（表四）")[2].partition("</table>")[2].count("<tr data-row>") == 1, address
    _, page = await (await enter("danwei")).get("/staff/report/remedies")
    assert number not in page


async def test_every_cell_of_the_reports_table_opens_the_cases_that_it_counts(
    site: Running, enter: Enter
) -> None:
    number = await site.filed()
    await replied(site, number, STEPS)
    clerk = await enter("wangli")
    status, page = await clerk.get("/staff/report/table?year=2026")
    assert status == 200
    at = "/staff/report/table/cases?year=2026"
    for row, column in (
        ("new_received", "natural"),
        ("new_received", "total"),
        ("carried_forward", "total"),
    ):
        assert f'href="{at}&row={row}&column={column}">1</a>' in page
        _, cases = await clerk.get(f"{at}&row={row}&column={column}")
        assert (number in cases, "（1件）" in cases) == (True, True)
    for wrong in ("row=partial&column=natural", "row=<b>&column=natural", "row=granted", ""):
        status, cases = await clerk.get(f"{at}&{wrong}")
        assert (status, number in cases, "<b>" in cases) == (200, False, False)
    stranger = await enter("danwei")
    _, cases = await stranger.get(f"{at}&row=new_received&column=total")
    assert number not in cases


async def test_the_countys_table_opens_its_cases_agency_by_agency_and_the_numbers_agree(
    site: Running, enter: Enter
) -> None:
    numbers = [await site.filed(form_id=f"form-{place}") for place in range(2)]
    await replied(site, numbers[0], STEPS)
    await replied(site, numbers[1], STEPS)
    record = DisclosureRequestRecord
    async with site.database.transaction() as tx:
        await tx.execute(update(record).where(record.number == numbers[1]).values(agency="jiaoyu"))
    clerk = await enter("wangli")
    _, page = await clerk.get("/staff/report?year=2026")
    assert 'href="/staff/report/county?year=2026"' in page
    status, page = await clerk.get("/staff/report/county?year=2026")
    assert (status, "合并了2个机关" in page) == (200, True)
    at = "/staff/report/county/cases?year=2026"
    listed = re.findall(rf'href="({re.escape(at)}[^"]+)">(\d+)</a>', page.replace("&amp;", "&"))
    assert f"{at}&row=new_received&column=total" in dict(listed)
    for address, figure in listed:
        _, cases = await clerk.get(address)
        assert cases.count("<tr data-row>") == int(figure), address
        assert f"（{figure}件）</h1>" in cases
    _, cases = await clerk.get(f"{at}&row=new_received&column=total")
    # The own case opens; another agency's is named and no more.
    assert f'href="/staff/requests/{numbers[0]}"' in cases
    assert numbers[1] in cases
    assert f'href="/staff/requests/{numbers[1]}"' not in cases
    assert "县本级财政决算" not in cases
    for wrong in ("row=partial&column=<b>", "row=review", ""):
        status, cases = await clerk.get(f"{at}&{wrong}")
        assert (status, "<b>" in cases, numbers[0] in cases) == (200, False, False)
    stranger = await enter("danwei")
    for address in ("/staff/report/county", f"{at}&row=new_received&column=total"):
        status, page = await stranger.get(address)
        assert (status, numbers[0] in page, numbers[1] in page) == (404, False, False)


async def taken(browser: Browser, path: str) -> tuple[int, bytes]:
    async with browser.session.get(browser.url + path) as answer:
        return answer.status, await answer.read()


async def test_the_annual_report_is_completed_and_taken_away_at_the_desk(site: Running, enter: Enter) -> None:
    number = await site.filed()
    await replied(site, number, STEPS)
    clerk = await enter("wangli")
    _, page = await clerk.get("/staff/report?year=2026")
    at = "/staff/report/annual?year=2026"
    assert f'href="{at}"' in page
    status, page = await clerk.get(at)
    assert (status, "表二还没有填" in page, "全县合并的报告" in page) == (200, True, True)
    cells = re.findall(r'name="(published[^"]+)"', page)
    assert len(cells) == 10
    # What is no number is named, and all that was typed stays.
    threes = dict.fromkeys(cells, "3")
    status, page = await clerk.post(at, **threes | {"published.rules.made": "=1+1"})
    assert (status, "“规章”的“本年制发件数”要写一个不小于0的整数" in page) == (422, True)
    assert page.count('value="3"') == 9
    status, page = await clerk.post(at, **threes | {"published.charges.amount": "3.25"})
    assert (status, "已保存" in page, 'value="3.25"' in page) == (200, True, True)
    for kind in ("xlsx", "docx"):
        status, content = await taken(clerk, f"/staff/report/annual/file?year=2026&kind={kind}")
        assert status == 200
        assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    _, content = await taken(clerk, "/staff/report/annual/file?year=2026&kind=json")
    report = json.loads(content)
    assert report["table2"]["charges"] == {"amount": 3.25}
    assert report["table3"]["new_received"]["total"] == 1
    # Last year's published row holds this year's; what does not add up blocks every file.
    carried = re.findall(r'name="(carried[^"]+)"', page)
    _, page = await clerk.post(at, **dict.fromkeys(carried, "1"))
    assert "应等于上年的“四、结转下年度继续办理”：应为 1，写的是 0" in page
    assert "kind=xlsx&" not in page.partition("全县合并")[0]
    status, content = await taken(clerk, "/staff/report/annual/file?year=2026&kind=xlsx")
    assert (status, "上年结转政府信息公开申请数量".encode() in content) == (409, True)
    assert (await taken(clerk, "/staff/report/annual/file?year=2026&kind=exe"))[0] == 404


async def test_another_agency_makes_its_own_report_and_a_unit_none(site: Running, enter: Enter) -> None:
    await replied(site, await site.filed(), STEPS)
    await site.services.access.administration.set_unit("fazhi", "青岚县教育局", actor="guanli")
    other = await enter("fazhi")
    status, page = await other.get("/staff/report/annual?year=2026")
    assert (status, "青岚县教育局2026年度报告" in page, "全县合并" in page) == (200, True, False)
    assert "新收0件" in page
    assert (await taken(other, "/staff/report/annual/file?year=2026&kind=json&of=county"))[0] == 404
    unit = await enter("danwei")
    for address in ("/staff/report/annual", "/staff/report/annual/file?kind=json"):
        status, page = await unit.get(address)
        assert (status, "只有本机关的人看得到" in page) == (404, True)
