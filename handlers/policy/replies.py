"""What is said of a question that was looked up: the quote, words that come near, the document named, or the honest no."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.assurance import Degree
from bot.clock import Clock, local_date
from bot.message import Wording
from bot.privacy import mask_text
from handlers.policy import premise
from handlers.policy.answer_text import Quoting, near, words_shown
from handlers.policy.assurance import assured, near_words
from handlers.policy.lookup import LookupResult
from handlers.policy.matters import Matters
from handlers.policy.next_steps import STEPS_OFFERED, Offering, guide_of, rests_on, spot_of
from handlers.policy.notification import offer
from handlers.policy.related import related, wants_related
from handlers.policy.scope import ScopeWords
from handlers.policy.thread.follow_up import Asked
from handlers.published.library import Library
from handlers.published.quotes import quoted
from handlers.published.sources import Sources
from handlers.talk.last_answer import SLOT as LAST_ANSWER
from handlers.talk.last_answer import LastAnswer, Page, Words
from handlers.talk.turn import Heard, say, step
from knowledge.answers.answer import Answer, Citation, Decline, Extract, Matter
from knowledge.documents.document import Document, Standing
from knowledge.text.anchors import opening

Events = list[dict[str, Any]]
PAGES_OFFERED = 5
OTHERS_OFFERED = 2
LEFT_OFFERED = 2
# A quote that is most of its passage already need not be shown again with its surroundings.
MOSTLY_QUOTED_SHARE = 0.6


# Gives words that say the same as a quote more plainly, empty where there are none.
PlainWords = Callable[[str], str]


def no_plain_words(_: str) -> str:
    """Give none: without a model a quote stands alone."""
    return ""


class Replies:
    """Says what was found, with what may help next, and gives the events that keep it as what was talked about."""

    def __init__(
        self,
        wording: Wording,
        *,
        library: Library,
        quoting: Quoting,
        offering: Offering,
        sources: Sources,
        words: ScopeWords,
        clock: Clock,
        plain_words: PlainWords = no_plain_words,
    ) -> None:
        self._wording = wording
        self._library = library
        self._quoting = quoting
        self._offering = offering
        self._matters = Matters(wording, sources)
        self._words = words
        self._clock = clock
        self._plain_words = plain_words

    @property
    def _today(self) -> date:
        return local_date(self._clock.now())

    def quote(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        sought: LookupResult,
        *,
        asked: Asked,
        answer: Answer,
        shown: tuple[str, ...] = (),
        lead: str = "",
    ) -> Events:
        """Quote the answer; `shown` are the documents that answered before, `lead` is said before anything of it."""
        today = self._today
        pages = tuple(page for page in _pages(answer) if self._library.holds(*page))
        beside = self._library.companions(rests_on(answer).id)
        further = self._related(tracker, answer, shown=beside)
        told = lead or self._doubt(asked, answer.citation, words_shown(answer))
        past = self._words.past(answer.citation, sought.past, sought.past_missed, ahead=sought.ahead)
        text = self._quoting.answer(
            answer,
            today=today,
            joined=asked.joined,
            validity_asked=asked.of_validity or sought.past is not None,
            led_by="\n".join(filter(None, (told, past))),
            followed_by="\n".join(
                filter(
                    None,
                    (
                        self._quoting.companions(beside),
                        self._wording("policy.related.head") if further else "",
                        self._words.line(sought.kept.scope),
                    ),
                )
            ),
        )
        text = self._with_plain_words(text, "" if answer.approved else words_shown(answer))
        steps = (
            *self._offering.after(asked, answer, pages=pages, today=today),
            *self._offering.companions(beside),
            *map(self._offering.whole, further),
        )
        say(dispatcher, tracker, text, steps=steps, assurance=assured(answer))
        return [
            _kept(
                asked,
                rests_on(answer),
                pages,
                shown=(*shown, answer.citation.document.id),
                spot=spot_of(answer),
            )
        ]

    def _doubt(self, asked: Asked, citation: Citation, words: str, *, near: bool = False) -> str:
        """Give what is said first where the words shown do not hold what was claimed; empty where they do, or nothing was."""
        if premise.denied(asked.claimed, words) and citation.standing is Standing.VALID:
            return self._wording("policy.premise.goes_on_near" if near else "policy.premise.goes_on")
        if not premise.contradicted(asked.claimed, words):
            return ""
        return self._wording("policy.premise.unsaid" if near else "policy.premise.differs")

    def _related(
        self, tracker: Tracker, answer: Answer, *, shown: Sequence[Document]
    ) -> tuple[Document, ...]:
        """Give what stands beside an answer, for whoever asked for that."""
        if not wants_related(tracker):
            return ()
        guide = guide_of(answer)
        besides = {one.id for one in (answer.citation.document, rests_on(answer), *shown)}
        return related(
            answer, self._library, besides=besides | ({guide.id} if guide else set()), today=self._today
        )

    def likely(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        sought: LookupResult,
        *,
        asked: Asked,
        likely: tuple[Extract, ...],
    ) -> Events:
        """Show the words that come nearest with what they do not say, and other matters to choose."""
        best, today, result = likely[0], self._today, asked.result
        matters = result.matters if isinstance(result, Decline) else ()
        document = best.citation.document
        doubt = self._doubt(asked, best.citation, "".join(map(quoted, likely)), near=True)
        past = self._words.past(best.citation, sought.past, sought.past_missed, ahead=sought.ahead)
        text = self._quoting.likely(
            likely,
            question=sought.heard.said,
            today=today,
            joined=asked.joined,
            reserved=not sought.heard.slot("about"),
            led_by="\n".join(filter(None, (doubt, past))),
        )
        text = "\n".join(filter(None, (text, self._words.line(sought.kept.scope))))
        text = self._with_plain_words(text, quoted(best))
        offered = self._matters.steps(
            sought.heard,
            matters,
            today=today,
            most=OTHERS_OFFERED,
            seen=frozenset(one.citation.document.title for one in likely),
        )
        named = {(one.document.id, one.stretch.number) for one in matters[: len(offered)] if one.stretch}
        unseen = _unseen(result)
        named |= {(page, number) for page, number, _, _ in unseen}
        pages = tuple(page for page in _pages_beside(result, likely, named) if self._library.holds(*page))
        # Whoever can be told later, should there be an answer, is offered it as well.
        steps = (
            *self._offering.beside(likely, offered, more=bool(unseen or pages)),
            *offer(self._wording, tracker, sought.heard),
        )
        reserved = not sought.heard.slot("about")
        shown = near_words(likely, confidence=result.confidence, reserved=reserved)
        say(dispatcher, tracker, text, steps=steps, assurance=shown)
        spot = opening(best.anchor, best.path, title=document.title)
        return [_kept(asked, document, pages, shown=(document.id,), spot=spot, unseen=unseen)]

    def _with_plain_words(self, text: str, quote: str) -> str:
        """Give a text with plainer words for its quote below, labelled as such, where there are any."""
        words = self._plain_words(quote) if quote else ""
        return f"{text}\n{self._wording('policy.plain_words', words=words)}" if words else text

    def part(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, asked: Asked, *, left: Sequence[str] = ()
    ) -> Events:
        """Answer one of several questions, saying which; after the last one those that are `left` are named."""
        result, today = asked.result, self._today
        label = self._wording("policy.label")
        opening_words = self._wording("policy.several.part", words=mask_text(asked.question))
        if isinstance(result, Answer):
            best, shown = result.best, assured(result)
            text = self._quoting.answer(result, today=today)
        else:
            best = result.likely[0]
            shown = near_words(result.likely[:1], confidence=result.confidence, reserved=True)
            text = self._quoting.likely(result.likely[:1], question=asked.question, today=today)
        document = best.citation.document
        text = f"{label}{opening_words}\n{text.removeprefix(label)}"
        if left:
            named = self._wording("policy.source.comma").join(f"“{mask_text(words)}”" for words in left)
            text = f"{text}\n{self._wording('policy.several.left', words=named)}"
        steps = [self._offering.whole(document, anchor=opening(best.anchor, best.path, title=document.title))]
        steps += [self._offering.again(words) for words in left[:LEFT_OFFERED]]
        say(dispatcher, tracker, text, steps=steps, assurance=shown)
        pages: tuple[Page, ...] = ((document.id, best.number), (document.id, best.number + 1))
        return [_kept(asked, document, pages, shown=(document.id,))]

    def name(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        asked: Asked,
        *,
        document: Document,
        today: date,
    ) -> Events:
        """Show what a document is, to read on from its beginning."""
        successor = self._library.document(document.successor)
        pages: tuple[Page, ...] = tuple((document.id, number) for number in range(PAGES_OFFERED))
        more = step(self._wording("policy.steps.more"), "more_answer")
        beside = self._library.companions(document.id)
        text = self._quoting.particulars(document, successor=successor, today=today)
        text = "\n".join(filter(None, (text, self._quoting.companions(beside))))
        steps = (more, self._offering.person(), *self._offering.companions(beside))
        say(dispatcher, tracker, text, steps=steps)
        return [_kept(asked, document, pages)]

    def decline(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        sought: LookupResult,
        *,
        asked: Asked,
        decline: Decline,
    ) -> Events:
        """Say no honestly: what may help without a facet, or the documents that come near and whom to ask."""
        if sought.helpful:
            # What is known without one of the facets is nearer than anything else that could be offered.
            text = self._wording("policy.scope.empty", facets=self._words.named(sought.kept.scope))
            ways = (*self._words.ways(sought.helpful)[: STEPS_OFFERED - 1], self._offering.person())
            loosen = self._wording("policy.scope.loosen")
            say(dispatcher, tracker, text, steps=ways, ask=loosen, assurance=assured(decline))
            return [SlotSet(LAST_ANSWER, None)]
        matters = decline.matters or tuple(map(Matter, near(decline, today=self._today)))
        offered = self._matters.steps(sought.heard, matters, today=self._today, most=STEPS_OFFERED)
        # Of several that are about equally good the citizen knows which: it is asked, not guessed.
        asking = decline.even and len(offered) > 1 and not asked.missing_number
        text = (
            self._wording("policy.ask_back", label=self._wording("policy.label"))
            if asking
            else self._quoting.decline(decline, number=asked.missing_number, offered=bool(offered))
        )
        text = "\n".join(filter(None, (text, self._words.line(sought.kept.scope))))
        ask = self._wording("talk.choose") if offered else ""
        # Whoever can be told later is offered it: beside what may be meant, else in the place of what helps least.
        to_be_told = offer(self._wording, tracker, sought.heard)
        steps = self._offering.instead(sought.heard, offered)
        steps = (*steps[: max(len(offered), STEPS_OFFERED - len(to_be_told))], *to_be_told)
        if not asking and not tracker.active_loop_name:
            # What the documents do not answer is a case only now, and only if its citizen wants that.
            steps = (*steps, self._offering.consultation(_carried(sought.heard, asked)))
        claim = replace(assured(decline), degree=Degree.ASK_BACK) if asking else assured(decline)
        say(dispatcher, tracker, text, steps=steps, ask=ask, assurance=claim)
        # What was asked about stays the matter of the talk, though nothing answered it.
        return [_kept(asked, next(iter(decline.nearest), None), (), guessed=True)]


def _carried(heard: Heard, asked: Asked) -> str:
    """Give what a person reads who is to answer: the citizen's own words, after a follow-up with the question it belongs to."""
    return " ".join((asked.question, *asked.joined[1:])) if asked.joined else heard.said


def _kept(
    asked: Asked,
    document: Document | None,
    pages: tuple[Page, ...],
    *,
    shown: tuple[str, ...] = (),
    spot: str = "",
    guessed: bool = False,
    unseen: tuple[Words, ...] = (),
) -> dict[str, Any]:
    question, topic = mask_text(asked.question), mask_text(asked.topic)
    last = LastAnswer(question, topic, document.id if document else "", pages, shown, spot, guessed, unseen)
    return last.event()


def _unseen(result: Answer | Decline) -> tuple[Words, ...]:
    matters = result.unseen if isinstance(result, Decline) else ()
    return tuple((matter.document.id, *matter.stretch) for matter in matters if matter.stretch)


def _pages_beside(
    result: Answer | Decline, shown: Sequence[Extract], named: Collection[Page]
) -> tuple[Page, ...]:
    """Give where to read on beside words that come near: what comes next in likelihood, then what surrounds them.

    What is offered by name, or read on to before, is left out.
    """
    own = [(one.citation.document.id, one.number) for one in shown]
    further = [(one.document.id, one.number) for one in result.further]
    around = [page for document, number in own for page in ((document, number), (document, number + 1))]
    pages = dict.fromkeys((*(page for page in further if page not in own and page not in named), *around))
    return tuple(pages)[: 2 * PAGES_OFFERED]


def _pages(answer: Answer) -> tuple[Page, ...]:
    """Give where to read on: the quote's surroundings, the passage after it, then whatever else may answer."""
    if answer.approved:
        return tuple((policy.id, number) for policy in answer.policies for number in range(PAGES_OFFERED))[
            :PAGES_OFFERED
        ]
    best, cited = answer.best, answer.citation.document.id
    own = () if len(answer.quoted) >= MOSTLY_QUOTED_SHARE * len(best.text) else ((cited, best.number),)
    others = tuple((further.document.id, further.number) for further in answer.further)
    pages = dict.fromkeys((*own, (cited, best.number + 1), *others))
    return tuple(page for page in pages if page in own or page != (cited, best.number))[:PAGES_OFFERED]
