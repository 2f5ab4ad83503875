"""Which documents hold some words, and new versions in which others stand instead: looked at, made, and reviewed as a batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from adapters.operators.addresses import document_address
from adapters.operators.wording import refusal_in_words
from adapters.web.access.duties import person_of
from adapters.web.forms import form, posted
from adapters.web.pages import render
from bot.errors import InputError, ProcedureError
from handlers.texts import Texts
from knowledge.documents.document import DocumentState
from knowledge.documents.store import Version
from knowledge.library.editor import Editor, WrittenVersion
from knowledge.library.service import DocumentService
from knowledge.library.text_search import (
    MOST_LETTERS,
    REPLACED_LETTERS,
    FoundTexts,
    TextHit,
    TextPlace,
    TextSearch,
    WordReplacement,
    places,
)
from knowledge.publication.batches.rules import MOST_LOOKED_AT, Action
from knowledge.publication.batches.service import Batches
from knowledge.publication.filing import FILED
from knowledge.publication.lifecycle import Person
from knowledge.publication.reviews import Reviews


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A document that holds the words; without a `version` it cannot be changed now, `locked` says why."""

    id: str
    title: str
    url: str
    version: int | None
    locked: str
    unreleased: bool
    count: int
    places: Sequence[TextPlace]
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class TriedReplacement:
    """What a document would become: the places of its text and the particulars, old and new."""

    id: str
    title: str
    url: str
    version: int
    count: int
    places: Sequence[TextPlace]
    altered: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class RefusedReplacement:
    """A document that was left as it is, and why."""

    title: str
    url: str
    why: str


class TextSearchPages:
    """Finds, shows what replacing would make of each document, and makes the versions that a person chose."""

    def __init__(
        self,
        *,
        search: TextSearch,
        documents: DocumentService,
        editor: Editor,
        reviews: Reviews,
        batches: Batches,
        texts: Texts,
    ) -> None:
        self._search = search
        self._documents = documents
        self._editor = editor
        self._reviews = reviews
        self._batches = batches
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [web.get("/texts", self.find), web.post("/texts", self.replace)]

    async def find(self, request: web.Request) -> web.Response:
        """Show the documents that hold the words asked for."""
        words = request.query.get("words", "").strip()
        if not words:
            return self._page(request, words="")
        try:
            found = await self._search.find(words)
        except InputError as refusal:
            return self._page(request, words=words, refusal=refusal, status=422)
        return self._page(request, words=words, found=found, rows=await self._rows(found))

    async def replace(self, request: web.Request) -> web.Response:
        """Show what the documents chosen would become, or make their new versions and plan the review of all of them."""
        sent, fields, person = await posted(request), await form(request), person_of(request)
        words, chosen = fields.get("words", "").strip(), _chosen([str(one) for one in sent.getall("id", [])])
        try:
            replacement = WordReplacement(words, fields.get("new", "").strip())
            _require_few(chosen)
        except InputError as refusal:
            return self._page(request, words=words, new=fields.get("new", ""), refusal=refusal, status=422)
        if fields.get("step") != "make":
            tried = [await self._tried(name, replacement) for name in chosen]
            return self._page(request, words=words, new=replacement.new, tried=tried)
        return await self._make(request, chosen, replacement, person)

    async def _make(
        self, request: web.Request, chosen: Mapping[str, int], replacement: WordReplacement, person: Person
    ) -> web.Response:
        made, refused = [], []
        for name, based_on in chosen.items():
            newest = (await self._documents.read(name)).version
            written = WrittenVersion(
                replacement.particulars(newest.document), replacement.text(newest.text), based_on
            )
            try:
                made.append(await self._editor.save(name, written, actor=person.login))
            except (InputError, ProcedureError) as refusal:
                why = refusal_in_words(refusal, self._texts)
                refused.append(RefusedReplacement(newest.document.title, document_address(name), why))
        batch = await self._planned(made, person)
        if batch and not refused:
            raise web.HTTPSeeOther(f"{batch}?done=replaced")
        return self._page(
            request, words=replacement.old, new=replacement.new, made=len(made), refused=refused, batch=batch
        )

    async def _planned(self, made: Sequence[Version], person: Person) -> str:
        """Plan the submission of the new versions, and give where it is seen to; what was only filed needs none."""
        names = [one.document.id for one in made if one.note != FILED]
        if not names:
            return ""
        number = await self._batches.plan(Action.SUBMIT, names, value="", actor=person)
        return f"/operators/batches/{number}"

    async def _rows(self, found: FoundTexts) -> list[FoundRow]:
        under_way = {one.listed.document.id for one in await self._reviews.under_way()}
        return [self._row(one, under_way=one.listed.document.id in under_way) for one in found.documents]

    def _row(self, one: TextHit, *, under_way: bool) -> FoundRow:
        document, listed = one.listed.document, one.listed
        return FoundRow(
            id=document.id,
            title=document.title,
            url=document_address(document.id),
            version=None if under_way else listed.current_version,
            locked=self._texts("text_search.under_review") if under_way else "",
            unreleased=listed.state is DocumentState.PUBLISHED
            and listed.public_version != listed.current_version,
            count=one.count,
            places=one.places,
            fields=[self._texts(f"publishing.fields.{name}") for name in one.fields],
        )

    async def _tried(self, name: str, replacement: WordReplacement) -> TriedReplacement:
        newest = (await self._documents.read(name)).version
        document, particulars = newest.document, replacement.particulars(newest.document)
        return TriedReplacement(
            id=name,
            title=document.title,
            url=document_address(name),
            version=newest.number,
            count=newest.text.count(replacement.old),
            places=places(newest.text, replacement.old),
            altered=[
                (self._texts(f"publishing.fields.{field}"), str(getattr(document, field)), value)
                for field, value in particulars.items()
            ],
        )

    def _page(
        self,
        request: web.Request,
        *,
        words: str,
        new: str = "",
        refusal: InputError | None = None,
        found: FoundTexts | None = None,
        rows: Sequence[FoundRow] = (),
        tried: Sequence[TriedReplacement] = (),
        made: int = 0,
        refused: Sequence[RefusedReplacement] = (),
        batch: str = "",
        status: int = 200,
    ) -> web.Response:
        return render(
            request,
            "operators/texts.html",
            status=status,
            words=words,
            new=new,
            refusal=refusal_in_words(refusal, self._texts) if refusal else "",
            found=found,
            rows=rows,
            tried=tried,
            made=made,
            refused=refused,
            batch=batch,
            most_words=MOST_LETTERS,
            most_new=REPLACED_LETTERS,
        )


def _require_few(chosen: Mapping[str, int]) -> None:
    if not chosen:
        raise InputError("shelf.batch.none")
    if len(chosen) > MOST_LOOKED_AT:
        raise InputError("batches.refused.many", most=MOST_LOOKED_AT, count=len(chosen))


def _chosen(ticked: Sequence[str]) -> dict[str, int]:
    """Give the ids ticked with the version each was looked at in, written before its id.

    Raises `HTTPBadRequest` for anything else.
    """
    chosen: dict[str, int] = {}
    for one in ticked:
        number, _, name = one.partition(":")
        if not (number.isascii() and number.isdecimal() and len(number) < 9 and name):  # noqa: PLR2004 - no version has more
            raise web.HTTPBadRequest
        chosen[name] = int(number)
    return chosen
