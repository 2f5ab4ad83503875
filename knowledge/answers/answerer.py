"""A question becomes a quoted answer with its source, or an honest no; nothing is ever said that no document says."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np

from knowledge.answers import section_choice
from knowledge.answers.answer import Answer, Decline, Extract, Further
from knowledge.answers.cache import LONGEST, KeptAnswers, matter
from knowledge.answers.extracts import cite, extract, worded
from knowledge.answers.matter import Layouts, family
from knowledge.answers.section_features import sought_of
from knowledge.documents.document import Document, Kind
from knowledge.index import approved_questions as vouched
from knowledge.index.blocks import PAIRS
from knowledge.index.facets import Scope
from knowledge.index.generations import Index
from knowledge.index.reader import Reader
from knowledge.search.lookup import Found, readings_of, search
from knowledge.search.question_vectors import Meaning, Meanings
from knowledge.search.ranking import Ranked
from knowledge.search.weights import weights
from knowledge.text import segmentation
from knowledge.text.question import Question, Sought
from knowledge.text.synonyms import variants

FURTHER = 6
NEAREST = 3
WARMING = "申请"
# A document less likely than this answers nothing, whatever its sections say; it is not looked into.
HOPELESS = 0.03


class Answerer:
    """Answers from the generation that its index has loaded; pure computing of one or two milliseconds."""

    def __init__(
        self, index: Index, *, threshold: float | None = None, meanings: Meanings | None = None
    ) -> None:
        self._index = index
        self._meanings = meanings
        self._threshold = threshold
        # Answers are kept until another generation is loaded or a document is withdrawn, and so are layouts.
        self._kept: KeptAnswers[Answer | Decline] = KeptAnswers()
        self._layouts = Layouts()
        self.warm()

    @property
    def threshold(self) -> float:
        """Give the confidence from which an answer is given."""
        return float(weights()["thresholds"]["answer"]) if self._threshold is None else self._threshold

    def warm(self) -> None:
        """Answer once for nobody, so that the first citizen does not wait for dictionaries and tables to load."""
        segmentation.words("".join(variants(WARMING)))
        self.answer(WARMING, today=date.min)

    def answer(
        self,
        question: str,
        *,
        today: date,
        about: str | None = None,
        without: frozenset[str] = frozenset(),
        scope: Scope | None = None,
    ) -> Answer | Decline:
        """Give an answer or an honest no.

        `about` is the id of the document the conversation is on: a follow-up such as 要什么材料 is read together
        with its title. `without` holds ids of documents that must not answer, `scope` tells which ones may.
        """
        reader = self._index.reader
        self._kept.turn_to((reader, reader.edition if reader is not None else None, weights()))
        circumstances = (today, about, without, scope)
        meaning = self.meaning(question, about)
        asked = (question, *circumstances, meaning)
        answer = self._kept.find(asked)
        if answer is None:
            readings = self._readings(question, about)
            if not about and (approved := self._approved(question, readings, *circumstances)):
                self._kept.keep(asked, approved)
                return approved
            # Two wordings of one matter are the same to the words, not to a model.
            meant = (matter(readings), *circumstances) if meaning is None else asked
            answer = self._kept.find(meant)
            if answer is None:
                answer = self._answer(
                    question, readings, today=today, without=without, scope=scope, meaning=meaning
                )
            if len(question) <= LONGEST:
                self._kept.keep(meant, answer)
                self._kept.keep(asked, answer)
        return answer if answer.question == question else replace(answer, question=question)

    def _answer(
        self,
        question: str,
        readings: Sequence[Question],
        *,
        today: date,
        without: frozenset[str],
        scope: Scope | None,
        meaning: Meaning | None,
    ) -> Answer | Decline:
        reader, found = self._found(readings, today=today, without=without, scope=scope, meaning=meaning)
        if reader is None or found is None:
            return Decline(question, (), unit="", unit_phone="", confidence=0.0)
        chosen, sure = self._chosen(
            question, readings, found, reader=reader, today=today, without=without, scope=scope
        )
        if sure < self.threshold:
            return self._decline(question, replace(found, confidence=sure), reader)
        best = worded(chosen, found.ranked, reader, today=today)
        if _tells_no_figure(best, found.ranked.question):
            return self._decline(question, found, reader)
        policies, interpretations, guides = _belonging(reader, best.citation.document.id)
        rows = found.ranked.order[: FURTHER + 2].tolist()
        further = (_further(found.ranked, reader, row) for row in rows)
        shown = Further(best.citation.document, best.number)
        return Answer(
            question=question,
            best=best,
            further=tuple(one for one in further if one != shown)[:FURTHER],
            policies=policies,
            interpretations=interpretations,
            guides=guides,
            confidence=sure,
        )

    def _chosen(
        self,
        question: str,
        readings: Sequence[Question],
        found: Found,
        *,
        reader: Reader,
        today: date,
        without: frozenset[str],
        scope: Scope | None = None,
    ) -> tuple[section_choice.Place | None, float]:
        """Give the section of a structured document that answers, None where there is none, and how sure the answer is."""
        ranked = found.ranked
        docnum = ranked.best_docnum
        if found.confidence < HOPELESS or self._layouts.of(reader, docnum) is None:
            return None, found.confidence
        named = ranked.named == docnum
        left_out = reader.barred(without, today=today)
        # Who narrows answers down, or writes a document's number, has chosen among the documents of a matter.
        alone = scope or named
        documents = [docnum] if alone else family(reader, docnum, today=today, without=left_out)
        chosen = section_choice.choose(
            sought_of(ranked, question, readings), reader, documents, self._layouts
        )
        if chosen is None or named:
            return chosen, found.confidence
        return chosen, section_choice.surer(found.confidence, chosen)

    def _approved(
        self,
        question: str,
        readings: Sequence[Question],
        today: date,
        _: str | None,
        without: frozenset[str],
        scope: Scope | None,
    ) -> Answer | None:
        """Give the approved answer to a question that is asked as it was approved; None when there is none."""
        reader = self._index.reader
        if reader is None or not reader.approved.docnums or (scope is not None and scope.past is not None):
            return None
        left_out = reader.barred(without, today=today)
        if scope:
            left_out |= frozenset(np.flatnonzero(~reader.facets.mask(scope, today)).tolist())
        match = reader.approved.best(readings, partial(reader.rarity, PAIRS), without=left_out)
        if match is None:
            return None
        words = vouched.answer(reader.whole(match.docnum))
        whole = (0, len(words))
        policies, interpretations, guides = _belonging(reader, reader.id_of(match.docnum))
        citation = cite(reader, match.docnum, today=today)
        return Answer(
            question=question,
            best=Extract(citation, words, quote=whole, span=whole, path=(), number=0, score=match.likeness),
            further=(),
            policies=policies,
            interpretations=interpretations,
            guides=guides,
            confidence=match.likeness,
            approved=True,
        )

    def candidates(
        self, question: str, *, today: date, limit: int = 10, without: frozenset[str] = frozenset()
    ) -> tuple[tuple[Extract, ...], float]:
        """Give the best passages whatever the confidence, and the confidence: to search, and to try a question."""
        readings, meant = self._readings(question, None), self.meaning(question, None)
        reader, found = self._found(readings, today=today, without=without, meaning=meant)
        if reader is None or found is None:
            return (), 0.0
        chosen, sure = self._chosen(question, readings, found, reader=reader, today=today, without=without)
        best = worded(chosen, found.ranked, reader, today=today)
        rows = found.ranked.order[:limit].tolist() if limit > 1 else []
        others = (extract(found.ranked, reader, row, today=today) for row in rows)
        further = (
            one
            for one in others
            if (one.citation.document, one.number) != (best.citation.document, best.number)
        )
        return (best, *further)[:limit], sure

    def _readings(self, question: str, about: str | None) -> tuple[Question, ...]:
        """Give the readings of a question; a follow-up is read together with the title it is about."""
        return readings_of(self._text(question, about))

    def _text(self, question: str, about: str | None) -> str:
        reader = self._index.reader
        docnum = reader.docnum_of(about) if reader is not None and about else None
        return question if reader is None or docnum is None else f"{reader.document(docnum).title} {question}"

    def meaning(self, question: str, about: str | None = None) -> Meaning | None:
        """Give what a question means when it was learnt before it was answered."""
        reader = self._index.reader
        if self._meanings is None or reader is None:
            return None
        return self._meanings.of(self._text(question, about), reader)

    def _found(
        self,
        readings: Sequence[Question],
        *,
        today: date,
        without: frozenset[str],
        scope: Scope | None = None,
        meaning: Meaning | None = None,
    ) -> tuple[Reader | None, Found | None]:
        reader = self._index.reader
        if reader is None or not readings:
            return reader, None
        left_out = reader.barred(without, today=today)
        return reader, search(readings, reader, today=today, without=left_out, scope=scope, meaning=meaning)

    def _decline(self, question: str, found: Found, reader: Reader) -> Decline:
        nearest = tuple(map(reader.document, found.ranked.documents()[:NEAREST]))
        responsible = nearest[0] if found.confidence >= float(weights()["thresholds"]["near"]) else None
        return Decline(
            question,
            nearest,
            unit=responsible.unit if responsible else "",
            unit_phone=responsible.unit_phone if responsible else "",
            confidence=found.confidence,
        )


def _tells_no_figure(best: Extract, question: Question) -> bool:
    """Whether a figure is asked of a catalogue item: its elements tell who publishes what, and how much or when nowhere."""
    asks = question.sought.family in {Sought.NUMBER, Sought.TIME}
    is_item = best.citation.document.kind is Kind.CATALOGUE
    return asks and is_item and not any(letter.isdigit() for letter in best.quoted)


def _further(ranked: Ranked, reader: Reader, row: int) -> Further:
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
