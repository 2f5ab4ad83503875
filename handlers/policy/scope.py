"""What answers are narrowed to is kept in the conversation, shown with every answer, and lapses when nobody goes on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from bot.message import Choice, Wording
from handlers.policy import facet_words
from handlers.policy.past_time import began_within, ended_within
from handlers.talk.turn import step
from knowledge.answers.answer import Answer, Answering, Citation, Decline, Extract, Stretch
from knowledge.documents.document import Kind
from knowledge.index.facets import Period, Scope

SLOT = "policy_scope"
LAPSES_AFTER = timedelta(hours=1)
EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Kept:
    """What the conversation is narrowed to, the question it was narrowed for, and the past time it was last about."""

    scope: Scope = EVERYTHING
    question: str = ""
    past: Period | None = None

    @property
    def lasts(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self.scope) or self.past is not None

    def event(self, now: datetime) -> dict[str, Any]:
        """Give the event that keeps it, or that lets go of what was kept."""
        scope = {name: str(getattr(self.scope, name)) for name in facet_words.parts(self.scope)}
        past = [day.isoformat() for day in (self.past.first, self.past.last)] if self.past else None
        value = {"scope": scope, "question": self.question, "past": past, "at": now.timestamp()}
        event: dict[str, Any] = SlotSet(SLOT, value if self.lasts else None)
        return event


def recall_scope(tracker: Tracker, now: datetime) -> Kept:
    """Give what the conversation is narrowed to; nothing when it was long ago or kept in another form."""
    kept = tracker.slots.get(SLOT)
    if not isinstance(kept, Mapping):
        return Kept()
    try:
        if now.timestamp() - float(kept["at"]) > LAPSES_AFTER.total_seconds():
            return Kept()
        past = kept["past"]
        return Kept(
            _scope(kept["scope"]),
            str(kept["question"]),
            Period(date.fromisoformat(past[0]), date.fromisoformat(past[1])) if past else None,
        )
    except (KeyError, TypeError, ValueError, IndexError):
        return Kept()


def _scope(values: Mapping[str, str]) -> Scope:
    return Scope(
        year=int(values.get("year", 0)),
        kind=Kind(values["kind"]) if "kind" in values else None,
        in_force="in_force" in values,
        issuer=str(values.get("issuer", "")),
        level=str(values.get("level", "")),
        theme=str(values.get("theme", "")),
        place=str(values.get("place", "")),
    )


@dataclass(frozen=True, slots=True)
class ScopedAnswering:
    """Answers questions among the documents of a scope only."""

    answering: Answering
    scope: Scope

    def answer(
        self,
        question: str,
        *,
        today: date,
        about: str | None = None,
        without: frozenset[str] = frozenset(),
        scope: Scope | None = None,
        before: str = "",
    ) -> Answer | Decline:
        """Give an answer or an honest no; `scope` stands in for the one kept here."""
        kept = scope or self.scope
        if not kept:
            return self.answering.answer(question, today=today, about=about, without=without, before=before)
        return self.answering.answer(
            question, today=today, about=about, without=without, scope=kept, before=before
        )

    def nearest_in(
        self, document: str, question: str, *, today: date, stretch: Stretch | None = None
    ) -> Extract | None:
        """Give the words of one document that come nearest to a question."""
        return self.answering.nearest_in(document, question, today=today, stretch=stretch)

    def mentions(self, document: str, words: str, *, today: date) -> bool:
        """Whether some words stand in the matter of a document; of a narrowed talk, whose questions leave it, that is not known."""
        return bool(self.scope) or self.answering.mentions(document, words, today=today)

    def leaves(self, document: str, question: str, *, before: str, today: date, least: float) -> bool:
        """Whether a question begins another matter than that of a document; of a narrowed talk that is not known."""
        return not self.scope and self.answering.leaves(
            document, question, before=before, today=today, least=least
        )


class ScopeWords:
    """Puts what answers are narrowed to into words."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def named(self, scope: Scope) -> str:
        """Give the facets that narrow, by their values."""
        return self._wording("policy.scope.join").join(
            self._value(scope, name) for name in facet_words.parts(scope)
        )

    def line(self, scope: Scope) -> str:
        """Give the line that shows under an answer what it was narrowed to; empty when it was not."""
        facets = facet_words.parts(scope)
        if not facets:
            return ""
        drop = self.dropping(facets[-1])
        return self._wording("policy.scope.line", facets=self.named(scope), drop=drop)

    def dropping(self, facet: str) -> str:
        """Give the words that let go of a facet."""
        return self._wording(f"policy.scope.drop.{facet}")

    def ways(self, facets: tuple[str, ...]) -> tuple[Choice, ...]:
        """Give the steps that let go of facets."""
        return tuple(step(self.dropping(facet), "ask_policy", said=self.dropping(facet)) for facet in facets)

    def past(
        self, citation: Citation, past: Period | None, missed: Period | None, *, ahead: Period | None = None
    ) -> str:
        """Give whose rules an answer quotes when somebody asked about another time; empty when nobody did."""
        if ahead:
            return self._wording("policy.past.ahead", when=self._period(ahead))
        if missed:
            return self._wording("policy.past.missed", when=self._period(missed))
        if past is None:
            return ""
        words = self._wording("policy.past.then", when=self._period(past))
        began = began_within(citation.document, past)
        ended = ended_within(citation.document, citation.successor, past)
        if began:
            words += self._wording("policy.past.began", day=self._day(began))
        return words + (self._wording("policy.past.ended", day=self._day(ended)) if ended else "")

    def _day(self, day: date) -> str:
        return self._wording("policy.source.day", year=day.year, month=day.month, day=day.day)

    def _period(self, period: Period) -> str:
        if period.first.month == period.last.month:
            return self._wording("policy.past.month", year=period.first.year, month=period.first.month)
        return self._wording("policy.past.year", year=period.first.year)

    def _value(self, scope: Scope, facet: str) -> str:
        if facet == "kind" and scope.kind:
            return self._wording(f"policy.scope.kinds.{scope.kind.value}")
        if facet == "in_force":
            return self._wording("policy.scope.in_force")
        if facet == "year":
            return self._wording("policy.scope.year", year=scope.year)
        if facet == "level":
            return self._wording("policy.scope.level", level=scope.level)
        return str(getattr(scope, facet))


def without(scope: Scope, facet: str) -> Scope:
    """Give a scope that a facet no longer narrows."""
    return replace(scope, **{facet: getattr(EVERYTHING, facet)})
