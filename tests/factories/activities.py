"""Activities for the tests: a plan that can be varied, one that is published, and what a desk does with one by its title."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.clock import SHANGHAI
from handlers.activities.aftermath.issue import IssueOrder
from handlers.activities.aftermath.lifecycle import IssueStep
from handlers.activities.office import ActivityOffice
from handlers.activities.programme.activity import ActivityPlan, AgendaPoint
from handlers.activities.programme.kinds import ActivityKind

DAY = date(2026, 12, 3)
PLAN = ActivityPlan(
    kind=ActivityKind.YARD_MEETING,
    title="梨园村坝坝会",
    about="村民和单位坐在一起说事。",
    day=DAY,
    starts=time(14),
    ends=time(16),
    place="梨园村院坝",
    address="竹源乡梨园村",
    unit="青岚县竹源乡人民政府",
    phone="0599-6613099",
    capacity=2,
    until=datetime(2026, 12, 2, 18, tzinfo=SHANGHAI),
    asks_contact=False,
    agenda=(AgendaPoint("14:00", "签到"),),
    topics=("渠道漏水",),
)


def plan(**changes: Any) -> ActivityPlan:
    """Give the plan with changes."""
    return replace(PLAN, **changes)


async def published(office: ActivityOffice, **changes: Any) -> int:
    """Publish an activity and give its number."""
    number = await office.planning.make(plan(**changes), actor="staff")
    await office.planning.publish(number, actor="staff")
    return number


DESK_DEEDS = frozenset({"办活动", "挪活动", "停活动", "签到", "会上问", "答复问题", "办结问题"})
"""What the desk does with an activity: makes it (title, seats), moves it an hour, calls it off, checks in, enters and ends issues."""


async def at_the_desk(office: ActivityOffice, name: str, rest: str) -> None:
    """Do one of the desk's deeds with the activity of a title."""
    if name == "签到":
        activity = await office.attendance.of_number(rest)
        await office.attendance.check_in(rest, activity=activity, actor="staff")
        return
    title, _, words = rest.partition(" ")
    if name == "办活动":
        await published(office, title=title, capacity=int(words))
        return
    listed, _ = await office.planning.page()
    one = next(each for each in listed if each.plan.title == title)
    if name == "停活动":
        await office.planning.call_off(one.number, words, actor="staff")
    elif name == "挪活动":
        later = replace(one.plan, starts=time(15), ends=time(17))
        await office.planning.change(one.number, later, actor="staff")
    elif name == "会上问":
        await office.issues.enter(one.number, words, unit="青岚县竹源乡人民政府", workdays=5, actor="staff")
    else:
        step = IssueStep.UNDERTAKE if name == "答复问题" else IssueStep.FINISH
        until = one.plan.day + timedelta(days=20) if step is IssueStep.UNDERTAKE else None
        for issue in await office.issues.of(one.number):
            order = IssueOrder(step, words, until)
            await office.issues.take(issue.number, order, activity=one.number, actor="staff")
