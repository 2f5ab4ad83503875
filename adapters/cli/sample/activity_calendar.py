"""Brings the sample county's activities into the demonstration through the program's own services, around the day of loading.

Each is made, published, joined, attended and followed up on the day it would have been; nobody is written to.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from adapters.main import Program
from bot.clock import SHANGHAI, SettableClock, local_date
from bot.text.plain_yaml import read_yaml
from handlers.activities.aftermath.issue import IssueOrder
from handlers.activities.aftermath.lifecycle import IssueStep
from handlers.activities.office import ActivityOffice
from handlers.activities.programme.plan_form import read_plan, typed_plan
from handlers.activities.signup.lifecycle import SignupStep
from handlers.activities.signup.particulars import Participant
from handlers.activities.signup.service import SignupWish

FILE = "activities.yml"
ACTOR = "demo"
MORNING, EVENING = time(9), time(17, 30)
PHONE = 13900000000
MANY_LINES = ("agenda", "topics", "conditions")


async def fill_calendar(program: Program, county: Path) -> None:
    """Bring the activities; where there are any, they stay as they are."""
    file = county / FILE
    known, _ = await program.services.activities.planning.page()
    if known or not file.is_file():
        return
    clock = SettableClock(program.clock.now())
    office = ActivityOffice.of(
        program.resources.database,
        vault=program.vault,
        calendar=program.county.calendar,
        clock=clock,
        texts=program.texts,
    )
    today = local_date(program.clock.now())
    for entry in read_yaml(file.read_text("utf-8"))["activities"]:
        await _Bringing(office, clock, today, entry).all()


class _Bringing:
    """One activity, from its making to the last answer."""

    def __init__(
        self, office: ActivityOffice, clock: SettableClock, today: date, entry: Mapping[str, Any]
    ) -> None:
        self._office = office
        self._clock = clock
        self._entry = entry
        self._day = today + timedelta(days=int(entry["day"]))

    async def all(self) -> None:
        """Bring it."""
        made_on = self._day - timedelta(days=int(self._entry["made"]))
        self._clock.set(datetime.combine(made_on, MORNING, SHANGHAI))
        number = await self._office.planning.make(read_plan(self._typed()), actor=ACTOR)
        await self._office.planning.publish(number, actor=ACTOR)
        numbers = [kept async for kept in self._signed_up(number)]
        await self._attend(numbers[: int(self._entry.get("attended", 0))])
        for issue in self._entry.get("issues", ()):
            await self._follow(number, issue)

    def _typed(self) -> dict[str, str]:
        entry = self._entry
        last = self._day - timedelta(days=int(entry["until_before"]))
        lines = {name: "\n".join(map(str, entry.get(name, ()))) for name in MANY_LINES}
        return typed_plan(
            {
                **{name: str(value) for name, value in entry.items() if not isinstance(value, list)},
                **lines,
                "day": self._day.isoformat(),
                "starts": entry["starts"].rjust(5, "0"),
                "ends": entry["ends"].rjust(5, "0"),
                "until": datetime.combine(last, EVENING).isoformat(),
                "asks_contact": "yes" if entry["asks_contact"] else "",
            }
        )

    async def _signed_up(self, number: int) -> Any:
        for place, name in enumerate(self._entry["signups"]):
            self._clock.advance(timedelta(hours=3))
            who = Participant(name, str(PHONE + number * 100 + place)) if name else Participant()
            wanted = SignupWish(number, who, meets_conditions=True)
            yield (await self._office.attendance.register(wanted, actor=ACTOR)).number

    async def _attend(self, numbers: Sequence[str]) -> None:
        starts = time.fromisoformat(self._entry["starts"].rjust(5, "0"))
        self._clock.set(datetime.combine(self._day, starts, SHANGHAI) - timedelta(minutes=10))
        for number in numbers:
            self._clock.advance(timedelta(minutes=1))
            await self._office.attendance.mark(number, SignupStep.ATTEND, actor=ACTOR)

    async def _follow(self, activity: int, issue: Mapping[str, Any]) -> None:
        self._clock.set(datetime.combine(self._day, time(21, 30), SHANGHAI))
        number = await self._office.issues.enter(
            activity, issue["words"], unit=issue["unit"], workdays=int(issue["workdays"]), actor=ACTOR
        )
        for order, on in self._orders(issue):
            self._clock.set(datetime.combine(on, MORNING, SHANGHAI))
            await self._office.issues.take(number, order, activity=activity, actor=ACTOR)

    def _orders(self, issue: Mapping[str, Any]) -> Iterator[tuple[IssueOrder, date]]:
        for told in issue.get("steps", ()):
            promised = told.get("promised")
            until = self._day + timedelta(days=int(promised)) if promised else None
            order = IssueOrder(IssueStep(told["step"]), told["words"], until)
            yield order, self._day + timedelta(days=int(told["after"]))
