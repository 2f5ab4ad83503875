"""From a message to what is looked up: the narrowing it asks for, the time it is about, the question it goes on with."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.clock import local_date
from bot.message import Wording
from bot.privacy import mask_text
from handlers.policy import facet_words, premise
from handlers.policy.past_time import Moment, ahead, began_later, begins_in, moment, of_another_year
from handlers.policy.scope import Kept, ScopedAnswering, ScopeWords, without
from handlers.policy.thread.follow_up import Asked, ask
from handlers.policy.thread.several import QuestionSet, divided
from handlers.published.library import Library
from handlers.talk.last_answer import LastAnswer
from handlers.talk.turn import Heard
from knowledge.answers.answer import Answer, Answering, Extract, Stretch
from knowledge.documents.document import Document
from knowledge.index.facets import Period, Scope
from knowledge.text.focus import asked_part

CARRIED_LETTERS = 100
YEAR = re.compile(r"[0-9]{4}年度?的?")


@dataclass(frozen=True, slots=True)
class LookupResult:
    """What became of a message.

    `heard` is the message as it was asked, `asked` the outcome, `kept` what the conversation is narrowed to from now
    on; `past` is the time whose rules answer, `past_missed` one whose rules nobody knows; `helpful` are the facets
    any one of which only has to be let go to get an answer. `reply` is said when nothing was to be looked up.
    """

    heard: Heard
    kept: Kept
    asked: Asked | None = None
    past: Period | None = None
    past_missed: Period | None = None
    ahead: Period | None = None
    helpful: tuple[str, ...] = ()
    reply: str = ""


class Seeking:
    """Looks messages up among the documents that the conversation is narrowed to."""

    def __init__(
        self, wording: Wording, *, answering: Answering, library: Library, words: ScopeWords
    ) -> None:
        self._wording = wording
        self._answering = answering
        self._library = library
        self._words = words

    def seek(self, heard: Heard, last: LastAnswer | None, kept: Kept, *, now: datetime) -> LookupResult:
        """Look a message up."""
        change = None
        if not heard.emergency:
            change = facet_words.read(heard.said, today=local_date(now), named=self._library.named)
        if change is None:
            return self._looked_up(heard, last, kept, now=now)
        scope = facet_words.applied(kept.scope, change)
        question = change.question or (last.question if last else "") or kept.question
        changed = replace(kept, scope=scope, question=question)
        if reply := self._reply(change, kept.scope, scope, question=question):
            return LookupResult(heard, kept if change.unknown else changed, reply=reply)
        return self._looked_up(replace(heard, said=question, slots={}), None, changed, now=now)

    def several(self, heard: Heard, kept: Kept, *, now: datetime) -> QuestionSet | None:
        """Look up the questions of a message one by one; None where it is one question, or narrows answers down."""
        today = local_date(now)
        if facet_words.read(heard.said, today=today, named=self._library.named) is not None:
            return None
        said = premise.opened(heard.said) or heard.said
        return divided(said, answering=ScopedAnswering(self._answering, kept.scope), today=today)

    def another(
        self, heard: Heard, last: LastAnswer, kept: Kept, *, shown: tuple[str, ...], now: datetime
    ) -> Asked:
        """Look the last question up once more, in documents that have not answered it yet."""
        asking = ScopedAnswering(self._answering, kept.scope)
        result = asking.answer(last.question, today=local_date(now), without=frozenset(shown))
        return Asked(last.question, last.topic, result)

    def nearest_in(
        self, document: str, question: str, *, today: date, stretch: Stretch | None = None
    ) -> Extract | None:
        """Give the words of one document that come nearest to a question, those of a stretch where one is chosen."""
        return self._answering.nearest_in(document, question, today=today, stretch=stretch)

    def _reply(self, change: facet_words.FacetChange, before: Scope, scope: Scope, *, question: str) -> str:
        """Give what to say when there is nothing to look up: a name nobody bears, nothing to let go, no question yet."""
        if change.unknown:
            return self._wording("policy.scope.unknown", name=mask_text(change.unknown))
        if change.dropped and not any(name in facet_words.parts(before) for name in change.dropped):
            return self._wording("policy.scope.nothing")
        if question:
            return ""
        named = self._words.named(scope)
        return (
            self._wording("policy.scope.noted", facets=named)
            if named
            else self._wording("policy.scope.let_go")
        )

    def _looked_up(self, heard: Heard, last: LastAnswer | None, kept: Kept, *, now: datetime) -> LookupResult:
        today = local_date(now)
        asking = ScopedAnswering(self._answering, kept.scope)
        # The years of a story are those of the story; whose rules are asked for stands in what is asked.
        words = asked_part(heard.said) or heard.said
        then = None if heard.slot("about") else moment(words, today=today, before=kept.past)
        if then and then.sure:
            then_asked = self._then(heard, last, kept, then, now=now)
            if _told(then_asked):
                return self._sought(heard, then_asked, kept, past=then.period)
            # Its rules are not known; what counts now is looked up by the matter alone.
            heard = replace(heard, said=then.rest or heard.said)
        asked = ask(heard, last, answering=asking, today=today)
        told = _told(asked)
        coming = ahead(words, today=today)
        if told is None and coming:
            # No rule names a year to come: the matter alone finds the one that counts until then.
            asked = ask(replace(heard, said=YEAR.sub("", heard.said)), last, answering=asking, today=today)
            told = _told(asked)
        if told is None and then and not (then.sure or asked.named or asked.missing_number):
            then_asked = self._then(heard, last, kept, then, now=now)
            if _told_of(then_asked, then.period):
                return self._sought(heard, then_asked, kept, past=then.period)
        # Of two rules, the one of the year named is meant; a year in the matter's own name is no such thing.
        if (
            then
            and not then.sure
            and told
            and began_later(told, then.period)
            and str(then.period.first.year) not in told.title
        ):
            then_asked = self._then(heard, last, kept, then, now=now)
            if _told_of(then_asked, then.period):
                return self._sought(heard, then_asked, kept, past=then.period)
        missed = then.period if then and then.sure and told else None
        helpful = () if isinstance(asked.result, Answer) else self._helpful(heard, kept.scope, today=today)
        sought = replace(self._sought(heard, asked, kept), past_missed=missed, helpful=helpful)
        if coming and told and not begins_in(told, coming):
            return replace(sought, ahead=coming)
        return sought

    def _then(
        self, heard: Heard, last: LastAnswer | None, kept: Kept, then: Moment, *, now: datetime
    ) -> Asked:
        """Ask what counted then, by the words without the time."""
        asking = ScopedAnswering(self._answering, replace(kept.scope, past=then.period))
        return ask(
            replace(heard, said=then.rest or heard.said), last, answering=asking, today=local_date(now)
        )

    def _sought(
        self,
        heard: Heard,
        asked: Asked,
        kept: Kept,
        *,
        past: Period | None = None,
    ) -> LookupResult:
        question = " ".join((asked.question, *asked.joined[1:]))[:CARRIED_LETTERS]
        changed = replace(kept, question=mask_text(question), past=past or kept.past)
        return LookupResult(heard, changed, asked, past)

    def _helpful(self, heard: Heard, scope: Scope, *, today: date) -> tuple[str, ...]:
        """Give the facets without which there is an answer; none of an empty scope."""
        return tuple(
            facet
            for facet in facet_words.parts(scope)
            if isinstance(
                ask(
                    heard,
                    None,
                    answering=ScopedAnswering(self._answering, without(scope, facet)),
                    today=today,
                ).result,
                Answer,
            )
        )


def _told(asked: Asked) -> Document | None:
    """Give the document whose words are shown, surely or as what comes nearest; None when none are."""
    result = asked.result
    if isinstance(result, Answer):
        return result.citation.document
    return result.likely[0].citation.document if result.likely else None


def _told_of(asked: Asked, period: Period) -> bool:
    """Whether words are shown that may be of a period: last year's accounts do not answer for this year's."""
    told = _told(asked)
    return told is not None and not of_another_year(told, period)
