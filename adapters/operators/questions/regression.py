"""The saved questions: which the current index answers as wanted, and what a publication would make worse."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import web

from adapters.operators.addresses import document_address, effect_address, rehearsal_address, review_address
from adapters.web.access.duties import may
from adapters.web.access.visitor import visitor_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form, posted
from adapters.web.numbers import record_number
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from bot.errors import InputError
from handlers.published.library import Library
from handlers.texts import Texts
from knowledge.questions.regression import AnswerChange, AnswerResult, RegressionVerdict
from knowledge.questions.rehearsal import Rehearsal
from knowledge.questions.saved_questions import Saved, SavedQuestions, Wanted

DROP = "POST /operators/regression/{number}/drop"
PASSAGE_LETTERS = 2_000


@dataclass(frozen=True, slots=True)
class SavedQuestionRow:
    """A saved question in the list."""

    saved: Saved
    try_url: str
    document_url: str
    result: str
    tone: str


@dataclass(frozen=True, slots=True)
class Shift:
    """A question that a publication would answer otherwise."""

    id: int
    question: str
    try_url: str
    before: str
    after: str
    accepted: bool


class RegressionPages:
    """Lists the saved questions, takes new ones in, and shows what a document would change."""

    def __init__(
        self, *, saved: SavedQuestions, rehearsal: Rehearsal, library: Library, texts: Texts
    ) -> None:
        self._saved = saved
        self._library = library
        self._rehearsal = rehearsal
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [
            web.get("/regression", self.list),
            web.post("/regression", self.save),
            web.get("/regression/confirmed.jsonl", self.export),
            web.post("/regression/{number}/drop", self.drop),
            web.get("/rehearsals/{id:.+}", self.rehearse),
            web.post("/rehearsals/{id:.+}", self.accept),
        ]

    async def list(self, request: web.Request) -> web.Response:
        """Show a sheet of the saved questions, the failing ones first."""
        page, failing = page_number(request.query.get("page", "")), request.query.get("failing") == "1"
        found, more = await self._saved.page(number=page, failing=failing)
        kept = {"failing": "1" if failing else ""}
        return render(
            request,
            "operators/regression.html",
            rows=[self._row(saved) for saved in found],
            failing=failing,
            sheet=Sheet(page=page, more=more, path="/operators/regression", query=kept),
        )

    async def save(self, request: web.Request) -> web.Response:
        """Save a question with what it demands, from the page where it was tried.

        Raises `RefusedError` (422) for what cannot be saved.
        """
        fields = await form(request)
        question, passage = fields.get("question", ""), fields.get("passage", "")[:PASSAGE_LETTERS]
        words = tuple(fields.get("words", "").replace("，", ",").split(","))
        wanted = Wanted(
            document=fields.get("document", "").strip(),
            words=tuple(word.strip() for word in words if word.strip()),
            passage=passage,
            # What a person called right has to stay right: it is tried before every publication.
            watched=True,
        )
        try:
            # To change what must pass is to drop it: who may not drop may not replace either.
            replacing = may(visitor_of(request), DROP)
            await self._saved.save(question, wanted, actor=visitor_of(request).login, replacing=replacing)
        except InputError as error:
            raise RefusedError(error.text_key, status=422, **error.values) from error
        done = "confirmed_passage" if passage else "saved_question"
        raise web.HTTPSeeOther(f"/operators/try?{urlencode({'question': question, 'done': done})}")

    async def drop(self, request: web.Request) -> web.Response:
        """Take a question out of the set, for a reason."""
        reason = (await form(request)).get("reason", "")
        await self._saved.drop(record_number(request), actor=visitor_of(request).login, reason=reason)
        raise web.HTTPSeeOther("/operators/regression?done=dropped_question")

    async def export(self, _: web.Request) -> web.Response:
        """Give the questions that persons confirmed, as calibration reads them."""
        lines = "".join(question.line() for question in await self._saved.confirmed())
        return web.Response(
            text=lines,
            content_type="application/jsonl",
            headers={"Content-Disposition": 'attachment; filename="confirmed.jsonl"'},
        )

    async def rehearse(self, request: web.Request) -> web.Response:
        """Show what publishing a document would change; raises `HTTPNotFound` for an unknown document."""
        identifier = request.match_info["id"]
        try:
            verdict = await self._rehearsal.verdict(identifier)
        except InputError as error:
            raise web.HTTPNotFound from error
        return render(
            request,
            "operators/rehearsal.html",
            title=self._title(identifier),
            review_url=review_address(identifier),
            document_url=document_address(identifier),
            url=rehearsal_address(identifier),
            effect_url=effect_address(identifier),
            verdict=verdict,
            worse=self._shifts(verdict.worse, identifier),
            better=self._shifts(verdict.better, identifier),
        )

    async def accept(self, request: web.Request) -> web.Response:
        """Note that a person publishes although these questions get worse, and why; no others are let through.

        Raises `HTTPNotFound` for an unknown document.
        """
        identifier, sent = request.match_info["id"], await posted(request)
        try:
            verdict = await self._rehearsal.verdict(identifier)
        except InputError as error:
            raise web.HTTPNotFound from error
        seen = {str(value) for value in sent.getall("worse", [])}
        await self._saved.accept(
            [change.expected.id for change in verdict.blocking if str(change.expected.id) in seen],
            actor=visitor_of(request).login,
            reason=(await form(request)).get("reason", ""),
        )
        raise web.HTTPSeeOther(f"{rehearsal_address(identifier)}?done=accepted_worse")

    def _row(self, saved: Saved) -> SavedQuestionRow:
        result = "not_run" if saved.passed is None else "passed" if saved.passed else "failed"
        tone = {"not_run": "", "passed": "good", "failed": "bad"}[result]
        if result == "failed" and saved.accepted_by:
            result, tone = "accepted", "warn"
        return SavedQuestionRow(
            saved,
            try_url=f"/operators/try?{urlencode({'question': saved.question})}",
            document_url=document_address(saved.document_id),
            result=self._texts(f"regression.results.{result}"),
            tone=tone,
        )

    def _shifts(self, changes: Sequence[AnswerChange], identifier: str) -> Sequence[Shift]:
        return [
            Shift(
                id=change.expected.id,
                question=change.expected.question,
                try_url=f"/operators/try?{urlencode({'question': change.expected.question, 'with': identifier})}",
                before=self._told(change.before),
                after=self._told(change.after),
                accepted=change.expected.accepted,
            )
            for change in changes
        ]

    def _told(self, result: AnswerResult) -> str:
        if not result.cited:
            return self._texts("regression.declined", confidence=result.confidence)
        return self._texts(
            "regression.cited",
            document=self._title(result.cited),
            confidence=result.confidence,
            quote=result.quote,
        )

    def _title(self, identifier: str) -> str:
        """Give a published document's title; one that is not public yet goes by its id."""
        document = self._library.document(identifier)
        return document.title if document else identifier


async def require_no_worse(rehearsal: Rehearsal, identifier: str) -> RegressionVerdict:
    """Send the visitor to what would get worse, before a document is made public; give the verdict when nothing would.

    Raises `HTTPSeeOther` while there is something that no person accepted, and `InputError` (`knowledge.missing`).
    """
    verdict = await rehearsal.verdict(identifier)
    if verdict.blocking:
        raise web.HTTPSeeOther(rehearsal_address(identifier))
    return verdict
