"""What was asked at an activity: entered with who answers by when, answered, put right, ended."""

from collections.abc import Mapping
from datetime import date

from aiohttp import web

from adapters.staff.activities.programme import back
from adapters.staff.activities.sheet import ActivitySheets
from adapters.web.access.visitor import visitor_of
from adapters.web.forms import form
from adapters.web.numbers import number_of, record_number
from bot.errors import InputError
from handlers.activities.aftermath.issue import IssueOrder
from handlers.activities.aftermath.issues import ActivityIssues
from handlers.activities.aftermath.lifecycle import IssueStep

TYPED_LETTERS = 1000
STEPS = frozenset(step.value for step in IssueStep if step is not IssueStep.RAISE)


class IssuePages:
    """Takes what is entered and done; every step leads back to the page of the activity."""

    def __init__(self, issues: ActivityIssues, *, sheets: ActivitySheets) -> None:
        self._issues = issues
        self._sheets = sheets

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.post("/activities/{number}/issues", self.enter),
            web.post("/activities/{number}/issues/{issue}/{step}", self.take),
        ]

    async def enter(self, request: web.Request) -> web.Response:
        """Enter what was asked."""
        activity, typed = record_number(request), _typed(await form(request))
        try:
            # Only a unit of the directory answers; any other is none.
            unit = typed["unit"] if typed["unit"] in self._sheets.units else ""
            await self._issues.enter(
                activity,
                typed["words"],
                unit=unit,
                workdays=number_of(typed["workdays"], 0),
                actor=visitor_of(request).login,
            )
        except InputError as error:
            return await self._sheets.refused(request, activity, error, typed)
        raise back(activity, "activity_issue")

    async def take(self, request: web.Request) -> web.Response:
        """Take a step of an issue."""
        activity, name = record_number(request), request.match_info["step"]
        issue, typed = number_of(request.match_info["issue"], 0), _typed(await form(request))
        if name not in STEPS or not issue:
            raise web.HTTPNotFound
        try:
            order = IssueOrder(IssueStep(name), typed["words"], _day(typed["promised_on"]))
            await self._issues.take(issue, order, activity=activity, actor=visitor_of(request).login)
        except InputError as error:
            return await self._sheets.refused(request, activity, error, {**typed, "issue": str(issue)})
        raise back(activity, f"activity_issue_{name}")


def _typed(fields: Mapping[str, str]) -> dict[str, str]:
    return {
        name: fields.get(name, "")[:TYPED_LETTERS].strip()
        for name in ("words", "unit", "workdays", "promised_on")
    }


def _day(text: str) -> date | None:
    """Give the day that was typed, None for none; raises `InputError` for what is no day."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError("activities.refused.issue_promised") from None
