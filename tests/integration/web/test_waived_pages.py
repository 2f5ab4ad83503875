"""The list of materials at the desk: brought whole or not at all, brought again without change, taken away, held against guides."""

import aiohttp
import pytest

from handlers.files.table_file import as_csv, as_workbook
from handlers.guides.waived.waived_material import COLUMNS
from knowledge.documents.document import Document, Kind
from knowledge.documents.draft import Draft
from tests.factories.site import Running
from tests.integration.web.conftest import Browser, Enter

pytestmark = pytest.mark.redis
ROWS = [
    ["无房证明", "", "数据共享", "系统核验", "县自然资源和规划局", ""],
    ["收入证明", "临时救助", "数据共享", "统一核对", "", ""],
]


async def bring(browser: Browser, content: bytes, name: str = "a.csv") -> tuple[int, str]:
    await browser.get("/operators/waived")
    form = aiohttp.FormData()
    form.add_field("csrf", browser.token)
    form.add_field("table", content, filename=name)
    async with browser.session.post(f"{browser.url}/operators/waived", data=form) as answer:
        return answer.status, await answer.text()


async def test_a_list_is_brought_changed_and_taken_away(site: Running, enter: Enter) -> None:
    desk, waived = await enter("chenming"), site.services.openness.waived
    status, page = await bring(desk, as_csv([COLUMNS, *ROWS]))
    assert (status, "新增2项" in page) == (200, True)
    status, page = await bring(desk, as_workbook("a", [COLUMNS, *ROWS]), "a.xlsx")
    assert (status, "新增0项，改了0项，去掉0项，没变2项" in page) == (200, True)
    status, page = await bring(
        desk, as_csv([COLUMNS, [*ROWS[0][:3], "系统直接核验"], ["=1+1", "", "已取消", "x"]])
    )
    assert (status, "新增1项，改了1项，去掉1项，没变0项" in page) == (200, True)
    async with desk.session.get(f"{desk.url}/operators/waived.csv") as answer:
        taken = await answer.read()
    status, page = await bring(desk, taken)
    assert "没变2项" in page
    assert {one.material for one in await waived.all()} == {"无房证明", "=1+1"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "请选一个"),
        (b"\x00\x01\x02", "读不出来"),
        (b"PK\x03\x04broken", "读不出来"),
        (as_csv([("a", "b"), ("1", "2")]), "没有材料名称、免提交方式、理由这几列"),
        (as_csv([COLUMNS, *ROWS, ["", "", "乱写", "<script>"]]), "第4行：材料名称空着"),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_is_taken(
    site: Running, enter: Enter, content: bytes, words: str
) -> None:
    desk = await enter("chenming")
    await bring(desk, as_csv([COLUMNS, *ROWS]))
    status, page = await bring(desk, content)
    assert (status, words in page, "<script>" in page.split("</head>")[1].replace("<script src", "")) == (
        422,
        True,
        False,
    )
    assert len(await site.services.openness.waived.all()) == 2


async def test_reviewers_see_it_and_bring_nothing(site: Running, enter: Enter) -> None:
    reviewer = await enter("sunyi")
    assert (await reviewer.get("/operators/waived"))[0] == 200
    assert (await bring(reviewer, as_csv([COLUMNS, *ROWS])))[0] == 403
    assert await site.services.openness.waived.all() == ()


async def test_guides_that_still_ask_are_listed(site: Running, enter: Enter) -> None:
    text = "# 临时救助\n\n## 申报材料\n\n- 收入证明\n- 无房证明（无需提供，部门数据共享）\n- 身份证\n"
    guide = Document("g", "临时救助", Kind.GUIDE)
    await site.services.knowledge.imports.keep([Draft(guide, text, "a.md")], author="chenming", publish=True)
    desk = await enter("chenming")
    _, page = await bring(desk, as_csv([COLUMNS, *ROWS]))
    assert "指南里还在要的（1处）" in page
    waived = site.services.openness.waived
    assert [one.material for one in await waived.named("临时救助还要收入证明吗")] == ["收入证明"]
    assert await waived.named("低保还要收入证明吗") == ()
    assert [one.material for one in await waived.named("收入证明要不要", matter="临时救助")] == ["收入证明"]
