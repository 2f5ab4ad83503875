"""Areas, columns and channels at the desk: written, told of at once, put back; what is wrong keeps everything typed."""

import html
import re
from collections.abc import Awaitable, Callable

import pytest

from tests.factories.site import Running
from tests.integration.web.conftest import Browser, Enter

pytestmark = pytest.mark.redis
Visit = Callable[[], Awaitable[Browser]]


def typed_on(page: str) -> dict[str, str]:
    found = dict(re.findall(r'<textarea id="(\w+)"[^>]*>(.*?)</textarea>', page, re.DOTALL))
    return {name: html.unescape(words) for name, words in found.items()}


async def test_a_channel_and_a_column_are_written_and_put_back(site: Running, enter: Enter) -> None:
    desk = await enter("chenming")
    status, page = await desk.get("/operators/plan")
    assert (status, "还没有在这里改过" in page) == (200, True)
    typed = typed_on(page)
    assert set(typed) == {"areas", "rubrics", "channels"}
    evil = "【<script>】\n<script>alert(1)</script>"
    status, page = await desk.post("/operators/plan", **{**typed, "channels": evil}, seen="0")
    assert (status, "在哪里一定要写" in page, "<script>alert" in page) == (422, True, False)
    assert typed_on(page)["channels"] == evil
    changed = {
        "areas": "【民生】\n老有所养 | 养老",
        "rubrics": "【我们的栏目】\n老年人",
        "channels": "【广播】\n村村响 | 各村喇叭",
    }
    status, page = await desk.post("/operators/plan", **changed, seen="0")
    assert (status, "已保存" in page, "第1次修改" in page, "陈明" in page) == (200, True, True, True)
    plan = site.services.openness.columns.plan
    assert ([one.name for one in plan.channels], plan.parents) == (["村村响"], ("我们的栏目",))
    assert site.services.openness.catalogue.plan is plan
    phone = await enter("wangli")
    _, page = await phone.get("/m/columns")
    assert "我们的栏目" in page
    assert (await phone.get("/operators/plan"))[0] == 403
    assert (await (await enter("sunyi")).post("/operators/plan", **changed, seen="1"))[0] == 403
    status, page = await desk.post("/operators/plan", **typed, seen="0")
    assert (status, "刚才有同事改过" in page) == (422, True)
    await desk.get("/operators/plan")
    status, page = await desk.post("/operators/plan/0/again", seen="1")
    assert (status, "恢复县里文件的" in page) == (200, True)
    assert len(site.services.openness.columns.plan.channels) == 14
    assert (await desk.post("/operators/plan/7/again", seen="2"))[0] == 422


async def test_columns_lead_to_what_stands_elsewhere(visit: Visit) -> None:
    """A column whose content is no document is not called empty: it opens the other page, or lists what is meant."""
    phone = await visit()
    _, page = await phone.get("/m/columns")
    for place in ("projects", "opinions", "questionnaires", "activities", "catalogue?level="):
        found = re.search(rf'href="(/m/{re.escape(place)}[^"]*)"><b>', page)
        assert found, place
        assert (await phone.get(found[1].replace("&amp;", "&")))[0] == 200, place
    _, events = await phone.get("/m/columns/list?rubric=政务服务/一件事一次办")
    # None of their guides is public here: none is listed, and the words are told that ask for them.
    assert ("/m/bundles/" in events, "有哪些一件事" in events) == (False, True)
    _, zones = await phone.get("/m/columns/list?rubric=基层公开/公开专区")
    assert ("政务公开专区在哪里" in zones, "还没有内容" in zones) == (True, False)
