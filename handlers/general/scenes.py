"""Scenes of parametric QR codes: a word for the kind, a colon, and what it opens; a last day may follow.

`place:zhengwu-center` opens a place, `topic:高龄补贴` answers a question, `form:disclosure` opens a form, `case:GK2026…`
tells how a case stands, `questionnaire:WJ2026…` begins that questionnaire. With `~20261231` behind, the code opens until that day, as for an event. All of it fits into the
64 characters of a scene (wechat-protocol §12).
"""

import json
from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from bot.clock import local_date
from bot.scenes import SceneOpening
from handlers.cases import QUESTIONNAIRE, find_number

UNKNOWN, ENDED = "general.scene.unknown", "general.scene.ended"
_DAY_DIGITS = 8


class Scenes:
    """Reads scenes; `places` are the keys of the county's places, `forms` the payload that opens each form."""

    def __init__(self, *, places: Collection[str], forms: Mapping[str, str]) -> None:
        self._places = frozenset(places)
        self._forms = dict(forms)

    def opening(self, scene: str, at: datetime) -> SceneOpening:
        """Give what a scene opens at an instant; one that nobody made, or that is over, opens nothing and says so."""
        meant, _, day = scene.partition("~")
        if day and (len(day) != _DAY_DIGITS or not day.isdecimal()):
            return SceneOpening(trouble=UNKNOWN)
        if day and f"{local_date(at):%Y%m%d}" > day:
            return SceneOpening(trouble=ENDED)
        kind, _, value = meant.partition(":")
        read = self._readers().get(kind)
        says = read(value.strip()) if read else ""
        return SceneOpening(says=says) if says else SceneOpening(trouble=UNKNOWN)

    def _readers(self) -> Mapping[str, Callable[[str], str]]:
        return {
            "place": lambda key: _step("find_place", place_key=key) if key in self._places else "",
            # Words only: a scene is never taken for a step of the program.
            "topic": lambda words: words.lstrip("/ "),
            "form": lambda name: self._forms.get(name, ""),
            "case": self._case,
            "questionnaire": self._questionnaire,
        }

    @staticmethod
    def _case(written: str) -> str:
        number = find_number(written)
        return _step("case_status", case_no=number) if number else ""

    @staticmethod
    def _questionnaire(written: str) -> str:
        number = find_number(written) or ""
        return _step("questionnaire", questionnaire=number) if number.startswith(QUESTIONNAIRE) else ""


def _step(intent: str, **slots: str) -> str:
    return f"/{intent}{json.dumps(slots, ensure_ascii=False)}"
