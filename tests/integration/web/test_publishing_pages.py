"""The pages of writing and reviewing: who may open and send them, what they show, and hostile words in every field."""

import html
import json

import pytest

from knowledge.documents.document import Disclosure, Document, DocumentState, Kind
from knowledge.documents.draft import Draft
from knowledge.publication.lifecycle import CHECKLISTS, Duty, Person, Step
from knowledge.publication.reviews import ReviewVerdict
from knowledge.publication.submission import Submission
from tests.factories.publication import AS_IT_IS
from tests.factories.site import Running
from tests.integration.web.conftest import Browser, Enter

pytestmark = pytest.mark.redis
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{7*7}}"
BUS = "notice/夜班 公交?#"
AT = "notice%2F%E5%A4%9C%E7%8F%AD%20%E5%85%AC%E4%BA%A4%3F%23"
AUTHOR = Person("chenming", frozenset({Duty.DRAFT}))


async def drafted(site: Running, text: str = "夜班公交每天22:00发车，票价2元。", **more: object) -> None:
    document = Document(BUS, "夜班公交公告", **{"kind": Kind.NOTICE, **more})  # type: ignore[arg-type]
    await site.services.knowledge.imports.keep([Draft(document, text, "a.md")], author="chenming")


async def decide(browser: Browser, step: str, **more: str) -> tuple[int, str]:
    await browser.get(f"/operators/reviews/{AT}")
    points = {f"point.{name}": "1" for name in CHECKLISTS.get(Step(step), ())}
    return await browser.post(f"/operators/reviews/{AT}", **{"step": step, "version": "1", **points, **more})


@pytest.mark.parametrize("login", ["sunyi", "wusan", "sifa"])
async def test_reviewers_review_and_do_not_write(site: Running, enter: Enter, login: str) -> None:
    await drafted(site)
    browser = await enter(login)
    for path in (f"/operators/editor/{AT}", f"/operators/submissions/{AT}", "/operators/editor"):
        status, page = await browser.get(path)
        assert (status, "没有这项职责" in page) == (403, True)
    await browser.get("/operators/reviews")
    for path in (
        f"/operators/editor/{AT}",
        f"/operators/submissions/{AT}",
        "/operators/words",
        "/operators/preview",
    ):
        assert (await browser.post(path, text="x", word="x", concern="sensitive"))[0] == 403
    assert (await browser.upload(("a.md", b"# a\n\nb")))[0] == 403
    status, page = await browser.get(f"/operators/documents/{AT}")
    assert (status, "校对、送审" in page) == (200, False)


async def test_an_operator_cannot_make_anything_public(site: Running, enter: Enter) -> None:
    await drafted(site)
    await site.services.knowledge.reviews.submit(BUS, AS_IT_IS, actor=AUTHOR)
    browser = await enter("chenming")
    for step in ("pass_first", "pass_second", "release", "check_line"):
        status, _ = await decide(browser, step)
        assert status == 409
    assert (await browser.post(f"/operators/documents/{AT}/publish"))[0] in {404, 405}
    assert (await site.services.knowledge.documents.read(BUS)).listed.state is DocumentState.DRAFT


async def test_refusals_say_names_and_steps(site: Running, enter: Enter) -> None:
    await drafted(site)
    await site.services.knowledge.reviews.submit(BUS, AS_IT_IS, actor=AUTHOR)
    browser = await enter("wusan")
    assert (await decide(browser, "pass_first"))[0] == 200
    status, page = await decide(browser, "pass_second")
    assert status == 409
    assert "吴三在这一轮已经办过“初审”，不能再办“复审”" in page
    status, page = await decide(browser, "send_back", reason="不对")
    assert "吴三在这一轮已经办过“初审”" in page
    other = await enter("zhouer")
    status, page = await decide(other, "send_back", reason=" ")
    assert (status, "请写明理由" in page) == (422, True)
    assert (await decide(other, "send_back", reason="票价与原件不一致"))[0] == 200
    _, queue = await (await enter("chenming")).get("/operators/reviews")
    assert "退回修改的" in queue
    _, page = await other.get("/operators/documents/policy-elderly-allowance")
    assert "没有经过三审" in page


async def test_a_sensitive_matter_is_shown_to_its_three_checkers(site: Running, enter: Enter) -> None:
    await drafted(site)
    what = Submission(Disclosure.ACTIVE, kinds=("land",))
    await site.services.knowledge.reviews.submit(BUS, what, actor=AUTHOR)
    for login, step in (("linetou", "check_line"), ("sifa", "check_legal"), ("gongkai", "check_form")):
        browser = await enter(login)
        _, queue = await browser.get("/operators/reviews")
        assert "夜班公交公告" in queue
        assert "集体土地征收与补偿" in (await browser.get(f"/operators/reviews/{AT}"))[1]
        assert (await decide(browser, step))[0] == 200
    assert "现在没有等您审核的文件" in (await (await enter("sifa")).get("/operators/reviews"))[1]
    assert "等我审核" in queue


async def test_the_sheet_names_everybody_and_what_they_ticked(site: Running, enter: Enter) -> None:
    await drafted(site)
    what = Submission(Disclosure.ACTIVE, kinds=("land",))
    await site.services.knowledge.reviews.submit(BUS, what, actor=AUTHOR)
    await decide(await enter("sunyi"), "pass_first")
    browser = await enter("chenming")
    status, page = await browser.get(f"/operators/sheets/{AT}")
    assert status == 200
    for words in ("非公文信息发布审核单", "孙一", "陈明", "集体土地征收与补偿", "☑", "☐", "合规性审查"):
        assert words in page
    assert (await browser.get("/operators/sheets/policy-elderly-allowance"))[0] == 404


async def test_an_official_paper_has_a_sheet_of_its_own(site: Running, enter: Enter) -> None:
    """G4: the attribute of a paper with a number is judged on another form than what else is published."""
    await drafted(site, kind=Kind.POLICY, number="青政办发〔2026〕3号")
    await site.services.knowledge.reviews.submit(BUS, AS_IT_IS, actor=AUTHOR)
    _, page = await (await enter("chenming")).get(f"/operators/sheets/{AT}")
    assert ("公文公开属性认定审核单" in page, "非公文信息发布审核单" in page) == (True, False)
    assert "主动公开" in page


@pytest.mark.parametrize(
    ("step", "version"), [("no_step", "1"), ("pass_first", "x"), ("pass_first", ""), ("", "1")]
)
async def test_a_broken_verdict_is_refused(site: Running, enter: Enter, step: str, version: str) -> None:
    await drafted(site)
    await site.services.knowledge.reviews.submit(BUS, AS_IT_IS, actor=AUTHOR)
    browser = await enter("sunyi")
    await browser.get("/operators/reviews")
    status, _ = await browser.post(f"/operators/reviews/{AT}", step=step, version=version)
    assert status == 400


async def test_markup_is_shown_as_text_everywhere(site: Running, enter: Enter) -> None:
    await drafted(site, text=f"第一条 {EVIL}。联系人：王小雨，13800001234。", issuer=EVIL, theme=EVIL)
    knowledge = site.services.knowledge
    await knowledge.reviews.submit(BUS, AS_IT_IS, actor=AUTHOR)
    back = ReviewVerdict(Step.SEND_BACK, 1, reason=EVIL)
    await knowledge.reviews.decide(BUS, back, actor=Person("sunyi", frozenset({Duty.FIRST})))
    await drafted(site, text=f"第一条 {EVIL}。改了。", number=EVIL)
    browser = await enter("chenming")
    await browser.get("/operators/words")
    await browser.post("/operators/words", word="<b>坏</b>", concern="misprint", instead="<i>好</i>")
    for path in (
        f"/operators/documents/{AT}",
        f"/operators/reviews/{AT}",
        f"/operators/submissions/{AT}",
        f"/operators/editor/{AT}",
        f"/operators/versions/{AT}?from=1&to=2",
        f"/operators/versions/{AT}?from={EVIL}&to=-1",
        "/operators/words",
        "/operators/reviews",
    ):
        status, page = await browser.get(path)
        assert status == 200, path
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b>坏" not in page


async def test_a_preview_keeps_nothing(site: Running, enter: Enter) -> None:
    await drafted(site)
    browser = await enter("chenming")
    await browser.get(f"/operators/editor/{AT}")
    status, page = await browser.post(
        "/operators/preview", id=BUS, title="夜班公交公告", text=f"夜班公交每天23:00发车，票价3元。{EVIL}"
    )
    assert status == 200
    assert "票价3元" in page
    assert "出自《夜班公交公告》" in page
    assert "<script>alert" not in page
    status, page = await browser.post("/operators/preview", id=BUS, title="夜班公交公告", text=" ")
    assert (status, "请填写正文" in page) == (422, True)
    assert (await browser.post("/operators/preview", id="没有", title="x", text="y"))[0] == 404
    assert len(await site.services.knowledge.documents.versions(BUS)) == 1


async def test_two_who_edit_at_once_lose_nothing(site: Running, enter: Enter) -> None:
    await drafted(site)
    browser = await enter("chenming")
    await browser.get(f"/operators/editor/{AT}")
    path = f"/operators/editor/{AT}"
    status, _ = await browser.post(path, title="夜班公交公告", text="票价3元。", based_on="1")
    assert status == 200
    status, page = await browser.post(path, title="夜班公交公告", text="票价4元，另行通知。", based_on="1")
    assert status == 422
    assert "有人在您打开页面以后保存了新版本" in page
    assert "票价4元，另行通知。" in page
    assert 'name="based_on" value="2"' in page
    assert (await browser.post(path, title="夜班公交公告", text="票价4元，另行通知。", based_on="2"))[
        0
    ] == 200


async def test_a_withdrawal_is_refused_in_words(site: Running, enter: Enter) -> None:
    await drafted(site)
    browser = await enter("chenming")
    await browser.get("/operators/reviews")
    status, page = await browser.post(f"/operators/documents/{AT}/withdraw", reason="有误")
    assert (status, "这份文件现在没有公开，不需要撤下" in page) == (409, True)
    status, page = await browser.post("/operators/documents/policy-elderly-allowance/withdraw", reason=" ")
    assert (status, "请写明撤下的原因" in page) == (422, True)


async def test_unknown_documents_are_not_found(enter: Enter) -> None:
    browser = await enter("chenming")
    for page in ("documents", "reviews", "submissions", "editor", "versions"):
        assert (await browser.get(f"/operators/{page}/没有"))[0] == 404


async def test_what_stops_a_submission_is_said_beside_what_was_written(site: Running, enter: Enter) -> None:
    await drafted(site, text="2026年2月30日前申请。身份证11010519491231002X。")
    browser = await enter("chenming")
    path = f"/operators/submissions/{AT}"
    _, page = await browser.get(path)
    assert "2026年2月30日" in page
    assert "11010519491231002X" not in page
    status, page = await browser.post(path, attribute="主动公开", kinds="land")
    assert (status, "必须改正的问题" in page) == (422, True)
    assert 'value="land" checked' in page
    assert json.dumps(html.unescape(page)).count("traceback") == 0
