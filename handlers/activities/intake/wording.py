"""Activities in words: the list, one with its agenda and topics, what was asked at it and what became of that."""

from collections.abc import Sequence
from datetime import datetime
from difflib import SequenceMatcher

from bot.clock import SHANGHAI, local_date
from bot.message import Choice, Wording
from handlers.activities.aftermath.issue import Issue
from handlers.activities.aftermath.lifecycle import IssueState
from handlers.activities.intake.form import FORM
from handlers.activities.programme.activity import Activity
from handlers.activities.programme.lifecycle import ActivityPhase
from handlers.activities.programme.standing import standing_words
from handlers.activities.signup.lifecycle import SignupState
from handlers.activities.signup.service import Signup
from handlers.talk.spoken_time import spoken, spoken_day
from handlers.talk.turn import step

ABOUT_LETTERS = 90
LISTED_IN_TALK = 3
ISSUES_IN_TALK = 4
ISSUE_LETTERS = 40
NOTES_IN_TALK, NOTE_LETTERS = 2, 80
NAMED_LETTERS = 2
LISTED_ACTIVITIES = 6


class ActivityWords:
    """Says what is known of activities, short enough for a message; the rest stands on the page."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def __call__(self, key: str, **values: object) -> str:
        """Give a text of the group."""
        return self._wording(f"activities.{key}", **values)

    def standing(self, activity: Activity, now: datetime) -> str:
        """Give how it stands in a few words: 余6个名额, 已满，可以排队."""
        return standing_words(activity, self._wording, now=now)

    def choices(self, activities: Sequence[Activity], now: datetime) -> tuple[Choice, ...]:
        """Give the steps that show each."""
        return tuple(
            step(
                self(
                    "list.label",
                    title=each.plan.title,
                    day=spoken_day(each.plan.day),
                    standing=self.standing(each, now),
                ),
                FORM.entrance,
                deed="details",
                activity=str(each.number),
            )
            for each in activities[:LISTED_ACTIVITIES]
        )

    def details(self, activity: Activity, now: datetime) -> str:
        """Give one activity."""
        plan = activity.plan
        about = plan.about if len(plan.about) <= ABOUT_LETTERS else f"{plan.about[:ABOUT_LETTERS]}……"
        lines = [
            self("details.head", kind=self(f"kind.{plan.kind.value}"), title=plan.title),
            self("details.when", when=plan.when, place=plan.place, address=plan.address),
            about,
            self._some("topics", plan.topics),
            self._some("conditions", plan.conditions),
            self(
                f"details.seats_{'called_off' if activity.phase(now) is ActivityPhase.CALLED_OFF else 'any'}",
                standing=self.standing(activity, now),
                capacity=plan.capacity,
                until=self.until(activity),
                reason=activity.reason,
            ),
            self("details.host", unit=plan.unit, phone=plan.phone),
        ]
        return "\n".join(line for line in lines if line)

    def until(self, activity: Activity) -> str:
        """Give when its sign-up ends."""
        local = activity.plan.until.astimezone(SHANGHAI)
        return spoken(local.date(), local.time())

    def _some(self, key: str, entries: Sequence[str]) -> str:
        if not entries:
            return ""
        shown = "；".join(
            f"{place}. {words}" for place, words in enumerate(entries[:LISTED_IN_TALK], start=1)
        )
        more = self("details.more") if len(entries) > LISTED_IN_TALK else ""
        return self(f"details.{key}", words=shown, more=more)

    def signup(self, kept: Signup) -> str:
        """Give one's own sign-up: which, when, where, and how it stands."""
        plan, waits = kept.activity.plan, kept.state is SignupState.WAITING
        before = max(kept.place_in_line - 1, 0)
        offered = waits and not kept.place_in_line
        standing = self(f"own.{'offered' if offered else 'waiting' if waits else 'seated'}", before=before)
        return self(
            "own.line",
            number=kept.number,
            title=plan.title,
            when=plan.when,
            place=plan.place,
            address=plan.address,
            standing=standing,
        )

    def issues(self, activity: Activity, issues: Sequence[Issue], now: datetime, *, said: str = "") -> str:
        """Give what was asked at an activity and what became of it: first what was asked for, with all that was said of it, then what is open."""
        plan, today = activity.plan, local_date(now)
        named = named_issue(issues, said)
        ordered = sorted(issues, key=lambda each: (each is not named, each.is_done, each.number))
        done = sum(each.is_done for each in issues)
        head = self("issues.head", title=plan.title, day=spoken_day(plan.day), total=len(issues), done=done)
        lines = [
            self("issues.line", place=place, words=_clipped(each.words), standing=self.issue(each))
            + (self("issues.late") if each.is_late(today) else "")
            + (self._said_of(each) if each is named else "")
            for place, each in enumerate(ordered[:ISSUES_IN_TALK], start=1)
        ]
        more = [self("issues.more")] if len(issues) > ISSUES_IN_TALK else []
        return "\n".join([head, *lines, *more])

    def _said_of(self, issue: Issue) -> str:
        """Give what the unit wrote of an issue, the newest last."""
        lines = [
            self(
                "issues.said",
                step=self(f"issue_step.{note.step.value}"),
                words=_clipped(note.words, NOTE_LETTERS),
            )
            for note in issue.notes[-NOTES_IN_TALK:]
            if note.words
        ]
        return "".join(f"\n{line}" for line in lines)

    def issue(self, issue: Issue) -> str:
        """Give how an issue stands: who answers by when, or by when it is put right."""
        if issue.state is IssueState.ASKED:
            return self("issues.asked", unit=issue.unit, due=spoken_day(issue.due_on))
        if issue.state is IssueState.RECTIFYING and issue.promised_on is not None:
            return self("issues.rectifying", unit=issue.unit, promised=spoken_day(issue.promised_on))
        return self("issues.done", unit=issue.unit)


def named_issue(issues: Sequence[Issue], said: str) -> Issue | None:
    """Give the issue that words name by two letters in a row or more, the longest; None where none is, or two are alike."""
    shared = [
        (SequenceMatcher(None, said, one.words, autojunk=False).find_longest_match().size, one)
        for one in issues
    ]
    most = max((letters for letters, _ in shared), default=0)
    named = [one for letters, one in shared if letters == most >= NAMED_LETTERS]
    return named[0] if len(named) == 1 else None


def _clipped(words: str, letters: int = ISSUE_LETTERS) -> str:
    return words if len(words) <= letters else f"{words[:letters]}……"
