"""What of a question's own words a stretch of a document holds, and its passage, its title and the rest of its document."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from knowledge.index.reader import Reader
from knowledge.judgement.quantities import OfWindow
from knowledge.judgement.windows import Window
from knowledge.judgement.worth import Worths, laid
from knowledge.search import features
from knowledge.search.evidence import Floats
from knowledge.search.features import Marks
from knowledge.search.ranking import Ranked
from knowledge.text.matter_words import (
    EVERYWHERE,
    PAPER_END_LETTERS,
    THING_END_LETTERS,
    paper_in,
    things_in,
)
from knowledge.text.question import Question, asked_of
from knowledge.text.synonyms import official_words

USUAL_PAIRS = 3.0
WORDS_REMEMBERED = 1024
# More of the question in titles and headings than this says no more.
NAMED_ENOUGH_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class HeldWords:
    """What of a question the candidates hold: marks, arrays (windows, pairs), of their titles, passages and documents.

    `names` are each window's title and the headings over it, `titles` the titles alone, the same for all of one
    document.
    """

    titled: Marks
    passage: Marks
    document: Marks
    titles: Sequence[str]
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class HeldPairs:
    """Which pairs of a question stand in the very words of stretches, and of the sentences in them that say most.

    Both are marks, arrays (windows, pairs).
    """

    whole: Marks
    core: Marks


def matter_of(windows: Sequence[Window], ranked: Ranked, reader: Reader) -> HeldWords:
    """Give what of a question stretches and what lies around them hold."""
    evidence = ranked.evidence
    rows = [window.row for window in windows]
    titled: Marks = evidence.title_counts[evidence.block[rows]] > 0
    held: Marks = evidence.counts > 0
    docnums = [window.docnum for window in windows]
    own: Marks = np.array(docnums)[:, None] == np.array(evidence.documents)
    titles = [reader.texts.title_words(docnum) for docnum in docnums]
    return HeldWords(
        titled,
        held[rows],
        titled | (own @ np.logical_or.reduceat(held, evidence.block_starts)),
        titles,
        [f"{title} {window.label}" for title, window in zip(titles, windows, strict=True)],
    )


def hold(values: Floats, ranked: Ranked, matter: HeldWords) -> None:
    """Fill in what of the question's words the stretches, their passages, titles and documents hold."""
    terms, number, question = ranked.evidence.terms, ranked.number, ranked.question
    share, here = terms.shares[:, number], matter.titled | matter.passage
    values[:, OfWindow.TITLED] = matter.titled @ share
    values[:, OfWindow.HELD_ALL] = here @ share
    values[:, OfWindow.HELD_IN_DOCUMENT] = matter.document @ share
    if terms.word_starts:
        words = terms.word_shares[:, number]
        in_passage, in_document = features.whole_words(np.stack((here, matter.document)), terms)
        values[:, OfWindow.WORDS] = in_passage @ words
        values[:, OfWindow.WORDS_HELD] = np.log1p((in_passage & (words > 0)).sum(axis=1))
        values[:, OfWindow.WORD_MISSING] = (words * ~in_passage).max(axis=1)
        values[:, OfWindow.WORD_MISSING_IN_DOCUMENT] = (words * ~in_document).max(axis=1)
        values[:, OfWindow.WORDS_IN_DOCUMENT] = in_document @ words
    inner = share * np.array([pair in question.inner for pair in terms.pairs])
    whole = max(1e-9, float(inner.sum()))
    values[:, OfWindow.INNER] = here @ inner / whole
    values[:, OfWindow.INNER_OPEN] = (matter.passage & ~matter.titled) @ inner / whole
    values[:, OfWindow.INNER_MISSING] = ~matter.document @ inner / whole
    values[:, OfWindow.NOWHERE] = 1 - terms.sizes[number] / max(1, len(question.pairs))
    values[:, OfWindow.LONG_QUESTION] = math.log1p(terms.lengths[number]) / USUAL_PAIRS
    values[:, OfWindow.PAIRS] = math.log1p(terms.sizes[number]) / USUAL_PAIRS


def hold_pairs(
    values: Floats, windows: Sequence[Window], question: Question, matter: HeldWords, worths: Worths
) -> HeldPairs:
    """Fill in what of the question's pairs the very words of the stretches, their titles and headings hold; give these."""
    rows, spots = [window.row for window in windows], laid([window.spots for window in windows])
    held = HeldPairs(
        worths.held(spots, [(window.start, window.end) for window in windows]),
        worths.held(spots, [window.core for window in windows]),
    )
    values[:, OfWindow.HELD], values[:, OfWindow.HELD_OPEN] = worths.sums(rows, held.whole)
    values[:, OfWindow.HELD_CORE], values[:, OfWindow.HELD_CORE_OPEN] = worths.sums(rows, held.core)
    telling, shares = question.inner - EVERYWHERE, worths.shares.tolist()
    worth = [(pair, shares[term]) for pair, term in worths.pairs.items() if pair in telling]
    named = {
        names: sum((share for pair, share in worth if pair in names), 0.0)
        for names in dict.fromkeys(matter.names)
    }
    values[:, OfWindow.NAMED] = [named[names] for names in matter.names]
    values[:, OfWindow.NAMED_AT_ALL] = (
        np.minimum(NAMED_ENOUGH_SHARE, values[:, OfWindow.NAMED]) / NAMED_ENOUGH_SHARE
    )
    _miss(values, windows, question, matter)
    return held


def _miss(values: Floats, windows: Sequence[Window], question: Question, matter: HeldWords) -> None:
    """Fill in whether the stretches lack the paper, or another thing with a name, that is asked about."""
    paper = paper_in(question.text)
    papers = _papers(paper) if paper else ()
    things = [_called(word) for word in dict.fromkeys(things_in(question.words))]
    if not paper and not things:
        return
    for row, window, names in zip(values, windows, matter.names, strict=True):
        around = f"{names} {window.bare}"
        row[OfWindow.PAPER_MISSING] = float(bool(paper) and not any(each in around for each in papers))
        row[OfWindow.THING_MISSING] = float(
            not all(any(each in around for each in called) for called in things)
        )


@lru_cache(WORDS_REMEMBERED)
def _called(thing: str) -> tuple[str, ...]:
    """Give what a named thing may be called where it is told of: by the end of its name, or in the documents' words."""
    official = (words for _, words in official_words(thing))
    return (thing[-THING_END_LETTERS:], *(word for words in official for word in words.split()))


def aim(values: Floats, windows: Sequence[Window], ranked: Ranked, matter: HeldWords) -> None:
    """Fill in whether the last word that names something is held: in 普通高中一学期学费多少 it is the fee that is asked for."""
    terms = ranked.evidence.terms
    named = [word for word in ranked.question.words if len(word) > 1 and word in ranked.question.core]
    if not named:
        return
    pairs = _pairs(named[-1])
    own = [terms.pairs[pair] for pair in pairs if pair in terms.pairs]
    if not own:
        values[:, OfWindow.TARGET_NOWHERE] = 1.0
        return
    values[:, OfWindow.TARGET_HELD] = [
        sum(pair in window.bare for pair in pairs) / len(pairs) for window in windows
    ]
    values[:, OfWindow.TARGET_IN_DOCUMENT] = matter.document[:, own].all(axis=1)


def near_asking(values: Floats, windows: Sequence[Window], ranked: Ranked, matter: HeldWords) -> None:
    """Fill in whether what stands beside the asking words is told of, by itself or as documents call it: 跑腿费 in 跑腿费谁出."""
    asked = asked_of(ranked.question.text)
    if not asked:
        return
    called = [(word, *_official(word)) for word in asked]
    around = [f"{names} {window.bare}" for names, window in zip(matter.names, windows, strict=True)]
    values[:, OfWindow.ASKED] = 1.0
    values[:, OfWindow.ASKED_HELD] = _told_shares(called, around)
    values[:, OfWindow.ASKED_CORE] = _told_shares(called, [window.core_bare for window in windows])
    pairs = ranked.evidence.terms.pairs
    told = np.zeros((len(called), len(windows)), dtype=bool)
    for at, names in enumerate(called):
        for own in map(_pairs, names):
            if all(pair in pairs for pair in own):
                told[at] |= matter.document[:, [pairs[pair] for pair in own]].all(axis=1)
    values[:, OfWindow.ASKED_IN_DOCUMENT] = told.sum(axis=0) / len(called)


def _told_shares(called: Sequence[tuple[str, ...]], texts: Sequence[str]) -> list[float]:
    """Give for each text the share of some things that it tells of, each by any of its names."""
    return [sum(any(map(text.__contains__, names)) for names in called) / len(called) for text in texts]


@lru_cache(WORDS_REMEMBERED)
def _papers(paper: str) -> tuple[str, ...]:
    """Give by what a paper is told of: the end of its name, or that of what documents call it: 驾照, 驾驶证."""
    return (paper, *(name[-PAPER_END_LETTERS:] for name in _official(paper) if "证" in name or "照" in name))


@lru_cache(WORDS_REMEMBERED)
def _official(word: str) -> tuple[str, ...]:
    return tuple(name for _, words in official_words(word) for name in words.split() if len(name) > 1)


def _pairs(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(len(word) - 1)]
