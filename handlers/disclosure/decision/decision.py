"""A decision on a request: an answer of its own for each item asked, and never without the facts it stands on.

Pure: what is missing is told as values first (`lacks`), and a `ReplyDecision` cannot be made while anything is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.errors import ProcedureError
from bot.message import Wording
from handlers.disclosure.decision.counsel import DEFAULT_SETTINGS, CounselSettings
from handlers.disclosure.decision.facts import Fact, FactSheet
from handlers.disclosure.decision.grounds import BY_GROUND, GIVEN, AnswerGround, outcome_of, withheld_by_law
from handlers.disclosure.decision.inspection import faults
from handlers.disclosure.decision.lack import Lack, told
from handlers.disclosure.decision.outcomes import BY_OUTCOME, Outcome


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """The answer to a part of an item; `part` names it and may stay empty where the item is answered as a whole."""

    ground: AnswerGround
    facts: FactSheet
    part: str = ""


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """One item asked, in the applicant's words, with the answers to its parts."""

    asked: str
    answers: tuple[PartAnswer, ...]


@dataclass(frozen=True, slots=True)
class ReplyDecision:
    """What is answered to a whole request on a day; raises `ProcedureError` (`decision.incomplete`) naming all that lacks.

    `counted_as` chooses the row of 表三 where several grounds stand side by side and nothing is given. `court_line` is
    counsel's sentence on the way to court where that is not settled.
    """

    items: tuple[ItemAnswer, ...]
    decided_on: date
    wording: Wording = field(repr=False, compare=False)
    counsel: CounselSettings = DEFAULT_SETTINGS
    counted_as: Outcome | None = None
    court_line: str = ""

    def __post_init__(self) -> None:
        """Refuse to come into being without the facts."""
        found = lacks(
            self.items, decided_on=self.decided_on, counsel=self.counsel, counted_as=self.counted_as
        )
        if found:
            missing = "；".join(told(lack, self.wording) for lack in found)
            grounds = {answer.ground: None for item in self.items for answer in item.answers}
            articles = [BY_GROUND[ground].article for ground in grounds if BY_GROUND[ground].article]
            raise ProcedureError(
                "decision.incomplete", article="、".join(articles) or "第三十六条", missing=missing
            )

    @property
    def answers(self) -> tuple[PartAnswer, ...]:
        """Give the answers to all items in their order."""
        return tuple(answer for item in self.items for answer in item.answers)

    @property
    def grounds(self) -> tuple[AnswerGround, ...]:
        """Give the grounds the decision stands on, each once, in order of appearance."""
        return tuple(dict.fromkeys(answer.ground for answer in self.answers))

    @property
    def outcome(self) -> Outcome:
        """Give the one row of 表三 in which the request is counted."""
        (outcome,) = _counted(self.answers, counsel=self.counsel, counted_as=self.counted_as)
        return outcome

    @property
    def separates(self) -> bool:
        """Whether what may not be disclosed is separated from what is (art. 37); a missing year is no such thing."""
        kept_back = (
            withheld_by_law(ground) or ground is AnswerGround.NOT_INFORMATION for ground in self.grounds
        )
        return self.outcome is Outcome.PARTIAL and any(kept_back)

    @property
    def article(self) -> str:
        """Give the articles of the Regulation it rests on; several are joined by 、."""
        own = (BY_GROUND[ground].article for ground in self.grounds)
        partly = [BY_OUTCOME[Outcome.PARTIAL].article] if self.separates else []
        return "、".join(dict.fromkeys(part for text in (*partly, *own) if text for part in text.split("、")))


def lacks(
    items: Sequence[ItemAnswer],
    *,
    decided_on: date,
    counsel: CounselSettings,
    counted_as: Outcome | None = None,
) -> tuple[Lack, ...]:
    """Give all that a decision lacks: answers, facts, and what the facts themselves speak against."""
    found = list(_lacking(items, decided_on))
    answers = [answer for item in items for answer in item.answers]
    if answers and len(_counted(answers, counsel=counsel, counted_as=counted_as)) != 1:
        found.append(Lack("decision.lack.counted_as"))
    return tuple(found)


def _lacking(items: Sequence[ItemAnswer], decided_on: date) -> Iterator[Lack]:
    if not items:
        yield Lack("decision.lack.items")
    for number, item in enumerate(items, start=1):
        if not item.asked.strip():
            yield Lack("decision.lack.asked", item=number)
        if not item.answers:
            yield Lack("decision.lack.answer", item=number)
        for answer in item.answers:
            if len(item.answers) > 1 and not answer.part.strip():
                yield Lack("decision.lack.part", item=number, ground=answer.ground)
            for lack in (*_missing(answer), *faults(answer.ground, answer.facts, decided_on=decided_on)):
                yield lack.at(number, answer.ground)


def _missing(answer: PartAnswer) -> Iterator[Lack]:
    for need in BY_GROUND[answer.ground].needs:
        if not any(answer.facts.has(fact) for fact in need):
            yield Lack("decision.lack.fact", facts=need)


def _counted(
    answers: Sequence[PartAnswer], *, counsel: CounselSettings, counted_as: Outcome | None
) -> tuple[Outcome, ...]:
    """Give the rows that come into question: one, or several that somebody has to choose from.

    Given in part is counted as that alone (国办公开办函〔2021〕30号; disclosure-rules §7, K8a).
    """
    rows = tuple(dict.fromkeys(outcome_of(answer.ground, counsel=counsel) for answer in answers))
    given = [answer.ground in GIVEN for answer in answers]
    if any(given):
        return (Outcome.GRANTED,) if all(given) else (Outcome.PARTIAL,)
    return (counted_as,) if counted_as in rows else rows


def review_first(ground: AnswerGround, *, counsel: CounselSettings) -> bool | None:
    """Whether review must come before a suit for a ground; None where counsel has not settled it (disclosure-rules §8)."""
    if withheld_by_law(ground):
        return True
    if ground is not AnswerGround.ADMIN_QUERY:
        return False
    return {"first": True, "choice": False}.get(counsel.admin_query.value)


def needs_call(decision: ReplyDecision) -> bool:
    """Whether the applicant should be called beside the letter: part is given, part does not exist (capability K8a).

    The call is a courtesy; it takes the place of no letter.
    """
    return decision.outcome is Outcome.PARTIAL and AnswerGround.NONEXISTENT in decision.grounds


def search_records(decision: ReplyDecision) -> tuple[FactSheet, ...]:
    """Give the facts of the searches that found nothing, to be kept in the file."""
    return tuple(answer.facts for answer in decision.answers if answer.facts.has(Fact.SEARCHED_WHERE))
