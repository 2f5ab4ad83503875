"""What is published already, looked up before somebody files a request for it (Regulations art. 36 (1))."""

import re
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from rapidfuzz import fuzz

from bot.clock import Clock, local_date
from handlers.published.sources import Sources
from knowledge.answers.answer import Answer, Answering
from knowledge.documents.document import Document

DOCUMENTS_SHOWN = 3
TITLE_LIKENESS = 70
YEAR = re.compile(r"(?:19|20)\d\d(?=\D|$)")
TOPIC_LETTERS = 200


class Published(NamedTuple):
    """A published document that may be what is asked for."""

    title: str
    source_line: str
    url: str
    document_id: str


Lookup = Callable[[str], Awaitable[tuple[Published, ...]]]


def lookup(*, answering: Answering, sources: Sources, clock: Clock) -> Lookup:
    """Give the function that finds published documents close to a topic, three at most, nearest first."""

    async def published(topic: str) -> tuple[Published, ...]:
        today = local_date(clock.now())
        result = answering.answer(topic[:TOPIC_LETTERS], today=today)
        if isinstance(result, Answer):
            further = (passage.document for passage in result.further)
            documents = [result.citation.document, *(one for one in further if _titled(one, topic))]
        else:
            documents = [one for one in result.nearest if _titled(one, topic)]
        fitting = {one.id: one for one in documents if _of_year(one, topic)}
        return tuple(
            Published(one.title, sources.line(one, today), sources.link(one), one.id)
            for one in list(fitting.values())[:DOCUMENTS_SHOWN]
        )

    return published


def _titled(document: Document, topic: str) -> bool:
    """Whether a title speaks of the topic itself, beyond sharing words with it."""
    return fuzz.partial_ratio(document.title, topic) >= TITLE_LIKENESS


def _of_year(document: Document, topic: str) -> bool:
    """Whether a document is of a year asked for; the accounts of 2024 are not those of 2025."""
    asked, borne = set(YEAR.findall(topic)), set(YEAR.findall(document.title))
    return not asked or not borne or bool(asked & borne)
