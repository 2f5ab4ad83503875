"""What publishing a document changes among the questions of the last 90 days: tried before, with progress, and kept of what was done."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from aiohttp import web

from adapters.operators.addresses import (
    document_address,
    effect_address,
    rehearsal_address,
    review_address,
)
from adapters.operators.runs import RunProgress, RunRegistry
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError
from handlers.published.library import Library, plain
from knowledge.index.generations import Index
from knowledge.library.service import DocumentService
from knowledge.questions.effect import MOST_ASKED, AskedEffect, AskedOutcome, AskedShift, Noted
from knowledge.questions.effects import PublicationEffects

# Is told which documents have become public.
Released = Callable[[Sequence[str]], Awaitable[object]]
TONES = {AskedShift.WORSE: "bad", AskedShift.OTHER: "warn", AskedShift.BETTER: "good"}


class EffectPages:
    """Starts trying, shows how far it is, and what came of it; each changed question opens both answers side by side."""

    def __init__(
        self, effects: PublicationEffects, *, documents: DocumentService, index: Index, runs: RunRegistry
    ) -> None:
        self._effects = effects
        self._index = index
        self._library = Library(index)
        self._runs = runs
        self._documents = documents

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`; an id may hold anything, slashes included."""
        return [
            web.get("/effects/{id:.+}", self.show),
            web.post("/effects/{id:.+}", self.begin),
            web.post("/effect-runs/{token}/stop", self.stop),
        ]

    def watching(self) -> Released:
        """Note what serves now; give who keeps, in the background, what documents changed that became public since."""
        before = self._index.reader

        async def record(identifiers: Sequence[str]) -> None:
            async def work(progress: RunProgress) -> Mapping[str, Any]:
                return (await self._effects.record(identifiers, before, _noted(progress))).plain()

            if identifiers:
                await self._runs.start(work, patience=0)

        return record

    async def begin(self, request: web.Request) -> web.Response:
        """Try in the background what the newest version would change."""
        identifier = request.match_info["id"]

        async def work(progress: RunProgress) -> Mapping[str, Any]:
            try:
                return (await self._effects.preview(identifier, _noted(progress))).plain()
            except InputError:
                return {}

        token = await self._runs.start(work)
        raise web.HTTPSeeOther(f"{effect_address(identifier)}?run={token}")

    async def stop(self, request: web.Request) -> web.Response:
        """Ask a run to stop; what it has found until then is shown."""
        token, identifier = request.match_info["token"], (await form(request)).get("document", "")
        await self._runs.stop(token)
        raise web.HTTPSeeOther(f"{effect_address(identifier)}?run={token}")

    async def show(self, request: web.Request) -> web.Response:
        """Show what came of a run or how far it is, else what the last publication of the document changed."""
        identifier, token = request.match_info["id"], request.query.get("run", "")
        run = await self._runs.of(token)
        if run is not None and run.result == {}:
            raise RefusedError("operators.document.missing", status=404)
        kept = None if run else await self._effects.last(identifier)
        found = AskedEffect.of(run.result) if run and run.result else kept.effect if kept else None
        return render(
            request,
            "operators/effects.html",
            title=await self._title(identifier),
            shown=self._shown,
            url=effect_address(identifier),
            document=identifier,
            document_url=document_address(identifier),
            review_url=review_address(identifier),
            rehearsal_url=rehearsal_address(identifier),
            run=run,
            token=token,
            kept=kept,
            found=found,
            shifts=[(shift, TONES[shift], found.count(shift)) for shift in AskedShift] if found else [],
            tones=TONES,
            most=MOST_ASKED,
        )

    async def _title(self, identifier: str) -> str:
        """Give the title of a document, public or not; its id where there is none."""
        try:
            return (await self._documents.read(identifier)).listed.document.title
        except InputError:
            return identifier

    def _shown(self, outcome: AskedOutcome) -> str:
        """Give the words of an answer as a citizen sees them."""
        document = self._library.document(outcome.document)
        return plain(outcome.quote, document.kind if document else None)


def _noted(progress: RunProgress) -> Noted:
    """Give who is told, from another thread, how many are asked; false when somebody asked to stop."""

    def noted(done: int, total: int) -> bool:
        progress.note(done, total)
        return not progress.stopped

    return noted
