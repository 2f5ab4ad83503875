"""A question becomes a quoted answer with its source, or an honest no; nothing is ever said that no document says.

What is looked up is kept, here; the stretches that may answer are judged in `stretches`, and `outcome` makes of them
what is said.
"""

from collections.abc import Hashable
from dataclasses import replace
from datetime import date

from bot import trace
from knowledge.answers import matter, outcome
from knowledge.answers.answer import Answer, Decline, Extract, Stretch
from knowledge.answers.cache import KEPT_QUESTION_LETTERS, KeptAnswers
from knowledge.answers.explanation import Lookup, WeighedExtract, weighed_extract
from knowledge.answers.extracts import of_stretch, shown
from knowledge.answers.fellows import settled
from knowledge.answers.inquiry import Circumstances, Inquiry
from knowledge.answers.own_words import OwnReadings, judged_by
from knowledge.answers.stretches import Stretches
from knowledge.answers.thread import Continuation, continued
from knowledge.answers.thread_weights import weights
from knowledge.answers.turning import begins_anew, leaving
from knowledge.index.facets import Scope
from knowledge.index.generations import Index
from knowledge.index.reader import Reader
from knowledge.judgement.judge import JudgedWindows, threshold
from knowledge.judgement.windows import overlaps
from knowledge.search.lookup import SearchResult, readings_of, search
from knowledge.search.question_vectors import Meaning, MeaningSource
from knowledge.search.weights import Weights, WeightSource, shipped
from knowledge.text import lexicon, segmentation
from knowledge.text.focus import asked_parts, told_matter
from knowledge.text.lexicon import SayingSource, SayingTable
from knowledge.text.question import Question
from knowledge.text.synonyms import variants

LONG_ANSWERS_KEPT = 32
# Whether a question goes on is asked again in the same turn, and then what it finds there.
CONTINUATIONS_KEPT = 4
WARMING_QUESTION = "申请"
# How much surer anything else has to be than what a story's own words for its matter find.
TOLD_GAIN = 0.1


class Answerer:
    """Answers from the generation that its index has loaded; pure computing of one or two milliseconds."""

    def __init__(
        self,
        index: Index,
        *,
        threshold: float | None = None,
        meanings: MeaningSource | None = None,
        weights: WeightSource = shipped,
        sayings: SayingSource = lexicon.shipped,
    ) -> None:
        """Answer from an index; `weights` is asked before each question, the `threshold` is theirs unless one is given.

        So is `sayings`, which tells what documents call the things that citizens call otherwise.
        """
        self._index = index
        self._meanings = meanings
        self._weights = weights
        self._sayings = sayings
        self._threshold = threshold
        # Answers are kept until another generation is loaded or a document is withdrawn, and so are layouts.
        self._kept: KeptAnswers[Answer | Decline] = KeptAnswers()
        # Of long questions, which are nobody else's, only the last few: several look one up in its own turn.
        self._lately: KeptAnswers[Answer | Decline] = KeptAnswers(most=LONG_ANSWERS_KEPT)
        self._continued: KeptAnswers[Continuation] = KeptAnswers(most=CONTINUATIONS_KEPT)
        self._left: KeptAnswers[bool] = KeptAnswers()
        self._stretches = Stretches()
        self._own_readings = OwnReadings(self._stretches)
        self.warm()

    @property
    def weights(self) -> Weights:
        """Give the weights in use now."""
        return self._weights()

    @property
    def sayings(self) -> SayingTable:
        """Give the sayings in use now."""
        return self._sayings()

    @property
    def threshold(self) -> float:
        """Give the confidence from which an answer is given."""
        return threshold(self.weights, "sure") if self._threshold is None else self._threshold

    def warm(self) -> None:
        """Answer once for nobody, so that the first citizen does not wait for dictionaries and tables to load."""
        segmentation.words("".join(variants(WARMING_QUESTION)))
        self.answer(WARMING_QUESTION, today=date.min)

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
        """Give an answer or an honest no (`Answering`)."""
        reader, weights, sayings = self._turned()
        circumstances = Circumstances(today, about, without, scope, before if about and not scope else "")
        meaning = self._meaning(question, about, reader)
        asked = (question, circumstances, meaning)
        answer = self._kept.find(asked) or self._lately.find(asked)
        if answer is None:
            readings = _readings(question, about, reader, sayings)
            if reader is None:
                answer = outcome.unknown(question)
            else:
                inquiry = Inquiry(question, readings, circumstances, meaning, reader, weights)
                answer = self._gone_on(inquiry, asked) or self._focused(
                    inquiry, self._looked_up(inquiry, keeping=len(question) <= KEPT_QUESTION_LETTERS)
                )
            if len(question) <= KEPT_QUESTION_LETTERS or (isinstance(answer, Answer) and answer.approved):
                self._kept.keep(asked, answer)
            else:
                self._lately.keep(asked, answer)
        trace.note(Lookup(question, circumstances, answer))
        return answer if answer.question == question else replace(answer, question=question)

    def _turned(self) -> tuple[Reader | None, Weights, SayingTable]:
        """Give what questions are answered with now, and forget what was kept of other documents, weights or sayings."""
        reader, weights, sayings = self._index.reader, self.weights, self.sayings
        state = (reader, reader.edition if reader is not None else None, weights, sayings)
        for kept in (self._kept, self._lately, self._continued, self._left, self._own_readings):
            kept.turn_to(state)
        return reader, weights, sayings

    def leaves(self, document: str, question: str, *, before: str, today: date, least: float) -> bool:
        """Whether a question asked inside the matter of a document begins another one (`Answering`)."""
        reader, weights, sayings = self._turned()
        if reader is None or not before:
            return False
        circumstances = Circumstances(today, document, before=before)
        meaning = self._meaning(question, document, reader)
        asked = (question, circumstances, meaning)
        left = self._left.find((*asked, least))
        if left is None:
            readings = _readings(question, document, reader, sayings)
            inquiry = Inquiry(question, readings, circumstances, meaning, reader, weights)
            going_on = self._going_on(inquiry, asked)
            elsewhere = self.answer(question, today=today)
            left = going_on is not None and begins_anew(going_on, elsewhere, least=least)
            if len(question) <= KEPT_QUESTION_LETTERS:
                self._left.keep((*asked, least), left)
        return left

    def _going_on(self, inquiry: Inquiry, asked: Hashable) -> Continuation | None:
        """Give a question with the matter that it may go on with; what was read of it a moment ago is kept."""
        known = self._continued.find(asked)
        if known is None and (known := continued(inquiry, self._stretches, self._own_readings, self.sayings)):
            self._continued.keep(asked, known)
        return known

    def _gone_on(self, inquiry: Inquiry, asked: Hashable) -> Answer | Decline | None:
        """Give what answers inside the matter that the question goes on with; None where there is none to go on with."""
        going_on = self._going_on(inquiry, asked) if inquiry.circumstances.before else None
        thread = going_on.thread if going_on else None
        if thread is None:
            return None
        elsewhere = self.answer(inquiry.question, today=inquiry.circumstances.today)
        least = weights()["sure"] if self._threshold is None else self._threshold
        result = outcome.of(inquiry, thread.found, thread.chosen(), least=least)
        return replace(result, leaving=leaving(thread, elsewhere))

    def _looked_up(self, inquiry: Inquiry, *, keeping: bool) -> Answer | Decline:
        """Give the approved answer, the one kept for the same matter, or a new one, which is kept for the matter."""
        if not inquiry.circumstances.about and (approved := outcome.approved(inquiry)):
            return approved
        if inquiry.meaning is not None:
            # Two wordings of one matter are the same to the words, not to a model.
            return self._answer(inquiry)
        same_matter = (judged_by(inquiry), inquiry.circumstances)
        answer = self._kept.find(same_matter)
        if answer is None:
            answer = self._answer(inquiry)
        if keeping:
            self._kept.keep(same_matter, answer)
        return answer

    def _focused(self, inquiry: Inquiry, whole: Answer | Decline) -> Answer | Decline:
        """Give the answer to the part of a long message that asks, where that is surer than the answer to the whole."""
        if isinstance(whole, Answer) and whole.approved:
            return whole
        parts = asked_parts(inquiry.question)
        if not parts:
            return whole
        chosen, most, told = None, whole.confidence, told_matter(inquiry.question)
        for part in parts:
            readings = _readings(part, inquiry.circumstances.about, inquiry.reader, self.sayings)
            asked = Inquiry(
                part, readings, inquiry.circumstances, inquiry.meaning, inquiry.reader, inquiry.weights
            )
            judged = self._judged(asked)
            # What is said is put into words for the surest part alone.
            sure = outcome.chance_of(*judged) if judged else 0.0
            worth = sure + TOLD_GAIN * (bool(told) and part.startswith(told))
            if worth > most:
                chosen, most = (asked, judged), worth
        return self._said(*chosen) if chosen else whole

    def _answer(self, inquiry: Inquiry) -> Answer | Decline:
        judged = settled(inquiry, self._judged(inquiry), self._stretches, least=self._threshold)
        return self._said(inquiry, judged)

    def _judged(self, inquiry: Inquiry) -> tuple[SearchResult, JudgedWindows] | None:
        """Give what was found and how it is judged; None where nothing is found."""
        found = inquiry.found()
        return None if found is None else (found, self._stretches.judged(inquiry, found))

    def _said(self, inquiry: Inquiry, judged: tuple[SearchResult, JudgedWindows] | None) -> Answer | Decline:
        if judged is None:
            return outcome.unknown(inquiry.question)
        return outcome.of(inquiry, *judged, least=self._threshold)

    def candidates(
        self, question: str, *, today: date, limit: int = 10, without: frozenset[str] = frozenset()
    ) -> tuple[tuple[Extract, ...], float]:
        """Give the best passages whatever the confidence, and the confidence: to search, and to try a question."""
        reader = self._index.reader
        if reader is None:
            return (), 0.0
        readings = _readings(question, None, reader, self.sayings)
        meaning = self._meaning(question, None, reader)
        circumstances = Circumstances(today, without=without)
        inquiry = Inquiry(question, readings, circumstances, meaning, reader, self.weights)
        found = inquiry.found()
        if found is None:
            return (), 0.0
        judged = self._stretches.judged(inquiry, found)
        best, sure = outcome.best_of(inquiry, found, judged)
        extracts = [best]
        seen = [judged.windows[judged.order[0]]]
        for place in judged.order[1:] if limit > 1 else ():
            window = judged.windows[place]
            if not overlaps(window, seen):
                extracts.append(shown(window, found.ranked, inquiry, chance=float(judged.chances[place])))
            seen.append(window)
        return tuple(extracts[:limit]), sure

    def weighed(
        self, question: str, circumstances: Circumstances, *, limit: int
    ) -> tuple[WeighedExtract, ...]:
        """Give the stretches that came nearest, each of another document or passage, with what speaks for and against each."""
        reader, about = self._index.reader, circumstances.about
        if reader is None:
            return ()
        readings = _readings(question, about, reader, self.sayings)
        meaning = self._meaning(question, about, reader)
        inquiry = Inquiry(question, readings, circumstances, meaning, reader, self.weights)
        found = inquiry.found()
        if found is None:
            return ()
        judged = self._stretches.judged(inquiry, found)
        kept: list[int] = []
        for place in judged.order:
            if len(kept) < limit and not overlaps(
                judged.windows[place], [judged.windows[one] for one in kept]
            ):
                kept.append(place)
        extracts = {
            place: shown(judged.windows[place], found.ranked, inquiry, chance=float(judged.chances[place]))
            for place in kept
        }
        meant = found.ranked.closeness is not None
        return tuple(
            weighed_extract(judged, place, extract, inquiry.weights, meant=meant)
            for place, extract in extracts.items()
        )

    def nearest_in(
        self, document: str, question: str, *, today: date, stretch: Stretch | None = None
    ) -> Extract | None:
        """Give the words of one document that come nearest to a question, however far (`Answering`)."""
        reader = self._index.reader
        docnum = reader.docnum_of(document) if reader is not None else None
        if reader is None or docnum is None or docnum in reader.barred(frozenset(), today=today):
            return None
        if stretch is not None and (chosen := of_stretch(reader, docnum, stretch, today=today)):
            return chosen
        circumstances = Circumstances(today, document)
        for text in (question, reading_text(question, document, reader)):
            inquiry = Inquiry(
                question, readings_of(text, self.sayings), circumstances, None, reader, self.weights
            )
            found = search(inquiry.readings, reader, today=today, only=(docnum,), weights=inquiry.weights)
            if found is not None:
                judged = self._stretches.judged(inquiry, found)
                # Its policy and its guide were weighed with it, but it is this one that was chosen.
                place = next(at for at in judged.order if judged.windows[at].docnum == docnum)
                return shown(
                    judged.windows[place], found.ranked, inquiry, chance=float(judged.chances[place])
                )
        return None

    def mentions(self, document: str, words: str, *, today: date) -> bool:
        """Whether some words stand anywhere in the matter of a document (`Answering`)."""
        reader = self._index.reader
        docnum = reader.docnum_of(document) if reader is not None else None
        if reader is None or docnum is None:
            return True
        barred = reader.barred(frozenset(), today=today)
        return docnum in barred or matter.mentions(reader, docnum, words, today=today, without=barred)

    def meaning(self, question: str, about: str | None = None) -> Meaning | None:
        """Give what a question means when it was learnt before it was answered."""
        return self._meaning(question, about, self._index.reader)

    def _meaning(self, question: str, about: str | None, reader: Reader | None) -> Meaning | None:
        if self._meanings is None or reader is None:
            return None
        return self._meanings.of(reading_text(question, about, reader), reader)


def _readings(
    question: str, about: str | None, reader: Reader | None, sayings: SayingTable
) -> tuple[Question, ...]:
    """Give the readings of a question; a follow-up is read together with the title it is about."""
    return readings_of(reading_text(question, about, reader), sayings)


def reading_text(question: str, about: str | None, reader: Reader | None) -> str:
    """Give the words that a question is looked up by: behind the title of the document it goes on with, where there is one."""
    docnum = reader.docnum_of(about) if reader is not None and about else None
    return question if reader is None or docnum is None else f"{reader.document(docnum).title} {question}"
