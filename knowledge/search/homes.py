"""Which place a document is of, compared with the place that a question names."""

import re

from knowledge.index.reader import Reader
from knowledge.index.remembered import of_generation
from knowledge.text import regions
from knowledge.text.regions import Region

DOCUMENTS_REMEMBERED = 4096
# A document without a place in its title names it when it begins, or where it is signed.
OPENING_LETTERS, CLOSING_LETTERS = 160, 90
# Where an agency of the whole country sends its news from says nothing of whom they are for.
_DATELINE = re.compile("(?:新华社|人民日报|中新社|中新网|央视网)北京")


@of_generation(DOCUMENTS_REMEMBERED)
def home_of(reader: Reader, docnum: int) -> tuple[Region, ...]:
    """Give the regions that a document is of: those of its title, else of its issuer, else those it begins with, else those it ends with.

    关于进一步强化疫情防控十条措施的公告 names its province below its last line alone.
    """
    document = reader.document(docnum)
    start, end = reader.texts.text_range(docnum)
    opening = _DATELINE.sub("", reader.texts.text(start, min(end, start + OPENING_LETTERS)))
    closing = reader.texts.text(max(start, end - CLOSING_LETTERS), end)
    found = (regions.named(text) for text in (document.title, document.issuer, opening, closing))
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
