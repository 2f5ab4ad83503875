"""Every personal number of a text, in one look."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.personal import codes, runs
from bot.personal.found import PersonalNumber
from bot.personal.reading import FIGURES, GLUED, Reading, read
from bot.personal.spared import CLOSED, close, close_hidden, links

# What announces a number without figures, and every letter that may be a figure: one of a script that is not ours too.
_TRACE = re.compile(
    rf"[@＠#＃艾微薇威徽维➕]|扣扣|企鹅|绿泡泡|(?i:ling|yao|zero|three)[^a-z]|{GLUED}|圈[Aa]|(?i:[ \[({{（【]at?[ \])}}）】])|[vwVWｖｗＶＷ]|[{codes.PROVINCES}].{{0,3}}[A-Za-zＡ-Ｚａ-ｚ]"
)
_FIGURE = re.compile(
    f"[0-9{FIGURES}]|[^\x00-\u02ff\u2010-\u2026\u3000-\u3006\u3008-\u3020\u3400-\u9fff\uff01-\uff0f\uff1a-\uff1f]"
)
_FEWEST_FIGURES = 5


def find(text: str) -> tuple[PersonalNumber, ...]:
    """Give the personal numbers of a text in the order they stand; none overlaps another."""
    return _find(text) if _may_hold_one(text) else ()


def _may_hold_one(text: str) -> bool:
    """Whether a text may hold a number: a look that is quick and spares most texts the search."""
    return _TRACE.search(text) is not None or len(_FIGURE.findall(text)) >= _FEWEST_FIGURES


@lru_cache(maxsize=8)
def _find(text: str) -> tuple[PersonalNumber, ...]:
    """Look once for what a turn asks several times."""
    reading = read(text)
    return tuple(
        replace(one, start=reading.starts[one.start], end=reading.ends[one.end - 1])
        for one in sorted(_all(reading))
    )


def _all(reading: Reading) -> Iterator[PersonalNumber]:
    """Take one kind after another: what proves itself first, what only words beside it tell last."""
    free = replace(reading, figures=close_hidden(reading.figures))
    proven = [one for run in runs.loose(free) for one in runs.identities(free, run)]
    yield from proven
    free = replace(free, figures=_without(free.figures, proven))
    parted = list(runs.parted(free))
    yield from parted
    free = replace(free, figures=close(_without(free.figures, parted)))
    for by_letters in (codes.mail, codes.handles, codes.passes):
        taken = list(by_letters(free))
        yield from taken
        free = replace(free, figures=_without(free.figures, taken))
    marked = runs.joined(free, links(reading.text))
    for by_figures in (runs.likely_identities, runs.cards, runs.old_identities, runs.mobiles, runs.landlines):
        taken = [one for run in runs.strict(free, marked) for one in by_figures(free, run)]
        yield from taken
        marked = _without(marked, taken)
        free = replace(free, figures=_without(free.figures, taken))
    for by_words in (codes.abroad, codes.papers, codes.accounts, codes.plates):
        taken = list(by_words(free))
        yield from taken
        free = replace(free, figures=_without(free.figures, taken))


def _without(figures: str, taken: Sequence[PersonalNumber]) -> str:
    """Give the figures with what was taken closed."""
    if not taken:
        return figures
    letters = list(figures)
    for one in taken:
        letters[one.start : one.end] = CLOSED * (one.end - one.start)
    return "".join(letters)
