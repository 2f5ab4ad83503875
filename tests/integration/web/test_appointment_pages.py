"""Appointments at the desk and on the phone: the day by counter, the code at the door, a change shown before it is made."""

from datetime import date, time, timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from bot.audit import AuditRecord
from bot.outbound.outbox import ParcelRecord
from handlers.accounts.account import Role
from handlers.appointments.booking.appointment import BookingOrigin, BookingWish, KeptAppointment
from handlers.appointments.home.particulars import ToldHome
from handlers.appointments.home.visit import HomeWish
from handlers.appointments.intake.phrases import SELF
from tests.factories.site import LINKS, PASSWORD, Running
from tests.integration.web.conftest import Enter

pytestmark = pytest.mark.redis
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)
PLACE = "qingxi-paichusuo"


async def booked(
    site: Running, citizen: str, at: time, *, day: date = FRIDAY, priority: bool = False
) -> KeptAppointment:
    wanted = BookingWish("id-card", PLACE, day, at, SELF, priority)
    origin = BookingOrigin(f"{citizen}-{day}", citizen, "wechat")
    return await site.services.appointments.service.book(wanted, origin=origin)


async def test_a_day_is_worked_through(site: Running, enter: Enter) -> None:
    one = await booked(site, "a", time(14, 30))
    two = await booked(site, "b", time(15), priority=True)
    desk = await enter("wangli")
    status, page = await desk.get(f"/staff/appointments?place={PLACE}")
    assert status == 200
    assert "户籍窗口" in page
    assert page.index(two.number) < page.index(one.number)
    assert "示例" in page
    # The code on the receipt holds the link of the progress page; a reader types it into the field.
    link = LINKS.case(one.number, now=site.clock.now())
    status, page = await desk.post(
        "/staff/appointments/check-in", code=link, place=PLACE, day=FRIDAY.isoformat()
    )
    assert (status, "签到了" in page) == (200, True)
    status, page = await desk.post("/staff/appointments/check-in", code=f" {two.number.lower()} ")
    assert (status, page.count("已到现场")) == (200, 2)
    for step, words in (("call", "已叫号"), ("serve", "记下了：已办")):
        status, page = await desk.post(f"/staff/appointments/visits/{one.number}/steps/{step}")
        assert (status, words in page) == (200, True), step
    status, page = await desk.post(f"/staff/appointments/visits/{one.number}/steps/serve")
    assert (status, "要先签到" in page) == (422, True)
    status, page = await desk.post(f"/staff/appointments/visits/{two.number}/priority", first="no")
    assert (status, "标优先" in page) == (200, True)
    async with site.database.reading() as tx:
        actions = (await tx.scalars(select(AuditRecord.action).order_by(AuditRecord.id))).all()
    steps = [action.partition(":")[2] for action in actions if action.startswith("appointment:")]
    assert steps == ["book", "book", "arrive", "arrive", "call", "serve", "prioritise"]


@pytest.mark.parametrize(
    "code",
    [
        "",
        "YY",
        "hello",
        "GK202611200001",
        "YY209911200001",
        "https://elsewhere/m/cases/abc",
        "<script>alert(1)",
    ],
)
async def test_a_code_that_is_none_is_said_and_harms_nothing(site: Running, enter: Enter, code: str) -> None:
    desk = await enter("wangli")
    await desk.get("/staff/appointments")
    status, page = await desk.post("/staff/appointments/check-in", code=code)
    assert status == 422
    assert "没有认出预约编号" in page or "没有查到预约" in page
    assert "<script>alert" not in page


async def test_a_code_of_another_case_opens_no_visit(site: Running, enter: Enter) -> None:
    number = await site.filed()
    desk = await enter("wangli")
    await desk.get("/staff/appointments")
    status, page = await desk.post(
        "/staff/appointments/check-in", code=LINKS.case(number, now=site.clock.now())
    )
    assert (status, "没有认出预约编号" in page) == (422, True)


async def test_another_day_and_another_number(site: Running, enter: Enter) -> None:
    kept = await booked(site, "a", time(9), day=MONDAY)
    desk = await enter("wangli")
    await desk.get("/staff/appointments")
    status, page = await desk.post(f"/staff/appointments/visits/{kept.number}/steps/arrive")
    assert (status, "11月23日（周一）" in page) == (422, True)
    status, _ = await desk.post("/staff/appointments/visits/YY202611200099/steps/arrive")
    assert status == 404
    status, _ = await desk.post(f"/staff/appointments/visits/{kept.number}/steps/eat")
    assert status == 404
    status, page = await desk.get("/staff/appointments?place=moon&day=tomorrow")
    assert (status, "企业开办窗口" in page) == (200, True)


async def test_a_closing_is_shown_before_it_is_made_and_tells_who_booked(site: Running, enter: Enter) -> None:
    kept = await booked(site, "a", time(9), day=MONDAY)
    desk = await enter("wangli")
    await desk.get(f"/staff/appointments/rules?place={PLACE}")
    typed = {"place": PLACE, "kind": "closed", "desk": "", "first_on": "2026-11-23", "reason": "系统升级"}
    status, page = await desk.post("/staff/appointments/rules", **typed)
    assert (status, "有1个约好的人要改约" in page, "系统升级" in page) == (200, True, True)
    async with site.database.reading() as tx:
        assert (await tx.scalars(select(ParcelRecord))).all() == []
    status, page = await desk.post("/staff/appointments/rules", **typed, act="make")
    assert (status, "受影响的人已经通知" in page, "不办理" in page) == (200, True, True)
    async with site.database.reading() as tx:
        (parcel,) = (await tx.scalars(select(ParcelRecord))).all()
    assert "系统升级" in str(parcel.body["text"])
    assert kept.number in str(parcel.body["text"])
    status, page = await desk.post("/staff/appointments/rules/1/withdraw", place=PLACE)
    assert (status, "撤回了" in page, "没有调整" in page) == (200, True, True)
    status, page = await desk.post("/staff/appointments/rules/1/withdraw", place=PLACE)
    assert (status, "已经撤回" in page) == (422, True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"first_on": "明天"}, "请填写开始和结束的日子"),
        ({"first_on": "2026-11-19"}, "不能早于今天"),
        ({"last_on": "2026-11-22"}, "不能早于开始"),
        ({"reason": "  "}, "请写明原因"),
        ({"kind": "party"}, "请填写开始和结束的日子"),
        ({"kind": "hours", "hours": "下午"}, "请写明办理时间"),
        ({"kind": "hours", "hours": "9:00-11:00 10:00-12:00"}, "请写明办理时间"),
        ({"kind": "counters", "counters": "很多"}, "窗口数要是0到50"),
        ({"kind": "counters", "counters": "999"}, "窗口数要是0到50"),
        ({"desk": "moon"}, "这个地方现在不办"),
        ({"place": "moon"}, "这个地方现在不办"),
    ],
)
async def test_what_is_wrong_with_a_change_is_said_and_what_was_typed_stays(
    site: Running, enter: Enter, change: dict[str, str], words: str
) -> None:
    desk = await enter("wangli")
    await desk.get(f"/staff/appointments/rules?place={PLACE}")
    typed = {"place": PLACE, "kind": "closed", "first_on": "2026-11-23", "reason": "<b>培训</b>", **change}
    status, page = await desk.post("/staff/appointments/rules", **typed, act="make")
    assert (status, words in page) == (422, True)
    assert "<b>培训" not in page
    assert "reason" in change or "&lt;b&gt;培训" in page
    assert await site.services.appointments.rules.changes(PLACE) == ()


async def test_the_load_of_a_place_is_charted_and_listed(site: Running, enter: Enter) -> None:
    kept = await booked(site, "a", time(14, 30))
    await booked(site, "b", time(15))
    desk = await enter("wangli")
    await desk.get("/staff/appointments")
    for step in ("arrive", "serve"):
        await desk.post(f"/staff/appointments/visits/{kept.number}/steps/{step}")
    status, page = await desk.get(f"/staff/appointments/load?place={PLACE}")
    assert status == 200
    for words in ("11月20日（周五）已办1个", "14点已办1个", "15点还没有记1个", '<svg class="chart"'):
        assert words in page, words
    address = f"/staff/appointments/load?place={PLACE}&desk=e-bike&first=2026-11-16&last=2026-11-20"
    status, page = await desk.get(address)
    assert (status, "车辆登记窗口" in page, '<svg class="chart"' in page) == (200, True, False)
    for odd in ("first=x&last=y", "first=2026-11-20&last=2026-11-01", "first=0001-01-01&last=9999-12-31"):
        status, _ = await desk.get(f"/staff/appointments/load?place=moon&{odd}")
        assert status == 200, odd


async def test_whoever_has_no_part_in_serving_sees_no_list(site: Running, enter: Enter) -> None:
    await site.services.access.accounts.add(
        "falv", PASSWORD, display_name="法律顾问", roles=[Role.COUNSEL], actor="test"
    )
    desk = await enter("falv")
    status, _ = await desk.get("/staff/appointments")
    assert status == 403


async def test_the_receipt_on_the_phone_shows_when_where_and_the_code(site: Running, enter: Enter) -> None:
    kept = await booked(site, "a", time(14, 30))
    phone = await enter("wangli")
    receipt = urlsplit(LINKS.receipt(kept.number, now=site.clock.now())).path
    status, page = await phone.get(receipt)
    assert status == 200
    for words in (
        kept.number,
        "11月20日（周五）下午2:30—3:00",
        "解放路33号",
        "怎么去",
        "apis.map.qq.com",
        "不去了",
    ):
        assert words in page, words
    async with phone.session.get(f"{phone.url}{receipt}/code.png") as answer:
        assert (answer.status, answer.content_type) == (200, "image/png")
    case = urlsplit(LINKS.case(kept.number, now=site.clock.now())).path
    status, page = await phone.get(case)
    assert (status, "已约好" in page, "约好" in page) == (200, True, True)
    await site.services.appointments.booked.cancel(kept.number, citizen="a")
    _, page = await phone.get(case)
    assert "已取消" in page
    site.clock.advance(timedelta(days=40))
    status, _ = await phone.get(case)
    assert status == 404


async def asked_home(site: Running, citizen: str) -> str:
    service = site.services.appointments.home
    told = ToldHome("石桥镇下坝村3组15号", "13800001234", "27.05,118.92")
    wish = HomeWish("id-card", "aged", SELF, told, (await service.free())[0])
    return (await service.ask(wish, origin=BookingOrigin(citizen, citizen, "wechat"))).number


async def test_a_visit_at_home_is_assigned_and_refused_at_the_desk(site: Running, enter: Enter) -> None:
    number = await asked_home(site, "a")
    desk = await enter("wangli")
    status, page = await desk.get("/staff/appointments/home")
    assert (status, number in page, "下坝村" in page) == (200, True, False)
    address = f"/staff/appointments/home/{number}"
    status, page = await desk.get(address)
    assert status == 200
    for words in ("下坝村3组15号", "13800001234", "apis.map.qq.com", "80岁以上老人"):
        assert words in page, words
    for typed in ({"day": "明天", "at": "9:30"}, {"day": "2026-11-23"}, {"day": "2026-11-23", "at": "20:00"}):
        status, page = await desk.post(f"{address}/assign", assignee="wangli", **typed)
        assert (status, "请选上门的人" in page) == (422, True), typed
    status, page = await desk.post(f"{address}/assign", assignee="nobody", day="2026-11-23", at="09:30")
    assert (status, "请选上门的人" in page) == (422, True)
    status, page = await desk.post(f"{address}/assign", assignee="wangli", day="2026-11-23", at="09:30")
    assert (status, "已经告诉本人" in page, "上午9:30" in page) == (200, True, True)
    status, page = await desk.post(f"{address}/steps/finish")
    assert (status, "还没有到上门的日子" in page) == (422, True)
    status, page = await desk.post(f"{address}/steps/refuse", reason="<b>要本人来")
    assert (status, "<b>" in page) == (200, False)
    status, page = await desk.get("/staff/appointments/home?closed=yes")
    assert (status, number in page) == (200, True)
    assert (await desk.post(f"{address}/steps/eat"))[0] == 404
    assert (await desk.get("/staff/appointments/home/YY202611200099"))[0] == 404


async def test_the_sheet_of_a_visit_at_home_tells_nobody_where(site: Running, enter: Enter) -> None:
    number = await asked_home(site, "a")
    phone = await enter("wangli")
    receipt = urlsplit(LINKS.receipt(number, now=site.clock.now())).path
    status, page = await phone.get(receipt)
    assert status == 200
    for words in (number, "上门办服务队", "工作证", "不用上门了"):
        assert words in page, words
    for hidden in ("下坝村", "13800001234", "到现场扫这个码签到"):
        assert hidden not in page
