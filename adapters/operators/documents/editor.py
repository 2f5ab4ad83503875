"""The editor: wording and particulars on one side, what citizens will see of them on the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from aiohttp import web

from adapters.operators.addresses import document_address, versions_address
from adapters.operators.documents.preview import Preview
from adapters.operators.dossiers import Dossiers
from adapters.operators.gap_draft import BegunAnswer, GapDrafts
from adapters.web.access.duties import person_of
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import BotError, InputError, ServiceError
from knowledge.documents.document import (
    Disclosure,
    Document,
    Explanation,
    ExplanationForm,
    Kind,
    Openness,
    Validity,
)
from knowledge.documents.store import Version
from knowledge.library.editor import LINE_FIELDS, Editor, WrittenVersion, draft_of
from knowledge.library.listing import Shelf
from knowledge.publication.filing import FILED
from knowledge.publication.lifecycle import IN_REVIEW

EDITOR_BYTES = 8 * 1024 * 1024
PARTICULAR_LETTERS = 500
DAYS = frozenset({"written_on", "published_on", "effective_on", "expires_on", "review_on"})
FIRST = (
    "title",
    "number",
    "issuer",
    "kind",
    "genre",
    "theme",
    "rubric",
    "written_on",
    "published_on",
    "effective_on",
    "expires_on",
    "validity",
    "disclosure",
    "unit",
    "unit_phone",
)
MORE = (
    "level",
    "place",
    "audience",
    "life_stage",
    "openness",
    "successor",
    "basis",
    "interprets",
    "form",
    "explanation",
    "interpreter",
    "interpreter_unit",
    "interpreter_phone",
    "must_say",
    "must_not_say",
    "disclosure_reason",
    "review_on",
)
CHOICES: Mapping[str, type[StrEnum]] = {
    "validity": Validity,
    "disclosure": Disclosure,
    "explanation": Explanation,
    "openness": Openness,
    "form": ExplanationForm,
}
OPTIONAL = frozenset({"openness", "form"})
# These name other documents: they are picked by title or number, and kept as ids.
PICKED = ("successor", "basis", "interprets")


@dataclass(frozen=True, slots=True)
class EditorField:
    """One particular to write: a day, one of some options, lines, or free words.

    `picked` are the titles of the documents it names, by their ids; None for what names none.
    """

    name: str
    label: str
    value: str
    is_day: bool
    is_list: bool
    options: Sequence[tuple[str, str]]
    picked: Mapping[str, str] | None = None


class EditorPages:
    """Shows the editor, sets previews while somebody writes, and keeps what was written as a new version."""

    def __init__(
        self,
        dossiers: Dossiers,
        *,
        editor: Editor,
        preview: Preview,
        shelf: Shelf,
        gap_drafts: GapDrafts,
    ) -> None:
        self._dossiers = dossiers
        self._editor = editor
        self._preview = preview
        self._shelf = shelf
        self._gap_drafts = gap_drafts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`; an id may hold anything, slashes included."""
        return [
            web.get("/editor", self.blank),
            web.post("/editor", self.create),
            web.post("/preview", self.show_preview),
            web.get("/editor/{id:.+}", self.show),
            web.post("/editor/{id:.+}", self.save),
        ]

    async def blank(self, request: web.Request) -> web.Response:
        """Show an empty editor, or the beginning of an answer to a gap."""
        begun = await self._gap_drafts.begin(request.query.get("gap", ""))
        if begun:
            return await self._page(request, begun.document, begun.text, based_on=0, begun=begun)
        return await self._page(request, Document("", ""), "", based_on=0)

    async def create(self, request: web.Request) -> web.Response:
        """Keep a new document as a draft; one that answers a gap is tied to it."""
        fields, person = await form(request), person_of(request)
        manuscript, begun = (
            await self._named(_manuscript(fields)),
            await self._gap_drafts.begin(fields.get("gap", "")),
        )
        try:
            version = await self._editor.create(manuscript, actor=person.login)
        except ServiceError:
            raise
        except BotError as error:
            return await self._refused(request, Document("", ""), manuscript, error, begun=begun)
        if begun:
            await self._gap_drafts.tie(begun, version.document.id, actor=person.login)
        raise web.HTTPSeeOther(f"{document_address(version.document.id)}?done=edited")

    async def show(self, request: web.Request) -> web.Response:
        """Show the newest version of a document to be written on; while it is under review, only to be read."""
        version = await self._newest(request)
        given = await self._dossiers.reviews.of(version.document.id)
        locked = given is not None and given.stage in IN_REVIEW
        return await self._page(
            request, version.document, version.text, based_on=version.number, locked=locked
        )

    async def save(self, request: web.Request) -> web.Response:
        """Keep a new version; nothing written is lost where it is refused."""
        person, manuscript = person_of(request), await self._named(_manuscript(await form(request)))
        version = await self._newest(request)
        identifier = version.document.id
        try:
            kept = await self._editor.save(identifier, manuscript, actor=person.login)
        except ServiceError:
            raise
        except BotError as error:
            return await self._refused(request, version.document, manuscript, error)
        done = "filed" if kept.note == FILED else "edited"
        raise web.HTTPSeeOther(f"{document_address(kept.document.id)}?done={done}")

    async def show_preview(self, request: web.Request) -> web.Response:
        """Give the preview of what is being written, as a piece of a page; nothing is kept.

        Raises `RefusedError` (404) for an unknown document.
        """
        fields = await form(request)
        before = Document("", "")
        if identifier := fields.get("id", ""):
            before = (await self._dossiers.open(identifier)).version.document
        try:
            document, text = draft_of(before, _manuscript(fields))
        except InputError as error:
            return render(request, "operators/preview.html", unreadable=await self._words(error), status=422)
        return render(
            request, "operators/preview.html", unreadable="", **await self._preview.values(document, text)
        )

    async def _named(self, manuscript: WrittenVersion) -> WrittenVersion:
        """Give what was written with titles and numbers of documents turned into their ids; what names none stays."""
        written = {name: manuscript.values.get(name, "").splitlines() for name in PICKED}
        ids = await self._shelf.named([line for lines in written.values() for line in lines])
        values = {
            name: "\n".join(dict.fromkeys(ids.get(line, line) for line in lines))
            for name, lines in written.items()
            if name in manuscript.values
        }
        return replace(manuscript, values={**manuscript.values, **values})

    async def _newest(self, request: web.Request) -> Version:
        return (await self._dossiers.open(request.match_info["id"])).version

    async def _refused(
        self,
        request: web.Request,
        document: Document,
        manuscript: WrittenVersion,
        error: BotError,
        *,
        begun: BegunAnswer | None = None,
    ) -> web.Response:
        stale = error.text_key == "publishing.refused.stale"
        based_on = manuscript.based_on
        if stale:
            # Whoever has read that there is a newer version may save upon it.
            based_on = (await self._newest(request)).number
        return await self._page(
            request,
            document,
            manuscript.text,
            based_on=based_on,
            refusal=await self._words(error),
            written=manuscript.values,
            compare=versions_address(document.id) if stale else "",
            begun=begun,
            status=422,
        )

    async def _words(self, error: BotError) -> str:
        field = str(error.values.get("field", ""))
        if field:
            named = {**error.values, "field": self._dossiers.texts(f"publishing.fields.{field}")}
            return self._dossiers.texts(error.text_key, **named)
        return await self._dossiers.wording.refusal(error)

    async def _page(
        self,
        request: web.Request,
        document: Document,
        text: str,
        *,
        based_on: int,
        locked: bool = False,
        refusal: str = "",
        written: Mapping[str, str] | None = None,
        compare: str = "",
        begun: BegunAnswer | None = None,
        status: int = 200,
    ) -> web.Response:
        entries = {name: self._entry(name, document, written or {}) for name in (*FIRST, *MORE)}
        named = [line for name in PICKED for line in entries[name].value.splitlines()]
        titles = await self._shelf.titles(list(dict.fromkeys(named)))
        for name in PICKED:
            entries[name] = replace(entries[name], picked=titles)
        shown = await self._preview.values(document, text) if text else {"bubble": "", "document": document}
        return render(
            request,
            "operators/editor.html",
            status=status,
            **shown,
            wording=text,
            is_new=not document.id,
            gap=begun.gap if begun else None,
            based_on=based_on,
            locked=locked,
            refusal=refusal,
            compare=compare,
            url=document_address(document.id) if document.id else "/operators",
            first=[entries[name] for name in FIRST],
            more=[entries[name] for name in MORE],
            drop_words=self._dossiers.texts.template("pick.drop"),
        )

    def _entry(self, name: str, document: Document, written: Mapping[str, str]) -> EditorField:
        return EditorField(
            name,
            self._dossiers.texts(f"publishing.fields.{name}"),
            written.get(name, _plain(document, name)),
            name in DAYS,
            name in LINE_FIELDS,
            self._options(name),
        )

    def _options(self, name: str) -> list[tuple[str, str]]:
        if name == "kind":
            return [(kind.value, self._dossiers.texts(f"citizen.kinds.{kind.value}")) for kind in Kind]
        if name not in CHOICES:
            return []
        options = [(one.value, one.value) for one in CHOICES[name]]
        return [("", ""), *options] if name in OPTIONAL else options


def _manuscript(fields: Mapping[str, str]) -> WrittenVersion:
    known = (*FIRST, *MORE)
    values = {name: fields[name].strip() for name in known if name in fields}
    kept = {
        name: value if name in LINE_FIELDS else " ".join(value.split())[: PARTICULAR_LETTERS + 1]
        for name, value in values.items()
    }
    based_on = fields.get("based_on", "0")
    return WrittenVersion(kept, fields.get("text", ""), int(based_on) if based_on.isdecimal() else 0)


def _plain(document: Document, name: str) -> str:
    value = getattr(document, name)
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ("\n" if name in LINE_FIELDS else "、").join(value)
    return value.isoformat() if isinstance(value, date) else str(value)
