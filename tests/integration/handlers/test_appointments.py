"""Booking on both engines: nobody is booked twice, nothing is booked that is not open, and the desk's day."""

import asyncio
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from adapters.county import CountyData
from bot.clock import SHANGHAI, SettableClock
from bot.database import Database
from bot.errors import InputError, ServiceError
from bot.outbound.outbox import ParcelRecord
from bot.privacy import Vault
from handlers.appointments.booking.appointment import BookingOrigin, BookingWish, KeptAppointment
from handlers.appointments.booking.lifecycle import AppointmentState, AppointmentStep
from handlers.appointments.booking.load import LoadFigure
from handlers.appointments.booking.records import AppointmentRecord
from handlers.appointments.booking.retention import OLD_APPOINTMENTS, erase_appointments
from handlers.appointments.intake.phrases import SELF
from handlers.appointments.office import AppointmentOffice
from handlers.appointments.opening.awaited import AwaitedTime
from handlers.appointments.opening.catalogue import OpenHours
from handlers.appointments.opening.changes import ChangeKind, OpeningChange
from handlers.appointments.opening.time_wish import TimeWish
from handlers.capacity.seats import taken_in
from handlers.texts import Texts
from handlers.workdays import load_calendar

TEXTS, CALENDAR, COUNTY = Texts.load(), load_calendar(), CountyData.load(None).appointments
VAULT = Vault("a secret of the test")
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
THURSDAY = date(2026, 11, 26)
PLACE, MATTER = "longtan-bianmin", "repair-home"


@dataclass(frozen=True, slots=True)
class Hall:
    """One database, one clock, and the services on them."""

    database: Database
    clock: SettableClock
    office: AppointmentOffice

    async def book(
        self,
        citizen: str,
        at: time | None = time(9),
        *,
        day: date = THURSDAY,
        form: str = "",
        whom: str = SELF,
    ) -> KeptAppointment:
        wanted = BookingWish(MATTER, PLACE, day, at, whom)
        form = form or f"{citizen}-{day}-{at}-{whom}"
        return await self.office.service.book(wanted, origin=BookingOrigin(form, citizen, "wechat"))

    async def told(self, citizen: str) -> list[str]:
        async with self.database.reading() as tx:
            rows = await tx.scalars(
                select(ParcelRecord).where(ParcelRecord.citizen == citizen).order_by(ParcelRecord.id)
            )
            return [str(row.body["text"]) for row in rows]

    async def upkeep(self) -> None:
        while await self.office.upkeep.step():
            pass

    async def refused(self, doing: object) -> str:
        with pytest.raises(InputError) as told:
            await doing  # type: ignore[misc]
        assert told.value.text_key in TEXTS
        return told.value.text_key.rpartition(".")[2]


@pytest.fixture
async def hall(database: Database) -> Hall:
    clock = SettableClock(TUESDAY)
    office = AppointmentOffice.of(
        database, county=COUNTY, calendar=lambda: CALENDAR, clock=clock, texts=TEXTS, vault=VAULT
    )
    return Hall(database, clock, office)


@pytest.mark.parametrize("people", [20, pytest.param(200, marks=pytest.mark.long)])
async def test_many_want_the_last_slot_and_one_gets_it(hall: Hall, people: int) -> None:
    """Booking 200 at once for the one seat at nine: one has it, the others are told, and nothing half-done is left."""

    async def book(number: int) -> str:
        try:
            return (await hall.book(f"citizen{number}")).number
        except InputError as refused:
            return refused.text_key
        except ServiceError:
            # No connection was free in time: nothing was done, and the same form is sent again.
            return await book(number)

    async with asyncio.timeout(120):
        got = await asyncio.gather(*map(book, range(people)))
    assert sorted(got) == ["YY202611240001", *["appointments.refused.gone"] * (people - 1)]
    async with hall.database.reading() as tx:
        rows = (await tx.scalars(select(AppointmentRecord))).all()
        assert [row.number for row in rows] == ["YY202611240001"]
        assert await taken_in(tx, [f"{PLACE}:general:{THURSDAY}"]) == {f"{PLACE}:general:{THURSDAY}:0900": 1}


async def test_one_form_sent_ten_times_at_once_is_one_appointment(hall: Hall) -> None:
    async with asyncio.timeout(60):
        got = await asyncio.gather(*(hall.book("twin", form="same") for _ in range(10)))
    assert {one.number for one in got} == {"YY202611240001"}


async def test_one_matter_is_open_once_a_person_however_often_it_is_asked_at_once(hall: Hall) -> None:
    async def book(number: int) -> str:
        try:
            return (await hall.book("eager", time(9 + number % 3), form=f"f{number}")).number
        except InputError as refused:
            return refused.text_key

    async with asyncio.timeout(60):
        got = await asyncio.gather(*map(book, range(12)))
    assert sum(one.startswith("YY") for one in got) == 1
    assert set(got) - {"appointments.refused.again"} == {one for one in got if one.startswith("YY")}
    async with hall.database.reading() as tx:
        taken = await taken_in(tx, [f"{PLACE}:general:{THURSDAY}"])
    assert sum(taken.values()) == 1
    assert (await hall.book("eager", time(15), whom="母亲")).whom == "母亲"


@pytest.mark.parametrize(
    ("day", "at"),
    [
        (date(2026, 11, 23), time(9)),  # yesterday
        (date(2026, 11, 24), time(9)),  # an hour ago
        (date(2026, 11, 28), time(9)),  # a Saturday without rest-day hours
        (date(2026, 12, 30), time(9)),  # too far
        (date(2027, 2, 6), time(9)),  # Spring Festival, and too far
        (THURSDAY, time(9, 7)),  # no such slot
        (THURSDAY, time(12, 30)),
        (THURSDAY, time(3)),
    ],
)
async def test_what_is_not_open_cannot_be_booked_whoever_asks(hall: Hall, day: date, at: time) -> None:
    assert await hall.refused(hall.book("x", at, day=day)) == "no_slot"
    async with hall.database.reading() as tx:
        assert await tx.scalar(select(func.count()).select_from(AppointmentRecord)) == 0


async def test_a_place_that_does_not_do_the_matter(hall: Hall) -> None:
    wanted = BookingWish("marriage", PLACE, THURSDAY, time(9), SELF)
    booking = hall.office.service.book(wanted, origin=BookingOrigin("f", "c", "wechat"))
    assert await hall.refused(booking) == "no_place"


async def test_changing_takes_the_new_seat_before_the_old_one_is_given_back(hall: Hall) -> None:
    one, other = await hall.book("a"), await hall.book("b", time(9, 30))
    move = hall.office.booked.move
    moving = move(one.number, citizen="a", day=THURSDAY, starts=time(9, 30))
    assert await hall.refused(moving) == "gone"
    strange = move(other.number, citizen="a", day=THURSDAY, starts=time(10))
    assert await hall.refused(strange) == "unknown"
    moved = await move(one.number, citizen="a", day=THURSDAY, starts=time(10))
    assert (moved.number, moved.starts) == (one.number, time(10))
    assert (await hall.book("c")).starts == time(9)


async def test_a_wait_is_for_a_full_day_only(hall: Hall) -> None:
    assert await hall.refused(hall.book("x", None)) == "no_wait"
    assert await hall.refused(hall.book("x", None, day=date(2026, 11, 28))) == "no_wait"


async def test_the_line_moves_on_while_its_citizen_is_silent(hall: Hall) -> None:
    answer = await hall.office.service.answer(MATTER, PLACE, TimeWish(THURSDAY, THURSDAY))
    assert len(answer.slots) == 6
    booked = [await hall.book(f"b{minute}", _at(minute)) for minute in _day()]
    first, second = await hall.book("first", None), await hall.book("second", None)
    assert (first.place_in_line, second.place_in_line) == (1, 2)
    await hall.office.booked.cancel(booked[3].number, citizen=f"b{_day()[3]}")
    assert "有空位了：11月26日（周四）上午10:00" in (await hall.told("first"))[0]
    assert await hall.told("second") == []
    assert await hall.refused(hall.book("quick", time(10))) == "gone"
    hall.clock.advance(timedelta(minutes=15))
    await hall.upkeep()
    assert "让给下一位" in (await hall.told("first"))[1]
    assert "有空位了" in (await hall.told("second"))[0]
    late = hall.office.booked.accept(first.number, citizen="first")
    assert await hall.refused(late) == "offer_over"
    seated = await hall.office.booked.accept(second.number, citizen="second")
    assert (seated.state, seated.starts, seated.ends) == (AppointmentState.BOOKED, time(10), time(10, 30))
    await hall.upkeep()
    assert len(await hall.told("second")) == 1


def _day() -> list[int]:
    return [*range(510, 720, 30), *range(870, 1050, 30)]


def _at(minute: int) -> time:
    return time(minute // 60, minute % 60)


async def wait(hall: Hall, citizen: str, awaited: AwaitedTime) -> KeptAppointment:
    wanted = BookingWish(MATTER, PLACE, awaited.days[-1], None, SELF, awaited=awaited)
    return await hall.office.service.book(wanted, origin=BookingOrigin(citizen, citizen, "wechat"))


async def test_one_may_wait_for_a_half_of_a_day_or_for_one_hour_or_for_some_days(hall: Hall) -> None:
    friday = date(2026, 11, 27)
    full = {}
    for day in (THURSDAY, friday):
        for minute in _day():
            full[day, minute] = await hall.book(f"b{day}{minute}", _at(minute), day=day)
    noon, evening = time(12), time(18)
    forenoon = await wait(hall, "am", AwaitedTime((THURSDAY,), time(0), noon))
    some = await wait(hall, "some", AwaitedTime((THURSDAY, friday), noon, evening))
    assert (forenoon.when, some.when) == ("11月26日（周四）上午", "11月26日（周四）到11月27日（周五）下午")
    assert "上午" in (await hall.office.ledger.cases_of("am"))[0].title

    async def cancel(day: date, minute: int) -> None:
        await hall.office.booked.cancel(full[day, minute].number, citizen=f"b{day}{minute}")

    await cancel(friday, 14 * 60 + 30)
    assert await hall.told("am") == []
    assert "有空位了：11月27日（周五）下午2:30" in (await hall.told("some"))[0]
    seated = await hall.office.booked.accept(some.number, citizen="some")
    assert (seated.day, seated.starts, seated.awaited) == (friday, time(14, 30), None)
    await cancel(THURSDAY, 15 * 60)
    assert await hall.told("am") == []
    assert (await hall.book("quick", time(15))).starts == time(15)
    await cancel(THURSDAY, 9 * 60)
    assert "有空位了：11月26日（周四）上午9:00" in (await hall.told("am"))[0]


async def test_a_wait_for_hours_in_which_there_is_a_seat_or_nobody_is_refused(hall: Hall) -> None:
    for minute in _day()[:7]:
        await hall.book(f"b{minute}", _at(minute))
    afternoon = AwaitedTime((THURSDAY,), time(12), time(18))
    assert await hall.refused(wait(hall, "x", afternoon)) == "no_wait"
    assert await hall.refused(wait(hall, "x", AwaitedTime((THURSDAY,), time(19), time(20)))) == "no_wait"
    assert (await wait(hall, "x", AwaitedTime((THURSDAY,), time(0), time(12)))).place_in_line == 1


async def test_a_closed_day_ends_a_wait_for_it_and_leaves_that_for_others(hall: Hall) -> None:
    friday = date(2026, 11, 27)
    for day in (THURSDAY, friday):
        for minute in _day():
            await hall.book(f"b{day}{minute}", _at(minute), day=day)
    await wait(hall, "one", AwaitedTime((friday,)))
    await wait(hall, "both", AwaitedTime((THURSDAY, friday)))
    closed = OpeningChange(PLACE, friday, friday, ChangeKind.CLOSED, reason="停电")
    await hall.office.rules.change(closed, actor="staff")
    assert "不用再等了" in (await hall.told("one"))[0]
    assert await hall.told("both") == []
    (kept,) = await hall.office.booked.open_of("both")
    assert (kept.state, kept.when) == (AppointmentState.WAITING, "11月26日（周四）")
    assert await hall.office.booked.open_of("one") == []


async def test_whoever_leaves_the_account_frees_the_seat_for_whoever_waits(hall: Hall) -> None:
    booked = [await hall.book(f"b{minute}", _at(minute)) for minute in _day()]
    leaver = f"b{_day()[0]}"
    await hall.book("next", None)
    await hall.book(leaver, None, whom="母亲")
    assert await hall.office.booked.leave(citizen=leaver, channel="api") == 0
    assert await hall.office.booked.leave(citizen=leaver, channel="wechat") == 2
    assert "有空位了" in (await hall.told("next"))[0]
    assert await hall.told(leaver) == []
    assert await hall.office.booked.leave(citizen=leaver, channel="wechat") == 0
    assert await hall.office.booked.leave(citizen="", channel="wechat") == 0
    assert await hall.office.booked.open_of(leaver) == []
    sheet = await hall.office.ledger.sheet(booked[0].number)
    assert (sheet.case.stage, sheet.stages[-1][0]) == ("已取消", "取消")
    async with hall.database.reading() as tx:
        rows = await tx.scalars(select(AppointmentRecord).where(AppointmentRecord.citizen == leaver))
        assert rows.all() == []
    # Whoever comes back begins anew.
    assert (await hall.book(leaver, time(9), day=date(2026, 11, 27))).state is AppointmentState.BOOKED


async def test_a_forgotten_seat_is_offered_at_the_next_look(hall: Hall) -> None:
    for minute in _day():
        await hall.book(f"b{minute}", _at(minute))
    await hall.book("next", None)
    async with hall.database.transaction() as tx:
        await erase_appointments(tx, citizen=f"b{_day()[0]}", channel="wechat")
    await hall.upkeep()
    assert "有空位了" in (await hall.told("next"))[0]


async def test_whoever_waits_in_vain_is_told_nothing_wrong_and_is_free_afterwards(hall: Hall) -> None:
    for minute in _day():
        await hall.book(f"b{minute}", _at(minute))
    await hall.book("patient", None)
    hall.clock.set(TUESDAY + timedelta(days=3))
    await hall.upkeep()
    assert await hall.office.booked.open_of("patient") == []
    assert await hall.told("patient") == []


async def test_a_reminder_is_written_once_the_day_before_and_by_day(hall: Hall) -> None:
    await hall.book("a")
    await hall.upkeep()
    assert await hall.told("a") == []
    hall.clock.set(datetime(2026, 11, 25, 6, 0, tzinfo=SHANGHAI))
    await hall.upkeep()
    assert await hall.told("a") == []
    hall.clock.set(datetime(2026, 11, 25, 9, 0, tzinfo=SHANGHAI))
    await asyncio.gather(*(hall.upkeep() for _ in range(3)))
    (told,) = await hall.told("a")
    assert "提醒您：11月26日（周四）上午9:00" in told
    assert "不去了" in told


async def test_closing_tells_everybody_at_once_and_leaves_no_seat(hall: Hall) -> None:
    one = await hall.book("a")
    closed = OpeningChange(PLACE, THURSDAY, THURSDAY, ChangeKind.CLOSED, reason="停电")
    preview = await hall.office.rules.preview(closed)
    assert [(day.seats_before, day.seats_after, day.booked, day.displaced) for day in preview] == [
        (13, 0, 1, 1)
    ]
    assert await hall.office.rules.change(closed, actor="staff") == 1
    (told,) = await hall.told("a")
    assert "停电" in told
    assert "可以约：" in told
    assert "11月26日" not in told.partition("可以约：")[2]
    (kept,) = await hall.office.booked.open_of("a")
    assert kept.state is AppointmentState.DISPLACED
    assert await hall.refused(hall.book("b")) == "no_slot"
    moved = await hall.office.booked.move(one.number, citizen="a", day=date(2026, 11, 27), starts=time(9))
    assert moved.state is AppointmentState.BOOKED
    (change,) = await hall.office.rules.changes(PLACE)
    await hall.office.rules.withdraw(change.number, place=PLACE, actor="staff")
    assert (await hall.book("b")).starts == time(9)


async def test_a_notice_of_days_off_takes_slots_away_and_tells(hall: Hall) -> None:
    kept = await hall.book("a")
    await hall.book("b", day=date(2026, 11, 27))
    await hall.upkeep()
    assert await hall.told("a") == []
    calendars = [CALENDAR]
    office = AppointmentOffice.of(
        hall.database,
        county=COUNTY,
        calendar=lambda: calendars[-1],
        clock=hall.clock,
        texts=TEXTS,
        vault=VAULT,
    )
    await office.upkeep.step()
    calendars.append(replace(CALENDAR, days_off=CALENDAR.days_off | {THURSDAY}))
    await office.upkeep.step()
    await office.upkeep.step()
    (told,) = await hall.told("a")
    assert kept.number in told
    assert "放假安排" in told
    assert "11月26日" not in told.partition("可以约：")[2]
    assert await hall.told("b") == []


async def test_fewer_counters_displace_those_who_booked_last(hall: Hall) -> None:
    place, matter = "qingxi-paichusuo", "id-card"
    for name in ("early", "late"):
        wanted = BookingWish(matter, place, THURSDAY, time(9), SELF)
        await hall.office.service.book(wanted, origin=BookingOrigin(name, name, "wechat"))
        hall.clock.advance(timedelta(minutes=1))
    fewer = OpeningChange(
        place, THURSDAY, THURSDAY, ChangeKind.COUNTERS, counters=1, desk="household", reason="培训"
    )
    assert await hall.office.rules.change(fewer, actor="staff") == 1
    assert await hall.told("early") == []
    assert len(await hall.told("late")) == 1


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (OpeningChange(PLACE, date(2026, 11, 23), THURSDAY, ChangeKind.CLOSED, reason="x"), "change_past"),
        (
            OpeningChange(PLACE, THURSDAY, date(2026, 11, 25), ChangeKind.CLOSED, reason="x"),
            "change_backwards",
        ),
        (OpeningChange(PLACE, THURSDAY, date(2027, 11, 25), ChangeKind.CLOSED, reason="x"), "change_long"),
        (OpeningChange(PLACE, THURSDAY, THURSDAY, ChangeKind.CLOSED, reason=" "), "change_reason"),
        (OpeningChange(PLACE, THURSDAY, THURSDAY, ChangeKind.CLOSED, reason="长" * 121), "change_reason"),
        (OpeningChange(PLACE, THURSDAY, THURSDAY, ChangeKind.HOURS, reason="x"), "change_hours"),
        (
            OpeningChange(PLACE, THURSDAY, THURSDAY, ChangeKind.COUNTERS, counters=-1, reason="x"),
            "change_counters",
        ),
        (OpeningChange("moon", THURSDAY, THURSDAY, ChangeKind.CLOSED, reason="x"), "no_place"),
        (OpeningChange(PLACE, THURSDAY, THURSDAY, ChangeKind.CLOSED, desk="moon", reason="x"), "no_place"),
    ],
)
async def test_a_change_that_cannot_be_made(hall: Hall, change: OpeningChange, refusal: str) -> None:
    assert await hall.refused(hall.office.rules.change(change, actor="staff")) == refusal
    assert await hall.office.rules.changes(PLACE) == ()


async def test_hours_of_another_day_are_kept_as_they_were_entered(hall: Hall) -> None:
    sunday = date(2026, 11, 29)
    hours = (OpenHours(time(9), time(10)),)
    opened = OpeningChange(PLACE, sunday, sunday, ChangeKind.HOURS, hours=hours, reason="加开一天")
    await hall.office.rules.change(opened, actor="staff")
    (kept,) = await hall.office.rules.changes(PLACE)
    assert kept.hours == hours
    assert (await hall.book("a", time(9, 30), day=sunday)).ends == time(10)


async def test_the_day_at_the_desk(hall: Hall) -> None:
    desk, place = hall.office.desk, COUNTY.place(PLACE)
    assert place is not None
    one, two, three = [
        await hall.book(name, at) for name, at in (("a", time(9)), ("b", time(9, 30)), ("c", time(10)))
    ]
    assert await hall.refused(desk.take(one.number, AppointmentStep.ARRIVE, actor="s")) == "other_day"
    hall.clock.set(datetime(2026, 11, 26, 8, 50, tzinfo=SHANGHAI))
    assert await hall.refused(desk.take(one.number, AppointmentStep.MISS, actor="s")) == "too_early"
    assert await hall.refused(desk.take(one.number, AppointmentStep.CALL, actor="s")) == "step_call"
    await desk.take(one.number, AppointmentStep.ARRIVE, actor="s")
    assert await hall.refused(desk.take(one.number, AppointmentStep.ARRIVE, actor="s")) == "step_arrive"
    assert await hall.refused(desk.take("YY202611240099", AppointmentStep.ARRIVE, actor="s")) == "unknown"
    cancelling = hall.office.booked.cancel(one.number, citizen="a")
    assert await hall.refused(cancelling) == "step_cancel"
    await desk.take(one.number, AppointmentStep.CALL, actor="s")
    await desk.take(one.number, AppointmentStep.SERVE, actor="s")
    await desk.prioritise(three.number, first=True, actor="s")
    (shown,) = await desk.day(place, THURSDAY)
    assert [line.appointment.number for line in shown.lines] == [three.number, one.number, two.number]
    assert shown.seats == 13
    hall.clock.set(datetime(2026, 11, 26, 9, 40, tzinfo=SHANGHAI))
    await desk.take(two.number, AppointmentStep.MISS, actor="s")
    await desk.take(two.number, AppointmentStep.ARRIVE, actor="s")
    assert (await hall.office.ledger.sheet(one.number)).stages[-1][0] == "办理"


async def test_the_load_counts_seats_and_what_came_of_them(hall: Hall) -> None:
    """An independent count: thirteen seats a day, of whom came one, one did not, of one nobody said anything."""
    friday, place = date(2026, 11, 27), COUNTY.place(PLACE)
    assert place is not None
    for name, at in (("came", time(9)), ("missed", time(9, 30)), ("unsaid", time(15)), ("gone", time(16))):
        kept = await hall.book(name, at)
        hall.clock.set(datetime.combine(THURSDAY, time(17), SHANGHAI))
        if name == "gone":
            hall.clock.set(TUESDAY)
            await hall.office.booked.cancel(kept.number, citizen="gone")
            continue
        steps = {"came": (AppointmentStep.ARRIVE, AppointmentStep.SERVE), "missed": (AppointmentStep.MISS,)}
        for step in steps.get(name, ()):
            await hall.office.desk.take(kept.number, step, actor="s")
        hall.clock.set(TUESDAY)
    hall.clock.set(datetime.combine(friday, time(9), SHANGHAI))
    await hall.upkeep()
    load = await hall.office.load.of(place, "", THURSDAY, friday)
    assert load.by_day == {
        THURSDAY: LoadFigure(seats=13, served=1, missed=1, open=1),
        friday: LoadFigure(seats=13),
    }
    assert load.by_hour[9] == LoadFigure(seats=4, served=1, missed=1)
    assert load.by_hour[15] == LoadFigure(seats=4, open=1)
    assert load.by_hour[16] == LoadFigure(seats=4)
    assert (load.whole.booked, load.whole.seats) == (3, 26)
    assert (await hall.office.load.of(place, "moon", THURSDAY, friday)).by_day == {}
    assert len((await hall.office.load.of(place, "", THURSDAY, date(2029, 1, 1))).by_day) <= 92


async def test_the_gentle_rule_pauses_and_ends_by_itself(hall: Hall) -> None:
    for step in range(3):
        day = THURSDAY + timedelta(days=step if step < 2 else 4)
        kept = await hall.book("often", time(9), day=day)
        hall.clock.set(datetime.combine(day, time(11), SHANGHAI))
        await hall.office.desk.take(kept.number, AppointmentStep.MISS, actor="s")
    day = date(2026, 12, 2)
    with pytest.raises(InputError) as told:
        await hall.book("often", time(9), day=day)
    words = TEXTS(told.value.text_key, **told.value.values)
    assert "12月7日" in words
    assert "直接到现场取号" in words
    assert (await hall.book("other", time(9), day=day)).starts == time(9)
    hall.clock.set(datetime(2026, 12, 8, 8, 0, tzinfo=SHANGHAI))
    assert (await hall.book("often", time(9), day=date(2026, 12, 9))).starts == time(9)


async def test_whoever_is_forgotten_gives_the_seat_back(hall: Hall) -> None:
    await hall.book("gone")
    async with hall.database.transaction() as tx:
        now = hall.clock.now()
        assert await erase_appointments(tx, citizen="gone", channel="wechat") == 1
        assert await erase_appointments(tx, citizen="gone", channel="wechat") == 0
    assert (await hall.book("next")).starts == time(9)
    hall.clock.advance(timedelta(days=370))
    async with hall.database.transaction() as tx:
        rule, now = OLD_APPOINTMENTS, hall.clock.now()
        assert (await rule.due(tx, now=now)).names == ("YY202611240001",) or (
            await rule.due(tx, now=now)
        ).count == 1
        assert await rule.erase(tx, now=now, limit=10) == 1
        assert (await rule.due(tx, now=now)).count == 0
