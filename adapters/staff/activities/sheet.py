"""One activity as the desk sees it, on one page: how it stands, what may be done, who comes, what was asked; and its forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aiohttp import web

from adapters.web.errors import RefusedError
from adapters.web.pages import render
from bot.clock import Clock, local_date
from bot.errors import InputError
from handlers.activities.aftermath.issue import Issue
from handlers.activities.aftermath.lifecycle import DATED
from handlers.activities.aftermath.lifecycle import steps_from as issue_steps
from handlers.activities.hosting.attendance import Attendance, AttendanceLine
from handlers.activities.office import ActivityOffice
from handlers.activities.programme.activity import Activity
from handlers.activities.programme.lifecycle import ActivityState, ActivityStep
from handlers.activities.programme.lifecycle import steps_from as activity_steps
from handlers.activities.programme.standing import standing_words
from handlers.activities.signup.lifecycle import OPEN, SignupState
from handlers.county.agencies import AgencyDirectory
from handlers.talk.spoken_time import spoken_day
from handlers.texts import Texts

DIRECT = (ActivityStep.PUBLISH, ActivityStep.CLOSE, ActivityStep.REOPEN)
"""Steps that need no words."""
USUAL_WORKDAYS = 5
TYPED = ("reason", "name", "phone", "words", "unit", "workdays", "issue")
"""Fields of the page that stay as they were typed when something was refused."""
TONES = {"seated": "", "attended": "good", "absent": "bad", "waiting": "warn"}
PHASE_TONES = {"open": "good", "full": "warn", "ongoing": "good", "called_off": "bad"}


@dataclass(frozen=True, slots=True)
class SheetState:
    """What stands on a page besides the records: what was refused, what was typed, and whether names are in clear."""

    refusal: str = ""
    status: int = 200
    typed: Mapping[str, str] = field(default_factory=dict)
    revealed: Attendance | None = None


class ActivitySheets:
    """Draws the page of one activity."""

    def __init__(
        self, office: ActivityOffice, *, agencies: AgencyDirectory, clock: Clock, texts: Texts
    ) -> None:
        self._office = office
        self._agencies = agencies
        self._clock = clock
        self._texts = texts

    @property
    def units(self) -> Sequence[str]:
        """The units that may answer."""
        return [agency.name for agency in self._agencies.agencies]

    async def page(self, request: web.Request, number: int, state: SheetState | None = None) -> web.Response:
        """Draw it; raises `RefusedError` (404) for an activity that there is not."""
        state = state or SheetState()
        try:
            attendance = state.revealed or await self._office.attendance.attendance(number)
        except InputError:
            raise RefusedError("staff.activities.missing", status=404) from None
        activity, now = attendance.activity, self._clock.now()
        issues = await self._office.issues.of(number)
        open_steps = activity_steps(activity.state)
        begun = activity.plan.begins_at <= now and activity.state is not ActivityState.DRAFT
        over = begun and activity.plan.ends_at <= now
        return render(
            request,
            "staff/activity.html",
            status=state.status,
            activity=activity,
            plan=activity.plan,
            standing=self.standing(activity),
            tone=self.tone(activity),
            direct=[] if begun else [step.value for step in DIRECT if step in open_steps],
            may_change=ActivityStep.CHANGE in open_steps and not over,
            may_call_off=ActivityStep.CALL_OFF in open_steps and not over,
            begun=activity.plan.begins_at <= now and activity.state in {ActivityState.PUBLISHED, ActivityState.CLOSED},
            takes=activity.takes(now) and activity.state is not ActivityState.DRAFT,
            counts=self._counts(attendance),
            rows=[self._row(line) for line in attendance.lines],
            clear=state.revealed is not None,
            issues=[self._issue(each) for each in issues],
            units=self.units,
            typed={**dict.fromkeys(TYPED, ""), **state.typed},
            workdays=USUAL_WORKDAYS,
            refusal=state.refusal,
        )  # fmt: skip

    async def refused(
        self, request: web.Request, number: int, error: InputError, typed: Mapping[str, str]
    ) -> web.Response:
        """Draw it with what was refused said above, and everything typed as it was."""
        words = self._texts(error.text_key, **error.values)
        return await self.page(request, number, SheetState(words, 422, typed))

    def standing(self, activity: Activity) -> str:
        """Give how an activity stands."""
        if activity.state is ActivityState.DRAFT:
            return self._texts("staff.activities.draft")
        return standing_words(activity, self._texts, now=self._clock.now())

    def tone(self, activity: Activity) -> str:
        """Give the colour of that."""
        if activity.state is ActivityState.DRAFT:
            return "warn"
        return PHASE_TONES.get(activity.phase(self._clock.now()).value, "")

    def _counts(self, attendance: Attendance) -> str:
        return self._texts(
            "staff.activities.counts",
            seated=attendance.count(SignupState.SEATED, SignupState.ATTENDED, SignupState.ABSENT),
            waiting=attendance.count(SignupState.WAITING),
            attended=attendance.count(SignupState.ATTENDED),
            absent=attendance.count(SignupState.ABSENT),
        )

    def _row(self, line: AttendanceLine) -> Mapping[str, object]:
        state = line.state.value
        return {
            "number": line.number,
            "name": line.participant.name,
            "phone": line.participant.phone,
            "made_at": line.made_at,
            "state": self._texts(f"staff.activities.state.{state}"),
            "tone": TONES.get(state, ""),
            "steps": [step.value for step in line.steps],
            "may_cancel": line.state in OPEN,
            "reachable": line.reachable,
        }

    def _issue(self, issue: Issue) -> Mapping[str, object]:
        day = issue.due_on if issue.promised_on is None else issue.promised_on
        return {
            "issue": issue,
            "state": self._texts(f"staff.activities.issue.{issue.state.value}"),
            "day": "" if issue.is_done else spoken_day(day),
            "late": issue.is_late(local_date(self._clock.now())),
            "steps": [(step.value, step in DATED) for step in issue_steps(issue.state)],
            "notes": [
                (note, self._texts(f"activities.issue_step.{note.step.value}")) for note in issue.notes
            ],
        }
