"""Drafts and questionnaires at the desk and on the phone, from the writing to the results."""

import io
import re
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from adapters.web.links import LinkPurpose
from adapters.web.personal_door import PersonalDoor
from bot.audit import AuditRecord
from bot.clock import SHANGHAI
from bot.privacy import Vault
from handlers.accounts.account import Role
from handlers.opinions.collecting.draft_form import typed_of as typed_draft
from handlers.opinions.collecting.records import OpinionRecord
from handlers.questionnaires.collecting.paper_form import typed_of as typed_questionnaire
from tests.factories.opinions import paper, questionnaire
from tests.factories.site import LINKS, PASSWORD, SECRET, Running
from tests.integration.web.conftest import Browser, Enter

pytestmark = pytest.mark.redis
KEY = re.compile(r'name="key" value="([^"]+)"')
DRAFT = {name: value for name, value in typed_draft(paper()).items() if value}
PAPER = {name: value for name, value in typed_questionnaire(questionnaire()).items() if value}


@pytest.fixture
async def desks(site: Running, enter: Enter) -> tuple[Browser, Browser]:
    """Give two people of the desk."""
    await site.services.access.accounts.add(
        "zhaomin", PASSWORD, display_name="赵敏", roles=[Role.STAFF], actor="test"
    )
    return await enter("wangli"), await enter("zhaomin")


def personal(site: Running, purpose: LinkPurpose, number: str, citizen: str) -> str:
    door = PersonalDoor(LINKS, Vault(SECRET), site.clock)
    return urlsplit(door.address(purpose, number, channel="wechat", citizen=citizen)).path


async def drafted(desks: tuple[Browser, Browser], **other: str) -> str:
    maker, second = desks
    await maker.get("/staff/opinions/new")
    status, page = await maker.post("/staff/opinions/new", **{**DRAFT, **other})
    assert status == 200, page
    number = re.findall(r"ZQ\d{12}", page)[0]
    status, page = await maker.post(f"/staff/opinions/{number}/steps/publish")
    assert (status, "起草的人不能自己发布" in page) == (422, True)
    await second.get(f"/staff/opinions/{number}")
    status, page = await second.post(f"/staff/opinions/{number}/steps/publish")
    assert (status, "发布了，开始征求意见" in page) == (200, True)
    return number


async def written(phone: Browser, address: str, **fields: str) -> tuple[int, str]:
    _, page = await phone.get(address)
    key = KEY.search(page)
    return await phone.post(address, key=key[1] if key else "", **fields)


async def test_a_draft_from_the_desk_to_its_answer(
    site: Running, desks: tuple[Browser, Browser], visit: object
) -> None:
    maker, _ = desks
    number, phone = await drafted(desks), await visit()  # type: ignore[operator]
    _, page = await phone.get("/m/opinions")
    assert "青岚县共享单车管理办法（草案）" in page
    own = personal(site, LinkPurpose.OPINION, number, "openid-a")
    status, page = await phone.get(own)
    assert (status, "您是从公众号打开的" in page, "第三条" in page) == (200, True, True)
    status, page = await written(phone, own, words="", name="王小雨")
    assert (status, "还没有写意见" in page) == (422, True)
    status, page = await written(phone, own, words="30分钟太短", article="第三条", name="")
    assert (status, "请写名字，或者选匿名" in page, "30分钟太短" in page) == (422, True, True)
    site.clock.set(datetime(2026, 12, 31, 23, 59, tzinfo=SHANGHAI))
    _, page = await phone.get(own)
    assert "今天是最后一天" in page or "gone" in page or "过期" in page
    await _opinions(site, phone, number)
    site.clock.set(datetime(2027, 1, 1, 0, 1, tzinfo=SHANGHAI))
    status, page = await phone.get(f"/m/opinions/{number}")
    assert ("已经截止，现在不再收意见" in page, "2027年1月31日前公布" in page) == (True, True)
    assert "<textarea" not in page
    await _answered(site, maker, number)


async def _opinions(site: Running, phone: Browser, number: str) -> None:
    """Write from the chat's page with a name, and on the open one without; the same page sent twice counts once."""
    own = personal(site, LinkPurpose.OPINION, number, "openid-a")
    _, page = await phone.get(own)
    key = KEY.findall(page)[0]
    fields = {"key": key, "words": "30分钟太短", "article": "第三条", "name": "王小雨", "phone": ""}
    for _ in range(2):
        async with phone.session.post(phone.url + own, data=fields, allow_redirects=False) as answer:
            assert answer.status == 303
    _, page = await phone.get(urlsplit(answer.headers["Location"]).path)
    assert ("YJ202612310001" in page, "收到了，还在征求意见" in page) == (True, True)
    address = f"/m/opinions/{number}"
    _, page = await phone.get(address)
    fields = {
        "key": KEY.findall(page)[0],
        "words": "<b>多划停放区</b>",
        "nameless": "yes",
        "name": "不该留的名字",
    }
    async with phone.session.post(phone.url + address, data=fields, allow_redirects=False) as answer:
        assert answer.status == 303
    async with site.database.reading() as tx:
        rows = (await tx.scalars(select(OpinionRecord).order_by(OpinionRecord.number))).all()
    assert [(row.citizen, row.channel, row.is_anonymous) for row in rows] == [
        ("openid-a", "wechat", False),
        ("", "", True),
    ]
    # A key of another page, or none, files nothing.
    for wrong in ("", "nonsense", key[:-1]):
        status, page = await phone.post(address, key=wrong, words="再来", nameless="yes")
        assert (status, "放得太久了" in page, "再来" in page) == (422, True, True)


async def _answered(site: Running, desk: Browser, number: str) -> None:
    here = f"/staff/opinions/{number}"
    _, page = await desk.get(here)
    assert ("&lt;b&gt;多划停放区" in page, "不该留的名字" in page, "王*" in page) == (True, False, True)
    status, page = await desk.post(f"{here}/groups", gist="清理时间放宽", opinion="YJ202612310001")
    assert (status, "没有归类（1）" in page) == (200, True)
    status, page = await desk.post(f"{here}/steps/close")
    assert (status, "征求结束了" in page) == (200, True)
    status, page = await desk.post(f"{here}/steps/offer")
    assert (status, "还有1条意见没有归类" in page) == (422, True)
    group = re.findall(r'name="group" value="(\d+)"', page)[0]
    status, page = await desk.post(f"{here}/sort", group=group, opinion="YJ202612310002")
    assert (status, "没有归类（0）" in page) == (200, True)
    status, page = await desk.post(f"{here}/decide", group=group, outcome="nonsense", reasons="有道理")
    assert (status, "请选采纳" in page) == (422, True)
    status, page = await desk.post(f"{here}/decide", group=group, outcome="adopted", reasons="改成1小时。")
    assert (status, "收到意见2条，归纳为1类" in page) == (200, True)
    status, page = await desk.post(f"{here}/steps/offer")
    assert (status, "送审了" in page) == (200, True)
    async with desk.session.get(f"{desk.url}{here}/opinions.xlsx") as answer:
        assert answer.status == 200
        rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(await answer.read())).active]  # type: ignore[union-attr]
    assert [row[0] for row in rows] == ["编号", "YJ202612310001", "YJ202612310002"]
    assert rows[1][2:] == ["第三条", "30分钟太短", "王*", "清理时间放宽", "采纳"]
    assert rows[2][3:5] == ["<b>多划停放区</b>", "没有写名字"]
    async with site.database.reading() as tx:
        actions = (await tx.scalars(select(AuditRecord.action).order_by(AuditRecord.id))).all()
    steps = [action.partition(":")[2] for action in actions if action.startswith("opinion-draft:")]
    assert steps == ["make", "publish", "group", "sort", "close", "sort", "decide", "offer", "export"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "请写标题"),
        ("closes_on", "下个月", "请填写截止日"),
        ("result_due_on", "2026-12-31", "要在截止以后"),
        ("contact", "9" * 301, "太长了"),
        ("text", "长" * 40_001, "太长了"),
    ],
    ids=["title", "closes", "due", "contact", "text"],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(
    enter: Enter, field: str, value: str, said: str
) -> None:
    desk = await enter("wangli")
    await desk.get("/staff/opinions/new")
    form = {**DRAFT, field: value}
    status, page = await desk.post("/staff/opinions/new", **form)
    assert status in {413, 422}
    if status == 422:
        assert said in page
        assert DRAFT["explanation"] in page


async def test_too_short_a_time_needs_a_reason(site: Running, desks: tuple[Browser, Browser]) -> None:
    maker, second = desks
    await maker.get("/staff/opinions/new")
    soon = (date(2026, 11, 20) + timedelta(days=10)).isoformat()
    _, page = await maker.post("/staff/opinions/new", **{**DRAFT, "closes_on": soon})
    number = re.findall(r"ZQ\d{12}", page)[0]
    await second.get(f"/staff/opinions/{number}")
    status, page = await second.post(f"/staff/opinions/{number}/steps/publish")
    assert (status, "一般不少于30天" in page) == (422, True)


@pytest.mark.parametrize(
    "address",
    [
        "/staff/opinions/ZQ209911200001",
        "/staff/opinions/nonsense/edit",
        "/staff/opinions/ZQ209911200001/opinions.xlsx",
        "/staff/questionnaires/WJ209911200001",
        "/staff/questionnaires/nonsense/results.xlsx",
        "/m/opinions/ZQ209911200001",
        "/m/opinions/AAAA",
        "/m/questionnaires/WJ209911200001",
        "/m/questionnaires/AAAA",
    ],
)
async def test_what_is_not_there_says_so(enter: Enter, address: str) -> None:
    desk = await enter("wangli")
    status, page = await desk.get(address)
    assert status == 404
    assert "Traceback" not in page


async def test_a_link_of_one_page_opens_no_other(site: Running, desks: tuple[Browser, Browser]) -> None:
    maker, _ = desks
    number = await drafted(desks)
    token = personal(site, LinkPurpose.OPINION, number, "a").rpartition("/")[2]
    for page in ("questionnaires", "cases", "receipts", "forms"):
        status, _ = await maker.get(f"/m/{page}/{token}")
        assert status == 404, page


async def surveyed(desks: tuple[Browser, Browser]) -> str:
    maker, second = desks
    await maker.get("/staff/questionnaires/new")
    status, page = await maker.post("/staff/questionnaires/new", **PAPER, act="preview")
    assert (status, "→ 第3题" in page, "最多选2项" in page or "最多选2个" in page) == (200, True, True)
    status, page = await maker.post("/staff/questionnaires/new", **{**PAPER, "outline": "随便"}, act="keep")
    assert (status, "第1行前面还没有题目" in page) == (422, True)
    _, page = await maker.post("/staff/questionnaires/new", **PAPER, act="keep")
    number = re.findall(r"WJ\d{12}", page)[0]
    assert "市民会这样一题一题答" in page
    await second.get(f"/staff/questionnaires/{number}")
    status, page = await second.post(f"/staff/questionnaires/{number}/steps/publish")
    assert (status, "发布了，市民可以填了" in page) == (200, True)
    return number


async def test_a_questionnaire_from_the_preview_to_its_chart(
    site: Running, desks: tuple[Browser, Browser], visit: object
) -> None:
    maker, _ = desks
    number, phone = await surveyed(desks), await visit()  # type: ignore[operator]
    _, page = await phone.get(f"/m/questionnaires/{number}")
    assert (f"在公众号里回复“填问卷{number}”" in page, "<form" in page) == (True, False)
    status, _ = await phone.post(f"/m/questionnaires/{number}", at="1", answer="1", act="next")
    assert status == 403
    here = personal(site, LinkPurpose.QUESTIONNAIRE, number, "openid-a")
    # Begun in the chat, finished on the page.
    await site.services.questionnaires.service.answer(number, 1, ("1",), citizen="openid-a", channel="wechat")
    _, page = await phone.get(here)
    assert ("第2题，共4题" in page, 'type="checkbox"' in page) == (True, True)
    status, page = await phone.post(here, at="2", act="skip")
    assert (status, "第2题要答，不能跳过" in page) == (422, True)
    status, page = await phone.post(here, at="2", answer="2", act="next")
    assert (status, "第3题，共4题" in page) == (200, True)
    status, page = await phone.post(here, at="3", act="back")
    assert (status, 'value="2" checked' in page) == (200, True)
    status, page = await phone.post(here, at="4", answer="抢先答", act="next")
    assert (status, "不在您这次要答的题里" in page) == (422, True)
    await phone.post(here, at="3", answer="5", act="next")
    status, page = await phone.post(here, at="4", act="skip")
    assert (status, "都答完了，共4题" in page) == (200, True)
    for words in ("收到了，谢谢您填", "您已经填过了|收到了，谢谢您填"):
        _, page = await phone.post(here, at="0", act="hand_in")
        assert re.search(words, page)
    _, page = await maker.get(f"/staff/questionnaires/{number}")
    assert ("结果（1份）" in page, "平均5.00分" in page, "fill-answered" in page) == (True, True, True)
    async with maker.session.get(f"{maker.url}/staff/questionnaires/{number}/results.xlsx") as answer:
        assert answer.status == 200
        book = load_workbook(io.BytesIO(await answer.read()))
    assert book.sheetnames == ["统计", "每份答卷"]
    assert [cell.value for cell in book["每份答卷"][2]] == ["坐公交", "站点", 5, None]
