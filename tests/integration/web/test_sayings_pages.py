"""The operators' page of sayings: found, tried, kept with who and when, struck out and brought back."""

import html
import re

import pytest

from knowledge.library.saying_records import shipped_themes
from knowledge.questions.note import QuestionOutcome
from knowledge.questions.saved_questions import Wanted
from tests.factories.questions import line
from tests.factories.site import NOW, Running
from tests.integration.web.conftest import Browser, Enter

pytestmark = pytest.mark.redis
EXPLANATION = "interpretation-elderly-allowance"
OFFICIAL = next(official for said, official in shipped_themes() if said == "洗肾")
ROWS = re.compile(r'name="rows" value="([^"]+)"')


async def asked(site: Running) -> None:
    await site.services.asked.questions.take(
        [line("寿星钱每月多少", QuestionOutcome.DECLINED, at=NOW), line("洗肾报多少", at=NOW)]
    )


async def kept(desk: Browser, page: str, **fields: str) -> tuple[int, str]:
    """Keep what a preview shows."""
    found = ROWS.search(page)
    assert found, page
    return await desk.post("/operators/sayings", rows=html.unescape(found[1]), **fields)


async def test_a_pair_is_tried_kept_struck_out_and_brought_back(site: Running, enter: Enter) -> None:
    await asked(site)
    desk = await enter("chenming")
    _, page = await desk.get("/operators/sayings?text=洗肾")
    assert OFFICIAL in page
    given = {"said": "寿星钱 寿星费", "official": "高龄津贴", "theme": "elderly"}
    status, page = await desk.post("/operators/sayings/preview", **given)
    assert status == 200
    assert "其中1个里有这些说法" in page or "有这些说法的1个问题" in page
    assert "寿星费" in page
    assert await site.services.knowledge.sayings.changed() == {}
    before = site.services.answering.answerer.answer("寿星钱每月多少", today=NOW.date()).confidence
    status, page = await kept(desk, page)
    assert (status, "已留下，一秒内生效。" in page) == (200, True)
    assert "陈明" in page
    # Without a restart, the very next question is read with it.
    assert site.services.answering.answerer.answer("寿星钱每月多少", today=NOW.date()).confidence > before
    changed = await site.services.knowledge.sayings.changed()
    assert {(one.said, one.theme, one.changed_by) for one in changed.values()} == {
        ("寿星钱", "elderly", "chenming"),
        ("寿星费", "elderly", "chenming"),
    }
    _, page = await desk.get("/operators/sayings?text=洗肾&theme=medical")
    status, page = await desk.post("/operators/sayings/preview", rows=html.unescape(ROWS.findall(page)[0]))
    assert "洗肾报多少" in page or "回答都不变" in page
    await kept(desk, page)
    _, page = await desk.get("/operators/sayings?of=struck")
    assert "<s>洗肾</s>" in page
    status, page = await desk.post("/operators/sayings/preview", rows=html.unescape(ROWS.findall(page)[0]))
    await kept(desk, page)
    assert "<s>洗肾</s>" not in (await desk.get("/operators/sayings?text=洗肾"))[1]


async def test_what_makes_a_saved_question_worse_is_kept_only_when_somebody_says_so(
    site: Running, enter: Enter
) -> None:
    sayings, misleading = site.services.knowledge.sayings, "高龄津贴,独生子女 奖励扶助金 每人每月"
    await site.services.asked.saved.save("高龄津贴每月多少钱", Wanted(EXPLANATION, ("60元",)), actor="op")
    desk = await enter("chenming")
    await desk.get("/operators/sayings")
    _, page = await desk.post("/operators/sayings/preview", rows=misleading)
    assert "1个必试问题会答得更差" in page
    status, page = await kept(desk, page)
    assert (status, "没有留下" in page) == (422, True)
    # Whoever only writes cannot say so; the head of the office can.
    assert (await kept(desk, page, confirm="1"))[0] == 422
    chief = await enter("wusan")
    await chief.get("/operators/sayings")
    _, page = await chief.post("/operators/sayings/preview", rows=misleading)
    assert (await kept(chief, page))[0] == 422
    assert await sayings.changed() == {}
    assert (await kept(chief, page, confirm="1"))[0] == 200
    assert [one.said for one in (await sayings.changed()).values()] == ["高龄津贴"]


async def test_rows_are_handed_out_and_read_again_and_wrong_ones_are_named(
    site: Running, enter: Enter
) -> None:
    desk = await enter("chenming")
    await desk.get("/operators/sayings")
    rows = f"说法,文件里的词,主题,状态\n寿星钱,高龄津贴,养老和老年优待,补充\n洗肾,{OFFICIAL},,划掉\n"
    _, page = await desk.post("/operators/sayings/preview", rows=rows)
    await kept(desk, page)
    status, told = await desk.get("/operators/sayings.csv")
    assert status == 200
    assert "寿星钱,高龄津贴,养老和老年优待,补充" in told
    assert f"洗肾,{OFFICIAL}," in told
    for wrong, said in (
        ({"rows": "寿星钱,高龄津贴"}, "已经有了"),
        ({"rows": "好,高龄津贴"}, "第1行：说法至少两个字"),
        ({"said": "13812345678", "official": "电话"}, "里面有号码"),
        ({"said": '<b>"x"', "official": "<script>alert(1)</script>"}, ""),
        ({"rows": '"未完'}, "第1行"),
        ({"rows": "x" * 100_000}, ""),
        ({}, "没有读到"),
    ):
        status, page = await desk.post("/operators/sayings/preview", **wrong)
        assert status in {200, 413, 422}, wrong
        assert said in page, wrong
        assert "<script>alert(1)" not in page


async def test_only_those_who_write_may_change_sayings(site: Running, enter: Enter) -> None:
    auditor = await enter("sunyi")
    status, page = await auditor.get("/operators/sayings?text=洗肾")
    assert (status, OFFICIAL in page) == (200, True)
    assert "/operators/sayings/preview" not in page
    for path in ("/operators/sayings", "/operators/sayings/preview"):
        assert (await auditor.post(path, rows="寿星钱,高龄津贴"))[0] == 403
    assert await site.services.knowledge.sayings.changed() == {}
