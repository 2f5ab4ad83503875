"""At the desk: rows are unticked, a corrected file becomes a version, a draft is thrown away and brought back, evidence is shown."""

import re
from urllib.parse import quote

import pytest

from knowledge.library.editor import WrittenVersion
from knowledge.library.filters import Filters
from knowledge.library.import_choices import row_key
from tests.factories.site import Running
from tests.integration.web.conftest import Enter
from tests.integration.web.test_table_pages import TOKEN, checked

pytestmark = pytest.mark.redis
# The names as the client of the tests sends them.
CHANGED = row_key(quote("改.txt"), None)
PAPER = """青岚县水利局文件
青水发〔2026〕8号
青岚县水利局关于夜间停水的通知
各乡镇：
现将有关事项通知如下。
本通知自印发之日起施行，有效期三年。
青岚县水利局
2026年6月1日
"""


async def test_choices_are_followed_and_what_was_thrown_away_comes_back(enter: Enter, site: Running) -> None:
    knowledge = site.services.knowledge
    made = await knowledge.editor.create(
        WrittenVersion({"title": "关于晚上停水的公告", "kind": "notice"}, "6月3日停水。"), actor="chenming"
    )
    operator = await enter("chenming")
    await operator.get("/operators/import")
    await operator.upload(
        ("通知.txt", PAPER.encode()), ("改.txt", "关于晚上停水的公告\n6月5日停水。\n".encode()), ("错.txt", "会议室停用三天。\n".encode()),
        ("密.txt", "秘密★1年\n青岚县储备点清单\n储备点共6处。\n".encode()),
    )  # fmt: skip
    page = await checked(operator, site)
    assert "作为新版本会改什么" in page
    assert "标有密级“秘密★1年”" in page
    assert f'value="{row_key(quote("密.txt"), None)}" aria-label' in page
    assert f'value="{CHANGED}" checked aria-label' in page
    found = TOKEN.search(page)
    assert found
    shown = re.findall(r'name="shown" value="([^"]+)"', page)
    at = shown.index(CHANGED)
    fields = [
        ("csrf", operator.token),
        *(("shown", one) for one in shown),
        ("take", row_key(quote("通知.txt"), None)),
        ("take", CHANGED),
    ]
    fields.append((f"version-{at}", made.document.id))
    async with operator.session.post(f"{operator.url}/operators/import/{found[1]}", data=fields) as answer:
        assert answer.status == 200
    page = ""
    while "导入结果" not in page:
        async with operator.session.get(answer.url) as result:
            page = await result.text()
    assert "6月5日" in (await knowledge.documents.read(made.document.id)).version.text
    ids = await knowledge.shelf.ids(Filters(text="夜间停水"))
    (name,) = ids
    assert not await knowledge.shelf.ids(Filters(text="会议室停用"))
    _, page = await operator.get(f"/operators/documents/{quote(name, safe='')}")
    (source,) = re.findall(r'href="(/operators/source-files/[0-9a-f]{32})"', page)
    async with operator.session.get(operator.url + source) as answer:
        assert await answer.read() == PAPER.encode()
        assert answer.content_type == "application/octet-stream"
        assert "attachment" in answer.headers["Content-Disposition"]
    assert (await operator.get("/operators/source-files/" + "0" * 32))[0] == 422
    _, page = await operator.get(f"/operators/proposals/{quote(name, safe='')}")
    assert 'href="#line-2"' in page
    assert '<span id="line-2" class="read-here">青水发〔2026〕8号</span>' in page
    status, page = await operator.post(f"/operators/discards/{quote(name, safe='')}")
    assert (status, "已丢弃" in page, "青岚县水利局关于夜间停水的通知" in page) == (200, True, True)
    (number,) = re.findall(r'name="discard" value="(\d+)"', page)
    status, page = await operator.post("/operators/discards", discard=number)
    assert (status, "已恢复" in page) == (200, True)
    assert (await operator.post("/operators/discards", discard="x"))[0] == 400
    status, page = await operator.post("/operators/discards", discard=number)
    assert (status, "已经恢复" in page) == (422, True)
