"""Tells the three ways in the talk: all of them in short, or one with its steps, who takes them and what is checked."""

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Card, Choice, Wording
from handlers.paths.path import OpennessPath, OpennessWay, PathStep
from handlers.paths.phrases import ways_asked
from handlers.talk.turn import hear, say, step

Events = list[dict[str, Any]]
ABOUT = "paths"
CHECKS = "checks"


class TellPaths:
    """Looks at messages that ask how something is made public; `address` is the page of the picture, empty where none is served."""

    def __init__(self, wording: Wording, *, paths: Sequence[OpennessPath], address: str) -> None:
        self._wording = wording
        self._paths = {path.way: path for path in paths}
        self._address = address

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Tell them; None for a message that asks something else."""
        heard = hear(tracker)
        if tracker.active_loop_name or heard.emergency or heard.kind != "text":
            return None
        checks = ""
        if heard.slot("about") == ABOUT:
            value, _, checks = heard.slot("value").partition(".")
            ways = (OpennessWay(value),) if value in set(OpennessWay) else tuple(OpennessWay)
        elif heard.slot("about") or heard.slot("said"):
            return None
        else:
            ways = ways_asked(heard.said)
        if not ways:
            return None
        one = self._paths[ways[0]] if len(ways) == 1 else None
        if one is None:
            text = self._brief([self._paths[way] for way in ways])
        else:
            text = self._checked(one) if checks == CHECKS else self._whole(one)
        say(dispatcher, tracker, text, steps=self._steps(one, checks), card=self._card())
        return []

    def _brief(self, paths: Sequence[OpennessPath]) -> str:
        lines = [
            self._wording(
                "paths.brief_line",
                name=path.name,
                steps="→".join(one.name for one in path.steps if not one.only),
            )
            for path in paths
        ]
        return self._wording("paths.brief", lines="\n".join(lines))

    def _whole(self, path: OpennessPath) -> str:
        lines = [self._line(number, one) for number, one in enumerate(path.steps, start=1)]
        return self._wording("paths.whole", name=path.name, about=path.about, lines="\n".join(lines))

    def _checked(self, path: OpennessPath) -> str:
        """Say what is checked at each step before it counts."""
        lines = [
            self._wording("paths.checked_line", number=number, name=one.name, checks="；".join(one.checks))
            for number, one in enumerate(path.steps, start=1)
            if one.checks
        ]
        return self._wording("paths.checked", name=path.name, lines="\n".join(lines))

    def _line(self, number: int, one: PathStep) -> str:
        only = self._wording("paths.only_line", only=one.only) if one.only else ""
        return self._wording("paths.line", number=number, name=one.name, who=one.who, only=only)

    def _steps(self, shown: OpennessPath | None, checks: str) -> tuple[Choice, ...]:
        others = [path for path in self._paths.values() if path is not shown]
        steps = [step(path.name, "ask_policy", about=ABOUT, value=path.way.value) for path in others]
        if shown is not None and not checks:
            value = f"{shown.way.value}.{CHECKS}"
            steps.insert(0, step(self._wording("paths.checks"), "ask_policy", about=ABOUT, value=value))
        if shown is not None and shown.way is OpennessWay.ON_REQUEST:
            steps.insert(0, step(self._wording("paths.apply"), "disclosure_request"))
        return tuple(steps)

    def _card(self) -> Card | None:
        if not self._address:
            return None
        return Card(self._wording("paths.page"), self._wording("paths.title"), self._address)
