"""Trying a question: what the bot would answer, how sure it is, from which passages it chose and why.

Two states of the index can be seen side by side: the serving one, and the one before it or the one that a document's
newest version would make.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from aiohttp import web

from adapters.embedding.access import Semantics, told
from adapters.explanation.explainer import Explainer
from adapters.explanation.wording import REPLY, TraceSection, TraceWording
from adapters.web.pages import render
from bot.clock import Clock, local_date
from bot.errors import InputError
from handlers.policy.answer_text import Quoting
from handlers.published.library import plain
from handlers.published.sources import Sources
from handlers.texts import Texts
from knowledge.answers.answer import Answer, Decline, Extract
from knowledge.answers.answerer import Answerer
from knowledge.index.generations import Index
from knowledge.questions.rehearsal import Heard, Rehearsal, heard
from knowledge.search.contributions import Reason, by_passage

QUESTION_LETTERS = 300
ID_LETTERS = 120
EARLIER_SHOWN = 5
SHOWN_PASSAGES = 8
# The section that answers may lie in a passage that was ranked further behind.
MOST_REASONS = 40


@dataclass(frozen=True, slots=True)
class ConsideredPassage:
    """A passage that was considered, with its score, what decided it, and its source line."""

    document_id: str
    source: str
    path: str
    text: str
    score: str
    reasons: tuple[str, ...]
    used: bool


@dataclass(frozen=True, slots=True)
class Side:
    """What came of a question in one state of the index; `cited` is the document answered from, empty after a no."""

    name: str
    answered: bool
    reply: str
    cited: str
    cited_title: str
    confidence: float
    passages: tuple[ConsideredPassage, ...]


class TrialPages:
    """Asks the very answerer that citizens get; a trial is not counted as a citizen's question."""

    def __init__(
        self,
        *,
        answerer: Answerer,
        index: Index,
        understanding: Semantics | None,
        rehearsal: Rehearsal,
        quoting: Quoting,
        sources: Sources,
        texts: Texts,
        clock: Clock,
        explainer: Explainer | None,
    ) -> None:
        self._answerer = answerer
        self._index = index
        self._understanding = understanding
        self._rehearsal = rehearsal
        self._quoting = quoting
        self._sources = sources
        self._texts = texts
        self._clock = clock
        self._explainer = explainer
        self._trace_wording = TraceWording(texts, index)

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [web.get("/try", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the form, and the trial of a question when there is one."""
        query = request.query
        question = query.get("question", "")[:QUESTION_LETTERS].strip()
        tried, against = query.get("with", "")[:ID_LETTERS].strip(), query.get("against", "")
        earlier = [line.strip() for line in query.get("earlier", "")[:QUESTION_LETTERS].split("\n")]
        earlier = [line for line in earlier if line][-EARLIER_SHOWN:]
        sides, refused = [], ""
        trace: tuple[TraceSection, ...] = ()
        if question:
            await self._learn(question)
            now = await asyncio.to_thread(self._now, question)
            sides.append(now)
            try:
                other = await self._other(question, tried=tried, against=against)
            except InputError as error:
                other, refused = None, self._texts(error.text_key, **error.values)
            sides += [other] if other else []
            trace = await self._trace(question, earlier)
        before_url = f"/operators/try?{urlencode({'question': question, 'against': 'before'})}"
        return render(
            request,
            "operators/try.html",
            question=question,
            tried=tried,
            tried_title=self._titled(tried),
            against=against,
            sides=sides,
            threshold=self._answerer.threshold,
            refused=refused,
            before_url=before_url,
            trace=trace,
            played="\n".join(line for section in trace if section.name == REPLY for line in section.lines),
            earlier="\n".join(earlier),
            vectors=await asyncio.to_thread(self._vectors),
        )

    async def _trace(self, question: str, earlier: Sequence[str]) -> tuple[TraceSection, ...]:
        """Give how the whole program decides on a message; empty where nothing plays one."""
        if self._explainer is None:
            return ()
        return self._trace_wording.sections(await self._explainer.explain(question, earlier=earlier))

    async def _learn(self, question: str) -> None:
        """Learn what a question means, as it is done before a citizen's is answered."""
        reader = self._index.reader
        if self._understanding is not None and reader is not None:
            await asyncio.to_thread(self._understanding.meanings.turn_to, reader)
            await self._understanding.meanings.learn(question, reader)

    def _vectors(self) -> str:
        """Give how far the vectors of passages are; empty without an embedding service."""
        if self._understanding is None or self._index.reader is None:
            return ""
        return told(self._understanding.embedding.state(self._index.reader), self._texts)

    def _now(self, question: str) -> Side:
        today = local_date(self._clock.now())
        reader = self._index.reader
        meaning = self._answerer.meaning(question)
        weights = self._answerer.weights
        why = by_passage(
            question,
            reader,
            today=today,
            limit=MOST_REASONS,
            meaning=meaning,
            weights=weights,
            sayings=self._answerer.sayings,
        )
        found = heard(self._answerer, question, today=today, limit=SHOWN_PASSAGES)
        return self._side(self._texts("trial.now"), found, why)

    async def _other(self, question: str, *, tried: str, against: str) -> Side | None:
        if tried:
            found = await self._rehearsal.ask(question, tried, limit=SHOWN_PASSAGES)
            return self._side(self._texts("trial.with", id=self._titled(tried)), found, {}) if found else None
        if against != "before":
            return None
        found = await self._rehearsal.ask_before(question, limit=SHOWN_PASSAGES)
        if found is None:
            raise InputError("trial.no_before")
        return self._side(self._texts("trial.before"), found, {})

    def _side(self, name: str, found: Heard, why: Mapping[tuple[str, int], Sequence[Reason]]) -> Side:
        result, extracts = found
        today, answered = local_date(self._clock.now()), isinstance(result, Answer)
        reply = (
            self._quoting.answer(result, today=today)
            if isinstance(result, Answer)
            else self._quoting.decline(result)
        )
        return Side(
            name=name,
            answered=answered,
            reply=reply,
            cited=result.citation.document.id if isinstance(result, Answer) else "",
            cited_title=_title(result, extracts),
            confidence=result.confidence,
            passages=tuple(
                self._found(
                    extract,
                    today,
                    why.get((extract.citation.document.id, extract.number), ()),
                    used=answered and at == 0,
                )
                for at, extract in enumerate(extracts)
            ),
        )

    def _titled(self, identifier: str) -> str:
        """Give the title of a published document; one that is not public yet goes by its id."""
        reader = self._index.reader
        docnum = reader.docnum_of(identifier) if reader else None
        return reader.document(docnum).title if reader and docnum is not None else identifier

    def _found(
        self, extract: Extract, today: date, why: Sequence[Reason], *, used: bool
    ) -> ConsideredPassage:
        document = extract.citation.document
        return ConsideredPassage(
            document_id=document.id,
            source=self._sources.line(document, today),
            path=" › ".join(step for step in extract.path if step != document.title),
            text=plain(extract.text, document.kind),
            score=f"{extract.score:.2f}",
            reasons=tuple(self._reason(reason) for reason in why),
            used=used,
        )

    def _reason(self, reason: Reason) -> str:
        key = f"trial.features.{reason.feature}"
        name = self._texts(key) if key in self._texts else reason.feature
        return self._texts("trial.reason", name=name, points=reason.points)


def _title(result: Answer | Decline, extracts: Sequence[Extract]) -> str:
    """Give the title of the document answered from, else of the one that came nearest."""
    if isinstance(result, Answer):
        return result.citation.document.title
    return extracts[0].citation.document.title if extracts else ""
