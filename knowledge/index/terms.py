"""The terms of a generation: how rare each one is, and which blocks share the terms of a question.

Looking a term up costs as much as it has blocks, and common ones tell least, so a question is looked up by its rarer
terms. Blocks of documents that are gone must count for nothing, though the full-text index still counts them.
"""

import json
import math
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import tantivy

from knowledge.index import blocks
from knowledge.index.names import Mask
from knowledge.text.question import Question

Offsets = npt.NDArray[np.int64]
_Clause = tuple[tantivy.Occur, tantivy.Query]
# How rare a term is, how many blocks hold it, and the part of a query that looks for it.
_Term = tuple[float, int, _Clause]
# Looks a term up, by its field.
_Look = Callable[[str, str], _Term]

TERMS_REMEMBERED = 65536
# One turn looks the same question up by itself and in the matter that it may go on with.
QUERIES_REMEMBERED = 64
# Once the rarer terms make up this share of the question, those in more blocks than this are let go.
TOLD_SHARE = 0.75
COMMON_BLOCKS = 800
# Up to so many documents are named to the full-text index; among more, each look goes so many times further.
LISTED_DOCUMENTS = 300
FURTHER_TIMES = 8
# What a term counts that the question does not say itself; tried in docs/decisions/lexicon.md.
LENT_WORTH = 0.5


class Hit(NamedTuple):
    """A block that shares terms with a question: its number, its document's docnum, and its score.

    The score is measured against what the question could reach.
    """

    block: int
    docnum: int
    score: float


class TermIndex:
    """The full-text index of one generation, to be read."""

    def __init__(
        self,
        directory: Path,
        block_docnums: Offsets,
        *,
        turns: Offsets | None,
        listed_documents: int = LISTED_DOCUMENTS,
    ) -> None:
        """Open the index in a directory.

        `block_docnums`, array (blocks,), holds the docnum of each block. Blocks of one score come in the order of
        their documents' `turns`, array (documents,); without them in the order in which they were written.
        """
        index = blocks.register(tantivy.Index.open(str(directory)))
        self._schema = index.schema
        self._searcher = index.searcher()
        self._block_docnums = block_docnums
        self._turns = turns
        self._listed_documents = listed_documents
        # The cache must not hold what holds it: a generation that is no longer used goes at once.
        look = partial(_look_up, self._searcher, self._schema, written=_written(directory))
        self._term = lru_cache(TERMS_REMEMBERED)(look)
        self._query = lru_cache(QUERIES_REMEMBERED)(partial(_query_of, self._term))

    def rarity(self, field: str, term: str) -> float:
        """Give the inverse document frequency of a term over the blocks, the one BM25 uses."""
        return self._term(field, term)[0]

    def holds(self, field: str, term: str) -> bool:
        """Whether any block holds a term."""
        return self._term(field, term)[1] > 0

    def telling_pairs(self, question: Question) -> list[str]:
        """Give the pairs of a question that can tell anything.

        A pair that joins two words and stands in no text is only somebody's way of talking (我妈今年81了能领…); one
        inside a word is something that the texts do not know.
        """
        return _telling(self._term, question)

    def best(self, readings: Sequence[Question], limit: int, *, allowed: Mask | None = None) -> list[Hit]:
        """Give the blocks that fit a question best, by the words and pairs of all its readings together.

        `allowed`, array (documents,), tells for each docnum whether its document may be found.
        """
        query, reach = self._query(tuple(readings))
        if query is None:
            return []
        if allowed is None:
            hits = self._hits(query, limit, reach=reach)
        else:
            hits = self._hits_among(query, limit, reach=reach, allowed=allowed)
        hits.sort(key=_by_block if self._turns is None else self._by_turn)
        return hits

    def _hits(self, query: tantivy.Query, limit: int, *, reach: float) -> list[Hit]:
        found = self._searcher.search(query, limit, count=False).hits
        numbers = self._searcher.fast_field_values(blocks.BLOCK, [address for _, address in found])
        hit_blocks = [int(number or 0) for number in numbers]
        docnums = self._block_docnums[hit_blocks].tolist() if hit_blocks else []
        return [
            Hit(block, docnum, score / reach)
            for block, docnum, (score, _) in zip(hit_blocks, docnums, found, strict=True)
        ]

    def _hits_among(self, query: tantivy.Query, limit: int, *, reach: float, allowed: Mask) -> list[Hit]:
        """Give the best blocks of some documents: few are named to the index, of many enough come soon by themselves."""
        docnums = np.flatnonzero(allowed)
        if len(docnums) <= self._listed_documents:
            named = tantivy.Query.term_set_query(self._schema, blocks.DOCNUM, docnums.tolist())
            only = (tantivy.Occur.Must, tantivy.Query.const_score_query(named, 0.0))
            both = tantivy.Query.boolean_query([only, (tantivy.Occur.Must, query)])
            return self._hits(both, limit, reach=reach) if len(docnums) else []
        wanted = limit
        while True:
            wanted *= FURTHER_TIMES
            hits = self._hits(query, wanted, reach=reach)
            fitting = [hit for hit in hits if allowed[hit.docnum]]
            if len(fitting) >= limit or len(hits) < wanted:
                return fitting[:limit]

    def _by_turn(self, hit: Hit) -> tuple[float, int, int]:
        """Put equal blocks in the order of their documents' ids, as a generation written at once has them."""
        assert self._turns is not None
        return -hit.score, int(self._turns[hit.docnum]), hit.block


def _telling(look: _Look, question: Question) -> list[str]:
    return [pair for pair in question.pairs if pair in question.inner or look(blocks.PAIRS, pair)[1]]


def _query_of(look: _Look, readings: tuple[Question, ...]) -> tuple[tantivy.Query | None, float]:
    """Give the query for all readings together, None where they look for nothing, and the score to reach."""
    words = dict.fromkeys(word for reading in readings for word in reading.words)
    pairs = dict.fromkeys(pair for reading in readings for pair in _telling(look, reading))
    terms = [look(blocks.WORDS, word) for word in words]
    terms += [look(blocks.PAIRS, pair) for pair in pairs]
    terms += _lent(look, readings)
    clauses, reach = _rarest(terms)
    return (tantivy.Query.boolean_query(clauses) if clauses else None), reach


def _lent(look: _Look, readings: Sequence[Question]) -> list[_Term]:
    """Give the terms that readings were lent and any block holds, each worth less than one of their own."""
    lent = [each for reading in readings for each in reading.lent]
    words = dict.fromkeys(word for each in lent for word in each.words)
    pairs = dict.fromkeys(pair for each in lent for pair in each.pairs)
    terms = [look(blocks.WORDS, word) for word in words] + [look(blocks.PAIRS, pair) for pair in pairs]
    return [
        (rarity * LENT_WORTH, holding, (occur, tantivy.Query.boost_query(query, LENT_WORTH)))
        for rarity, holding, (occur, query) in terms
        if holding
    ]


def _rarest(terms: list[_Term]) -> tuple[list[_Clause], float]:
    """Give the parts of a query for the terms worth looking up, and the sum of their rarities: the score to reach."""
    whole = sum(rarity for rarity, _, _ in terms)
    if whole <= 0:
        return [], 0.0
    reach, clauses = 0.0, []
    for rarity, holding, clause in sorted(terms, key=_by_rarity):
        if holding > COMMON_BLOCKS and reach >= TOLD_SHARE * whole:
            break
        reach += rarity
        clauses.append(clause)
    return clauses, reach


def _written(directory: Path) -> int:
    """Give how many blocks a full-text index counts, those of documents that are gone included."""
    meta = json.loads((directory / "meta.json").read_text(encoding="utf-8"))
    return sum(int(segment["max_doc"]) for segment in meta["segments"])


def _look_up(
    searcher: tantivy.Searcher, schema: tantivy.Schema, field: str, term: str, *, written: int
) -> _Term:
    """Look a term up in the full-text index.

    The full-text index counts blocks that are gone among the `written` ones, until it is built anew; a question
    must be weighed as if they had never been.
    """
    query = tantivy.Query.term_query(schema, field, term, index_option="freq")
    counted, there = searcher.doc_freq(field, term), searcher.num_docs
    holding = counted
    if counted and there < written:
        holding = int(searcher.search(query, 1, count=True).count)  # type: ignore[attr-defined] # not in the stubs
    rarity = _rarity(holding, there)
    if holding and there < written:
        query = tantivy.Query.boost_query(query, rarity / _rarity(counted, written))
    return rarity, holding, (tantivy.Occur.Should, query)


def _rarity(holding: int, total: int) -> float:
    return math.log1p((total - holding + 0.5) / (holding + 0.5))


def _by_block(hit: Hit) -> tuple[float, int]:
    return -hit.score, hit.block


def _by_rarity(term: _Term) -> float:
    return -term[0]
