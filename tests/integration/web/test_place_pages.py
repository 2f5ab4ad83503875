"""The desk's page of places, and the operators' of what many ask."""

import pytest

from handlers.places.visits import VisitWay
from knowledge.questions.note import QuestionOutcome
from tests.factories.questions import line
from tests.factories.site import NOW, Running
from tests.integration.web.conftest import Enter

pytestmark = pytest.mark.redis
POLICY = "policy-elderly-allowance"


async def test_a_zone_that_lacks_a_mark_is_listed_and_visits_are_figures(site: Running, enter: Enter) -> None:
    for _ in range(3):
        await site.services.visits.count("tushuguan", VisitWay.SCAN)
    await site.services.visits.count("tushuguan", VisitWay.KIOSK)
    desk = await enter("wangli")
    status, page = await desk.get("/staff/places")
    assert status == 200
    assert "个专区还缺标准" in page
    assert "人员、制度" in page
    assert "扫码3次、自助屏1次" in page
    assert (await (await enter("chenming")).get("/staff/places"))[0] == 403


async def test_a_place_is_arranged_at_the_desk(site: Running, enter: Enter) -> None:
    desk = await enter("wangli")
    status, page = await desk.get("/staff/places/dangan")
    assert (status, "还没有在这里改过" in page, "怎么查婚姻档案" in page) == (200, True, True)
    typed = {
        "version": "0",
        "zone": "yes",
        "site": "yes",
        "people": "yes",
        "zone_note": "制度上墙，12月底前",
        "topics": "【查档】\n婚姻档案去哪里查\n\n几点开门 = 档案馆几点开门",
        "box_words": "说说这里",
        "address": "青岚县城东街道东兴路9号",
        "phone": "0599-6612999",
        "workdays": "9:00—17:00",
    }
    for changed, words in (
        ({"topics": "【查档】\n/talk_to_human"}, "第2行"),
        ({"zone_note": "找张三13900001234"}, "不要写身份证号、手机号"),
        ({"phone": "问门卫"}, "办公电话要写对"),
        ({"version": "7"}, "刚才有同事改过"),
        ({"version": "x"}, "刚才有同事改过"),
    ):
        status, page = await desk.post("/staff/places/dangan", **{**typed, **changed})
        assert (status, words in page, "说说这里" in page) == (422, True, True), changed
    status, page = await desk.post("/staff/places/dangan", **typed)
    assert (status, "已保存" in page) == (200, True)
    place = await site.services.places.place("dangan")
    assert place is not None
    assert [mark.value for mark in place.lacking] == ["制度", "资料", "标志"]
    assert not place.box.takes
    assert (place.address, place.hours.workdays) == ("青岚县城东街道东兴路9号", "9:00—17:00")
    _, listed = await desk.get("/staff/places")
    assert "制度上墙，12月底前" in listed
    assert (await desk.get("/staff/places/nowhere"))[0] == 404
    reader = await enter("chenming")
    assert (await reader.get("/staff/places/dangan"))[0] == 403


async def test_remarks_of_a_place_wait_on_its_page(site: Running, enter: Enter) -> None:
    said = "给“青岚县图书馆”的意见：二楼的灯太暗了<b>"
    await site.services.tickets.service.remark(said, channel="kiosk", key="1")
    desk = await enter("wangli")
    _, page = await desk.get("/staff/places/tushuguan")
    assert "二楼的灯太暗了&lt;b&gt;" in page
    _, page = await desk.get("/staff/places/dangan")
    assert "二楼的灯" not in page


async def test_whoever_serves_sees_the_question_box(enter: Enter) -> None:
    desk = await enter("wangli")
    status, page = await desk.get("/staff/ask?q=%E4%BD%A0%E5%A5%BD%3Cscript%3E")
    assert status == 200
    assert "替群众问" in page
    assert "<script>" not in page.replace("<script src", "")


async def test_an_operator_lets_a_question_show(site: Running, enter: Enter) -> None:
    lines = [
        line("高龄津贴每月多少钱", QuestionOutcome.ANSWERED, at=NOW)._replace(
            document=POLICY, citizen=f"{number:064d}"
        )
        for number in range(6)
    ]
    await site.services.asked.questions.take(lines)
    await site.services.asked.popular.recount()
    desk = await enter("chenming")
    _, page = await desk.get("/operators/popular")
    assert "高龄津贴每月多少钱" in page
    status, page = await desk.post("/operators/popular", document=POLICY, question="找张三13900001234")
    assert (status, "不能显示" in page) == (422, True)
    status, page = await desk.post("/operators/popular", document=POLICY, question="高龄津贴怎么领")
    assert status == 200
    assert [one.question for one in await site.services.asked.popular.shown(limit=5)] == ["高龄津贴怎么领"]
    await desk.post("/operators/popular", document=POLICY, decision="refuse")
    assert await site.services.asked.popular.shown(limit=5) == []
    reader = await enter("zhouer")
    assert 'name="question"' not in (await reader.get("/operators/popular"))[1]
