"""The services of what was asked: the log, the gaps, who waits for an answer, questions kept as a measure."""

from dataclasses import dataclass, replace
from typing import Self

from adapters.services.answering import QuestionReading
from adapters.services.foundation import Foundation
from handlers.published.library import Library
from handlers.published.sources import Sources
from knowledge.questions.effects import PublicationEffects
from knowledge.questions.gaps import Gaps
from knowledge.questions.log import QuestionLog
from knowledge.questions.popular import PopularQuestions
from knowledge.questions.rehearsal import Rehearsal
from knowledge.questions.saved_questions import SavedQuestions
from knowledge.questions.saying_trial import SayingTrial
from knowledge.questions.waiting_list import WaitingList

# Within so many working days the unit that explains a document sees to what it does not answer.
GAP_WORKDAYS = 5


@dataclass(frozen=True, slots=True)
class AskedServices:
    """What the talk notes of questions, and what the desk does with them."""

    questions: QuestionLog
    waiting: WaitingList
    gaps: Gaps
    saved: SavedQuestions
    rehearsal: Rehearsal
    effects: PublicationEffects
    saying_trial: SayingTrial
    popular: PopularQuestions

    @classmethod
    def of(cls, base: Foundation, reading: QuestionReading, sources: Sources) -> Self:
        """Give them; `sources` gives the addresses at which documents are read."""
        database, clock, texts = base.database, base.clock, base.texts
        index, weights, sayings = reading.index, reading.weights, reading.sayings
        questions = QuestionLog(
            database, clock, due=lambda day: base.calendar.nth_workday_after(day, GAP_WORKDAYS)
        )
        waiting, saved = _waiting(base), SavedQuestions(database, clock)
        rehearsal = Rehearsal(
            database, index=index, saved=saved, clock=clock, weights=weights, sayings=sayings
        )
        return cls(
            questions=questions,
            waiting=waiting,
            gaps=Gaps(
                database,
                waiting=waiting,
                clock=clock,
                news=sources.news,
                closing=lambda reason: texts("gaps.told_waiting", reason=reason.rstrip("。")),
                weights=weights,
                sayings=sayings,
            ),
            saved=saved,
            rehearsal=rehearsal,
            effects=PublicationEffects(database, rehearsal=rehearsal, log=questions, clock=clock),
            saying_trial=SayingTrial(index, log=questions, saved=saved, clock=clock, weights=weights),
            popular=PopularQuestions(database, clock, document=Library(index).document),
        )

    def on(self, base: Foundation) -> Self:
        """Give what a talk uses of them on another foundation."""
        return replace(self, waiting=_waiting(base))


def _waiting(base: Foundation) -> WaitingList:
    return WaitingList(base.database, vault=base.vault, clock=base.clock)
