"""The words of a document that answer, cut out with what stands around them and cited as the document does.

They are a section of a structured document, else a run of clauses of the best passage.
"""

from datetime import date
from typing import NamedTuple

import numpy as np

from knowledge.answers import span_choice, spans
from knowledge.answers.answer import Citation, Extract, Stretch
from knowledge.answers.inquiry import Inquiry
from knowledge.answers.section_choice import SectionChoice
from knowledge.documents.document import standing
from knowledge.index.reader import Reader
from knowledge.index.remembered import of_generation
from knowledge.judgement.windows import Window
from knowledge.judgement.worth import Worths
from knowledge.search.ranking import Ranked
from knowledge.text import normal_form
from knowledge.text.passages import path_at, sentences

ANCHORS_REMEMBERED = 1024
SECTIONS_REMEMBERED = 2048
# Behind these a sentence, an item or a line has ended.
ENDS = "。！？!?；;：:|\n"
# So many letters behind words tell whether they end there: a heading with its number begins, 十一、 or 二十三、.
AHEAD_LETTERS = 4


def cite(reader: Reader, docnum: int, *, today: date) -> Citation:
    """Give a document as an answer names it."""
    document = reader.document(docnum)
    heir = reader.docnum_of(document.successor) if document.successor else None
    return Citation(document, standing(document, today), reader.document(heir) if heir is not None else None)


def shown(window: Window, ranked: Ranked, inquiry: Inquiry, *, chance: float) -> Extract:
    """Give a stretch of a document as an answer shows it; `chance` is how likely it answers."""
    reader, number, docnum = inquiry.reader, window.number, window.docnum
    base, begins = reader.texts.text_range(docnum)[0], reader.texts.bounds_of(number)[0]
    text = reader.texts.text(begins, begins + max(window.end, reader.texts.bounds_of(number)[1] - begins))
    quote = (window.start, min(window.end, len(text)))
    span = window.core if window.section else _span(window, ranked, inquiry)
    return Extract(
        citation=cite(reader, docnum, today=inquiry.circumstances.today),
        text=text,
        quote=quote,
        span=span,
        path=path_at(reader.outline(docnum), begins - base + span[0]),
        number=number - reader.texts.passage_range(docnum).start,
        score=chance,
        # A quote that reaches beyond the articles is cited by the one that answers.
        anchor=_anchor(reader, docnum, text, quote, begins=begins - base)
        or _anchor(reader, docnum, text, span, begins=begins - base),
    )


def of_stretch(reader: Reader, docnum: int, stretch: Stretch, *, today: date) -> Extract | None:
    """Give the words that stand at a place of a document; None where the document has changed, and no sentences begin and end there."""
    numbers, (number, start, end) = reader.texts.passage_range(docnum), stretch
    if not 0 <= number < len(numbers):
        return None
    begins, ends = reader.texts.bounds_of(numbers[number])
    base, stop = reader.texts.text_range(docnum)
    until = min(stop, max(ends, begins + end))
    ahead = reader.texts.text(begins, min(stop, until + AHEAD_LETTERS))
    text = ahead[: until - begins]
    if not start < end <= len(text):
        return None
    borders = {0, *(border for _, border in sentences(ahead))}
    before, last = text[:start].rstrip(), text[:end].rstrip()
    opens = start in borders or not before or text[start - 1] in ENDS or before[-1] in ENDS
    if not opens or not (end in borders or last[-1:] in ENDS or text[end : end + 1] in ENDS):
        return None
    return Extract(
        citation=cite(reader, docnum, today=today),
        text=text,
        quote=(start, end),
        span=(start, end),
        path=path_at(reader.outline(docnum), begins - base + start),
        number=number,
        score=0.0,
        anchor=_anchor(reader, docnum, text, (start, end), begins=begins - base),
    )


def _span(window: Window, ranked: Ranked, inquiry: Inquiry) -> tuple[int, int]:
    """Give the clauses that answer, in characters of the passage; the sentence that says most where they lie outside."""
    region = spans.region_of(ranked, inquiry.reader, window.row)
    start, end = span_choice.best_span(ranked, window.row, region, weights=inquiry.weights)
    units = inquiry.reader.texts.units(region.start, region.start + end)
    first, last = len(normal_form.words_of(units[:start])), len(normal_form.words_of(units))
    return (first, last) if window.start <= first < last <= window.end else window.core


def window_of(
    chosen: SectionChoice, ranked: Ranked, reader: Reader, *, likely: float, worths: Worths
) -> Window:
    """Give a section that was chosen as a stretch to be judged, with the passage that it begins in and how likely it seems."""
    docnum = chosen.docnum
    cut = _cut_out(reader, docnum, chosen.quote, span=chosen.span, number=chosen.number)
    return Window(
        docnum,
        cut.number,
        _row(ranked, cut.number, docnum),
        cut.start,
        cut.end,
        cut.core,
        bare=cut.bare,
        core_bare=cut.core_bare,
        label=cut.label,
        section=True,
        behind=chosen.behind,
        likely=likely,
        spots=worths.spots_in(cut.bare, begins=cut.start),
    )


class _CutSection(NamedTuple):
    """A section as it is shown around one of its sentences; the same names stand in `Window`."""

    number: int
    start: int
    end: int
    core: tuple[int, int]
    bare: str
    core_bare: str
    label: str


@of_generation(SECTIONS_REMEMBERED)
def _cut_out(
    reader: Reader, docnum: int, quote: tuple[int, int], *, span: tuple[int, int], number: int
) -> _CutSection:
    """Cut out a section; many questions come to the same ones."""
    texts = reader.texts
    base, first = texts.text_range(docnum)[0], texts.passage_range(docnum).start
    number += first
    while number > first and texts.bounds_of(number)[0] - base > quote[0]:
        number -= 1
    start = texts.bounds_of(number)[0] - base
    bare = normal_form.words_of(texts.bare(base + quote[0], base + quote[1]))
    offset = span[0] - quote[0]
    return _CutSection(
        number,
        quote[0] - start,
        quote[1] - start,
        (span[0] - start, span[1] - start),
        bare=bare,
        core_bare=bare[offset : offset + span[1] - span[0]],
        label=" ".join(path_at(reader.outline(docnum), span[0])),
    )


def _row(ranked: Ranked, number: int, docnum: int) -> int:
    """Give the candidate passage that stands for a passage: itself, else the best of its document, else the best of all."""
    evidence, order = ranked.evidence, ranked.order
    own = order[(np.array(evidence.documents) == docnum)[evidence.block[order]]]
    same = own[evidence.numbers[own] == number]
    return int(next(rows[0] for rows in (same, own, order) if len(rows)))


@of_generation(ANCHORS_REMEMBERED)
def _anchor(reader: Reader, docnum: int, text: str, quote: tuple[int, int], *, begins: int) -> str:
    """Give how the words shown are cited; `begins` is where their passage begins in the document, in units."""
    words = text[quote[0] : quote[1]]
    before = quote[0] + len(words) - len(words.lstrip())
    start = begins + len(normal_form.units(text[:before]))
    return reader.cited(docnum, start, start + len(normal_form.units(words.strip())))
