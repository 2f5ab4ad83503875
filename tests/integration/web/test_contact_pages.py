"""Contact cards at the desk: a unit without one is due, posts are taken, and what is somebody's own is refused."""

import re

import pytest

from tests.factories.site import Running
from tests.integration.web.conftest import Enter

pytestmark = pytest.mark.redis
TYPED = {
    "unit": "青岚县民政局",
    "leader": "副局长",
    "clerk": "办公室专员",
    "counsel": "青岚律师事务所律师",
    "office": "办公室",
    "phone": "0599-6612345",
}


async def test_a_card_is_kept_and_the_unit_is_due_no_more(site: Running, enter: Enter) -> None:
    desk = await enter("wangli")
    assert "青岚县民政局" in await site.services.openness.contacts.due()
    await desk.get("/staff/contacts?unit=青岚县民政局")
    for changed, words in (
        ({"phone": "13800001234"}, "不写手机号码"),
        ({"leader": "张三13800001234"}, "不要写数字"),
        ({"unit": "火星局"}, "请选择本县的单位"),
        ({"clerk": ""}, "岗位要写"),
        ({"counsel": "律师13800001234"}, "不要写数字"),
    ):
        status, page = await desk.post("/staff/contacts", **{**TYPED, **changed})
        assert (status, words in page) == (422, True), changed
    status, page = await desk.post("/staff/contacts", **TYPED)
    assert (status, "已保存" in page) == (200, True)
    assert "青岚县民政局" not in await site.services.openness.contacts.due()
    status, page = await desk.get("/m/contacts")
    assert (status, "办公室专员" in page, 'href="tel:0599-6612345"' in page) == (200, True, True)
    assert re.search("法律顾问.{0,40}青岚律师事务所律师", page, re.DOTALL)
    assert f"还没有登记的单位（{len(await site.services.openness.contacts.due())}个）" in page
