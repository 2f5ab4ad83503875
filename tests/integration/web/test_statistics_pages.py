"""The statistics at the desk and for citizens: figures, rows, the workbook, what other systems bring, and who may not see them."""

import io
import re
from collections.abc import Awaitable, Callable

import aiohttp
import pytest
from openpyxl import load_workbook

from handlers.places.visits import VisitWay
from tests.factories.site import Running
from tests.integration.web.conftest import Browser, Enter

pytestmark = pytest.mark.redis
Visit = Callable[[], Awaitable[Browser]]
SPAN = "first=2026-01-01&last=2026-12-31"


async def octets(browser: Browser, path: str) -> tuple[int, bytes]:
    async with browser.session.get(browser.url + path) as answer:
        return answer.status, await answer.read()


async def brought(browser: Browser, content: bytes) -> tuple[int, str]:
    await browser.get("/staff/statistics/outside")
    form = aiohttp.FormData()
    form.add_field("csrf", browser.token)
    form.add_field("table", io.BytesIO(content), filename="a.csv")
    async with browser.session.post(f"{browser.url}/staff/statistics/outside", data=form) as answer:
        return answer.status, await answer.text()


async def test_figures_open_their_rows_and_go_into_a_workbook(site: Running, enter: Enter) -> None:
    number = await site.filed()
    await site.services.oversight.statistics.counting.all()
    clerk = await enter("wangli")
    status, page = await clerk.get(f"/staff/statistics?{SPAN}")
    assert status == 200
    published = await site.services.oversight.statistics.ledger.figures(
        site.services.oversight.statistics.ledger.period("2026-01-01", "2026-12-31")
    )
    assert f">{published.total('published')}</strong>公开的信息（条）" in page
    for address in re.findall(r'href="(/staff/statistics/rows\?[^"]+)"', page.replace("&amp;", "&")):
        status, rows = await clerk.get(address)
        assert status == 200, address
        assert "没有可以列出来的" not in rows, address
    assert number not in page
    # What nobody in particular did opens the days and places, in words.
    await site.services.visits.count("tushuguan", VisitWay.SCAN)
    await clerk.get("/m/figures")
    await site.services.oversight.statistics.visits.flush()
    await site.services.oversight.statistics.counting.all()
    for figure, words in (("came", "青岚县图书馆"), ("visits", "数字")):
        status, rows = await clerk.get(f"/staff/statistics/rows?figure={figure}&{SPAN}")
        assert (status, words in rows, ">1<" in rows) == (200, True, True), figure
    status, page = await clerk.get(f"/staff/statistics?{SPAN}")
    assert "答复以后的满意率" in page
    assert "扫码" in page
    status, body = await octets(clerk, f"/staff/statistics.xlsx?{SPAN}")
    assert load_workbook(io.BytesIO(body)).sheetnames == ["各项数字", "各项比例", "各年", "外面的系统"]
    years = [tuple(cells) for cells in load_workbook(io.BytesIO(body))["各年"].iter_rows(values_only=True)]
    assert (2026, "扫点位码、用自助屏（次）", "扫码", 1) in years


@pytest.mark.parametrize(
    "address",
    [
        "/staff/statistics?first=x&last=y",
        "/staff/statistics?first=2026-02-01&last=2026-01-01",
        f"/staff/statistics/rows?figure=nothing%3Cb%3E&{SPAN}",
    ],
)
async def test_what_is_no_period_and_no_figure_is_refused(site: Running, enter: Enter, address: str) -> None:
    status, page = await (await enter("wangli")).get(address)
    assert status in {400, 404}
    assert "<b>" not in page


async def test_a_table_of_another_system_is_taken_in_whole_or_not_at_all(site: Running, enter: Enter) -> None:
    clerk = await enter("wangli")
    head = "指标,开始日期,结束日期,数值,来源,截至日期\n"
    good = "最多跑一次事项数,2026-01-01,2026-06-30,488,政务服务平台,2026-07-01\n事项数,2026-01-01,2026-06-30,510,政务服务平台,2026-07-01\n"
    status, page = await brought(clerk, (head + good + "胡说,,,,,\n").encode())
    assert (status, "第4行" in page) == (422, True)
    status, page = await brought(clerk, (head + good).encode())
    assert (status, "带入了2个数" in page, "95.69%" in page) == (200, True, True)
    _, page = await clerk.get(f"/staff/statistics?{SPAN}")
    assert "95.69%" in page
    status, _ = await brought(clerk, b"\xff\xfe\x00")
    assert status == 422


async def test_a_unit_s_account_does_not_see_the_county_s_figures(site: Running, enter: Enter) -> None:
    status, _ = await (await enter("danwei")).get("/staff/statistics")
    assert status == 403


async def test_citizens_read_the_public_figures(site: Running, visit: Visit) -> None:
    citizen = await visit()
    await site.filed()
    await site.services.oversight.statistics.counting.all()
    status, page = await citizen.get("/m/figures")
    assert (status, "政务公开的数字" in page, "依申请公开" in page) == (200, True, True)
    status, page = await citizen.get("/m/figures?year=1999")
    assert (status, "2026年1月1日" in page) == (200, True)
    await site.services.oversight.statistics.visits.flush()
    figures = await site.services.oversight.statistics.ledger.figures(
        site.services.oversight.statistics.ledger.period("", "")
    )
    assert figures.branches("visits") == {"figures": 2}


async def test_the_openness_sheet_and_its_workbook(site: Running, enter: Enter) -> None:
    operator = await enter("chenming")
    _, page = await operator.get("/operators/openness")
    assert "还没有算过" in page
    await site.services.oversight.inspections.step()
    status, page = await operator.get("/operators/openness")
    assert (status, "得分" in page, "每日健康检查" in page) == (200, True, True)
    # A share that is not whole leads to what keeps it from being so, and days are written as people write them.
    for part in re.findall(r'href="#(\w+)"', page):
        assert part == "main" or f'id="{part}"' in page, part
    assert 'href="#stale"' in page
    assert re.search(r"最近一条是\d{4}年\d+月\d+日的", page)
    address = re.findall(r'href="(/operators/openness/reports/\d+)"', page)[0]
    status, page = await operator.get(address)
    assert status == 200
    status, body = await octets(operator, "/operators/openness.xlsx")
    assert load_workbook(io.BytesIO(body)).sheetnames[0] == "各单位"
    assert (await operator.get("/operators/openness/reports/99999"))[0] == 404
    _, page = await operator.get("/operators/report")
    assert "从来没有过" in page
