"""The operators' pages on what citizens asked: the log, the gaps, the saved questions, a rehearsal before publishing."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import select

from bot.audit import AuditRecord
from handlers.files.table_file import read_rows
from knowledge.answers.answer import Answer
from knowledge.documents.document import Disclosure, Document, Kind
from knowledge.documents.draft import Draft
from knowledge.publication.lifecycle import CHECKLISTS, Duty, Person, Step
from knowledge.publication.reviews import ReviewVerdict
from knowledge.publication.submission import Submission
from knowledge.questions.groups import GapState
from knowledge.questions.note import QuestionOutcome
from knowledge.questions.saved_questions import Wanted
from tests.factories.publication import release
from tests.factories.questions import line
from tests.factories.site import NOW, Running
from tests.integration.web.conftest import Enter

pytestmark = pytest.mark.redis
POLICY = "policy-elderly-allowance"
OTHER = "policy-elderly-allowance-2019"


async def asked(site: Running) -> None:
    await site.services.asked.questions.take(
        [
            line("高龄津贴每月多少钱", QuestionOutcome.ANSWERED, theme="养老服务", at=NOW),
            line("无人机飞行要报备吗", theme="公共安全", unit="青岚县公安局", at=NOW),
            line("飞无人机要不要报备", at=NOW - timedelta(days=7)),
            line("<script>alert(1)</script>", QuestionOutcome.OUT_OF_SCOPE, at=NOW),
        ]
    )


async def test_the_log_shows_filters_figures_and_leads_to_a_trial(site: Running, enter: Enter) -> None:
    desk = await enter("chenming")
    assert "还没有人提问" in (await desk.get("/operators/questions"))[1]
    await asked(site)
    status, page = await desk.get("/operators/questions")
    assert status == 200
    assert "<script>alert(1)" not in page
    assert "高龄津贴每月多少钱　" not in page
    assert f"/operators/try?question={quote('高龄津贴每月多少钱')}" in page
    assert page.count("<rect") > 4
    for query, there, gone in (
        ("outcome=declined", "无人机飞行要报备吗", "高龄津贴每月多少钱</a>"),
        ("theme=养老服务", "高龄津贴每月多少钱</a>", "无人机飞行要报备吗</a>"),
        ("week=2026-11-09", "飞无人机要不要报备", "无人机飞行要报备吗</a>"),
        ("text=飞无", "飞无人机要不要报备", "高龄津贴每月多少钱</a>"),
        ("first=2026-11-10&last=2026-11-14", "飞无人机要不要报备", "无人机飞行要报备吗</a>"),
        ("first=2026-11-20", "无人机飞行要报备吗</a>", "飞无人机要不要报备</a>"),
        ("first=昨天&last=9999-12-31", "无人机飞行要报备吗</a>", "没有符合条件"),
        ("channel=api", "没有符合条件", "无人机飞行要报备吗</a>"),
    ):
        _, page = await desk.get(f"/operators/questions?{query}")
        assert there in page, query
        assert gone not in page, query
    _, page = await desk.get("/operators/questions.csv?first=2026-11-10&last=2026-11-19")
    assert page.splitlines()[0].lstrip("\ufeff").startswith("时间,问题,结果")
    assert [row.split(",")[1] for row in page.splitlines()[1:]] == ["飞无人机要不要报备"]
    async with desk.session.get(f"{desk.url}/operators/questions.xlsx?week=2026-11-09") as answer:
        assert [row[1] for row in read_rows(await answer.read())] == ["问题", "飞无人机要不要报备"]


@pytest.mark.parametrize(
    "query", ["outcome=x&theme=x&week=x&channel=x&gap=x&page=x", "page=99999", "gap=99999999999", "text=%25"]
)
async def test_whatever_a_query_holds_the_log_is_shown(site: Running, enter: Enter, query: str) -> None:
    await asked(site)
    assert (await (await enter("chenming")).get(f"/operators/questions?{query}"))[0] == 200


async def test_a_gap_goes_from_open_to_assigned_to_closed(site: Running, enter: Enter) -> None:
    await asked(site)
    desk = await enter("chenming")
    _, page = await desk.get("/operators/gaps")
    assert "无人机飞行要报备吗" in page
    [gap], _ = await site.services.asked.gaps.page()
    at = f"/operators/gaps/{gap.id}"
    _, page = await desk.get(at)
    assert "飞无人机要不要报备" in page
    status, page = await desk.post(f"{at}/assign", unit="青岚县公安局", workdays="5")
    assert (status, "2026年11月27日" in page) == (200, True)
    status, page = await desk.post(f"{at}/link", document="nothing", question="无人机飞行要报备吗")
    assert (status, "没有找到“nothing”这份文件" in page) == (400, True)
    status, _ = await desk.post(f"{at}/link", document=POLICY, question="高龄津贴每月多少钱")
    assert status == 200
    status, page = await desk.post(f"{at}/close", reason=" ")
    assert (status, "请写明" in page) == (400, True)
    await desk.post(f"{at}/close", reason="不是县里的事")
    assert (await site.services.asked.gaps.read(gap.id))[0].state is GapState.CLOSED
    _, page = await desk.post(f"{at}/reopen")
    assert "已重新打开" in page
    assert "没有符合条件" in (await desk.get("/operators/gaps?late=1"))[1]
    site.clock.advance(timedelta(days=9))
    assert "超期" in (await desk.get("/operators/gaps?late=1"))[1]


@pytest.mark.parametrize("path", ["/operators/gaps/99", "/operators/gaps/x", "/operators/gaps/99999999999"])
async def test_a_gap_that_is_not_there(site: Running, enter: Enter, path: str) -> None:
    assert (await (await enter("chenming")).get(path))[0] == 404


async def test_a_tried_question_is_kept_and_its_right_passage_confirmed(site: Running, enter: Enter) -> None:
    desk = await enter("chenming")
    question = "高龄津贴每月多少钱"
    _, page = await desk.get(f"/operators/try?question={quote(question)}")
    assert "这是对的段落" in page
    assert "字面相符" in page
    status, page = await desk.post(
        "/operators/regression", question=question, document=POLICY, words="60元，"
    )
    assert (status, "已存为必试问题" in page) == (200, True)
    passage = "80—89周岁的，每人每月60元"
    _, page = await desk.post("/operators/regression", question=question, document=POLICY, passage=passage)
    assert "这是对的段落" in page
    [saved], _ = await site.services.asked.saved.page()
    assert (saved.question, saved.document_id, saved.watched, saved.confirmed) == (
        question,
        POLICY,
        True,
        True,
    )
    assert passage in (await desk.get("/operators/regression/confirmed.jsonl"))[1]
    assert question in (await desk.get("/operators/regression"))[1]
    assert (await desk.post("/operators/regression", question=question, document="nothing"))[0] == 422
    status, _ = await desk.post("/operators/regression", question=question, document=OTHER, words="60元")
    assert status == 422
    status, page = await desk.post(f"/operators/regression/{saved.id}/drop", reason="重复")
    assert (status, "公开办主任" in page) == (403, True)
    [unchanged], _ = await site.services.asked.saved.page()
    assert (unchanged.document_id, unchanged.words) == (POLICY, ("60元",))
    chief = await enter("wusan")
    assert "移出的理由" in (await chief.get("/operators/regression"))[1]
    assert (await chief.post(f"/operators/regression/{saved.id}/drop", reason=" "))[0] == 422
    _, page = await chief.post(
        f"/operators/regression/{saved.id}/drop", reason="和另一条重复，13812345678问的"
    )
    assert "还没有存下的问题" in page
    [entry] = await audited(site, "regression:drop")
    assert entry.actor == "wusan"
    assert entry.detail["reason"].startswith("和另一条重复")
    assert "13812345678" not in entry.detail["reason"]


@pytest.mark.parametrize(
    "text",
    [
        "问：无人机飞行要报备吗\n问：飞无人机要不要报备\n\n答：要。飞行前一天到县公安局报备，不收费。",
        "**问：**无人机飞行要报备吗？\n**答：**要。飞行前一天到县公安局报备，不收费。",
    ],
    ids=["plain", "bold"],
)
async def test_an_approved_answer_never_shows_its_marks(site: Running, enter: Enter, text: str) -> None:
    document = Document("drones-faq", "无人机飞行要报备吗", kind=Kind.FAQ, unit="青岚县公安局")
    await site.services.knowledge.imports.keep(
        [Draft(document, text, "faq.jsonl", 1)], author="test", publish=True
    )
    desk = await enter("chenming")
    # The very question, another wording, what it only touches, and one with more in it.
    for asked in (
        "无人机飞行要报备吗",
        "飞无人机之前要不要去报备啊",
        "无人机报备收费吗",
        "无人机飞行报备找哪个单位",
        "我想飞无人机拍婚礼",
    ):
        _, page = await desk.get(f"/operators/try?question={quote(asked)}")
        assert "县公安局报备" in page, asked
        assert re.findall(r".{0,30}[问答]\**[：:].{0,30}", page[page.index("<main") :]) == [], asked
    _, page = await desk.get("/m/documents/drones-faq")
    assert "飞行前一天" in page


async def audited(site: Running, action: str) -> list[AuditRecord]:
    async with site.database.reading() as tx:
        return list(await tx.scalars(select(AuditRecord).where(AuditRecord.action == action)))


async def test_two_states_of_the_index_side_by_side(site: Running, enter: Enter) -> None:
    desk = await enter("chenming")
    question = quote("高龄津贴每月多少钱")
    _, page = await desk.get(f"/operators/try?question={question}&with={POLICY}")
    assert "发布《青岚县高龄津贴发放办法》以后" in page
    assert "<h2>现在</h2>" in page
    assert "没有编号为" in (await desk.get(f"/operators/try?question={question}&with=nothing"))[1]
    assert "没有可以对比的" in (await desk.get(f"/operators/try?question={question}&against=before"))[1]


async def test_what_would_get_worse_is_shown_until_a_person_accepts_it(site: Running, enter: Enter) -> None:
    desk = await enter("chenming")
    assert "还没有必试问题" in (await desk.get(f"/operators/rehearsals/{POLICY}"))[1]
    await site.services.asked.saved.save("高龄津贴每月多少钱", Wanted(POLICY), actor="op")
    assert (await desk.get("/operators/rehearsals/nothing"))[0] == 404
    status, page = await desk.get(f"/operators/rehearsals/{POLICY}")
    assert (status, "没有比现在更差的" in page) == (200, True)


async def submitted_change(site: Running) -> int:
    """Bring a new version of the allowance, which no longer tells the sum, up to the final review."""
    knowledge = site.services.knowledge
    document = (await knowledge.documents.read(POLICY)).version.document
    text = "# 青岚县高龄津贴发放办法\n\n第一条 停车场按小时收费。\n\n第二条 停车费用于养护。\n"
    await knowledge.imports.keep([Draft(document, text, "new.md", 1)], author="chenming")
    writer = Person("chenming", frozenset({Duty.DRAFT}))
    reason = "校对时已逐项看过"
    given = await knowledge.reviews.submit(
        POLICY,
        Submission(
            Disclosure.ACTIVE,
            findings_reason=reason,
            interpretation_reason=reason,
            kinds_reason=reason,
            links_checked=True,
        ),
        actor=writer,
    )
    for login, duty, step in (
        ("sunyi", Duty.FIRST, Step.PASS_FIRST),
        ("zhouer", Duty.SECOND, Step.PASS_SECOND),
    ):
        verdict = ReviewVerdict(step, given.version, frozenset(CHECKLISTS[step]), "")
        await knowledge.reviews.decide(POLICY, verdict, actor=Person(login, frozenset({duty})))
    return given.version


async def test_a_publication_that_makes_answers_worse_waits_for_a_person(site: Running, enter: Enter) -> None:
    question = "80—89周岁的老年人高龄津贴每人每月多少元"
    answered = site.services.answering.answerer.answer(question, today=NOW.date())
    assert isinstance(answered, Answer)
    cited = answered.citation.document.id
    assert cited == POLICY
    await site.services.asked.saved.save(question, Wanted(POLICY, ("60元",)), actor="op")
    version = await submitted_change(site)
    chief = await enter("wusan")
    await chief.get(f"/operators/reviews/{POLICY}")
    release = {
        "step": "release",
        "version": str(version),
        **{f"point.{one}": "1" for one in CHECKLISTS[Step.RELEASE]},
    }
    status, page = await chief.post(f"/operators/reviews/{POLICY}", **release)
    assert status == 200
    assert "有1个发布以后答得比现在差" in page
    assert (await site.services.knowledge.documents.read(POLICY)).listed.public_version != version
    [saved], _ = await site.services.asked.saved.page()
    for login in ("chenming", "sunyi"):
        other = await enter(login)
        _, page = await other.get(f"/operators/rehearsals/{POLICY}")
        assert ("由公开办主任写明理由" in page, "确认不要紧</button>" in page) == (True, False)
        accepted = {"worse": str(saved.id), "reason": "不要紧"}
        assert (await other.post(f"/operators/rehearsals/{POLICY}", **accepted))[0] == 403
    assert (await chief.post(f"/operators/rehearsals/{POLICY}", worse=str(saved.id)))[0] == 422
    [still], _ = await site.services.asked.saved.page()
    assert still.accepted_by == ""
    _, page = await chief.post(f"/operators/rehearsals/{POLICY}", worse=str(saved.id), reason="标准已经取消")
    assert "没有比现在更差的" in page
    [entry] = await audited(site, "regression:accept")
    assert (entry.actor, entry.detail["reason"]) == ("wusan", "标准已经取消")
    assert "已确认" in page
    await chief.get(f"/operators/reviews/{POLICY}")
    await chief.post(f"/operators/reviews/{POLICY}", **release)
    assert (await site.services.knowledge.documents.read(POLICY)).listed.public_version == version
    await site.services.asked.gaps.settle(site.services.answering.index.reader)
    _, page = await (await enter("chenming")).get("/operators/regression")
    assert "答不上，已确认" in page


async def test_who_is_no_operator_sees_none_of_it(site: Running, enter: Enter) -> None:
    desk = await enter("wangli")
    for path in ("questions", "gaps", "regression", f"rehearsals/{POLICY}"):
        assert (await desk.get(f"/operators/{path}"))[0] == 403


async def test_an_answer_is_drafted_from_a_gap_reviewed_and_told(site: Running, enter: Enter) -> None:
    await asked(site)
    services = site.services
    [number] = [one.id for one in (await services.asked.gaps.page())[0] if "无人机" in one.question]
    desk = await enter("chenming")
    _, page = await desk.get(f"/operators/gaps/{number}")
    assert f'href="/operators/editor?gap={number}"' in page
    _, page = await desk.get(f"/operators/editor?gap={number}")
    assert "问：无人机飞行要报备吗" in page
    assert (await desk.get("/operators/editor?gap=99999"))[0] == 404
    assert (await desk.get("/operators/editor?gap=一"))[0] == 404
    await desk.get(f"/operators/editor?gap={number}")
    text = "问：无人机飞行要报备吗\n问：飞无人机要不要报备\n\n答：要。飞行前一天到县公安局报备。"
    fields = {"title": "无人机飞行要报备吗", "kind": "faq", "unit": "青岚县公安局", "text": text}
    assert (await desk.post("/operators/editor", gap=str(number), **fields, number="x" * 600))[0] == 422
    status, page = await desk.post("/operators/editor", gap=str(number), **fields)
    assert status == 200
    gap, _ = await services.asked.gaps.read(number)
    assert gap.title == "无人机飞行要报备吗"
    assert "起草答复" not in (await desk.get(f"/operators/gaps/{number}"))[1].split("<main", 1)[1]
    await release(services.knowledge, gap.document_id)
    await services.asked.gaps.settle(services.answering.index.reader)
    assert (await services.asked.gaps.read(number))[0].state is GapState.CLOSED
