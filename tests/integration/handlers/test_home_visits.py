"""Visits at home on both engines: asked for, assigned and told, met or not, cancelled, and what is kept of where it is."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.county import CountyData
from bot.audit import AuditRecord
from bot.clock import SHANGHAI, SettableClock
from bot.database import Database
from bot.errors import InputError
from bot.outbound.outbox import ParcelRecord
from bot.privacy import Vault
from handlers.appointments.booking.appointment import BookingOrigin, BookingWish
from handlers.appointments.finished import FinishedVisit
from handlers.appointments.home.desk import HomeAssignment
from handlers.appointments.home.half_days import HalfDay
from handlers.appointments.home.lifecycle import HomeState
from handlers.appointments.home.particulars import ToldHome
from handlers.appointments.home.records import HomeVisitRecord
from handlers.appointments.home.retention import OLD_HOME_VISITS, erase_home_visits
from handlers.appointments.home.visit import HomeWish, KeptHomeVisit
from handlers.appointments.office import AppointmentOffice
from handlers.texts import Texts
from handlers.workdays import load_calendar

TEXTS, CALENDAR, COUNTY = Texts.load(), load_calendar(), CountyData.load(None).appointments
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
THURSDAY = date(2026, 11, 26)
MORNING = HalfDay(THURSDAY, "AM")
STREET, PHONE = "下坝村3组15号", "13800001234"


@dataclass(frozen=True, slots=True)
class House:
    """One database, one clock, the services on them, and the visits that were heard to be over."""

    database: Database
    clock: SettableClock
    office: AppointmentOffice
    over: list[FinishedVisit]

    async def ask(
        self,
        citizen: str,
        *,
        half: HalfDay = MORNING,
        form: str = "",
        matter: str = "id-card",
        why: str = "aged",
    ) -> KeptHomeVisit:
        wish = HomeWish(matter, why, "母亲", ToldHome(STREET, PHONE, "27.05,118.92"), half)
        return await self.office.home.ask(wish, origin=BookingOrigin(form or citizen, citizen, "wechat"))

    async def told(self, citizen: str) -> list[str]:
        async with self.database.reading() as tx:
            rows = await tx.scalars(
                select(ParcelRecord).where(ParcelRecord.citizen == citizen).order_by(ParcelRecord.id)
            )
            return [str(row.body["text"]) for row in rows]

    async def refused(self, doing: object) -> str:
        with pytest.raises(InputError) as told:
            await doing  # type: ignore[misc]
        assert told.value.text_key in TEXTS
        return told.value.text_key.rpartition(".")[2]


@pytest.fixture
async def house(database: Database) -> House:
    clock, over = SettableClock(TUESDAY), []

    async def finished(tx: AsyncSession, visit: FinishedVisit, now: datetime) -> None:
        del tx
        assert now == clock.now()
        over.append(visit)

    office = AppointmentOffice.of(
        database,
        county=COUNTY,
        calendar=lambda: CALENDAR,
        clock=clock,
        texts=TEXTS,
        vault=Vault("a secret of the test"),
        finished=finished,
    )
    return House(database, clock, office, over)


def sent(day: date = THURSDAY, at: time = time(9, 30)) -> HomeAssignment:
    return HomeAssignment("wangli", "王丽", day, at)


async def test_asked_for_assigned_told_and_done(house: House) -> None:
    visit = await house.ask("a")
    assert visit.number == "YY202611240001"
    line = await house.office.ledger.case(visit.number, citizen="a")
    assert line is not None
    assert (line.kind, line.stage) == ("上门办", "已登记，正在安排人")
    stranger = await house.office.ledger.case(visit.number, citizen="b")
    assert stranger is not None
    assert stranger.title == ""
    desk = house.office.home_desk
    assert await house.refused(desk.finish(visit.number, actor="boss")) == "not_yet"
    await desk.assign(visit.number, sent(), actor="boss")
    (told,) = await house.told("a")
    for words in ("11月26日（周四）上午9:30", "王丽", "工作证", "不收费"):
        assert words in told, words
    assert STREET not in told
    assert PHONE not in told
    assert await house.refused(desk.unmeet(visit.number, actor="wangli")) == "not_yet"
    house.clock.set(datetime.combine(THURSDAY, time(10), SHANGHAI))
    await desk.finish(visit.number, actor="wangli")
    assert house.over == [FinishedVisit(visit.number, "a", "wechat", "id-card", at_home=True)]
    assert "已经办过" in (await house.told("a"))[1]
    sheet = await house.office.ledger.sheet(visit.number)
    assert [words for words, _ in sheet.stages] == ["登记", "安排人上门", "上门办过"]
    assert sheet.at_home
    assert STREET not in str(sheet)
    assert await house.refused(desk.refuse(visit.number, reason="x", actor="boss")) == "step_refuse"
    assert await house.refused(house.office.home.cancel(visit.number, citizen="a")) == "step_cancel"


async def test_the_day_before_its_citizen_is_reminded_once_and_of_another_day_anew(house: House) -> None:
    visit, desk = await house.ask("a"), house.office.home_desk
    upkeep = house.office.upkeep
    await house.ask("b")
    await desk.assign(visit.number, sent(), actor="boss")
    await upkeep.step()
    assert len(await house.told("a")) == 1
    wednesday = datetime.combine(THURSDAY - timedelta(days=1), time(8, 30), SHANGHAI)
    house.clock.set(wednesday)
    await upkeep.step()
    assert len(await house.told("a")) == 1, "nobody is written to at night"
    house.clock.set(wednesday + timedelta(hours=1))
    for _ in range(3):
        await upkeep.step()
    (_, reminded) = await house.told("a")
    for words in ("明天", "11月26日（周四）上午9:30", visit.number, "不用上门了"):
        assert words in reminded, words
    assert STREET not in reminded
    assert await house.told("b") == [], "nobody was sent to that house yet"
    friday = THURSDAY + timedelta(days=1)
    await desk.assign(visit.number, sent(friday, time(15)), actor="boss")
    await upkeep.step()
    house.clock.set(datetime.combine(THURSDAY, time(9, 30), SHANGHAI))
    await upkeep.step()
    assert [("提醒您" in words) for words in await house.told("a")] == [False, True, False, True]


async def test_nobody_met_is_agreed_anew(house: House) -> None:
    visit, desk = await house.ask("a"), house.office.home_desk
    await desk.assign(visit.number, sent(), actor="boss")
    house.clock.set(datetime.combine(THURSDAY, time(11), SHANGHAI))
    await desk.unmeet(visit.number, actor="wangli")
    assert "没有见到人" in (await house.told("a"))[1]
    moved = await desk.assign(visit.number, sent(date(2026, 11, 27), time(15)), actor="boss")
    assert (moved.state, moved.when) == (HomeState.ASSIGNED, "11月27日（周五）下午3:00")
    house.clock.set(datetime(2026, 11, 27, 16, 0, tzinfo=SHANGHAI))
    assert (await desk.finish(visit.number, actor="wangli")).state is HomeState.DONE


@pytest.mark.parametrize(
    ("assignment", "refusal"),
    [
        (HomeAssignment("wangli", "王丽", date(2026, 11, 23), time(9)), "past"),
        (HomeAssignment("wangli", "王丽", THURSDAY, time(19)), "hour"),
        (HomeAssignment("ghost", "", THURSDAY, time(9)), "hour"),
    ],
)
async def test_whom_nobody_can_send(house: House, assignment: HomeAssignment, refusal: str) -> None:
    visit = await house.ask("a")
    assert (
        await house.refused(house.office.home_desk.assign(visit.number, assignment, actor="boss")) == refusal
    )
    assert await house.told("a") == []


async def test_a_refusal_has_its_reason(house: House) -> None:
    visit, desk = await house.ask("a"), house.office.home_desk
    for reason in ("", "  \n ", "长" * 121):
        assert await house.refused(desk.refuse(visit.number, reason=reason, actor="boss")) == "reason"
    await desk.refuse(visit.number, reason="要本人到所里\n采集指纹", actor="boss")
    assert "原因：要本人到所里 采集指纹" in (await house.told("a"))[0]
    assert (await house.ask("a", form="again")).state is HomeState.ASKED


async def test_one_is_open_a_matter_and_person_and_the_same_form_is_the_same(house: House) -> None:
    async with asyncio.timeout(60):
        got = await asyncio.gather(*(house.ask("a", form="one") for _ in range(6)))
    assert {visit.number for visit in got} == {"YY202611240001"}
    assert await house.refused(house.ask("a", form="two")) == "again"


async def test_a_half_of_a_day_takes_so_many_and_a_cancelled_one_makes_room(house: House) -> None:
    async with asyncio.timeout(60):
        got = await asyncio.gather(*(house.ask(f"c{step}") for step in range(7)), return_exceptions=True)
    visits = [one for one in got if isinstance(one, KeptHomeVisit)]
    assert len(visits) == COUNTY.home.a_half_day
    assert {one.text_key for one in got if isinstance(one, InputError)} == {"home.refused.full"}
    assert MORNING not in await house.office.home.free()
    async with house.database.reading() as tx:
        row = await tx.get(HomeVisitRecord, visits[0].number)
        assert row is not None
        citizen = row.citizen
    assert await house.refused(house.office.home.cancel(visits[0].number, citizen="stranger")) == "unknown"
    await house.office.home.cancel(visits[0].number, citizen=citizen)
    assert MORNING in await house.office.home.free()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"matter": "marriage"}, "not_done"),
        ({"matter": "moon"}, "not_done"),
        ({"why": "lazy"}, "not_done"),
        ({"half": HalfDay(date(2026, 11, 24), "PM")}, "full"),
        ({"half": HalfDay(date(2026, 11, 28), "AM")}, "full"),
        ({"half": HalfDay(date(2027, 3, 1), "AM")}, "full"),
    ],
)
async def test_what_is_not_done_at_home(house: House, change: dict[str, object], refusal: str) -> None:
    assert await house.refused(house.ask("x", **change)) == refusal  # type: ignore[arg-type]
    assert await house.office.home.open_of("x") == []


async def test_an_address_is_sealed_and_every_look_at_it_is_noted(house: House) -> None:
    visit = await house.ask("a")
    async with house.database.reading() as tx:
        row = await tx.get(HomeVisitRecord, visit.number)
        assert row is not None
        assert STREET.encode() not in row.told
    sheet = await house.office.home_desk.sheet(visit.number, actor="wangli")
    assert (sheet.told.address, sheet.told.phone) == (STREET, PHONE)
    async with house.database.reading() as tx:
        looks = await tx.scalars(select(AuditRecord.actor).where(AuditRecord.action == "home-visit:open"))
        assert looks.all() == ["wangli"]
    assert await house.refused(house.office.home_desk.sheet("YY202611240099", actor="x")) == "unknown"


async def test_whoever_leaves_is_not_come_to_and_forgotten(house: House) -> None:
    visit = await house.ask("a")
    assert await house.office.home.leave(citizen="a", channel="api") == 0
    assert await house.office.home.leave(citizen="a", channel="wechat") == 1
    assert await house.office.home.leave(citizen="a", channel="wechat") == 0
    sheet = await house.office.home_desk.sheet(visit.number, actor="wangli")
    assert (sheet.visit.state, sheet.told.address) == (HomeState.CANCELLED, "")
    assert await house.told("a") == []


async def test_what_is_kept_ends_a_year_after_the_day_or_on_request(house: House) -> None:
    await house.ask("a")
    await house.ask("b")
    async with house.database.transaction() as tx:
        assert await erase_home_visits(tx, citizen="a", channel="wechat") == 1
        assert await erase_home_visits(tx, citizen="a", channel="wechat") == 0
    house.clock.advance(timedelta(days=370))
    async with house.database.transaction() as tx:
        now = house.clock.now()
        assert (await OLD_HOME_VISITS.due(tx, now=now)).count == 1
        assert await OLD_HOME_VISITS.erase(tx, now=now, limit=9) == 1
        assert (await OLD_HOME_VISITS.due(tx, now=now)).count == 0


async def test_visits_and_appointments_share_one_list(house: House) -> None:
    await house.ask("a")
    wanted = BookingWish("id-card", "qingxi-paichusuo", THURSDAY, time(9), "本人")
    await house.office.service.book(wanted, origin=BookingOrigin("f", "a", "wechat"))
    assert [case.number for case in await house.office.ledger.cases_of("a")] == [
        "YY202611240002",
        "YY202611240001",
    ]
