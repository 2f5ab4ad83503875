"""What is told of a complaint in words: its facts, its story, its papers, its ratings; on the page and in the bundle alike."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from handlers.complaints.case.clocks import RATES
from handlers.complaints.case.ledger import ComplaintHappening, ComplaintStory
from handlers.complaints.case.lifecycle import ComplaintActor
from handlers.complaints.case.papers import ComplaintPaper
from handlers.complaints.case.scores import ASPECTS, ServiceRating
from handlers.complaints.hotline.columns import OUTER
from handlers.complaints.proceeding.step_fields import ComplaintField
from handlers.texts import Texts

NAMED = ("unit", "accused", "permitted", "to")
"""The particulars of a line that name a unit."""


@dataclass(frozen=True, slots=True)
class ComplaintEvent:
    """One line of the story as a clerk reads it."""

    at: datetime
    words: str
    actor: str


@dataclass(frozen=True, slots=True)
class ShownWords:
    """A paper of the complaint as colleagues read it."""

    title: str
    author: str
    at: datetime
    lines: tuple[str, ...]


class ComplaintWords:
    """Puts what is kept into words."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def facts(self, story: ComplaintStory) -> Iterator[tuple[str, str]]:
        """Give each fact with the key of its name; an empty one is not known."""
        texts = self._texts
        yield "kind", texts(f"complaints.kinds.{story.line.kind}")
        yield "category", texts(f"complaints.category.{story.category}") if story.category else ""
        yield "channel", texts(f"complaints.channel.{story.channel}")
        yield "hotline_number", story.timeline[0].detail.get(OUTER, "") if story.timeline else ""
        yield "place", story.line.place
        yield "wish", story.wish
        yield "matter", story.matter
        yield "unit", story.line.unit
        yield "helpers", "、".join(story.helpers)
        yield "result", texts(f"complaints.result.{story.result}") if story.result else ""
        yield "lead", story.lead

    def event(self, line: ComplaintHappening, names: Mapping[str, str]) -> ComplaintEvent:
        """Give a line of the story; `names` are the colleagues' by their log-in names."""
        words = self._texts(f"complaints.step.{line.step}")
        unit = next((line.detail[name] for name in NAMED if line.detail.get(name)), "")
        who = {"citizen": "A", ComplaintActor.BOT.value: "B"}.get(line.actor, "")
        actor = self._texts(f"complaints.actors.{who}") if who else names.get(line.actor, line.actor)
        return ComplaintEvent(line.at, f"{words}：{unit}" if unit else words, actor)

    def paper(self, paper: ComplaintPaper, names: Mapping[str, str]) -> ShownWords:
        """Give a paper."""
        author = (
            self._texts("complaints.actors.A")
            if paper.author == "citizen"
            else names.get(paper.author, paper.author)
        )
        lines = tuple(
            f"{self._texts(f'complaints.field.{name}')}：{self._value(name, value)}"
            for name, value in paper.words.items()
        )
        return ShownWords(self._texts(f"complaints.step.{paper.kind}"), author, paper.at, lines)

    def _value(self, name: str, value: str) -> str:
        if name == ComplaintField.RESULT:
            return self._texts(f"complaints.result.{value}")
        if name == ComplaintField.DOOR:
            return self._texts(f"complaints.door.{value}")
        return self._texts("disclosure.ticked") if name == ComplaintField.URGENT else value

    def ratings(self, story: ComplaintStory) -> Iterator[str]:
        """Give the rating of each round."""
        given = [line for line in story.timeline if line.step in RATES]
        for place, line in enumerate(given, start=1):
            rating = ServiceRating.of(line.detail)
            told = [
                f"{self._texts(f'staff.complaints.{aspect}')}{self._texts('staff.complaints.points', points=rating.scores[aspect])}"
                for aspect in ASPECTS
                if aspect in rating.scores
            ]
            if rating.unsolved:
                told.append(self._texts("staff.complaints.unsolved"))
            yield f"{self._texts('staff.complaints.round', round=place)}：{'，'.join(told)}"
