"""What is measured of a stretch of a document beside a question: not how alike they look, but what of the question it says.

Every number is free of words and of the corpus's size. What people call a coincidence (a short question shares all its
letters with a heading) and what they call an answer (the amount asked for stands beside the matter asked about) must
come out differently, so the matter, the side asked for, the persons, places and years are compared one by one.
"""

from collections.abc import Sequence

import numpy as np

from knowledge.index.reader import Reader
from knowledge.index.remembered import of_generation
from knowledge.judgement import agreement, holding, letters, rivals, said, values, wanted
from knowledge.judgement.facts import facts_of
from knowledge.judgement.quantities import NAMES, PLACES, VALUED, YEARS, OfWindow
from knowledge.judgement.sought import Sought
from knowledge.judgement.windows import Window
from knowledge.judgement.worth import Worths
from knowledge.search import homes
from knowledge.search.evidence import Floats
from knowledge.search.ranking import Ranked
from knowledge.text import regions
from knowledge.text.question import FAMILIES

STRETCHES_REMEMBERED = 1024


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
    told = [
        facts_of(window.bare, window.core_bare, names)
        for window, names in zip(windows, matter.names, strict=True)
    ]
    if worths.letters:
        letters.spell(measured, worths.letters, told)
        if sought.every_thing:
            _want(measured, windows, reader, sought, frozenset(worths.letters))
    for row, window, title, facts in zip(measured, windows, matter.titles, told, strict=True):
        agreement.choose(row, window, facts)
        agreement.tell(row, window, facts, sought)
        agreement.compare(row, facts, sought)
        if sought.regions:
            here = regions.named(f"{window.label} {window.bare}")
            row[OfWindow.REGION] = 1.0
            row[PLACES] = homes.compared(sought.regions, its_homes[window.docnum], here)
            in_core = regions.named(window.core_bare)
            row[OfWindow.REGION_CORE_OTHER] = float(regions.elsewhere(sought.regions, in_core))
        if sought.years:
            document = reader.document(window.docnum)
            row[YEARS] = agreement.years(facts, sought, title=title, document=document)
        if sought.values:
            row[OfWindow.VALUES] = 1.0
            row[VALUED] = values.compared(sought.values, values.told_in(_text(window, reader)))
        if sought.members:
            agreement.oppose(row, facts, sought)
        agreement.figure(row, facts, kind)
    return measured


def _want(
    measured: Floats, windows: Sequence[Window], reader: Reader, sought: Sought, own: frozenset[str]
) -> None:
    """Fill in whether things of the kinds asked for stand in the stretches, and the letters of the question beside them."""
    for row, window in zip(measured, windows, strict=True):
        things = wanted.things_in(_text(window, reader))
        core = window.core[0] - window.start, window.core[1] - window.start
        if sought.things:
            told = [things.of(thing) for thing in sought.things]
            row[OfWindow.WANTED] = 1.0
            row[OfWindow.WANTED_HERE] = sum(map(bool, told)) / len(told)
            row[OfWindow.WANTED_CORE] = sum(wanted.stands_in(one, core) for one in told) / len(told)
            row[OfWindow.WANTED_OFTEN] = min(wanted.ENOUGH_THINGS, len(told[0])) / wanted.ENOUGH_THINGS
            row[OfWindow.WANTED_BESIDE] = max(wanted.beside(one, own) for one in told)
        if sought.counted:
            counted = things.of(sought.counted)
            row[OfWindow.COUNTED] = 1.0
            row[OfWindow.COUNTED_HERE] = float(bool(counted))
            row[OfWindow.COUNTED_CORE] = float(wanted.stands_in(counted, core))
            row[OfWindow.COUNTED_BESIDE] = wanted.beside(counted, own)


def _text(window: Window, reader: Reader) -> str:
    return _words(reader, window.number, window.start, window.end)


@of_generation(STRETCHES_REMEMBERED)
def _words(reader: Reader, number: int, start: int, end: int) -> str:
    """Give the words of a stretch; the same ones come near to many questions."""
    begins = reader.texts.bounds_of(number)[0]
    return reader.texts.text(begins + start, begins + end)
