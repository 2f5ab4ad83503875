"""What a publication changes among what was asked: tried before it with both answers side by side, kept after it."""

import asyncio
import re

import pytest

from knowledge.documents.document import Disclosure, Document
from knowledge.documents.draft import Draft
from knowledge.publication.lifecycle import CHECKLISTS, Duty, Person, Step
from knowledge.publication.reviews import ReviewVerdict
from knowledge.publication.submission import Submission
from knowledge.questions.effect import AskedShift
from knowledge.questions.note import QuestionOutcome
from tests.factories.questions import line
from tests.factories.site import NOW, Running
from tests.integration.web.conftest import Enter

pytestmark = pytest.mark.redis
DRONES = "/operators/effects/drones"
TEXT = """# 青岚县无人机飞行报备规定

第一条 在青岚县飞行无人机，应当在飞行前1日向县公安局报备。

第二条 飞行无人机报备不收费。
"""
ASKED = "飞行无人机要提前几天报备"


async def drafted(site: Running) -> None:
    await site.services.asked.questions.take(
        [
            line(ASKED, QuestionOutcome.DECLINED, at=NOW, unit="青岚县公安局"),
            line("高龄津贴每月多少钱", QuestionOutcome.ANSWERED, at=NOW),
        ]
    )
    document = Document("drones", "青岚县无人机飞行报备规定", issuer="青岚县公安局", published_on=NOW.date())
    await site.services.knowledge.imports.keep([Draft(document, TEXT, "drones.md", 1)], author="chenming")


async def test_a_draft_is_tried_among_what_was_asked(site: Running, enter: Enter) -> None:
    await drafted(site)
    desk = await enter("chenming")
    status, page = await desk.get(DRONES)
    assert status == 200
    assert "还没有试过" in page
    status, page = await desk.post(DRONES)
    assert status == 200
    assert "变好" in page
    assert ASKED in page
    assert "公开以前" in page
    assert "答不上" in page
    assert "飞行前1日" in page
    assert "高龄津贴每月多少钱" not in page
    # Nothing of it is public, and nothing was kept.
    assert await site.services.asked.effects.last("drones") is None
    assert (await desk.post("/operators/effects/nothing"))[0] == 404
    token = "0" * 32
    assert (await desk.post(f"/operators/effect-runs/{token}/stop", document="drones"))[0] == 200


async def test_a_run_stops_where_it_is_told_to(site: Running) -> None:
    await drafted(site)
    effect = await site.services.asked.effects.preview("drones", lambda done, _total: done < 0)
    assert (effect.asked, effect.stopped, effect.changes) == (0, True, ())


async def test_what_a_publication_changed_is_kept(site: Running, enter: Enter) -> None:
    await drafted(site)
    knowledge, reason = site.services.knowledge, "校对时已逐项看过"
    given = await knowledge.reviews.submit(
        "drones",
        Submission(
            Disclosure.ACTIVE,
            findings_reason=reason,
            interpretation_reason=reason,
            kinds_reason=reason,
            links_checked=True,
        ),
        actor=Person("chenming", frozenset({Duty.DRAFT})),
    )
    for login, duty, step in (
        ("sunyi", Duty.FIRST, Step.PASS_FIRST),
        ("zhouer", Duty.SECOND, Step.PASS_SECOND),
    ):
        verdict = ReviewVerdict(step, given.version, frozenset(CHECKLISTS[step]), "")
        await knowledge.reviews.decide("drones", verdict, actor=Person(login, frozenset({duty})))
    chief = await enter("wusan")
    points = {f"point.{one}": "1" for one in CHECKLISTS[Step.RELEASE]}
    status, _ = await chief.post(
        "/operators/reviews/drones", step="release", version=str(given.version), **points
    )
    assert status == 200
    async with asyncio.timeout(20):
        while (kept := await site.services.asked.effects.last("drones")) is None:  # noqa: ASYNC110 - it is kept beside the request
            await asyncio.sleep(0.05)
    assert [(one.question, one.shift) for one in kept.effect.changes] == [(ASKED, AskedShift.BETTER)]
    desk = await enter("chenming")
    _, page = await desk.get(DRONES)
    assert re.search(r"第\d+版公开以后记下的", page)
    assert ASKED in page
