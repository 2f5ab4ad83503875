"""The letters of a case that ask for opinions, by the names under which a clerk knows them: to whom, of what kind, of which day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from bot.message import Wording
from handlers.cases import written
from handlers.disclosure.case.docket import happened_on
from handlers.disclosure.case.lifecycle import Step
from handlers.disclosure.case.papers import CasePaper
from handlers.disclosure.case.records import DisclosureEventRecord
from handlers.disclosure.case.standing import ASKED
from handlers.disclosure.proceeding.step_fields import StepField


@dataclass(frozen=True, slots=True)
class AskingLetter:
    """A letter that asks for an opinion: `ref` is its place in the case, from 1, by which the log knows it."""

    ref: str
    words: str


def asking_letters(
    log: Iterable[DisclosureEventRecord], papers: Sequence[CasePaper], texts: Wording
) -> tuple[AskingLetter, ...]:
    """Give them in the order in which they were sent; whose name was erased is named by kind and day alone."""
    sent = [line for line in log if line.kind in ASKED]
    parties = [
        str(paper.content.get(StepField.PARTY.value, ""))
        for paper in papers
        if paper.content.get("step") == Step.CONSULT
    ]
    found = []
    for line, party in zip_longest(sent, parties[: len(sent)], fillvalue=""):
        if not isinstance(line, str):
            key = f"disclosure.letter_asking.{'named' if party else 'unnamed'}"
            what, day = texts(f"disclosure.event.{line.kind}"), written(happened_on(line))
            found.append(
                AskingLetter(line.detail.get("ref", ""), texts(key, what=what, party=party, day=day))
            )
    return tuple(found)
