"""Importing at the operators' desk: upload, see what would happen row by row, then confirm that very thing.

Both the check and the import may take minutes: they run beside the requests, and the page shows how far they are.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web
from multidict import MultiDictProxy

from adapters.operators.empty_tables import DOCUMENT_TABLES
from adapters.operators.imports import rows as importing
from adapters.operators.imports.uploads import Upload, UploadError, Uploads
from adapters.operators.runs import Run, RunProgress, RunRegistry
from adapters.scan_reader.access import scan_reader
from adapters.web.access.duties import person_of
from adapters.web.errors import RefusedError
from adapters.web.forms import Value, posted
from adapters.web.pages import render
from handlers.source_files.origins import Origins
from handlers.source_files.service import SourceFiles
from handlers.texts import Texts
from knowledge.ingest.formats import ENDINGS
from knowledge.ingest.read import read
from knowledge.library.dry_run import DryRun
from knowledge.library.import_choices import ImportChoices
from knowledge.library.imports import Imports

MEGABYTE = 1024 * 1024
IMPORT_BYTES = 32 * MEGABYTE
Work = Callable[[RunProgress], Awaitable[Mapping[str, Any]]]


def choices_of(fields: MultiDictProxy[Value]) -> ImportChoices:
    """Give what a person chose on the page of a check: a row shown and not ticked stays out; rows not shown come in.

    Rows stand under their keys; a row's choice of a document under its place among those shown.
    """
    shown = [str(place) for place in fields.getall("shown", [])]
    ticked = {str(place) for place in fields.getall("take", [])}
    versions = {place: str(fields.get(f"version-{at}", "")) for at, place in enumerate(shown)}
    return ImportChoices(
        frozenset(shown) - ticked, {place: document for place, document in versions.items() if document}
    )


class ImportPages:
    """Checks uploads without writing, then imports them as drafts: what is public passes three reviews."""

    def __init__(
        self,
        *,
        dry_run: DryRun,
        imports: Imports,
        uploads: Uploads,
        runs: RunRegistry,
        sources: SourceFiles,
        texts: Texts,
    ) -> None:
        self._dry_run = dry_run
        self._imports = imports
        self._uploads = uploads
        self._runs = runs
        self._sources = sources
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [
            web.get("/import", self.show),
            web.post("/import", self.upload),
            web.get("/import/{token}", self.check),
            web.post("/import/{token}", self.confirm),
            web.get("/import/{token}/result", self.result),
            web.post("/import/{token}/stop", self.stop),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the form."""
        return self._form(request)

    async def upload(self, request: web.Request) -> web.Response:
        """Keep the files and begin the check; a file that cannot be taken is named on the form."""
        everything = await posted(request)
        files = [file for file in everything.getall("files", []) if isinstance(file, web.FileField)]
        try:
            kept = await self._uploads.keep(files)
        except UploadError as refusal:
            return self._form(request, self._texts(refusal.text_key, **refusal.values), status=422)
        finally:
            for file in files:
                file.file.close()
        await self._runs.start(self._checking(kept), token=kept.token)
        raise web.HTTPSeeOther(f"/operators/import/{kept.token}")

    async def check(self, request: web.Request) -> web.Response:
        """Show how far the check is, then what an import would do; nothing is written."""
        kept = await self._uploads.find(request.match_info["token"])
        run = await self._runs.of(kept.token)
        if run is None or run.broken:
            await self._runs.start(self._checking(kept), token=kept.token)
            run = await self._runs.of(kept.token)
        return self._page(request, run, kept.token)

    async def confirm(self, request: web.Request) -> web.Response:
        """Import what was checked, without the rows a person left out, some of them as new versions."""
        choices = choices_of(await posted(request))
        author = person_of(request).login
        kept = await self._uploads.find(request.match_info["token"])
        token = await self._runs.start(self._importing(kept, author, choices))
        raise web.HTTPSeeOther(f"/operators/import/{token}/result")

    async def result(self, request: web.Request) -> web.Response:
        """Show how far the import is, then what came of it."""
        return self._page(request, await self._runs.of(request.match_info["token"]), "")

    async def stop(self, request: web.Request) -> web.Response:
        """Stop reading pictures of pages; what was read by then is kept for the next time, and the rest is gone on with."""
        kept = await self._uploads.find(request.match_info["token"])
        await self._runs.stop(kept.token)
        raise web.HTTPSeeOther(f"/operators/import/{kept.token}")

    def _checking(self, kept: Upload) -> Work:
        async def work(progress: RunProgress) -> Mapping[str, Any]:
            scans = scan_reader(kept.folder, progress.note_page)
            rows = await self._dry_run.rows(read(kept.files, progress=progress.note, scans=scans))
            # Setting thousands of rows for the page takes a while of its own.
            return await asyncio.to_thread(importing.checked, rows, self._texts)

        return work

    def _importing(self, kept: Upload, author: str, choices: ImportChoices) -> Work:
        async def work(progress: RunProgress) -> Mapping[str, Any]:
            origins = Origins()
            scans = scan_reader(kept.folder, only_kept=True)
            found = read(kept.files, progress=progress.note, scans=scans)
            items = origins.noting(found, choices)
            done = await self._imports.keep(items, author=author, choices=choices)
            await self._sources.keep_all(origins, actor=author)
            await self._uploads.drop(kept.token)
            return importing.imported(done)

        return work

    def _page(self, request: web.Request, run: Run | None, token: str) -> web.Response:
        if run is None:
            raise RefusedError("shelf.run.gone", status=404)
        if run.result is None:
            return render(request, "operators/importing.html", run=run, token=token, checking=bool(token))
        part = request.query.get("part", "")
        chosen = importing.shown(run.result, part if part in importing.PARTS else "")
        return render(request, "operators/imported.html", token=token, here_url=request.path, **chosen)

    def _form(self, request: web.Request, refusal: str = "", *, status: int = 200) -> web.Response:
        limit = IMPORT_BYTES // MEGABYTE
        return render(
            request,
            "operators/import.html",
            status=status,
            refusal=refusal,
            limit=limit,
            endings=ENDINGS,
            empty_tables=DOCUMENT_TABLES,
        )
