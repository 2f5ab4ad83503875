"""A question that goes on with what was talked about: where in the known matter it is answered, and whether it goes on at all.

那90岁呢 names nothing of its matter, and behind a document's title any words look likely, which drowns the few that
tell which of its sections is meant. So once the document is known it is the only one read, with its family: by the
question with the one before it, and by its own words alone. How likely the stretch answers is told anew, for the
doubt whether this is the document counts no longer; and so is how likely the question begins another matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from knowledge.answers.inquiry import Inquiry
from knowledge.answers.matter import family
from knowledge.answers.own_words import OwnReading, OwnReadings, Place, found_in, places_of
from knowledge.answers.stretches import Stretches
from knowledge.answers.thread_weights import likely, odds, weights
from knowledge.index.reader import Reader
from knowledge.judgement import sureness
from knowledge.judgement.judge import JudgedWindows
from knowledge.judgement.sought import sought_by
from knowledge.search.columns import Columns
from knowledge.search.evidence import Floats, Integers
from knowledge.search.lookup import SearchResult, finds, readings_of
from knowledge.text.lexicon import SayingTable

# Two stretches that share more than this of the shorter one are the same.
SAME_SHARE = 0.5
FAR_POINTS = 6.0
LEAST_SHARE = 1e-9


class OfStretch(Columns):
    """What is measured of the stretch chosen inside a matter."""

    WHOLE_ODDS: int
    SHARE: int
    ALONE_SHARE: int
    ALONE_ODDS: int
    UNREAD: int
    ASKS: int


@dataclass(frozen=True, slots=True, eq=False)
class Thread:
    """A question read inside the matter talked about: what was found there, the stretches judged, by both readings.

    `alone` are those of its own words without the question before it, None where they look for nothing there.
    """

    inquiry: Inquiry
    found: SearchResult
    judged: JudgedWindows
    alone: OwnReading | None
    docnums: frozenset[int]

    def shares(self) -> Floats:
        """Give how likely each stretch is the one, by both readings: array (stretches,)."""
        fitted = weights()
        counted = np.array([fitted["whole"], fitted["alone_share"], fitted["alone_behind"]])
        return sureness.shares_of(both_scores(self) @ counted)

    def chosen(self) -> JudgedWindows:
        """Give the stretches in the order that both readings give together, with how likely each answers here."""
        both, shares = both_scores(self), self.shares()
        scores = np.log(np.maximum(LEAST_SHARE, shares))
        measured = np.array([self.stretch(place, shares, both) for place in range(len(shares))])
        chances = likely(measured, OfStretch, "sureness")
        falling = (-scores).argsort(kind="stable")
        chances[falling] = np.minimum.accumulate(chances[falling])
        # Whatever is chosen stands in the matter that is talked about, and so belongs to it.
        belongings = np.ones(len(shares))
        return replace(self.judged, scores=scores, shares=shares, chances=chances, belongings=belongings)

    def stretch(self, place: int, shares: Floats, both: Floats) -> list[float]:
        """Give what tells how likely a stretch answers, in the order of `OfStretch`."""
        values = [0.0] * OfStretch.WIDTH
        values[OfStretch.WHOLE_ODDS] = odds(float(self.judged.chances[place]))
        values[OfStretch.SHARE] = float(shares[place])
        values[OfStretch.ALONE_SHARE] = float(both[place][1])
        values[OfStretch.ALONE_ODDS] = odds(self.alone.chance if self.alone else 0.0)
        values[OfStretch.UNREAD] = float(self.alone is None)
        values[OfStretch.ASKS] = float(bool(sought_by(self.inquiry.question).aspects))
        return values


def both_scores(thread: Thread) -> Floats:
    """Give what each reading thinks of each stretch: the score, the share by the words alone, and how far behind: array (stretches, 3)."""
    reader, windows, alone = thread.inquiry.reader, thread.judged.windows, thread.alone
    shares, behind = np.zeros(len(windows)), np.zeros(len(windows))
    if alone is not None:
        same = _shared(places_of(windows), alone.places, reader) > SAME_SHARE
        shares = np.where(same, alone.shares, 0.0).max(axis=1)
        scores = np.where(same, alone.scores, -np.inf).max(axis=1)
        behind = np.maximum(-FAR_POINTS, scores - alone.scores.max())
    return np.stack((thread.judged.scores, shares, behind), axis=1)


class Continuation:
    """A question that may be read inside a matter: each of its two readings is made when somebody asks for it, once."""

    def __init__(
        self,
        inquiry: Inquiry,
        docnums: Sequence[int],
        *,
        stretches: Stretches,
        own_readings: OwnReadings,
        sayings: SayingTable,
    ) -> None:
        """Take a question, and the documents of the matter it may go on with."""
        self.inquiry = inquiry
        self.docnums = docnums
        self._stretches = stretches
        self._own_readings = own_readings
        self._sayings = sayings

    @cached_property
    def alone(self) -> OwnReading | None:
        """Give the stretches judged by its own words; None where these look for nothing there."""
        return self._own_readings.of(self.inquiry, self.docnums, self._sayings)

    @cached_property
    def is_there(self) -> bool:
        """Whether there is anything of it to read: whether `thread` gives one."""
        return finds(self._whole.readings, self.inquiry.reader, only=self.docnums)

    @cached_property
    def thread(self) -> Thread | None:
        """Give it read both ways; None where there is nothing of it to read."""
        found = found_in(self._whole, self.docnums)
        if found is None:
            return None
        judged = self._stretches.judged(self._whole, found)
        return Thread(self.inquiry, found, judged, self.alone, frozenset(self.docnums))

    @cached_property
    def _whole(self) -> Inquiry:
        inquiry = self.inquiry
        both = f"{inquiry.circumstances.before} {inquiry.question}"
        return replace(
            inquiry,
            question=both,
            readings=readings_of(both, self._sayings),
            meaning=None,
            asking=inquiry.question if inquiry.sought.aspects else both,
        )


def continued(
    inquiry: Inquiry, stretches: Stretches, own_readings: OwnReadings, sayings: SayingTable
) -> Continuation | None:
    """Give a question with the matter of the document it goes on with; None where that one must not answer."""
    circumstances, reader = inquiry.circumstances, inquiry.reader
    docnum = reader.docnum_of(circumstances.about) if circumstances.about else None
    if docnum is None or docnum in inquiry.barred:
        return None
    docnums = family(reader, docnum, today=circumstances.today, without=inquiry.barred)
    return Continuation(inquiry, docnums, stretches=stretches, own_readings=own_readings, sayings=sayings)


def read(inquiry: Inquiry, stretches: Stretches, sayings: SayingTable) -> Thread | None:
    """Read a question inside the matter of the document it goes on with; None where there is nothing of it to read."""
    continuation = continued(inquiry, stretches, OwnReadings(stretches), sayings)
    return continuation.thread if continuation else None


def _shared(stretches: Sequence[Place], others: Sequence[Place], reader: Reader) -> Floats:
    """Give the share of the shorter of two stretches that both hold: array (stretches, others)."""
    (first, last), (start, end) = (_places(one, reader) for one in (stretches, others))
    common = np.minimum(last[:, None], end) - np.maximum(first[:, None], start)
    shares: Floats = common / np.maximum(1, np.minimum((last - first)[:, None], end - start))
    return shares


def _places(stretches: Sequence[Place], reader: Reader) -> tuple[Integers, Integers]:
    """Give where stretches begin and end among all texts: two arrays (stretches,)."""
    numbers, starts, ends = np.array(stretches, dtype=np.int64).T
    begins = reader.texts.passage_bounds(numbers)[:, 0]
    return begins + starts, begins + ends
