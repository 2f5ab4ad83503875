"""Projects in the talk: all of a year, one with its stage and what is missing, and a citizen's rating."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.errors import InputError
from bot.message import Card, Choice, Wording
from handlers.cases import written
from handlers.projects.phrases import asks_for_all, may_mean, meant, points_in, proposes, stage_in
from handlers.projects.project import Project
from handlers.projects.service import ProjectService
from handlers.projects.stages import ProjectStage
from handlers.talk.public_screen import KIOSK
from handlers.talk.turn import Heard, channel_of, hear, say, step

Events = list[dict[str, Any]]
ABOUT = "projects"
OFFERED = 7
ProjectAddress = Callable[[int], str]
"""Gives the address of a project's page, of the list for 0; empty where no page is served."""


@dataclass(frozen=True, slots=True)
class CallForIdeas:
    """What everybody may bring projects forward by now: the number of the draft on which opinions are taken, its title, its last day."""

    number: str
    title: str
    closes_on: date


IdeasWanted = Callable[[], Awaitable[CallForIdeas | None]]
"""Gives the call that is open now; None where none is."""


async def no_call() -> CallForIdeas | None:
    """Give none, as where no ideas are collected."""
    return None


RATEABLE = frozenset({ProjectStage.CARRY_OUT, ProjectStage.ASSESS})


class ShowProjects:
    """Looks at messages about projects; whatever else is asked is left to others."""

    def __init__(
        self,
        wording: Wording,
        *,
        service: ProjectService,
        address: ProjectAddress,
        ideas: IdeasWanted = no_call,
        sample: bool = False,
    ) -> None:
        self._wording = wording
        self._ideas = ideas
        self._sample = wording("projects.sample") if sample else ""
        self._service = service
        self._address = address

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Show them; None for a message that means none."""
        heard = hear(tracker)
        if tracker.active_loop_name or heard.emergency or heard.kind != "text":
            return None
        chosen = heard.slot("about") == ABOUT
        carried = heard.slot("about") or heard.slot("said")
        if not chosen and (carried or not may_mean(heard.said)):
            return None
        if not chosen and proposes(heard.said):
            return await self._call(dispatcher, tracker)
        projects = await self._service.all()
        return await self._meant(dispatcher, tracker, projects, chosen=chosen) if projects else None

    async def _meant(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        projects: Sequence[Project],
        *,
        chosen: bool,
    ) -> Events | None:
        """Show the one project that is meant, or all of them; None where neither is."""
        heard = hear(tracker)
        project = _chosen(projects, heard) if chosen else meant(projects, heard.said)
        if project is not None:
            return await self._of_one(dispatcher, tracker, project, None if chosen else points_in(heard.said))
        if chosen or asks_for_all(heard.said):
            stage = None if chosen else stage_in(heard.said)
            return self._list(dispatcher, tracker, projects, stage=stage, call=await self._ideas())
        return None

    async def _call(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Show where a project of one's own is brought forward; None where none is collected now."""
        call = await self._ideas()
        if call is None:
            return None
        whole = step(self._wording("projects.all"), "ask_policy", about=ABOUT, value="0")
        text = self._wording("projects.call", sample=self._sample, told=self._told(call))
        say(dispatcher, tracker, text, steps=[self._propose(call), whole])
        return []

    def _told(self, call: CallForIdeas) -> str:
        closes = self._wording("projects.closes", month=call.closes_on.month, day=call.closes_on.day)
        return self._wording("projects.ideas", title=call.title, closes=closes)

    def _propose(self, call: CallForIdeas) -> Choice:
        return step(self._wording("projects.propose"), "opinion", draft=call.number, deed="write")

    async def _of_one(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, project: Project, points: int | None
    ) -> Events:
        if points is not None:
            return await self._rate(dispatcher, tracker, project, points)
        return await self._show(dispatcher, tracker, project)

    def _list(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        projects: Sequence[Project],
        *,
        stage: ProjectStage | None,
        call: CallForIdeas | None,
    ) -> Events:
        """List those of the newest year, those of one stage alone where one is named; that none stands there is said."""
        year = projects[0].plan.year
        every = [project for project in projects if project.plan.year == year]
        own = [project for project in every if stage in {None, project.plan.stage}]
        named = self._wording(f"projects.stage.{stage.value}") if stage else ""
        whole = [step(self._wording("projects.all"), "ask_policy", about=ABOUT, value="0")] if stage else []
        if not own:
            text = self._wording("projects.none_there", sample=self._sample, year=year, stage=named)
            say(dispatcher, tracker, text, steps=whole, card=self._card(0))
            return []
        lines = "\n".join(
            self._wording(
                "projects.line",
                title=one.plan.title,
                stage=self._wording(f"projects.stage.{one.plan.stage.value}"),
                progress=one.plan.progress,
            )
            for one in own
        )
        given = {"sample": self._sample, "year": year, "count": len(own), "lines": lines}
        text = self._wording("projects.list_there" if stage else "projects.list", **given, stage=named)
        steps = [
            step(one.plan.title, "ask_policy", about=ABOUT, value=str(one.number)) for one in own[:OFFERED]
        ]
        if call is not None:
            text = f"{text.rstrip()}\n{self._told(call)}"
        last = [*whole, *([self._propose(call)] if call is not None else [])]
        say(
            dispatcher,
            tracker,
            text,
            steps=[*steps[: OFFERED - len(last)], *last],
            card=self._card(0),
        )
        return []

    async def _show(self, dispatcher: CollectingDispatcher, tracker: Tracker, project: Project) -> Events:
        plan, latest = project.plan, project.latest
        lacking = self._wording("projects.comma").join(
            self._wording(f"projects.kind.{kind}") for kind in project.lacking
        )
        text = self._wording(
            "projects.show",
            sample=self._sample,
            title=plan.title,
            stage=self._wording(f"projects.stage.{plan.stage.value}"),
            progress=plan.progress,
            unit=plan.unit,
            phone=plan.phone,
            latest=self._wording(
                "projects.latest",
                day=written(latest.day),
                kind=self._wording(f"projects.kind.{latest.kind}"),
                words=latest.words,
            )
            if latest
            else self._wording("projects.nothing"),
            lacking=self._wording("projects.lacking", kinds=lacking) if lacking else "",
        )
        steps = [step(self._wording("projects.all"), "ask_policy", about=ABOUT, value="0")]
        if plan.stage in RATEABLE and channel_of(tracker) != KIOSK:
            text += self._wording("projects.how_to_rate", title=plan.title)
        say(dispatcher, tracker, text, steps=steps, card=self._card(project.number))
        return []

    async def _rate(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, project: Project, points: int
    ) -> Events:
        channel = channel_of(tracker)
        if channel == KIOSK:
            # Nobody is known there: one person could give as many marks as they liked.
            say(dispatcher, tracker, self._wording("projects.rate_by_phone"))
            return []
        try:
            await self._service.rate(project.number, points, citizen=str(tracker.sender_id), channel=channel)
        except InputError as refused:
            say(dispatcher, tracker, self._wording(refused.text_key, **refused.values))
            return []
        text = self._wording("projects.rated", title=project.plan.title, points=points)
        say(dispatcher, tracker, text, card=self._card(project.number))
        return []

    def _card(self, number: int) -> Card | None:
        address = self._address(number)
        return (
            Card(self._wording("projects.page"), self._wording("projects.title"), address)
            if address
            else None
        )


def _chosen(projects: Sequence[Project], heard: Heard) -> Project | None:
    return next((one for one in projects if str(one.number) == heard.slot("value")), None)
