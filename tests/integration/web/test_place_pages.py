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
    await site.services.questions.take(lines)
    await site.services.popular.recount()
    desk = await enter("chenming")
    _, page = await desk.get("/operators/popular")
    assert "高龄津贴每月多少钱" in page
    status, page = await desk.post("/operators/popular", document=POLICY, question="找张三13900001234")
    assert (status, "不能显示" in page) == (422, True)
    status, page = await desk.post("/operators/popular", document=POLICY, question="高龄津贴怎么领")
    assert status == 200
    assert [one.question for one in await site.services.popular.shown(limit=5)] == ["高龄津贴怎么领"]
    await desk.post("/operators/popular", document=POLICY, decision="refuse")
    assert await site.services.popular.shown(limit=5) == []
    reader = await enter("zhouer")
    assert 'name="question"' not in (await reader.get("/operators/popular"))[1]
