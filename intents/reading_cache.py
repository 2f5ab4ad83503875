"""Citizens send the same words over and over, from the menu and from each other: a reading is kept and given again.

A reading depends on the words, on what the conversation awaits, on the day ("昨天" is a date) and on what is
published; nothing else. Words that may hold somebody's number are never kept.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date

from bot.understanding import Context, Understanding
from intents.recognizer import CountyRecognizer
from intents.text import courtesy

READINGS_REMEMBERED = 4096
REMEMBERED_LETTERS = 40
_NUMBERED = re.compile(r"\d{5}")
_NO_CONTEXT = Context()


class RecalledReadings:
    """The engine's Recognizer that asks another one only for words it has not read today."""

    def __init__(self, recognizer: CountyRecognizer, *, today: Callable[[], date]) -> None:
        self._recognizer = recognizer
        self._today = today
        self._day = today()
        self._kept: dict[tuple[str, Context], Understanding] = {}
        self._taught: tuple[tuple[str, ...], tuple[str, ...]] | None = None

    def recognize(self, text: str, context: Context = _NO_CONTEXT) -> Understanding:
        """Give the reading of a text in its context; never fails, whatever the text holds."""
        if len(text) > REMEMBERED_LETTERS or _NUMBERED.search(text):
            return self._recognizer.recognize(text, context)
        if (day := self._today()) != self._day:
            self._day, self._kept = day, {}
        kept, asked = self._kept, (text if context.form else courtesy.bare(text), context)
        reading = kept.pop(asked, None) or self._recognizer.recognize(text, context)
        if len(kept) >= READINGS_REMEMBERED:
            kept.pop(next(iter(kept)))
        kept[asked] = reading
        return reading

    def teach(self, titles: Iterable[str], *, guides: Iterable[str] = ()) -> None:
        """Know what is published now (see `CountyRecognizer.teach`); may be called beside the event loop.

        Most publications change words and no title: then nothing is learnt, and what was read stays.
        """
        taught = (tuple(titles), tuple(guides))
        if taught == self._taught:
            return
        self._recognizer.teach(taught[0], guides=taught[1])
        self._taught = taught
        # A reading begun with the old words is written into the table that is let go here.
        self._kept = {}
