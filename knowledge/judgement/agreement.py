"""Whether what is asked and what a stretch tells agree: the side of the matter, the figure, the persons, the place, the year."""

import math

from knowledge.documents.document import Document
from knowledge.judgement import contrasts
from knowledge.judgement.cuts import SHOWN_LETTERS
from knowledge.judgement.facts import StretchFacts
from knowledge.judgement.quantities import OfWindow
from knowledge.judgement.sought import Sought, years_in
from knowledge.judgement.windows import Window
from knowledge.search.evidence import Floats
from knowledge.text.question import AnswerKind

FAR_POINTS = 5.0
SUREST = 0.995
# How much a figure counts that stands in the stretch, but not in the sentence that says most.
FIGURE_BESIDE = 0.5
# Before a year that another one is compared with; what a year begins (the first letters) is told of.
COMPARING = frozenset("比较")


def choose(row: Floats, window: Window, facts: StretchFacts) -> None:
    """Fill in how the stretch was chosen, and what kind of stretch it is."""
    said = min(SUREST, max(1 - SUREST, window.likely))
    row[OfWindow.SECTION] = float(window.section)
    row[OfWindow.SECTION_BEHIND] = max(-FAR_POINTS, window.behind) / FAR_POINTS
    row[OfWindow.LIKELY] = math.log(said / (1 - said)) / FAR_POINTS
    row[OfWindow.LIKELY_SECTION] = row[OfWindow.LIKELY] * window.section
    row[OfWindow.CHOSEN] = float(window.section and not window.behind)
    row[OfWindow.SEARCHED] = window.likely
    row[OfWindow.SEARCHED_AND_CHOSEN] = row[OfWindow.CHOSEN] * window.likely
    row[OfWindow.PURPOSE] = float(facts.is_purpose)
    row[OfWindow.WRONGDOING] = float(facts.is_wrongdoing)
    row[OfWindow.SHORT] = 1 - min(1.0, len(window.bare) / SHOWN_LETTERS)


def tell(values: Floats, window: Window, facts: StretchFacts, sought: Sought) -> None:
    """Fill in whether the stretch tells the side of the matter that is asked for, and beside which words."""
    values[OfWindow.ASPECTS] = len(sought.aspects) / 2
    values[OfWindow.YES_NO] = float(sought.yes_no)
    values[OfWindow.MODAL] = float(sought.yes_no and facts.rules)
    if not sought.aspects:
        return
    first = sought.aspects[0]
    here, in_core = facts.tells(first)
    values[OfWindow.TOLD] = float(here)
    if in_core:
        values[OfWindow.TOLD_BESIDE] = values[OfWindow.HELD_CORE_OPEN]
    values[OfWindow.HEADED] = float(first.headed.search(window.label) is not None)
    if len(sought.aspects) > 1:
        values[OfWindow.TOLD_SECOND] = float(facts.tells(sought.aspects[1])[0])


def compare(values: Floats, facts: StretchFacts, sought: Sought) -> None:
    """Fill in whether the persons asked for are those that are told of."""
    if sought.groups:
        values[OfWindow.PERSONS] = 1.0
        values[OfWindow.PERSONS_HERE] = len(sought.groups & facts.persons) / len(sought.groups)
        values[OfWindow.PERSONS_NAMED] = float(sought.groups <= facts.persons)
        values[OfWindow.OTHER_PERSONS] = float(bool(facts.persons_of_core - sought.groups))


def years(
    facts: StretchFacts, sought: Sought, *, title: str, document: Document
) -> tuple[float, float, float]:
    """Give that a year is asked for, whether none is told of, and whether other years are told of in its place.

    A rule that names no year counts for all of its force; a year that another one is only compared with (比2025年下降)
    is not told of.
    """
    titled = years_in(title)
    told = any(_tells_year(year, facts.around) for year in sought.years)
    lasting = not titled and any(document.counts_in(int(year)) for year in sought.years)
    missing = not (told or lasting)
    other = not told and bool(titled) and not titled & sought.years
    return 1.0, float(missing), float(other)


def _tells_year(year: str, text: str) -> bool:
    at = text.find(year)
    while at >= 0:
        if text[max(0, at - 1) : at] not in COMPARING:
            return True
        at = text.find(year, at + 1)
    return False


def figure(values: Floats, facts: StretchFacts, kind: AnswerKind) -> None:
    """Fill in whether the kind of thing that is asked for stands there at all."""
    there = facts.figures(kind)
    if there is None:
        return
    whole, core = there
    values[OfWindow.FIGURE] = FIGURE_BESIDE * (core + whole)
    values[OfWindow.FIGURE_MISSING] = float(not whole)


def oppose(values: Floats, facts: StretchFacts, sought: Sought) -> None:
    """Fill in whether what is meant of several that exclude one another is told of, or only another one."""
    contrast = contrasts.compared(sought.members, facts.members)
    values[OfWindow.CONTRAST] = 1.0
    values[OfWindow.CONTRAST_HELD] = contrast.held
    values[OfWindow.CONTRAST_OTHER] = contrast.other
