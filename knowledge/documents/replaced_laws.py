"""National laws and regulations that others took the place of: a small table of facts, and what it says of a document.

A county's portal keeps what it once published: the contract law of 1999 beside the civil code that ended it. The table
(`knowledge/data/replaced_laws.yml`) holds only what is certain. Nothing is ever abolished by it silently: who imports
is told, and a person may register otherwise.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from bot.text.plain_yaml import read_yaml
from knowledge.documents.document import Document, Kind, Validity

STATE = "中华人民共和国"
# Interpretations, guides and questions and answers only speak of a law: they are not its text.
_BEARING = frozenset({Kind.POLICY, Kind.NOTICE})
_SUFFIX = re.compile(r"[（(](?P<words>[^（）()]{1,30})[）)](?=》?$)")
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class SuccessorLaw:
    """What counts instead of a document: its title, the day it was adopted and the day it took effect.

    It is `certain` where the old one's name or its own days tell; else a later wording of the same name exists, and a
    person has to see which of both this is. `revised` says that it bears the same name.
    """

    title: str
    adopted_on: date
    in_force_on: date
    revised: bool = False
    certain: bool = True


def successor_law(document: Document) -> SuccessorLaw | None:
    """Give the law that took a document's place, None where the table knows of none or the document is the new one."""
    if document.kind not in _BEARING:
        return None
    title, year = _named(document.title)
    known = _table().get(title)
    if known is None or not known.revised:
        return known
    newest = _newest_day(document, year)
    if newest is None:
        return SuccessorLaw(known.title, known.adopted_on, known.in_force_on, revised=True, certain=False)
    return known if newest < known.adopted_on else None


def imported_validity(document: Document, *, told: bool) -> Validity:
    """Give what an imported document's validity is registered as; `told` says that its source stated one.

    A law known to be replaced has ended, though its source still calls it valid; a document of which neither a day
    nor its validity is known is not registered as valid.
    """
    if document.validity is not Validity.VALID:
        return document.validity
    found = successor_law(document)
    if found is not None and found.certain:
        return Validity.ABOLISHED
    if told or document.dated_on is not None or document.expires_on is not None:
        return Validity.VALID
    return Validity.UNREGISTERED


def _named(title: str) -> tuple[str, int | None]:
    """Give a title as the table has it, and the year that its bracket names: 合同法（1999年） is 合同法 of 1999."""
    whole = "".join(title.split())
    suffix = _SUFFIX.search(whole)
    year = _YEAR.search(suffix["words"]) if suffix else None
    bare = (whole[: suffix.start()] if suffix else whole).strip("《》〈〉").removeprefix(STATE)
    return bare, int(year["year"]) if year else None


def _newest_day(document: Document, year: int | None) -> date | None:
    """Give the day that tells which wording of a law a document is: the day it takes effect, else the newest other one."""
    if year is not None:
        return date(year, 12, 31)
    if document.effective_on is not None:
        return document.effective_on
    return max(filter(None, (document.written_on, document.published_on)), default=None)


@cache
def _table() -> dict[str, SuccessorLaw]:
    """Give what counts instead, by the bare title of the old law."""
    text = resources.files("knowledge").joinpath("data/replaced_laws.yml").read_text(encoding="utf-8")
    found: dict[str, SuccessorLaw] = {}
    for row in read_yaml(text):
        old = row.get("replaces")
        law = SuccessorLaw(row["title"], row["adopted"], row["in_force"], revised=not old)
        for title in old or [row["title"]]:
            found[title.removeprefix(STATE)] = law
    return found
