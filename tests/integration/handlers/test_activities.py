"""Activities on both engines: nobody is seated twice, seats go along the line, everybody is told, and what was asked is followed."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from adapters.services.ratings import rating_of_activities
from bot.clock import SHANGHAI, SettableClock
from bot.database import Database
from bot.errors import InputError, ServiceError
from bot.outbound.outbox import ParcelRecord
from bot.privacy import Vault
from handlers.activities.aftermath.issue import IssueOrder
from handlers.activities.aftermath.lifecycle import IssueState, IssueStep
from handlers.activities.hosting.attendance import Attendance
from handlers.activities.office import ActivityOffice
from handlers.activities.programme.lifecycle import ActivityPhase
from handlers.activities.signup.lifecycle import SignupState, SignupStep
from handlers.activities.signup.particulars import Participant
from handlers.activities.signup.records import SignupRecord
from handlers.activities.signup.retention import OldSignups, erase_signups
from handlers.activities.signup.service import Signup, SignupOrigin, SignupWish
from handlers.activities.signup.upkeep import ActivityUpkeep
from handlers.ratings.questions import RatingQuestions
from handlers.ratings.records import RatingRecord
from handlers.texts import Texts
from handlers.workdays import load_calendar
from tests.factories.activities import DAY, plan, published

TEXTS, CALENDAR = Texts.load(), load_calendar()
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
WHO = Participant("王小雨", "13900001234")


@dataclass(frozen=True, slots=True)
class Village:
    """One database, one clock, and the services on them."""

    database: Database
    clock: SettableClock
    office: ActivityOffice

    async def join(
        self, citizen: str, activity: int = 1, *, form: str = "", who: Participant = WHO, meets: bool = True
    ) -> Signup:
        wanted = SignupWish(activity, who, meets)
        origin = SignupOrigin(form or f"{citizen}-{activity}-{who.name}", citizen, "wechat")
        return await self.office.service.sign_up(wanted, origin=origin)

    async def join_until_answered(self, citizen: str, *, form: str = "") -> Signup:
        try:
            return await self.join(citizen, form=form)
        except ServiceError:
            # No connection was free in time: nothing was done, and the same form is sent again.
            return await self.join_until_answered(citizen, form=form)

    async def told(self, citizen: str) -> list[str]:
        async with self.database.reading() as tx:
            rows = await tx.scalars(
                select(ParcelRecord).where(ParcelRecord.citizen == citizen).order_by(ParcelRecord.id)
            )
            return [str(row.body["text"]) for row in rows]

    async def upkeep(self) -> None:
        while await self.office.upkeep.step():
            pass

    async def list(self, activity: int = 1) -> Attendance:
        return await self.office.attendance.attendance(activity)

    async def refused(self, doing: object) -> str:
        with pytest.raises(InputError) as told:
            await doing  # type: ignore[misc]
        assert TEXTS(told.value.text_key, **told.value.values)
        return told.value.text_key.rpartition(".")[2]


@pytest.fixture
async def village(database: Database) -> Village:
    clock = SettableClock(TUESDAY)
    vault = Vault("a secret of thirty-two letters ok")
    office = ActivityOffice.of(database, vault=vault, calendar=CALENDAR, clock=clock, texts=TEXTS)
    return Village(database, clock, office)


@pytest.mark.parametrize("people", [20, pytest.param(200, marks=pytest.mark.long)])
async def test_many_want_the_last_seat_and_one_gets_it(village: Village, people: int) -> None:
    """One has the seat, all others stand in line once each, in an order without gaps."""
    await published(village.office, capacity=1)
    async with asyncio.timeout(120):
        kept = await asyncio.gather(
            *(village.join_until_answered(f"citizen{number}") for number in range(people))
        )
    assert sum(one.state is SignupState.SEATED for one in kept) == 1
    async with village.database.reading() as tx:
        rows = (await tx.scalars(select(SignupRecord))).all()
    assert len({row.number for row in rows}) == people
    activity = await village.office.service.activity(1)
    assert activity is not None
    assert (activity.taken, activity.waiting, activity.left) == (1, people - 1, 0)
    waiting = [
        each for number in range(people) for each in await village.office.service.open_of(f"citizen{number}")
    ]
    assert sorted(each.place_in_line for each in waiting) == [0, *range(1, people)]


async def test_whoever_was_there_is_asked_once_how_it_was(village: Village) -> None:
    ratings = rating_of_activities(RatingQuestions(TEXTS))
    upkeep = ActivityUpkeep(village.database, clock=village.clock, texts=TEXTS, attended=ratings)
    await published(village.office, capacity=5)
    came, missed = await village.join("a"), await village.join("b")
    begins = datetime.combine(DAY, time(13, 50), SHANGHAI)
    village.clock.set(begins)
    await village.office.attendance.mark(came.number, SignupStep.ATTEND, actor="desk")
    await upkeep.step()
    told = len(await village.told("a"))
    village.clock.set(begins + timedelta(hours=3))
    await village.office.attendance.mark(missed.number, SignupStep.MISS, actor="desk")
    for _ in range(3):
        await upkeep.step()
    (question,) = (await village.told("a"))[told:]
    assert came.number in question
    assert "1到5" in question
    assert not any("打个分" in words for words in await village.told("b"))
    async with village.database.reading() as tx:
        (asked,) = (await tx.scalars(select(RatingRecord))).all()
    assert (asked.kind, asked.unit, asked.points) == ("activity", "青岚县竹源乡人民政府", None)


async def test_two_seats_and_four_people(village: Village) -> None:
    await published(village.office)
    one, two, three, four = [await village.join(name) for name in ("a", "b", "c", "d")]
    assert [one.state, two.state] == [SignupState.SEATED] * 2
    assert [three.place_in_line, four.place_in_line] == [1, 2]
    await village.office.service.cancel(one.number, citizen="a")
    assert "给您留到10:15" in (await village.told("c"))[-1]
    # Held for the third: whoever comes now is behind the fourth.
    assert (await village.join("e")).place_in_line == 2
    village.clock.advance(timedelta(minutes=15))
    await village.upkeep()
    assert "没有等到您的答复" in (await village.told("c"))[-1]
    assert "给您留到10:30" in (await village.told("d"))[-1]
    assert await village.refused(village.office.service.accept(three.number, citizen="c")) == "offer_over"
    seated = await village.office.service.accept(four.number, citizen="d")
    assert seated.state is SignupState.SEATED
    village.clock.advance(timedelta(minutes=20))
    await village.upkeep()
    found = await village.list()
    assert [line.state.value for line in found.lines] == [
        "cancelled",
        "seated",
        "lapsed",
        "seated",
        "waiting",
    ]
    assert found.activity.taken == 2


async def test_nobody_signs_up_twice_and_one_account_for_three_at_most(village: Village) -> None:
    await published(village.office, capacity=9, asks_contact=True)
    first = await village.join("a")
    assert (await village.join("a")).number == first.number
    assert await village.refused(village.join("a", form="another")) == "again"
    for name in ("王大雨", "王中雨"):
        assert (await village.join("a", who=Participant(name, "13900001234"))).number != first.number
    assert await village.refused(village.join("a", who=Participant("王细雨", "13900001234"))) == "many"
    await village.office.service.cancel(first.number, citizen="a")
    again = await village.join("a", form="later")
    assert again.state is SignupState.SEATED


async def test_the_same_form_at_the_same_moment_is_one_sign_up(village: Village) -> None:
    await published(village.office)
    kept = await asyncio.gather(*(village.join_until_answered("a", form="one") for _ in range(6)))
    assert len({one.number for one in kept}) == 1
    assert (await village.list()).activity.taken == 1


async def test_what_is_missing_or_over_is_refused(village: Village) -> None:
    await published(village.office, asks_contact=True, conditions=("年满18周岁",))
    assert await village.refused(village.join("a", who=Participant())) == "contact"
    assert await village.refused(village.join("a", meets=False)) == "conditions"
    assert await village.refused(village.join("a", 7)) == "no_activity"
    draft = await village.office.planning.make(plan(), actor="staff")
    assert await village.refused(village.join("a", draft)) == "no_activity"
    await village.office.planning.close(1, actor="staff")
    assert await village.refused(village.join("a")) == "closed"
    await village.office.planning.reopen(1, actor="staff")
    kept = await village.join("a")
    assert await village.refused(village.office.service.cancel(kept.number, citizen="b")) == "unknown"
    for at, why in ((time(19), "closed"), (time(14), "ongoing"), (time(16), "over")):
        day = DAY - timedelta(days=1) if why == "closed" else DAY
        village.clock.set(datetime.combine(day, at, SHANGHAI))
        assert await village.refused(village.join("late")) == why
    assert await village.refused(village.office.service.cancel(kept.number, citizen="a")) == "step_cancel"


async def test_a_change_and_a_calling_off_reach_everybody(village: Village) -> None:
    await published(village.office, capacity=1)
    one, two = await village.join("a"), await village.join("b")
    assert await village.office.planning.change(1, plan(capacity=1, about="别的介绍"), actor="staff") == 0
    assert await village.office.planning.change(1, plan(capacity=1, starts=time(15)), actor="staff") == 2
    assert "下午3:00" in (await village.told("a"))[-1]
    assert await village.office.planning.change(1, plan(capacity=2, starts=time(15)), actor="staff") == 0
    assert "有名额了" in (await village.told("b"))[-1]
    await village.office.service.accept(two.number, citizen="b")
    assert (
        await village.refused(village.office.planning.change(1, plan(capacity=1), actor="staff")) == "too_few"
    )
    assert await village.refused(village.office.planning.call_off(1, "  ", actor="staff")) == "reason"
    assert await village.office.planning.call_off(1, "下大雨", actor="staff") == 2
    for name, kept in (("a", one), ("b", two)):
        assert "取消了：下大雨" in (await village.told(name))[-1]
        line = await village.office.ledger.case(kept.number, citizen=name)
        assert line is not None
        assert line.stage == "活动取消了"
    assert await village.refused(village.join("c")) == "called_off"
    assert await village.refused(village.office.planning.publish(1, actor="staff")) == "step_publish"
    activity = await village.office.service.activity(1)
    assert activity is not None
    assert (activity.taken, activity.phase(TUESDAY)) == (0, ActivityPhase.CALLED_OFF)


async def test_the_day_before_is_reminded_of_once(village: Village) -> None:
    await published(village.office)
    for name in ("a", "b", "c"):
        await village.join(name)
    village.clock.set(datetime(2026, 12, 2, 8, tzinfo=SHANGHAI))
    await village.upkeep()
    assert await village.told("a") == []
    village.clock.set(datetime(2026, 12, 2, 9, tzinfo=SHANGHAI))
    await village.upkeep()
    await village.upkeep()
    assert ["提醒您" in words for words in await village.told("a")] == [True]
    # Who waits has nothing to be reminded of; moved to another day it is reminded anew.
    assert await village.told("c") == []
    moved = plan(day=date(2026, 12, 5), until=datetime(2026, 12, 4, 18, tzinfo=SHANGHAI))
    await village.office.planning.change(1, moved, actor="staff")
    village.clock.set(datetime(2026, 12, 4, 9, tzinfo=SHANGHAI))
    await village.upkeep()
    assert len(await village.told("a")) == 3
    # What has begun ends the waits.
    village.clock.set(datetime(2026, 12, 5, 14, tzinfo=SHANGHAI))
    await village.upkeep()
    assert "没有等到名额" in (await village.told("c"))[-1]
    assert (await village.list()).activity.waiting == 0


async def test_the_desk_notes_who_came(village: Village) -> None:
    await published(village.office, asks_contact=True)
    one, two, waits = [await village.join(name) for name in ("a", "b", "c")]
    desk = village.office.attendance
    assert await village.refused(desk.check_in(one.number, activity=1, actor="s")) == "other_day"
    village.clock.set(datetime(2026, 12, 3, 13, 50, tzinfo=SHANGHAI))
    assert (await desk.check_in(one.number, activity=1, actor="s")).state is SignupState.ATTENDED
    assert await village.refused(desk.check_in(one.number, activity=1, actor="s")) == "here_already"
    assert await village.refused(desk.check_in(waits.number, activity=1, actor="s")) == "step_attend"
    assert await village.refused(desk.check_in("HD202611249999", activity=1, actor="s")) == "unknown"
    assert await village.refused(desk.mark(two.number, SignupStep.MISS, actor="s")) == "other_day"
    village.clock.set(datetime(2026, 12, 3, 14, 30, tzinfo=SHANGHAI))
    assert (await desk.mark(two.number, SignupStep.MISS, actor="s")).state is SignupState.ABSENT
    found = await village.list()
    assert found.count(SignupState.ATTENDED) == 1
    assert found.lines[0].participant == Participant("王*", "139****1234")
    assert (await desk.revealed(1, actor="s")).lines[0].participant == WHO
    assert (await village.office.ledger.sheet(one.number)).stages[-1][0] == "到场签到"
    # Whoever was never marked counts as nothing a week later.
    await published(village.office, day=date(2026, 12, 7), until=datetime(2026, 12, 6, tzinfo=SHANGHAI))
    kept = await village.join("d", 2)
    village.clock.set(datetime(2026, 12, 16, 9, tzinfo=SHANGHAI))
    await village.upkeep()
    line = await village.office.ledger.case(kept.number, citizen="d")
    assert line is not None
    assert line.stage == "已过期"


async def test_by_phone_at_the_desk(village: Village) -> None:
    await published(village.office, capacity=1, asks_contact=True)
    desk = village.office.attendance
    one = await desk.register(SignupWish(1, WHO, True), actor="staff")
    two = await desk.register(SignupWish(1, WHO, True), actor="staff")
    assert [one.state, two.state] == [SignupState.SEATED, SignupState.WAITING]
    assert not any(line.reachable for line in (await village.list()).lines)
    await desk.release(one.number, actor="staff")
    assert (await village.list()).lines[0].state is SignupState.CANCELLED


async def test_what_was_asked_is_followed_until_it_is_done(village: Village) -> None:
    await published(village.office)
    kept = await village.join("a")
    issues = village.office.issues
    early = issues.enter(1, "渠漏水", unit="竹源乡", workdays=5, actor="s")
    assert await village.refused(early) == "issue_early"
    village.clock.set(datetime(2026, 12, 3, 15, tzinfo=SHANGHAI))
    await village.office.attendance.check_in(kept.number, activity=1, actor="s")
    for words, why in (("", "issue_words"), ("王大强说渠漏水，打13900001234", "issue_personal")):
        assert await village.refused(issues.enter(1, words, unit="竹源乡", workdays=5, actor="s")) == why
    assert await village.refused(issues.enter(1, "渠漏水", unit=" ", workdays=5, actor="s")) == "issue_unit"
    assert (
        await village.refused(issues.enter(1, "渠漏水", unit="竹源乡", workdays=0, actor="s")) == "issue_days"
    )
    number = await issues.enter(1, "渠漏水，下游灌不上", unit="竹源乡", workdays=5, actor="s")
    (issue,) = await issues.of(1)
    # Thursday, and five working days on: the weekend does not count.
    assert issue.due_on == date(2026, 12, 10)
    assert issue.is_late(date(2026, 12, 11))
    undertake = IssueOrder(IssueStep.UNDERTAKE, "修300米渠", date(2026, 12, 20))
    assert await village.refused(issues.take(number, undertake, activity=2, actor="s")) == "issue_unknown"
    undated = IssueOrder(IssueStep.UNDERTAKE, "修300米渠")
    assert await village.refused(issues.take(number, undated, activity=1, actor="s")) == "issue_promised"
    done = await issues.take(number, undertake, activity=1, actor="s")
    assert (done.state, done.promised_on) == (IssueState.RECTIFYING, date(2026, 12, 20))
    again = issues.take(number, undertake, activity=1, actor="s")
    assert await village.refused(again) == "issue_undertake"
    await issues.take(number, IssueOrder(IssueStep.REPORT, "修好一半"), activity=1, actor="s")
    assert await village.told("a") == []
    done = await issues.take(number, IssueOrder(IssueStep.FINISH, "修好了"), activity=1, actor="s")
    assert [note.words for note in done.notes] == ["修300米渠", "修好一半", "修好了"]
    assert "都有了结果" in (await village.told("a"))[-1]
    assert await issues.open_counts([1, 2]) == {1: (1, 0)}


async def test_whoever_is_forgotten_gives_the_seat_back_and_the_year_ends_the_rest(village: Village) -> None:
    await published(village.office, capacity=1)
    await village.join("gone")
    await village.join("next")
    async with village.database.transaction() as tx:
        assert await erase_signups(tx, citizen="gone", channel="wechat") == 1
        assert await erase_signups(tx, citizen="gone", channel="wechat") == 0
    # Nobody slips in before the one who waits.
    assert (await village.join("quick")).place_in_line == 2
    await village.upkeep()
    assert "有名额了" in (await village.told("next"))[-1]
    village.clock.set(datetime(2027, 12, 5, 9, tzinfo=SHANGHAI))
    async with village.database.transaction() as tx:
        rule, now = OldSignups(), village.clock.now()
        assert (await rule.due(tx, now=now)).count == 2
        assert await rule.erase(tx, now=now, limit=10) == 2
        assert (await rule.due(tx, now=now)).count == 0
