"""Activities at the desk and on the phone: made, published, joined, checked in by code, called off, and what was asked there."""

from datetime import date, datetime, time
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from bot.audit import AuditRecord
from bot.clock import SHANGHAI
from bot.outbound.outbox import ParcelRecord
from handlers.activities.programme.plan_form import as_typed
from handlers.activities.signup.particulars import Participant
from handlers.activities.signup.service import Signup, SignupOrigin, SignupWish
from tests.factories.activities import plan, published
from tests.factories.site import LINKS, Running
from tests.integration.web.conftest import Enter

pytestmark = pytest.mark.redis
WHO = Participant("王小雨", "13900001234")
HERE = "/staff/activities/1"


async def joined(site: Running, citizen: str, activity: int = 1) -> Signup:
    wanted = SignupWish(activity, WHO, meets_conditions=True)
    origin = SignupOrigin(f"{citizen}-{activity}", citizen, "wechat")
    return await site.services.activities.service.sign_up(wanted, origin=origin)


async def test_an_activity_is_made_published_changed_and_called_off(site: Running, enter: Enter) -> None:
    desk = await enter("wangli")
    status, page = await desk.get("/staff/activities")
    assert (status, "还没有活动" in page) == (200, True)
    status, page = await desk.get("/staff/activities/new")
    assert (status, "一行一项" in page) == (200, True)
    typed = as_typed(plan(asks_contact=True, conditions=("年满18周岁",)))
    status, page = await desk.post("/staff/activities/new", **{**typed, "capacity": "<b>"})
    assert (status, "名额要是1到5000的数字" in page, "&lt;b&gt;" in page) == (422, True, True)
    assert "梨园村坝坝会" in page
    status, page = await desk.post("/staff/activities/new", **typed)
    assert (status, "存成草稿" in page, "草稿，没有公布" in page) == (200, True, True)
    # Nobody outside sees a draft.
    assert (await desk.get("/m/activities/1"))[0] == 404
    await desk.get(HERE)
    status, page = await desk.post(f"{HERE}/steps/publish")
    assert (status, "已公布，可以报名了" in page) == (200, True)
    status, page = await desk.get("/m/activities/1")
    assert (status, "回复“报名梨园村坝坝会”" in page, "渠道漏水" in page) == (200, True, True)
    await joined(site, "a")
    await desk.get(HERE)
    status, page = await desk.post(f"{HERE}/plan", **{**typed, "starts": "15:00"})
    assert (status, "报名的人已经通知" in page) == (200, True)
    for step, words in (("close", "报名已关闭"), ("reopen", "报名重新开放")):
        status, page = await desk.post(f"{HERE}/steps/{step}")
        assert (status, words in page) == (200, True), step
    assert (await desk.post(f"{HERE}/steps/burn"))[0] == 404
    status, page = await desk.post(f"{HERE}/call-off", reason=" ")
    assert (status, "请写明取消的原因" in page) == (422, True)
    status, page = await desk.post(f"{HERE}/call-off", reason="下大雨")
    assert (status, "报名和排队的人已经通知" in page) == (200, True)
    status, page = await desk.get("/m/activities/1")
    assert "这个活动取消了：下大雨" in page
    async with site.database.reading() as tx:
        told = [
            str(row.body["text"]) for row in await tx.scalars(select(ParcelRecord).order_by(ParcelRecord.id))
        ]
        actions = (await tx.scalars(select(AuditRecord.action).order_by(AuditRecord.id))).all()
    assert ["下午3:00" in told[0], "下大雨" in told[1]] == [True, True]
    steps = [action.partition(":")[2] for action in actions if action.startswith("activity:")]
    assert steps == ["make", "publish", "sign_up", "change", "close", "reopen", "call_off"]


async def test_the_door_and_the_list(site: Running, enter: Enter) -> None:
    office = site.services.activities
    until = datetime(2026, 11, 21, 12, tzinfo=SHANGHAI)
    await published(office, day=date(2026, 11, 21), starts=time(14), until=until, asks_contact=True)
    await published(office, title="另一个活动")
    one, two, other = await joined(site, "a"), await joined(site, "b"), await joined(site, "a", 2)
    desk = await enter("wangli")
    _, page = await desk.get(HERE)
    assert "报上2人" in page
    assert ("王*" in page, "王小雨" in page, "13900001234" in page) == (True, False, False)
    status, page = await desk.post(f"{HERE}/names")
    assert (status, "王小雨" in page, "13900001234" in page) == (200, True, True)
    status, page = await desk.post(f"{HERE}/register", name="李秀英", phone="1390")
    assert (status, "电话好像不对" in page, "李秀英" in page) == (422, True, True)
    status, page = await desk.post(f"{HERE}/register", name="李秀英", phone="13911112222")
    assert (status, "已经排上队" in page) == (200, True)
    status, page = await desk.post(f"{HERE}/check-in", code=one.number)
    assert (status, "不是今天的" in page) == (422, True)
    site.clock.set(datetime(2026, 11, 21, 13, 55, tzinfo=SHANGHAI))
    link = LINKS.case(one.number, now=site.clock.now())
    status, page = await desk.post(f"{HERE}/check-in", code=link)
    assert (status, "签到了" in page, "到场1人" in page) == (200, True, True)
    status, page = await desk.post(f"{HERE}/check-in", code=link)
    assert (status, "已经签过到了" in page) == (422, True)
    status, page = await desk.post(f"{HERE}/check-in", code=other.number)
    assert (status, "报的不是这个活动" in page) == (422, True)
    for code in ("", "HD", "YY202611200001", "https://elsewhere/m/cases/x", "<script>alert(1)"):
        status, page = await desk.post(f"{HERE}/check-in", code=code)
        assert (status, "没有认出报名编号" in page, "<script>alert" in page) == (422, True, False), code
    site.clock.set(datetime(2026, 11, 21, 14, 30, tzinfo=SHANGHAI))
    status, page = await desk.post(f"{HERE}/signups/{two.number}/miss")
    assert (status, "没有来1人" in page) == (200, True)
    status, page = await desk.post(f"{HERE}/signups/{two.number}/cancel")
    assert (status, "不能取消" in page) == (422, True)
    assert (await desk.post(f"{HERE}/signups/{other.number}/attend"))[0] == 404
    assert (await desk.post(f"{HERE}/signups/{two.number}/burn"))[0] == 404
    assert (await desk.get("/staff/activities/99"))[0] == 404
    _, page = await desk.get("/staff/activities")
    assert page.index("另一个活动") < page.index("梨园村坝坝会")
    async with site.database.reading() as tx:
        revealed = (
            await tx.scalars(select(AuditRecord).where(AuditRecord.action == "activity:reveal"))
        ).all()
    assert [(row.actor, row.subject) for row in revealed] == [("wangli", "activity:1")]


async def test_what_was_asked_is_followed_where_everybody_reads_it(site: Running, enter: Enter) -> None:
    await published(site.services.activities)
    desk = await enter("wangli")
    _, page = await desk.get(HERE)
    assert "会上提的问题" not in page
    site.clock.set(datetime(2026, 12, 3, 16, 30, tzinfo=SHANGHAI))
    # A session does not last so many days.
    desk = await enter("wangli")
    _, page = await desk.get(HERE)
    assert "会上提的问题" in page
    unit = "青岚县竹源乡人民政府"
    fields = {"unit": unit, "workdays": "5"}
    status, page = await desk.post(f"{HERE}/issues", words="王大强说渠漏水，打13900001234", **fields)
    assert (status, "这里写的会公开" in page) == (422, True)
    status, page = await desk.post(f"{HERE}/issues", words="渠漏水", unit="没有的单位", workdays="5")
    assert (status, "请选答复的单位" in page) == (422, True)
    status, page = await desk.post(f"{HERE}/issues", words="渠漏水", unit=unit, workdays="many")
    assert (status, "1到60个工作日" in page) == (422, True)
    status, page = await desk.post(f"{HERE}/issues", words="渠漏水，下游灌不上", **fields)
    assert (status, "群众能看到由谁、什么时候答复" in page) == (200, True)
    _, page = await desk.get("/m/activities/1")
    assert "12月10日（周四）前答复" in page
    status, page = await desk.post(f"{HERE}/issues/1/undertake", words="春节前修好300米")
    assert (status, "整改完成的日子" in page) == (422, True)
    status, page = await desk.post(f"{HERE}/issues/1/undertake", words="春节前修好", promised_on="2026-12-20")
    assert (status, "整改期限群众能看到" in page) == (200, True)
    status, page = await desk.post(f"{HERE}/issues/1/explain", words="说清楚了")
    assert (status, "已经答复过了" in page) == (422, True)
    assert (await desk.post(f"{HERE}/issues/1/burn", words="x"))[0] == 404
    assert (await desk.post(f"{HERE}/issues/9/finish", words="修好了"))[0] == 422
    status, page = await desk.post(f"{HERE}/issues/1/finish", words="修好了")
    assert (status, "办结了" in page) == (200, True)
    _, page = await desk.get("/m/activities/1")
    assert page.index("春节前修好") < page.index("修好了")
    assert "已办结" in page
    _, page = await desk.get("/m/activities")
    assert "提了1个问题，办完1个" in page


async def test_the_receipt_shows_when_where_and_a_code(site: Running, enter: Enter) -> None:
    await published(site.services.activities)
    kept = await joined(site, "a")
    phone = await enter("wangli")
    path = urlsplit(LINKS.receipt(kept.number, now=site.clock.now())).path
    status, page = await phone.get(path)
    assert (status, "报名单" in page, "梨园村院坝" in page, "取消报名" in page) == (200, True, True, True)
    assert "王小雨" not in page
    async with phone.session.get(f"{site.url}{path}/code.png") as answer:
        assert (answer.status, answer.content_type) == (200, "image/png")
    path = urlsplit(LINKS.case(kept.number, now=site.clock.now())).path
    status, page = await phone.get(path)
    assert (status, "已报上" in page, "/m/activities/1" in page) == (200, True, True)


async def test_who_keeps_documents_keeps_no_activities(site: Running, enter: Enter) -> None:
    await published(site.services.activities)
    other = await enter("chenming")
    for path in ("/staff/activities", HERE, f"{HERE}/plan"):
        assert (await other.get(path))[0] == 403
