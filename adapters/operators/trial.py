"""Trying a question: what the bot would answer, how sure it is, and from which passages it chose."""

from dataclasses import dataclass
from datetime import date

from aiohttp import web

from adapters.web.pages import render
from bot.clock import Clock, local_date
from handlers.library import plain
from handlers.policy.quoting import Quoting
from handlers.sources import Sources
from knowledge.answers import Answer, Answerer, Extract
from knowledge.ranking import weights

LONGEST_QUESTION = 300
PASSAGES = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was considered, with its score and source line."""

    document_id: str
    source: str
    path: str
    text: str
    score: str
    used: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a question."""

    answered: bool
    reply: str
    confidence: float
    threshold: float
    passages: tuple[Found, ...]


class TrialPages:
    """Asks the very answerer that citizens get; a trial is not counted as a citizen's question."""

    def __init__(self, *, answerer: Answerer, quoting: Quoting, sources: Sources, clock: Clock) -> None:
        self._answerer = answerer
        self._quoting = quoting
        self._sources = sources
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [web.get("/try", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the form, and the trial of a question when there is one."""
        question = request.query.get("question", "")[:LONGEST_QUESTION].strip()
        trial = self._trial(question) if question else None
        return render(request, "operators/try.html", question=question, trial=trial)

    def _trial(self, question: str) -> Trial:
        today = local_date(self._clock.now())
        result = self._answerer.answer(question, today=today)
        extracts, _ = self._answerer.candidates(question, today=today, limit=PASSAGES)
        answered = isinstance(result, Answer)
        reply = (
            self._quoting.answer(result, today=today)
            if isinstance(result, Answer)
            else self._quoting.decline(result)
        )
        return Trial(
            answered=answered,
            reply=reply,
            confidence=result.confidence,
            threshold=float(weights()["thresholds"]["answer"]),
            passages=tuple(
                self._found(extract, today, used=answered and at == 0) for at, extract in enumerate(extracts)
            ),
        )

    def _found(self, extract: Extract, today: date, *, used: bool) -> Found:
        document = extract.citation.document
        return Found(
            document_id=document.id,
            source=self._sources.line(document, today),
            path=" › ".join(step for step in extract.path if step != document.title),
            text=plain(extract.text),
            score=f"{extract.score:.2f}",
            used=used,
        )
