"""Tables of guides and catalogue items through the desk: checked, confirmed by a person, every particular kept."""

import asyncio
import re

import pytest

from knowledge.documents.document import Kind
from knowledge.library.filters import Filters
from tests.factories import papers
from tests.factories.site import Running
from tests.integration.web.conftest import Browser, Enter

pytestmark = pytest.mark.redis
TOKEN = re.compile(r'action="/operators/import/([0-9a-f]{32})"')
GUIDES = [
    ("事项名称", "服务对象", "申请条件", "申报材料", "咨询电话", "是否网上办理", "生命周期"),
    ("残疾证办理", "自然人", "有残疾", "身份证；照片", "0599-1234567", "是", "残疾人服务"),
]
ITEMS = [
    ("公开事项", "公开内容", "公开依据", "公开主体", "公开时限", "公开渠道和载体"),
    ("项目核准", "条件", "条例", "青岚县发展和改革局", "7日", "网站"),
    ("项目备案", "条件", "", "青岚县发展和改革局", "7日", "网站"),
]


async def checked(operator: Browser, site: Running) -> str:
    """Give the page of the check once it has finished: reading foreign files may take longer than a page waits."""
    (key,) = await site.redis.keys("mingbai:operators:run:*")
    token, page = str(key).strip("'")[-32:], ""
    async with asyncio.timeout(30):
        while "检查结果" not in page:
            _, page = await operator.get(f"/operators/import/{token}")
    return page


async def kept(site: Running, kind: Kind) -> str:
    """Give the id of the one document of a kind, as soon as the import has kept it."""
    async with asyncio.timeout(30):
        while not (found := await site.services.knowledge.shelf.ids(Filters(kind=kind))):  # noqa: ASYNC110 - the database tells
            await asyncio.sleep(0.05)
    (one,) = found
    return one


async def test_tables_are_imported_and_confirmed_with_every_particular(enter: Enter, site: Running) -> None:
    operator = await enter("chenming")
    await operator.get("/operators/import")
    await operator.upload(
        ("事项.xlsx", papers.workbook({"事项": GUIDES})), ("目录.xlsx", papers.workbook({"目录": ITEMS}))
    )
    page = await checked(operator, site)
    assert "缺少：依据" in page
    assert "人生阶段" in page
    found = TOKEN.search(page)
    assert found
    await operator.post(f"/operators/import/{found[1]}")
    guide, item = await kept(site, Kind.GUIDE), await kept(site, Kind.CATALOGUE)
    _, page = await operator.get(f"/operators/proposals/{guide}")
    assert 'name="life_stage" value="残疾人服务"' in page
    status, _ = await operator.post(
        f"/operators/proposals/{guide}",
        audience="个人、企业",
        online="是",
        life_stage="残疾人服务",
        level="县级",
    )
    assert status == 200
    document = (await site.services.knowledge.documents.read(guide)).version.document
    assert (document.audience, document.online, document.level) == (("个人", "企业"), True, "县级")
    status, page = await operator.post(f"/operators/proposals/{item}", kind="policy")
    assert (status, "只有目录事项才登记五项要素" in page) == (422, True)
    status, _ = await operator.get(f"/operators/documents/{item}")
    assert status == 200
