"""Internal notices at the desk: addresses added, switched and dropped by whose they are; secrets are never shown again."""

import re

import pytest

from tests.factories.site import Running
from tests.integration.web.conftest import Enter

pytestmark = pytest.mark.redis
TOKEN, SECRET = "a1b2c3d4e5f6a7b8c9d0", "SEC0123456789abcdef0123"
ROBOT = {
    "whose": "own",
    "channel": "dingtalk",
    "target": f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}",
    "secret": SECRET,
    "kind_ticket": "1",
}


async def test_an_address_is_added_tried_switched_and_dropped(site: Running, enter: Enter) -> None:
    desk = await enter("wangli")
    _, page = await desk.get("/staff/notices")
    assert "还没有添加" in page
    for changed, words in (
        ({"channel": "pigeon"}, "请选择渠道"),
        ({"secret": ""}, "加签"),
        ({"target": "https://evil.test/<b>"}, "access_token="),
        ({"kind_ticket": ""}, "至少要选一种事"),
        ({"whose": "unit:火星局"}, "不归您设置"),
    ):
        status, page = await desk.post("/staff/notices", **{**ROBOT, **changed})
        assert (status, words in page, "<b>" in page) == (422, True, False), changed
        assert SECRET not in page
        assert TOKEN not in page
    status, page = await desk.post("/staff/notices", **ROBOT)
    assert (status, "…c9d0" in page, TOKEN in page, SECRET in page) == (200, True, False, False)
    (address,) = set(re.findall(r"/staff/notices/([0-9a-f-]{36})/off", page))
    status, page = await desk.post(f"/staff/notices/{address}/try")
    assert (status, "试发" in page, "等着发" in page) == (200, True, True)
    await site.services.staff_notices.sending.step()
    _, page = await desk.post(f"/staff/notices/{address}/off")
    assert "关着" in page
    _, page = await desk.post(f"/staff/notices/{address}/on")
    assert "开着" in page
    for deed, answered in (("burn", 404), ("drop", 200), ("drop", 422)):
        status, page = await desk.post(f"/staff/notices/{address}/{deed}")
        assert status == answered, deed
    assert (await desk.post("/staff/notices/sent/99999/again"))[0] == 422


async def test_a_unit_sees_and_touches_its_own_only(site: Running, enter: Enter) -> None:
    office, unit = await enter("wangli"), await enter("danwei")
    await office.get("/staff/notices")
    _, page = await office.post("/staff/notices", **ROBOT)
    (address,) = set(re.findall(r"/staff/notices/([0-9a-f-]{36})/off", page))
    _, page = await unit.get("/staff/notices")
    assert address not in page
    assert (await unit.post(f"/staff/notices/{address}/drop"))[0] == 422
    own = (await site.services.access.accounts.find("danwei")).unit  # type: ignore[union-attr]
    status, page = await unit.post("/staff/notices", **{**ROBOT, "whose": f"unit:{own}"})
    assert (status, own in page) == (200, True)
    _, page = await office.get("/staff/notices")
    assert own in page
