"""Projects at the desk and on the phone: made, told of, published, shown with what is missing, and rated once by each citizen."""

import re

import pytest

from bot.errors import InputError
from tests.factories.site import Running
from tests.integration.web.conftest import Enter

pytestmark = pytest.mark.redis
TYPED = {
    "title": "镇村公交候车亭", "unit": "青岚县交通运输局", "phone": "0599-6612393", "place": "8个乡镇", "about": "建50座候车亭。",
    "year": "2026", "stage": "carry_out", "progress": "40",
}  # fmt: skip


async def test_a_project_is_made_told_of_published_and_rated(site: Running, enter: Enter) -> None:
    desk = await enter("wangli")
    assert (await desk.get("/staff/projects"))[0] == 200
    await desk.get("/staff/projects/new")
    status, page = await desk.post("/staff/projects/new", **{**TYPED, "title": "<b>" * 20})
    assert (status, "项目名称要写" in page, "<b><b>" in page) == (422, True, False)
    status, page = await desk.post("/staff/projects/new", **TYPED)
    assert (status, "已保存" in page) == (200, True)
    assert (await desk.get("/m/projects/1"))[0] == 404
    await desk.get("/staff/projects/1")
    status, page = await desk.post(
        "/staff/projects/1/entries", kind="call", day="2026-01-05", words="征集开始"
    )
    assert (status, "征集开始" in page) == (200, True)
    status, page = await desk.post("/staff/projects/1/entries", kind="call", day="2099-01-05", words="以后")
    assert (status, "不能晚于今天" in page, "以后" in page) == (422, True, True)
    await desk.get("/staff/projects/1")
    assert (await desk.post("/staff/projects/1/publish"))[0] == 200
    status, page = await desk.get("/m/projects/1")
    assert (status, "还没有公布" in page, "征集开始" in page, "完成40%" in page) == (200, True, True, True)
    service = site.services.openness.projects
    for citizen, points in (("a", 5), ("a", 3), ("b", 4), ("c", 5)):
        await service.rate(1, points, citizen=citizen, channel="wechat")
    assert await service.ratings(1) == (3, 4.0)
    # What a citizen rates is a figure, and the pages of the figures open with it.
    await site.services.oversight.statistics.counting.all()
    for path in ("/m/figures", "/staff/statistics"):
        status, page = await desk.get(path)
        assert (status, "民生实事" in page) == (200, True), path
    status, page = await desk.get("/m/projects?stage=carry_out")
    assert (status, "镇村公交候车亭" in page) == (200, True)
    assert "镇村公交候车亭" not in (await desk.get("/m/projects?stage=assess"))[1]


async def test_a_stage_of_which_nothing_was_told_is_visible(site: Running, enter: Enter) -> None:
    """O14: every stage has its heading; of one that was passed in silence each kind says that it is absent, a later one that it is to come."""
    desk = await enter("wangli")
    await desk.get("/staff/projects/new")
    await desk.post("/staff/projects/new", **{**TYPED, "stage": "vote"})
    await desk.get("/staff/projects/1")
    await desk.post("/staff/projects/1/entries", kind="call", day="2026-01-05", words="征集开始")
    await site.services.openness.projects.publish(1, actor="wangli")
    _, page = await desk.get("/m/projects/1")
    parts = re.split(r'<section class="sheet"><h2>', page)[1:]
    assert [part.partition("<")[0].strip() for part in parts] == ["征集", "筛选", "票决", "实施", "测评"]
    # Two of three kinds of the first stage, all three and both of those that were passed in silence, none of what is to come.
    assert [part.count("还没有公布") for part in parts] == [2, 3, 2, 0, 0]
    assert "<progress" in page


async def test_what_is_not_there_or_not_begun_is_refused(site: Running, enter: Enter) -> None:
    desk = await enter("wangli")
    assert [
        (await desk.get(path))[0] for path in ("/m/projects/9", "/m/projects/x", "/staff/projects/9")
    ] == [404] * 3
    await desk.get("/staff/projects/new")
    await desk.post("/staff/projects/new", **{**TYPED, "stage": "collect"})
    await site.services.openness.projects.publish(1, actor="wangli")
    with pytest.raises(InputError):
        await site.services.openness.projects.rate(1, 5, citizen="a", channel="wechat")
