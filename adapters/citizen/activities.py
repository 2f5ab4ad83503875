"""Activities to read on a phone: what is coming, one with its agenda and topics, and what became of what was asked at it."""

from collections.abc import Mapping

from aiohttp import web

from adapters.web.errors import RefusedError
from adapters.web.numbers import record_number
from adapters.web.pages import render
from bot.clock import SHANGHAI, Clock, local_date
from handlers.activities.aftermath.issue import Issue
from handlers.activities.aftermath.issues import ActivityIssues
from handlers.activities.aftermath.lifecycle import IssueState
from handlers.activities.programme.activity import Activity
from handlers.activities.programme.lifecycle import ActivityPhase
from handlers.activities.programme.standing import standing_words
from handlers.activities.signup.service import SignupService
from handlers.talk.spoken_time import spoken, spoken_day
from handlers.texts import Texts

TONES = {"open": "good", "full": "warn", "ongoing": "good", "called_off": "bad"}
PAST_LISTED = 20
ISSUE_TONES = {IssueState.ASKED: "warn", IssueState.RECTIFYING: "warn", IssueState.DONE: "good"}


class PublicActivityPages:
    """Shows activities to everybody; nothing here tells who comes."""

    def __init__(self, service: SignupService, *, issues: ActivityIssues, clock: Clock, texts: Texts) -> None:
        self._service = service
        self._issues = issues
        self._clock = clock
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/m`."""
        return [web.get("/activities", self.show_all), web.get("/activities/{number}", self.show)]

    async def show_all(self, request: web.Request) -> web.Response:
        """Show what is coming, and what took place with how far what was asked is."""
        coming, begun = await self._service.coming(), await self._service.begun()
        past = [each for each in begun if each.phase(self._clock.now()) is ActivityPhase.OVER]
        counted = await self._issues.open_counts([each.number for each in past])
        return render(
            request,
            "citizen/activities.html",
            coming=[self._row(each) for each in coming],
            past=[
                {**self._row(each), "issues": counted.get(each.number, (0, 0))} for each in past[:PAST_LISTED]
            ],
        )

    async def show(self, request: web.Request) -> web.Response:
        """Show one; raises `RefusedError` (404) where there is none that citizens may see."""
        activity = await self._service.activity(record_number(request))
        if activity is None:
            raise RefusedError("citizen.activities.missing", status=404)
        now, plan = self._clock.now(), activity.plan
        until = plan.until.astimezone(SHANGHAI)
        phase = activity.phase(now)
        return render(
            request,
            "citizen/activity.html",
            row=self._row(activity),
            phase=phase.value,
            takes=activity.takes(now),
            over=phase is ActivityPhase.OVER,
            until=spoken(until.date(), until.time()),
            issues=[self._issue(each) for each in await self._issues.of(activity.number)],
            say=self._texts("citizen.activities.say", title=plan.title),
        )

    def _row(self, activity: Activity) -> Mapping[str, object]:
        phase = activity.phase(self._clock.now()).value
        return {
            "activity": activity,
            "plan": activity.plan,
            "standing": standing_words(activity, self._texts, now=self._clock.now()),
            "tone": TONES.get(phase, ""),
        }

    def _issue(self, issue: Issue) -> Mapping[str, object]:
        day = issue.promised_on or issue.due_on
        return {
            "issue": issue,
            "state": self._texts(f"citizen.activities.issue.{issue.state.value}"),
            "tone": ISSUE_TONES[issue.state],
            "by": ""
            if issue.is_done
            else self._texts(f"citizen.activities.by.{issue.state.value}", day=spoken_day(day)),
            "late": issue.is_late(local_date(self._clock.now())),
            "notes": [
                (note, self._texts(f"activities.issue_step.{note.step.value}")) for note in issue.notes
            ],
        }
