"""A second document that tells of the same matter is no doubt about the first: it is left out, and the first is asked alone.

How sure an answer is was learnt from how far it leads. Where a county publishes a notice beside its rule, and both hold the
same words, neither leads, and none of them would be quoted any more. So a question that is answered by none of several
fellows is put to each of them without the others. That tells how sure the words are that led before, and chooses no others.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.answers import outcome
from knowledge.answers.inquiry import Inquiry
from knowledge.answers.stretches import Stretches
from knowledge.judgement.judge import JudgedWindows
from knowledge.judgement.sought import years_in
from knowledge.judgement.windows import Window
from knowledge.search.lookup import SearchResult
from knowledge.text import normal_form, segmentation

Judged = tuple[SearchResult, JudgedWindows]
# Among so many of the best stretches fellows are looked for, and so many of them are asked alone.
FELLOWS_AMONG, ASKED_ALONE = 8, 3
FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def settled(
    inquiry: Inquiry,
    judged: Judged | None,
    stretches: Stretches,
    *,
    least: float | None,
) -> Judged | None:
    """Give what is found and how it is judged, without the fellows of what answers where only they make it doubtful."""
    if judged is None or outcome.is_sure(inquiry, *judged, least=least):
        return judged
    kept, without = judged, inquiry.circumstances.without
    group = _fellows(inquiry, judged[1])
    led = judged[1].windows[judged[1].order[0]]
    for docnum in group[:ASKED_ALONE]:
        # A rule and what explains it go together: they were known to be one matter when sureness was learnt.
        strange = set(group) - {docnum} - inquiry.reader.tied(docnum)
        if not strange:
            continue
        others = frozenset(map(inquiry.reader.id_of, strange))
        alone = replace(inquiry, circumstances=inquiry.circumstances._replace(without=without | others))
        found = _led_again(alone, led, stretches)
        if (
            found is not None
            and outcome.is_sure(alone, *found, least=least)
            and outcome.chance_of(*found) > outcome.chance_of(*kept)
        ):
            kept = found
    return kept


def _led_again(alone: Inquiry, led: Window, stretches: Stretches) -> Judged | None:
    """Give what is found without the others and how it is judged; None where it is not led by the words that led before.

    Half of the documents asked alone hold nothing like them, and then there is nothing to judge.
    """
    found = alone.found()
    if found is None:
        return None
    cut = stretches.cut(alone, found)
    if not any(_says_same(window, led) for window in cut.windows):
        return None
    judged = stretches.judge(alone, cut)
    return (found, judged) if _says_same(judged.windows[judged.order[0]], led) else None


def _says_same(window: Window, led: Window) -> bool:
    """Whether a stretch holds the sentence for which another was chosen, or is chosen for one that stands there."""
    return led.core_bare in window.bare or window.core_bare in led.bare


def _fellows(inquiry: Inquiry, judged: JudgedWindows) -> list[int]:
    """Give the docnum of the best stretch, and of those that tell of its matter without saying otherwise, best first."""
    windows = [judged.windows[place] for place in judged.order[:FELLOWS_AMONG]]
    best, asked = windows[0], {pair for reading in inquiry.readings for pair in reading.pairs}
    first = dict[int, Window]()
    for window in windows:
        first.setdefault(window.docnum, window)
    own = _matter(inquiry, best.docnum, asked)
    return [
        docnum
        for docnum, window in first.items()
        if docnum == best.docnum
        or (
            own & (other := _matter(inquiry, docnum, asked))
            and not _lacks_name(inquiry, docnum, own)
            and not _lacks_name(inquiry, best.docnum, other)
            and _agree(inquiry, (best, window))
        )
    ]


def _matter(inquiry: Inquiry, docnum: int, asked: set[str]) -> set[str]:
    """Give what of the question stands in a document's title."""
    title = normal_form.bare(inquiry.reader.name_of(docnum).title)
    return asked & set(segmentation.pairs(title))


def _lacks_name(inquiry: Inquiry, docnum: int, named: set[str]) -> bool:
    """Whether a document says nowhere what a question names by another's title: 科技馆, in the notice of a library.

    One pair of letters may stand across the border of two words; two that join are a name.
    """
    told = inquiry.reader.name_of(docnum).title + inquiry.reader.whole(docnum)
    missing = [pair for pair in named if pair not in told]
    return any(one[1] == other[0] for one in missing for other in missing)


def _agree(inquiry: Inquiry, windows: Sequence[Window]) -> bool:
    """Whether two stretches are of no different years and name no different figures."""
    one, other = windows
    years, others = (years_in(inquiry.reader.name_of(window.docnum).title) for window in windows)
    if years != others:
        return False
    here, there = (set(FIGURE.findall(window.core_bare)) for window in windows)
    return (
        not here
        or not there
        or here <= set(FIGURE.findall(other.bare))
        or there <= set(FIGURE.findall(one.bare))
    )
