"""Importing at the operators' desk: upload, see what would happen row by row, then confirm that very thing."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from aiohttp import web

from adapters.operators.uploads import UploadError, Uploads
from adapters.web.pages import render
from adapters.web.security import form
from adapters.web.visitor import visitor_of
from bot.errors import InputError
from handlers.texts import Texts
from knowledge.ingest.draft import Draft, Fault
from knowledge.ingest.read import read
from knowledge.library import Imported, KnowledgeService
from knowledge.store import digest

MEGABYTE = 1024 * 1024
IMPORT_BYTES = 32 * MEGABYTE
SHOWN = 300
BATCH = 200
FAULTY, CREATED, CHANGED, UNCHANGED = "faulty", "created", "changed", "unchanged"
TONES = {FAULTY: "bad", CREATED: "good", CHANGED: "info", UNCHANGED: ""}


@dataclass(frozen=True, slots=True)
class Line:
    """What became, or would become, of one row of a file."""

    outcome: str
    file: str
    line: int | None
    title: str = ""
    reason: str = ""

    @property
    def tone(self) -> str:
        """The colour of the outcome."""
        return TONES[self.outcome]


class ImportPages:
    """Checks uploads without writing, then imports them; `changed` is told when something became public."""

    def __init__(
        self,
        *,
        knowledge: KnowledgeService,
        uploads: Uploads,
        texts: Texts,
        changed: Callable[[], Awaitable[None]],
    ) -> None:
        self._knowledge = knowledge
        self._uploads = uploads
        self._texts = texts
        self._changed = changed

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [
            web.get("/import", self.show),
            web.post("/import", self.upload),
            web.get("/import/{token}", self.check),
            web.post("/import/{token}", self.confirm),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the form."""
        return self._form(request)

    async def upload(self, request: web.Request) -> web.Response:
        """Keep the files for the check; a file that cannot be taken is named on the form."""
        posted = await request.post()
        files = [file for file in posted.getall("files", []) if isinstance(file, web.FileField)]
        try:
            kept = await self._uploads.keep(files)
        except UploadError as refusal:
            return self._form(request, self._texts(refusal.text_key, **refusal.values), status=422)
        finally:
            for file in files:
                file.file.close()
        raise web.HTTPSeeOther(f"/operators/import/{kept.token}")

    async def check(self, request: web.Request) -> web.Response:
        """Show what an import would do; nothing is written."""
        token = request.match_info["token"]
        lines = await self._lines((await self._uploads.find(token)).files)
        return _result(request, lines, _tally(line.outcome for line in lines), token=token, written=False)

    async def confirm(self, request: web.Request) -> web.Response:
        """Import what was checked and show what came of it."""
        kept = await self._uploads.find(request.match_info["token"])
        publish = "publish" in await form(request)
        done = await self._knowledge.import_documents(
            read(kept.files), author=visitor_of(request).login, publish=publish
        )
        await self._uploads.drop(kept.token)
        if done.published:
            await self._changed()
        lines = [_faulty(fault) for fault in done.faults]
        return _result(request, lines, _counts(done), token="", written=True)

    def _form(self, request: web.Request, refusal: str = "", *, status: int = 200) -> web.Response:
        limit = IMPORT_BYTES // MEGABYTE
        return render(request, "operators/import.html", status=status, refusal=refusal, limit=limit)

    async def _lines(self, files: Sequence[Path]) -> list[Line]:
        """Compare every row with what is kept; files are read beside the event loop."""
        rows = iter(read(files))
        lines: list[Line] = []
        while batch := await asyncio.to_thread(lambda: list(islice(rows, BATCH))):
            lines += [await self._line(item) for item in batch]
        return lines

    async def _line(self, item: Draft | Fault) -> Line:
        if isinstance(item, Fault):
            return _faulty(item)
        return Line(await self._outcome(item), item.file, item.line, item.document.title)

    async def _outcome(self, draft: Draft) -> str:
        try:
            newest = (await self._knowledge.read(draft.document.id)).version
        except InputError:
            return CREATED
        same = digest(draft.document, draft.text) == digest(newest.document, newest.text)
        return UNCHANGED if same else CHANGED


def _faulty(fault: Fault) -> Line:
    return Line(FAULTY, fault.file, fault.line, reason=fault.reason)


def _tally(outcomes: Iterable[str]) -> Mapping[str, int]:
    tally = dict.fromkeys(TONES, 0)
    for outcome in outcomes:
        tally[outcome] += 1
    return tally


def _counts(done: Imported) -> Mapping[str, int]:
    return {
        CREATED: done.added,
        CHANGED: done.changed,
        UNCHANGED: done.unchanged,
        FAULTY: len(done.faults),
    }


def _result(
    request: web.Request, lines: Sequence[Line], tally: Mapping[str, int], *, token: str, written: bool
) -> web.Response:
    """Show faults first: they are what a person has to mend."""
    ordered = sorted(lines, key=lambda line: list(TONES).index(line.outcome))
    return render(
        request,
        "operators/imported.html",
        rows=ordered[:SHOWN],
        more=max(0, len(lines) - SHOWN),
        tally=tally,
        useful=tally[CREATED] + tally[CHANGED],
        token=token,
        written=written,
    )
