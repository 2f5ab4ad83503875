"""The exported project as the tests of both sides read it; it is made once, as it holds every sentence learnt from."""

from functools import cache

from adapters.dialogue import FORMS
from adapters.rasa.project import Wishes, contents
from intents import catalogue

KNOWN = catalogue.load()


@cache
def project() -> dict[str, str]:
    """Give every file by its path."""
    return contents(KNOWN, forms=FORMS, wishes=Wishes())
