"""The decision while it is being written: item by item, one question after the other, kept as a paper after each answer.

Pure: what is written becomes a `ReplyDecision`, which cannot come into being while a fact is missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.errors import InputError, ProcedureError
from bot.message import Wording
from handlers.disclosure.decision.counsel import CounselSettings
from handlers.disclosure.decision.decision import ItemAnswer, PartAnswer, ReplyDecision
from handlers.disclosure.decision.facts import read as read_facts
from handlers.disclosure.decision.grounds import BY_GROUND, AnswerGround
from handlers.disclosure.decision.outcomes import DecisionQuestion, Outcome, earlier_questions

MOST_ANSWERS = 50


@dataclass(frozen=True, slots=True)
class WorkingAnswer:
    """One answer on its way: to which item, perhaps a part of it, on which ground, with which facts as they were typed.

    `passed` are the questions that were answered before, in their order.
    """

    asked: str
    ground: AnswerGround
    facts: Mapping[str, Any]
    part: str = ""
    passed: tuple[DecisionQuestion, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkingDecision:
    """All answers so far, with the row of 表三 and the sentence on the way to court where somebody has to choose them."""

    answers: tuple[WorkingAnswer, ...] = ()
    counted_as: str = ""
    court_line: str = ""

    def plain(self) -> dict[str, Any]:
        """Give it as a paper keeps it."""
        answers = [
            {
                "asked": answer.asked,
                "ground": answer.ground.value,
                "facts": dict(answer.facts),
                "part": answer.part,
                "passed": [question.value for question in answer.passed],
            }
            for answer in self.answers
        ]
        return {"answers": answers, "counted_as": self.counted_as, "court_line": self.court_line}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "WorkingDecision":
        """Read it from a paper; the inverse of `plain`."""
        answers = tuple(
            WorkingAnswer(
                one["asked"],
                AnswerGround(one["ground"]),
                one["facts"],
                one["part"],
                tuple(map(DecisionQuestion, one["passed"])),
            )
            for one in kept.get("answers", ())
        )
        return cls(answers, kept.get("counted_as", ""), kept.get("court_line", ""))

    def with_answer(self, answer: WorkingAnswer) -> "WorkingDecision":
        """Give it with one answer more.

        Raises `ProcedureError` while an earlier question is open, `InputError` for facts that cannot be read.
        """
        question = BY_GROUND[answer.ground].question
        if answer.passed != earlier_questions(question):
            raise ProcedureError("disclosure.missing.question", article="第三十六条")
        if not answer.asked.strip() or len(self.answers) >= MOST_ANSWERS:
            raise InputError("disclosure.refused.answer", most=MOST_ANSWERS)
        read_facts(answer.facts)
        return replace(self, answers=(*self.answers, answer))

    def without(self, place: int) -> "WorkingDecision":
        """Give it without the answer at a place, counted from 0."""
        kept = tuple(answer for at, answer in enumerate(self.answers) if at != place)
        return replace(self, answers=kept)

    def decision(self, *, on: date, wording: Wording, counsel: CounselSettings) -> ReplyDecision:
        """Give the decision; raises `ProcedureError` (`decision.incomplete`) naming all that lacks."""
        counted = Outcome(self.counted_as) if self.counted_as in set(Outcome) else None
        return ReplyDecision(
            tuple(_items(self.answers)),
            on,
            wording,
            counsel=counsel,
            counted_as=counted,
            court_line=self.court_line,
        )


@dataclass(slots=True)
class _Item:
    asked: str
    answers: list[PartAnswer] = field(default_factory=list)


def _items(answers: Sequence[WorkingAnswer]) -> list[ItemAnswer]:
    """Gather the answers to the same item, in the order in which the items were first answered."""
    items: dict[str, _Item] = {}
    for answer in answers:
        item = items.setdefault(answer.asked, _Item(answer.asked))
        item.answers.append(PartAnswer(answer.ground, read_facts(answer.facts), answer.part))
    return [ItemAnswer(item.asked, tuple(item.answers)) for item in items.values()]
