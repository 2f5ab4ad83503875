"""Importing at the operators' desk: upload, see what would happen row by row, then confirm that very thing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from adapters.operators.duties import require_drafting
from adapters.operators.uploads import UploadError, Uploads
from adapters.web.pages import render
from handlers.texts import Texts
from knowledge.checking import Checked, Twin
from knowledge.ingest.formats import ENDINGS
from knowledge.ingest.proposal import ABOLISHES, Proposed
from knowledge.ingest.read import read
from knowledge.library import Imported, KnowledgeService

MEGABYTE = 1024 * 1024
IMPORT_BYTES = 32 * MEGABYTE
SHOWN = 300
FAULTY, CREATED, CHANGED, UNCHANGED = "faulty", "created", "changed", "unchanged"
TONES = {FAULTY: "bad", CREATED: "good", CHANGED: "info", UNCHANGED: ""}


@dataclass(frozen=True, slots=True)
class Field:
    """A proposed particular: its name, its value, and the words it was taken from."""

    name: str
    value: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Line:
    """What became, or would become, of one row of a file; what is proposed for it, and what it nearly repeats."""

    outcome: str
    file: str
    line: int | None
    title: str = ""
    reason: str = ""
    fields: tuple[Field, ...] = ()
    ends: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    twins: tuple[Twin, ...] = ()

    @property
    def tone(self) -> str:
        """The colour of the outcome."""
        return TONES[self.outcome]


class ImportPages:
    """Checks uploads without writing, then imports them as drafts: what is public passes three reviews."""

    def __init__(
        self,
        *,
        knowledge: KnowledgeService,
        uploads: Uploads,
        texts: Texts,
    ) -> None:
        self._knowledge = knowledge
        self._uploads = uploads
        self._texts = texts

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
            # The files have come in already: whoever may not import must not leave them open either.
            require_drafting(request)
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
        rows = await self._knowledge.check(read((await self._uploads.find(token)).files))
        lines = [_line(row, self._texts) for row in rows]
        return _result(request, lines, _tally(line.outcome for line in lines), token=token, written=False)

    async def confirm(self, request: web.Request) -> web.Response:
        """Import what was checked and show what came of it."""
        kept = await self._uploads.find(request.match_info["token"])
        done = await self._knowledge.import_documents(
            read(kept.files), author=require_drafting(request).login
        )
        await self._uploads.drop(kept.token)
        lines = [Line(FAULTY, fault.file, fault.line, reason=fault.reason) for fault in done.faults]
        return _result(request, lines, _counts(done), token="", written=True, proposed=done.proposed)

    def _form(self, request: web.Request, refusal: str = "", *, status: int = 200) -> web.Response:
        limit = IMPORT_BYTES // MEGABYTE
        return render(
            request, "operators/import.html", status=status, refusal=refusal, limit=limit, endings=ENDINGS
        )


def _line(row: Checked, texts: Texts) -> Line:
    """Set a row of the dry run as a line of the page."""
    fields = row.proposal.fields if row.proposal else ()
    shown: dict[str, Field] = {}
    for one in fields:
        if one.field != ABOLISHES:
            shown.setdefault(one.field, _field(one, texts))
    ends = tuple(one.value for one in fields if one.field == ABOLISHES)
    return Line(
        row.outcome.value,
        row.file,
        row.line,
        title=row.title,
        reason=row.reason,
        fields=tuple(shown.values()),
        ends=ends,
        notes=row.proposal.notes if row.proposal else (),
        twins=row.twins,
    )


def _field(one: Proposed, texts: Texts) -> Field:
    value = texts(f"citizen.kinds.{one.value}") if one.field == "kind" else one.value
    return Field(texts(f"operators.proposal.fields.{one.field}"), value, one.evidence)


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
    request: web.Request,
    lines: Sequence[Line],
    tally: Mapping[str, int],
    *,
    token: str,
    written: bool,
    proposed: int = 0,
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
        proposed=proposed,
    )
