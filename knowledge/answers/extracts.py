"""The words of a document that answer, cut out with what stands around them and cited as the document does.

They are a section of a structured document, else a run of clauses of the best passage.
"""

from datetime import date

from knowledge.answers import span_choice, spans
from knowledge.answers.answer import Citation, Extract
from knowledge.answers.inquiry import Inquiry
from knowledge.answers.section_choice import SectionChoice
from knowledge.documents.document import standing
from knowledge.index.reader import Reader
from knowledge.search.ranking import Ranked
from knowledge.text import normal_form
from knowledge.text.passages import path_at, section_around, sentences

QUOTED_LETTERS = 300


def cite(reader: Reader, docnum: int, *, today: date) -> Citation:
    """Give a document as an answer names it."""
    document = reader.document(docnum)
    heir = reader.docnum_of(document.successor) if document.successor else None
    return Citation(document, standing(document, today), reader.document(heir) if heir is not None else None)


def extract(ranked: Ranked, inquiry: Inquiry, row: int) -> Extract:
    """Give the clauses of a candidate passage that answer, with their sentences or section."""
    reader = inquiry.reader
    docnum, passage = ranked.docnum_of(row), ranked.number_of(row)
    region = spans.region_of(ranked, reader, row)
    start, end = span_choice.best_span(ranked, row, region, weights=inquiry.weights)
    units = reader.texts.units(region.start, region.start + max(end, region.passage_end))
    text = normal_form.words_of(units)
    span = (start, end)
    if len(text) != len(units):
        span = (len(normal_form.words_of(units[:start])), len(normal_form.words_of(units[:end])))
    quote = _shown(text, *span)
    begins = region.start - reader.texts.text_range(docnum)[0]
    return Extract(
        citation=cite(reader, docnum, today=inquiry.circumstances.today),
        text=text,
        quote=quote,
        span=span,
        path=path_at(reader.outline(docnum), begins + start),
        number=passage - reader.texts.passage_range(docnum).start,
        score=float(ranked.scores[row]),
        anchor=_anchor(reader, docnum, text, quote, begins=begins),
    )


def worded(chosen: SectionChoice | None, ranked: Ranked, inquiry: Inquiry) -> Extract:
    """Give the words that answer: the section chosen, else a run of clauses of the best passage."""
    row = int(ranked.order[0])
    if chosen is None:
        return extract(ranked, inquiry, row)
    return section(chosen, inquiry, score=float(ranked.scores[row]))


def section(chosen: SectionChoice, inquiry: Inquiry, *, score: float) -> Extract:
    """Give the words of a section that was chosen, with the passage that they begin in."""
    reader = inquiry.reader
    docnum, texts = chosen.docnum, reader.texts
    base, first = texts.text_range(docnum)[0], texts.passage_range(docnum).start
    number = first + chosen.number
    while number > first and texts.bounds_of(number)[0] - base > chosen.quote[0]:
        number -= 1
    start, end = (border - base for border in texts.bounds_of(number))
    text = texts.text(base + start, base + max(end, chosen.quote[1]))
    quote = (chosen.quote[0] - start, chosen.quote[1] - start)
    return Extract(
        citation=cite(reader, docnum, today=inquiry.circumstances.today),
        text=text,
        quote=quote,
        span=(chosen.span[0] - start, chosen.span[1] - start),
        path=path_at(reader.outline(docnum), chosen.span[0]),
        number=number - first,
        score=score,
        anchor=_anchor(reader, docnum, text, quote, begins=start),
    )


def _anchor(reader: Reader, docnum: int, text: str, quote: tuple[int, int], *, begins: int) -> str:
    """Give how the words shown are cited; `begins` is where their passage begins in the document, in units."""
    words = text[quote[0] : quote[1]]
    before = quote[0] + len(words) - len(words.lstrip())
    start = begins + len(normal_form.units(text[:before]))
    return reader.cited(docnum, start, start + len(normal_form.units(words.strip())))


def _shown(text: str, start: int, end: int) -> tuple[int, int]:
    """Give what to show around a span: its whole article or headed section when short, else its sentences.

    The span itself is shown when even its sentences are too long.
    """
    borders = sentences(text)
    touched = [(first, last) for first, last in borders if first < end and last > start]
    quote = (min(touched[0][0], start), max(touched[-1][1], end)) if touched else (start, end)
    around = section_around(text, start, end)
    for wider in (around, quote):
        if wider[1] - wider[0] <= QUOTED_LETTERS:
            return wider
    return start, end
