"""Which place a document is of, compared with the place that a question names."""

from knowledge.index.reader import Reader
from knowledge.text import regions
from knowledge.text.regions import Region

# A document without a place in its title names it when it begins.
OPENING_LETTERS = 160


def home_of(reader: Reader, docnum: int) -> tuple[Region, ...]:
    """Give the regions that a document is of: those of its title, else of its issuer, else those that it begins with."""
    document = reader.document(docnum)
    start, end = reader.texts.text_range(docnum)
    opening = reader.texts.text(start, min(end, start + OPENING_LETTERS))
    found = (regions.named(text) for text in (document.title, document.issuer, opening))
    return next(filter(None, found), ())


def compared(
    asked: tuple[Region, ...], home: tuple[Region, ...], here: tuple[Region, ...]
) -> tuple[float, float, float, float]:
    """Compare the places asked for with those of a document and those that a stretch of it names.

    Gives whether one of them is named in the stretch, whether one is the document's own, whether none agrees with
    either, and whether the document is of other places.
    """
    wanted = set(asked)
    absent = not any(one.agrees(other) for one in asked for other in (*home, *here))
    return (
        float(bool(wanted & set(here))),
        float(bool(wanted & set(home))),
        float(absent),
        float(regions.elsewhere(asked, home)),
    )
