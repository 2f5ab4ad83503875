"""A question becomes a quoted answer with its source, or an honest no; nothing is ever said that no document says."""

from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np

from knowledge.answers import section_choice
from knowledge.answers.answer import Answer, Decline, Extract, Further
from knowledge.answers.cache import KEPT_QUESTION_LETTERS, KeptAnswers, matter_key
from knowledge.answers.extracts import cite, extract, worded
from knowledge.answers.inquiry import Circumstances, Inquiry
from knowledge.answers.matter import Layouts, family
from knowledge.answers.section_choice import SectionChoice
from knowledge.answers.section_features import section_query
from knowledge.documents.document import Document, Kind
from knowledge.index import approved_questions
from knowledge.index.blocks import PAIRS
from knowledge.index.facets import Scope
from knowledge.index.generations import Index
from knowledge.index.reader import Reader
from knowledge.search.lookup import SearchResult, readings_of, search
from knowledge.search.question_vectors import Meaning, Meanings
from knowledge.search.ranking import Ranked
from knowledge.search.weights import Weights, WeightSource, shipped
from knowledge.text import segmentation
from knowledge.text.question import AnswerKind, Question
from knowledge.text.synonyms import variants

FURTHER_PASSAGES = 6
NEAREST_DOCUMENTS = 3
WARMING_QUESTION = "申请"
# A document less likely than this answers nothing, whatever its sections say; it is not looked into.
HOPELESS_CONFIDENCE = 0.03


class Answerer:
    """Answers from the generation that its index has loaded; pure computing of one or two milliseconds."""

    def __init__(
        self,
        index: Index,
        *,
        threshold: float | None = None,
        meanings: Meanings | None = None,
        weights: WeightSource = shipped,
    ) -> None:
        """Answer from an index; `weights` is asked before each question, the `threshold` is theirs unless one is given."""
        self._index = index
        self._meanings = meanings
        self._weights = weights
        self._threshold = threshold
        # Answers are kept until another generation is loaded or a document is withdrawn, and so are layouts.
        self._kept: KeptAnswers[Answer | Decline] = KeptAnswers()
        self._layouts = Layouts()
        self.warm()

    @property
    def weights(self) -> Weights:
        """Give the weights in use now."""
        return self._weights()

    @property
    def threshold(self) -> float:
        """Give the confidence from which an answer is given."""
        return self._threshold_of(self.weights)

    def _threshold_of(self, weights: Weights) -> float:
        return float(weights["thresholds"]["answer"]) if self._threshold is None else self._threshold

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
    ) -> Answer | Decline:
        """Give an answer or an honest no (`Answering`)."""
        reader, weights = self._index.reader, self.weights
        self._kept.turn_to((reader, reader.edition if reader is not None else None, weights))
        circumstances = Circumstances(today, about, without, scope)
        meaning = self._meaning(question, about, reader)
        asked = (question, circumstances, meaning)
        answer = self._kept.find(asked)
        if answer is None:
            readings = _readings(question, about, reader)
            if reader is None:
                answer = _unknown(question)
            else:
                inquiry = Inquiry(question, readings, circumstances, meaning, reader, weights)
                answer = self._looked_up(inquiry, keeping=len(question) <= KEPT_QUESTION_LETTERS)
            if len(question) <= KEPT_QUESTION_LETTERS or (isinstance(answer, Answer) and answer.approved):
                self._kept.keep(asked, answer)
        return answer if answer.question == question else replace(answer, question=question)

    def _looked_up(self, inquiry: Inquiry, *, keeping: bool) -> Answer | Decline:
        """Give the approved answer, the one kept for the same matter, or a new one, which is kept for the matter."""
        if not inquiry.circumstances.about and (approved := _approved(inquiry)):
            return approved
        if inquiry.meaning is not None:
            # Two wordings of one matter are the same to the words, not to a model.
            return self._answer(inquiry)
        same_matter = (matter_key(inquiry.readings), inquiry.circumstances)
        answer = self._kept.find(same_matter)
        if answer is None:
            answer = self._answer(inquiry)
        if keeping:
            self._kept.keep(same_matter, answer)
        return answer

    def _answer(self, inquiry: Inquiry) -> Answer | Decline:
        found = _found(inquiry)
        if found is None:
            return _unknown(inquiry.question)
        chosen, sure = self._chosen(inquiry, found)
        if sure < self._threshold_of(inquiry.weights):
            return _decline(inquiry, replace(found, confidence=sure))
        best = worded(chosen, found.ranked, inquiry)
        if _tells_no_figure(best, found.ranked.question):
            return _decline(inquiry, found)
        policies, interpretations, guides = _belonging(inquiry.reader, best.citation.document.id)
        return Answer(
            question=inquiry.question,
            best=best,
            further=_further(inquiry.reader, found.ranked, best),
            policies=policies,
            interpretations=interpretations,
            guides=guides,
            confidence=sure,
        )

    def _chosen(self, inquiry: Inquiry, found: SearchResult) -> tuple[SectionChoice | None, float]:
        """Give the section of a structured document that answers, None where there is none, and how sure the answer is."""
        ranked, reader = found.ranked, inquiry.reader
        docnum = ranked.best_docnum
        if found.confidence < HOPELESS_CONFIDENCE or self._layouts.of(reader, docnum) is None:
            return None, found.confidence
        named = ranked.named == docnum
        # Who narrows answers down, or writes a document's number, has chosen among the documents of a matter.
        alone = inquiry.circumstances.scope or named
        today = inquiry.circumstances.today
        docnums = [docnum] if alone else family(reader, docnum, today=today, without=inquiry.barred)
        query = section_query(ranked, inquiry.question, inquiry.readings)
        chosen = section_choice.choose(query, reader, docnums, layouts=self._layouts, weights=inquiry.weights)
        if chosen is None or named:
            return chosen, found.confidence
        return chosen, section_choice.surer(found.confidence, chosen, inquiry.weights)

    def candidates(
        self, question: str, *, today: date, limit: int = 10, without: frozenset[str] = frozenset()
    ) -> tuple[tuple[Extract, ...], float]:
        """Give the best passages whatever the confidence, and the confidence: to search, and to try a question."""
        reader = self._index.reader
        if reader is None:
            return (), 0.0
        readings, meaning = _readings(question, None, reader), self._meaning(question, None, reader)
        circumstances = Circumstances(today, without=without)
        inquiry = Inquiry(question, readings, circumstances, meaning, reader, self.weights)
        found = _found(inquiry)
        if found is None:
            return (), 0.0
        chosen, sure = self._chosen(inquiry, found)
        best = worded(chosen, found.ranked, inquiry)
        rows = found.ranked.order[:limit].tolist() if limit > 1 else []
        others = (extract(found.ranked, inquiry, row) for row in rows)
        further = (
            other
            for other in others
            if (other.citation.document, other.number) != (best.citation.document, best.number)
        )
        return (best, *further)[:limit], sure

    def meaning(self, question: str, about: str | None = None) -> Meaning | None:
        """Give what a question means when it was learnt before it was answered."""
        return self._meaning(question, about, self._index.reader)

    def _meaning(self, question: str, about: str | None, reader: Reader | None) -> Meaning | None:
        if self._meanings is None or reader is None:
            return None
        return self._meanings.of(_text(question, about, reader), reader)


def _readings(question: str, about: str | None, reader: Reader | None) -> tuple[Question, ...]:
    """Give the readings of a question; a follow-up is read together with the title it is about."""
    return readings_of(_text(question, about, reader))


def _text(question: str, about: str | None, reader: Reader | None) -> str:
    docnum = reader.docnum_of(about) if reader is not None and about else None
    return question if reader is None or docnum is None else f"{reader.document(docnum).title} {question}"


def _found(inquiry: Inquiry) -> SearchResult | None:
    """Give the candidates for a question; None when it looks for nothing, or no document shares a term with it."""
    return search(
        inquiry.readings,
        inquiry.reader,
        today=inquiry.circumstances.today,
        without=inquiry.barred,
        scope=inquiry.circumstances.scope,
        meaning=inquiry.meaning,
        weights=inquiry.weights,
    )


def _approved(inquiry: Inquiry) -> Answer | None:
    """Give the approved answer to a question that is asked as it was approved; None when there is none."""
    reader, scope, today = inquiry.reader, inquiry.circumstances.scope, inquiry.circumstances.today
    if not reader.approved.docnums or (scope is not None and scope.past is not None):
        return None
    barred = inquiry.barred
    if scope:
        barred |= frozenset(np.flatnonzero(~reader.facets.mask(scope, today)).tolist())
    match = reader.approved.best(inquiry.readings, partial(reader.rarity, PAIRS), without=barred)
    if match is None:
        return None
    words = approved_questions.answer(reader.whole(match.docnum))
    whole = (0, len(words))
    policies, interpretations, guides = _belonging(reader, reader.id_of(match.docnum))
    citation = cite(reader, match.docnum, today=today)
    return Answer(
        question=inquiry.question,
        best=Extract(citation, words, quote=whole, span=whole, path=(), number=0, score=match.likeness),
        further=(),
        policies=policies,
        interpretations=interpretations,
        guides=guides,
        confidence=match.likeness,
        approved=True,
    )


def _unknown(question: str) -> Decline:
    """Give the no of a question that no document comes near."""
    return Decline(question, (), unit="", unit_phone="", confidence=0.0)


def _decline(inquiry: Inquiry, found: SearchResult) -> Decline:
    nearest = tuple(map(inquiry.reader.document, found.ranked.documents()[:NEAREST_DOCUMENTS]))
    near_enough = found.confidence >= float(inquiry.weights["thresholds"]["near"])
    responsible = nearest[0] if near_enough else None
    return Decline(
        inquiry.question,
        nearest,
        unit=responsible.unit if responsible else "",
        unit_phone=responsible.unit_phone if responsible else "",
        confidence=found.confidence,
    )


def _tells_no_figure(best: Extract, question: Question) -> bool:
    """Whether a figure is asked of a catalogue item: its elements tell who publishes what, and how much or when nowhere."""
    asks = question.answer_kind.family in {AnswerKind.NUMBER, AnswerKind.TIME}
    is_item = best.citation.document.kind is Kind.CATALOGUE
    return asks and is_item and not any(letter.isdigit() for letter in best.quoted)


def _further(reader: Reader, ranked: Ranked, best: Extract) -> tuple[Further, ...]:
    """Give where the next best passages stand, without the one that is shown."""
    shown = Further(best.citation.document, best.number)
    rows = ranked.order[: FURTHER_PASSAGES + 2].tolist()
    further = (_standing_at(reader, ranked, row) for row in rows)
    return tuple(passage for passage in further if passage != shown)[:FURTHER_PASSAGES]


def _standing_at(reader: Reader, ranked: Ranked, row: int) -> Further:
    docnum = ranked.docnum_of(row)
    number = ranked.number_of(row) - reader.texts.passage_range(docnum).start
    return Further(reader.document(docnum), number)


def _belonging(
    reader: Reader, identifier: str
) -> tuple[tuple[Document, ...], tuple[Document, ...], tuple[Document, ...]]:
    """Give the policies, interpretations and guides tied to a document, directly or through the policy they share."""
    docnum = reader.docnum_of(identifier)
    near = set(reader.tied(docnum)) if docnum is not None else set()
    shared = {other for other in near if reader.document(other).kind is Kind.POLICY}
    near |= {further for policy in shared for further in reader.tied(policy)}
    documents = [reader.document(other) for other in reader.by_id(near - {docnum})]
    policies, interpretations, guides = (
        tuple(document for document in documents if document.kind is kind)
        for kind in (Kind.POLICY, Kind.INTERPRETATION, Kind.GUIDE)
    )
    return policies, interpretations, guides
