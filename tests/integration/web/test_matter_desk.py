"""Matters at the desk: binding at the counter, everything of whoever stands there, tables looked through and taken in, 双公示 too."""

import io
import re
from collections.abc import Awaitable, Callable

import aiohttp
import pytest
from sqlalchemy import select

from adapters.web.links import LinkPurpose
from bot.audit import AuditRecord
from handlers.files.table_file import as_csv, as_workbook
from handlers.matters.binding.binding import BindingAccount, BindingKind, PersonClaim
from handlers.matters.delivery.reading import read_statement
from tests.factories.matters import FIRM, HOUSES, LI, NOW, STEPS, WANG, ZHANG, matter
from tests.factories.site import Running
from tests.integration.web.conftest import Browser, Enter

pytestmark = pytest.mark.redis
Visit = Callable[[], Awaitable[Browser]]
ME = BindingAccount("oDesk0001", "wechat")
HEAD = ["单号", "事项名称", "承办单位", "状态", "申请人", "证件号码", "受理日期"]
ROW = ["G-001", "不动产转移登记", "登记中心", "在办", "张三", ZHANG.identity, "2026/11/1"]
CREDIT = [
    "类别",
    "文书号",
    "企业名称",
    "统一社会信用代码",
    "内容",
    "决定机关",
    "决定日期",
    "公示日期",
    "是否公示",
]
DECIDED = [
    "行政处罚",
    "青罚〔2026〕1号",
    FIRM.name,
    FIRM.identity,
    "罚款2000元",
    "市场监管局",
    "2026/6/1",
    "2026年6月5日",
    "是",
]


async def claimed(site: Running, *, kind: BindingKind = BindingKind.SELF) -> str:
    opened = await site.services.matters.bindings.claim(PersonClaim(ZHANG, kind), ME)
    assert opened is not None
    return opened.code


async def delivered(site: Running) -> str:
    """Let a system deliver; give the number of a matter with steps."""
    office = site.services.matters
    await office.sources.open(HOUSES, "不动产登记", actor="console")
    rows = [
        matter("A-001", steps=list(STEPS), opened_on="2026-11-01"),
        matter("A-002", LI, opened_on="2026-11-01"),
    ]
    statement = read_statement({"matters": rows}, today=NOW.date())
    return (await office.taking_in.take(HOUSES, statement, actor="source:houses")).numbers["A-001"]


async def sent(browser: Browser, path: str, content: bytes, **fields: str) -> tuple[int, str]:
    form = aiohttp.FormData()
    for name, value in {"csrf": browser.token, **fields}.items():
        form.add_field(name, value)
    form.add_field("table", io.BytesIO(content), filename="a.csv")
    async with browser.session.post(browser.url + path, data=form) as answer:
        return answer.status, await answer.text()


async def test_a_clerk_compares_confirms_and_prints(site: Running, enter: Enter, visit: Visit) -> None:
    number = await delivered(site)
    clerk = await enter("wangli")
    await clerk.get("/staff/binding")
    code = await claimed(site)
    assert (await clerk.post("/staff/binding/look", code="12345678"))[0] == 422
    status, page = await clerk.post("/staff/binding/look", code=f"{code[:4]} {code[4:]}")
    assert (status, ZHANG.name in page, ZHANG.identity in page) == (200, True, True)
    status, page = await clerk.post("/staff/binding/confirm", code=code)
    assert (status, "请先核对证件" in page) == (422, True)
    status, page = await clerk.post("/staff/binding/confirm", code=code, papers="yes")
    assert (status, "绑定好了" in page) == (200, True)
    assert len(await site.services.matters.ledger.cases_of(ME.citizen)) == 1
    status, page = await clerk.post("/staff/binding/person", number=ZHANG.identity)
    assert (status, number in page, "第2步（共3步）：联合审查" in page, "A-002" in page) == (
        200,
        True,
        True,
        False,
    )
    assert (ZHANG.identity in page.replace(f'value="{ZHANG.identity}"', ""), ZHANG.phone in page) == (
        False,
        False,
    )
    (receipt,) = re.findall(r'href="([^"]+/m/receipts/[^"]+)"', page)
    token = receipt.rpartition("/")[2]
    assert site.links.verify(token, now=site.clock.now(), purpose=LinkPurpose.RECEIPT) == number
    status, shown = await (await visit()).get(f"/m/receipts/{token}")
    assert (status, number in shown, "联合审查" in shown) == (200, True, True)
    for private in (
        "张三",
        "张*",
        ZHANG.identity,
        "不动产转移登记",
        "登记中心",
        "住房和城乡建设局",
        ME.citizen,
    ):
        assert private not in shown, private
    binding = re.findall(r'name="binding" value="(\d+)"', page)[0]
    assert (await clerk.post("/staff/binding/end", number=WANG.identity, binding=binding))[0] == 422
    status, page = await clerk.post("/staff/binding/end", number=ZHANG.identity, binding=binding)
    assert (status, "解除了" in page) == (200, True)
    assert await site.services.matters.ledger.cases_of(ME.citizen) == []
    async with site.database.reading() as tx:
        told = [
            (one.action, one.actor)
            for one in await tx.scalars(select(AuditRecord))
            if "counter" in one.action
        ]
    assert told == [(f"binding:counter-{what}", "wangli") for what in ("refused", "look", "list")]


@pytest.mark.parametrize("number", ["", "350799196001010000", "<b>x</b>", "1" * 500])
async def test_what_is_no_number_finds_nobody(site: Running, enter: Enter, number: str) -> None:
    clerk = await enter("wangli")
    await clerk.get("/staff/binding")
    status, page = await clerk.post("/staff/binding/person", number=number)
    assert (status, "证件号码不对" in page, "<b>x" in page) == (422, True, False)


async def test_a_refused_claim_is_over(site: Running, enter: Enter) -> None:
    clerk = await enter("wangli")
    await clerk.get("/staff/binding")
    code = await claimed(site, kind=BindingKind.AGENT)
    _, page = await clerk.post("/staff/binding/look", code=code)
    assert "替别人查" in page
    assert "作废了" in (await clerk.post("/staff/binding/refuse", code=code))[1]
    assert (await clerk.post("/staff/binding/confirm", code=code, papers="yes"))[0] == 422


@pytest.mark.parametrize("made", [as_csv, lambda rows: as_workbook("件", rows)], ids=["csv", "xlsx"])
async def test_a_table_is_looked_through_with_its_own_columns_and_then_taken_in(
    site: Running, enter: Enter, made: Callable[[list[list[str]]], bytes]
) -> None:
    await delivered(site)
    clerk, path, kept = await enter("wangli"), "/staff/matters/import", "column.outer"
    await clerk.get("/staff/matters")
    table = made([HEAD, ROW])
    status, page = await sent(clerk, path, table, source=HOUSES, deed="look")
    assert (status, "缺少这几列：业务号" in page) == (422, True)
    status, page = await sent(clerk, path, table, source=HOUSES, deed="look", **{kept: "单号"})
    assert (status, "1行都能收，还没有收" in page, "张*" in page, 'value="单号"' in page) == (
        200,
        True,
        True,
        True,
    )
    assert (ZHANG.identity in page, (await site.services.matters.sources.all())[0].matters) == (False, 2)
    wrong = made([HEAD, ROW, [*ROW[:5], "350799196001010000", ROW[6]]])
    status, page = await sent(clerk, path, wrong, source=HOUSES, deed="import", **{kept: "单号"})
    assert (status, "第3条的 identity" in page, (await site.services.matters.sources.all())[0].matters) == (
        422,
        True,
        2,
    )
    status, page = await sent(clerk, path, table, source=HOUSES, deed="import", **{kept: "单号"})
    assert (status, "新1件" in page) == (200, True)
    status, page = await sent(clerk, path, table, source="nobody", deed="import", **{kept: "单号"})
    assert (status, "没有名叫 nobody 的系统" in page) == (422, True)
    status, _ = await sent(clerk, path, b"\x00\xff", source=HOUSES, deed="import")
    assert status == 422
    async with site.database.reading() as tx:
        entry = (await tx.scalars(select(AuditRecord).where(AuditRecord.actor == "wangli"))).all()[-1]
    assert (entry.action, entry.subject) == ("matters:deliver", f"matters {HOUSES}")


async def test_published_decisions_are_looked_through_and_then_taken_in(site: Running, enter: Enter) -> None:
    clerk, path, source = await enter("wangli"), "/staff/credit/import", "信用青岚（示例）"
    _, page = await clerk.get("/staff/credit")
    assert "还没有公示的" in page
    hidden = [*DECIDED[:1], "青罚〔2026〕2号", *DECIDED[2:-1], "否"]
    table = as_csv([CREDIT, DECIDED, hidden])
    status, page = await sent(clerk, path, table, source=source, deed="look")
    assert (status, "公示1条，不公示1条" in page, FIRM.name in page) == (200, True, True)
    assert await site.services.openness.credit.sources() == []
    wrong = as_csv([CREDIT, DECIDED, [*DECIDED[:3], ZHANG.identity, *DECIDED[4:]]])
    status, page = await sent(clerk, path, wrong, source=source, deed="import")
    assert (status, "第3行的“统一社会信用代码”" in page, ZHANG.identity in page) == (422, True, False)
    status, page = await sent(clerk, path, table, source="", deed="import")
    assert (status, "来源要有" in page) == (422, True)
    status, page = await sent(clerk, path, table, source=source, deed="import")
    assert (status, "公示1条，撤下0条" in page) == (200, True)
    found = await site.services.openness.credit.look(FIRM.identity, citizen="oCredit0001", channel="wechat")
    assert found is not None
    assert [one.document for one in found.rows] == ["青罚〔2026〕1号"]
    back = as_csv([CREDIT, [*DECIDED[:-1], "否"]])
    _, page = await sent(clerk, path, back, source=source, deed="import")
    assert "公示0条，撤下1条" in page


@pytest.mark.parametrize("path", ["/staff/matters", "/staff/credit"])
async def test_tables_are_taken_in_by_the_office_only(site: Running, enter: Enter, path: str) -> None:
    statuses = {
        login: (await (await enter(login)).get(path))[0] for login in ("wangli", "danwei", "chenming")
    }
    assert statuses == {"wangli": 200, "danwei": 403, "chenming": 403}
