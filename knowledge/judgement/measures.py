"""What is measured of a stretch of a document beside a question: not how alike they look, but what of the question it says.

Every number is free of words and of the corpus's size. What people call a coincidence (a short question shares all its
letters with a heading) and what they call an answer (the amount asked for stands beside the matter asked about) must
come out differently, so the matter, the side asked for, the persons, places and years are compared one by one.
"""

from collections.abc import Sequence

import numpy as np

from knowledge.index.reader import Reader
from knowledge.judgement import agreement, holding, homes, rivals, said, values
from knowledge.judgement.facts import facts_of
from knowledge.judgement.quantities import NAMES, PLACES, VALUED, YEARS, OfWindow
from knowledge.judgement.sought import Sought
from knowledge.judgement.windows import Window
from knowledge.judgement.worth import Worths
from knowledge.search.evidence import Floats
from knowledge.search.ranking import Ranked
from knowledge.text import regions
from knowledge.text.question import FAMILIES


def of_windows(
    windows: Sequence[Window], ranked: Ranked, reader: Reader, *, sought: Sought, worths: Worths
) -> Floats:
    """Give what is measured of stretches for a question: array (windows, `NAMES`)."""
    measured = np.zeros((len(windows), len(NAMES)))
    measured[:, OfWindow.WIDTH + FAMILIES.index(ranked.question.answer_kind.family)] = 1.0
    matter = holding.matter_of(windows, ranked, reader)
    rivals.mean(measured, windows, ranked)
    rivals.rank(measured, windows, ranked)
    holding.hold(measured, ranked, matter)
    held = holding.hold_pairs(measured, windows, ranked.question, matter, worths)
    holding.aim(measured, windows, ranked, matter)
    holding.near_asking(measured, windows, ranked, matter)
    said.say(measured, ranked, held, here=matter.titled | matter.passage, document=matter.document)
    kind = ranked.question.answer_kind
    docnums = {window.docnum for window in windows} if sought.regions else ()
    its_homes = {docnum: homes.home_of(reader, docnum) for docnum in docnums}
    for row, window, title, names in zip(measured, windows, matter.titles, matter.names, strict=True):
        facts = facts_of(window.bare, window.core_bare, names)
        agreement.choose(row, window, facts)
        agreement.tell(row, window, facts, sought)
        agreement.compare(row, facts, sought)
        if sought.regions:
            here = regions.named(f"{window.label} {window.bare}")
            row[OfWindow.REGION] = 1.0
            row[PLACES] = homes.compared(sought.regions, its_homes[window.docnum], here)
        if sought.years:
            document = reader.document(window.docnum)
            row[YEARS] = agreement.years(facts, sought, title=title, document=document)
        if sought.values:
            begins = reader.texts.bounds_of(window.number)[0]
            told = values.told_in(reader.texts.text(begins + window.start, begins + window.end))
            row[OfWindow.VALUES] = 1.0
            row[VALUED] = values.compared(sought.values, told)
        if sought.members:
            agreement.oppose(row, facts, sought)
        agreement.figure(row, facts, kind)
    return measured
