"""What is said to an inquiry: the words that answer, words that only come near with a reservation, or an honest no."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from knowledge.answers import remainder
from knowledge.answers.answer import Answer, Decline, Extract, Matter, Stretch
from knowledge.answers.extracts import cite, shown
from knowledge.answers.inquiry import Inquiry
from knowledge.documents.document import Document, Kind
from knowledge.index import approved_questions
from knowledge.index.blocks import PAIRS
from knowledge.index.reader import Reader
from knowledge.judgement.cuts import SHOWN_LETTERS
from knowledge.judgement.judge import JudgedWindows, threshold
from knowledge.judgement.windows import Window, shortened
from knowledge.search.confidence import NAMED_CONFIDENCE
from knowledge.search.lookup import SearchResult
from knowledge.text.focus import LONG_LETTERS
from knowledge.text.question import AnswerKind, Question

NEAREST_DOCUMENTS = 4
# So many stretches may be named to choose from; the second is about as good as the first from this share of it on.
MATTERS, EVEN_SHARE = 5, 0.5
# So many of them are named beside words that come near; what is read on to are others.
NAMED_BESIDE = 2
# Among so many of the best stretches two documents of one matter agree.
AGREEING = 3
# Where so many of the best stretches are all of one matter, and of several documents of it, the matter is not in doubt.
# Of a long story less belongs to anything.
ONE_MATTER, ONE_MATTER_LEAST, OF_STORY_LEAST = 5, 0.12, 0.1
# Two stretches shown together are no longer than one shown alone; the second is cut to this, the first to what is left.
BESIDE_LETTERS = 120
PUBLISHING = ("公开", "公布", "公示", "公告", "发布")


def of(
    inquiry: Inquiry, found: SearchResult, judged: JudgedWindows, *, least: float | None = None
) -> Answer | Decline:
    """Give the answer when the likeliest stretch is sure enough, else a no with what comes near.

    `least` is the chance, 0 to 1, from which it is, that of the weights unless one is given.
    """
    best, sure = best_of(inquiry, found, judged)
    belonging = float(judged.belongings[judged.order[0]])
    if not is_sure(inquiry, found, judged, least=least) or _tells_no_figure(best, found.ranked.question):
        return _decline(inquiry, found, judged, best=best)
    policies, interpretations, guides = _tied(inquiry.reader, best.citation.document.id)
    return Answer(
        question=inquiry.question,
        best=best,
        further=remainder.further(inquiry.reader, judged, [judged.windows[judged.order[0]]]),
        policies=policies,
        interpretations=interpretations,
        guides=guides,
        confidence=sure,
        belonging=max(belonging, sure),
    )


def is_sure(inquiry: Inquiry, found: SearchResult, judged: JudgedWindows, *, least: float | None) -> bool:
    """Whether the likeliest stretch is sure enough to answer; `least` as for `of`."""
    if least is None:
        name = "sure_structured" if judged.is_structured(judged.order[0]) else "sure"
        least = threshold(inquiry.weights, name, meant=inquiry.meaning is not None)
    return chance_of(found, judged) >= least


def best_of(inquiry: Inquiry, found: SearchResult, judged: JudgedWindows) -> tuple[Extract, float]:
    """Give the words that answer best, and how likely they do; who writes a document's number means that document."""
    sure = chance_of(found, judged)
    return shown(judged.windows[judged.order[0]], found.ranked, inquiry, chance=sure), sure


def chance_of(found: SearchResult, judged: JudgedWindows) -> float:
    """Give how likely the best stretch answers, 0 to 1; who writes a document's number means that document."""
    place = judged.order[0]
    sure = float(judged.chances[place])
    if found.ranked.named is not None and judged.windows[place].docnum == found.ranked.named:
        sure = max(sure, NAMED_CONFIDENCE)
    return sure


def approved(inquiry: Inquiry) -> Answer | None:
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
    policies, interpretations, guides = _tied(reader, reader.id_of(match.docnum))
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


def unknown(question: str) -> Decline:
    """Give the no of a question that no document comes near."""
    return Decline(question, (), unit="", unit_phone="", confidence=0.0)


def _decline(
    inquiry: Inquiry,
    found: SearchResult,
    judged: JudgedWindows,
    *,
    best: Extract,
) -> Decline:
    ordered = dict.fromkeys(
        (*(judged.windows[place].docnum for place in judged.order), *found.ranked.documents())
    )
    nearest = tuple(map(inquiry.reader.document, list(ordered)[:NEAREST_DOCUMENTS]))
    belonging, meant = float(judged.belongings[judged.order[0]]), inquiry.meaning is not None
    near_enough = belonging >= threshold(inquiry.weights, "near", meant=meant)
    worth_a_look = belonging >= threshold(inquiry.weights, "offered", meant=meant)
    responsible = nearest[0] if near_enough else None
    name = "likely_structured" if judged.is_structured(judged.order[0]) else "likely"
    # A rule and what explains or implements it are no rivals: where they come first together, they agree.
    agreed = (near_enough and _agree(inquiry.reader, judged)) or (
        belonging >= (OF_STORY_LEAST if len(inquiry.question) > LONG_LETTERS else ONE_MATTER_LEAST)
        and _of_one_matter(inquiry.reader, judged)
    )
    near = agreed or belonging >= threshold(inquiry.weights, name, meant=meant)
    shown_windows = _nearest_windows(inquiry, judged) if near else []
    places = _matters(inquiry.reader, judged, shown_windows) if worth_a_look else []
    seen = [
        *(window for window, _ in shown_windows),
        *(judged.windows[place] for place in places[:NAMED_BESIDE]),
    ]
    return Decline(
        inquiry.question,
        nearest,
        unit=responsible.unit if responsible else "",
        unit_phone=responsible.unit_phone if responsible else "",
        confidence=best.score,
        best=best,
        likely=_nearest_words(inquiry, found, judged, shown_windows, best=best),
        matters=tuple(_matter(inquiry.reader, judged.windows[place]) for place in places),
        further=remainder.further(inquiry.reader, judged, seen or [judged.windows[judged.order[0]]]),
        unseen=remainder.unseen(inquiry.reader, judged, seen) if shown_windows else (),
        offered=nearest if worth_a_look else (),
        belonging=belonging,
        even=near_enough
        and len(places) > 1
        and bool(judged.shares[places[1]] >= EVEN_SHARE * judged.shares[places[0]]),
    )


def _nearest_windows(inquiry: Inquiry, judged: JudgedWindows) -> list[tuple[Window, int]]:
    """Give the likeliest stretch with its place, or two short ones where another is about as good."""
    meant, reader = inquiry.meaning is not None, inquiry.reader
    first = judged.order[0]
    if judged.shares[first] >= threshold(inquiry.weights, "alone", meant=meant):
        return [(judged.windows[first], first)]
    beside, elsewhere = (
        threshold(inquiry.weights, name, meant=meant) * judged.shares[first]
        for name in ("beside", "beside_elsewhere")
    )
    own = judged.windows[first].docnum
    for place in judged.order[1:]:
        least = beside if judged.windows[place].docnum == own else elsewhere
        if judged.shares[place] < least:
            continue
        other = shortened(judged.windows[place], reader, BESIDE_LETTERS)
        left = SHOWN_LETTERS - (other.end - other.start)
        short = shortened(judged.windows[first], reader, left)
        if not remainder.meet(*remainder.spans((short, other), reader)):
            return [(short, first), (other, place)]
    return [(judged.windows[first], first)]


def _nearest_words(
    inquiry: Inquiry,
    found: SearchResult,
    judged: JudgedWindows,
    windows: Sequence[tuple[Window, int]],
    *,
    best: Extract,
) -> tuple[Extract, ...]:
    """Give the words of the stretches shown; one alone is the `best`."""
    if len(windows) == 1:
        return (replace(best, score=float(judged.chances[windows[0][1]])),)
    return tuple(
        shown(window, found.ranked, inquiry, chance=float(judged.chances[place])) for window, place in windows
    )


def _agree(reader: Reader, judged: JudgedWindows) -> bool:
    """Whether the best stretches are of two documents of one matter, such as a rule and its guide."""
    places = judged.order[:AGREEING]
    best, *others = dict.fromkeys(judged.windows[place].docnum for place in places)
    if not others:
        return False
    tied = set(reader.tied(best))
    return others[0] in tied or bool(tied & set(reader.tied(others[0])))


def _of_one_matter(reader: Reader, judged: JudgedWindows) -> bool:
    """Whether the best stretches are of several documents, all of one matter."""
    best, *others = dict.fromkeys(judged.windows[place].docnum for place in judged.order[:ONE_MATTER])
    tied = set(reader.tied(best))
    return bool(others) and all(other in tied or tied & set(reader.tied(other)) for other in others)


def _matters(reader: Reader, judged: JudgedWindows, seen: Sequence[tuple[Window, int]]) -> list[int]:
    """Give the places of the likeliest stretches that share no words with those shown, nor with one another."""
    taken = list(remainder.spans([window for window, _ in seen], reader))
    spans = list(remainder.spans(judged.windows, reader))
    kept: list[int] = []
    for place in judged.order:
        if len(kept) == MATTERS:
            break
        if not any(remainder.meet(spans[place], other) for other in taken):
            taken.append(spans[place])
            kept.append(place)
    return kept


def _matter(reader: Reader, window: Window) -> Matter:
    """Give what a stretch is called by."""
    begins = reader.texts.bounds_of(window.number)[0]
    return Matter(
        reader.document(window.docnum),
        Stretch(window.number - reader.texts.passage_range(window.docnum).start, window.start, window.end),
        window.label.split(" ")[-1],
        reader.texts.text(begins + window.core[0], begins + window.core[1]).strip(),
    )


def _tells_no_figure(best: Extract, question: Question) -> bool:
    """Whether a figure is asked of a catalogue item: it tells who publishes what and when, and of the matter itself nothing."""
    if best.citation.document.kind is not Kind.CATALOGUE:
        return False
    asks = question.answer_kind.family in {AnswerKind.NUMBER, AnswerKind.TIME}
    of_publishing = any(word in question.text for word in PUBLISHING)
    return asks and not (of_publishing and any(letter.isdigit() for letter in best.quoted))


def _tied(
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
