"""Documents found for a request, at the desk: put in, covered with the mouse or in fields, copied, checked, proposed (art. 37)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from adapters.web.access.clerks import clerk_of
from adapters.web.access.colleagues import Colleagues
from adapters.web.access.visitor import visitor_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form, posted
from adapters.web.numbers import number_of
from adapters.web.pages import render
from bot.errors import InputError
from handlers.county.agencies import AgencyDirectory
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.released.box import EDGES, GROUNDS, PARTS, on_page, typed_edges
from handlers.disclosure.released.found_document import DrawnBox, FoundDocument
from handlers.disclosure.released.printing import PAGES
from handlers.disclosure.released.service import ReleasedDocuments
from handlers.files.document_form import DOCUMENT_BYTES, MEGABYTE
from handlers.texts import Texts

FORM_ROOM_BYTES = MEGABYTE
UPLOAD_BYTES = DOCUMENT_BYTES + FORM_ROOM_BYTES
UPLOADS = "/staff/documents/of/"
TALL = 1.4142
"""How high a page is drawn for each unit of its width: paper of the A series."""


@dataclass(frozen=True, slots=True)
class ShownBox:
    """A box as a clerk sees it: its number on the page, its place in words and in the drawing, its ground in words."""

    id: int
    number: int
    page: int
    place: str
    ground: str
    article: str
    note: str
    left: int
    top: int
    width: int
    height: int


class ReleasedPages:
    """Shows documents and their pages; every deed is one call of the service."""

    def __init__(
        self,
        documents: ReleasedDocuments,
        *,
        agencies: AgencyDirectory,
        has_office: Callable[[], bool],
        colleagues: Colleagues,
        texts: Texts,
    ) -> None:
        self._documents = documents
        self._agencies = agencies
        self._has_office = has_office
        self._colleagues = colleagues
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/documents/of/{number}", self.show_all),
            web.post("/documents/of/{number}", self.add),
            web.get("/documents/{id}", self.show),
            web.get("/documents/{id}/pages/{page}", self.picture),
            web.post("/documents/{id}/cover", self.cover),
            web.post("/documents/{id}/uncover", self.uncover),
            web.post("/documents/{id}/copies", self.make_copy),
            web.post("/documents/{id}/stays", self.keep_back),
            web.get("/copies/{id}", self.copy),
            web.post("/copies/{id}/check", self.check),
            web.post("/copies/{id}/propose", self.propose),
        ]

    async def show_all(self, request: web.Request) -> web.Response:
        """Show the documents of a request."""
        return await self._list(request)

    async def add(self, request: web.Request) -> web.Response:
        """Put a document in; why one cannot be taken is told beside the form."""
        number, file = request.match_info["number"], (await posted(request)).get("file")
        if not isinstance(file, web.FileField):
            return await self._list(request, self._texts("released.refused.no_file"), status=422)
        try:
            added = await self._documents.add(
                number, file.filename, file.file.read(), clerk=self._clerk(request)
            )
        except InputError as refused:
            return await self._list(request, self._texts(refused.text_key, **refused.values), status=422)
        finally:
            file.file.close()
        raise web.HTTPSeeOther(f"/staff/documents/{added}?done=document_added")

    async def show(self, request: web.Request) -> web.Response:
        """Show a page of a document with its boxes, and the copies that were made."""
        return await self._page(request, await self._found(request), number_of(request.query.get("page"), 1))

    async def picture(self, request: web.Request) -> web.Response:
        """Give a page as a picture, nothing covered: it is for whoever draws."""
        document = await self._found(request)
        page = number_of(request.match_info["page"], 0)
        if not 1 <= page <= document.pages:
            raise RefusedError("released.refused.no_page", status=404, page=page, pages=document.pages)
        body = await self._documents.picture(document.id, page, clerk=self._clerk(request))
        return web.Response(body=body, content_type="image/png")

    async def cover(self, request: web.Request) -> web.Response:
        """Draw a box; what was filled in stays where it is refused."""
        document, typed = await self._found(request), await form(request)
        page = number_of(typed.get("page"), 1)
        try:
            edges = typed_edges(typed)
            await self._documents.cover(
                document.id,
                page,
                edges,
                ground=typed.get("ground", ""),
                note=typed.get("note", ""),
                clerk=self._clerk(request),
            )
        except InputError as refused:
            words = self._texts(refused.text_key, **refused.values)
            return await self._page(request, document, page, refusal=words, typed=typed, status=422)
        raise web.HTTPSeeOther(f"/staff/documents/{document.id}?page={page}&done=box_drawn")

    async def uncover(self, request: web.Request) -> web.Response:
        """Take a box away."""
        document, typed = await self._found(request), await form(request)
        page = number_of(typed.get("page"), 1)
        await self._documents.uncover(document.id, number_of(typed.get("box"), 0), clerk=self._clerk(request))
        raise web.HTTPSeeOther(f"/staff/documents/{document.id}?page={page}&done=box_gone")

    async def make_copy(self, request: web.Request) -> web.Response:
        """Make a copy with the boxes as they are."""
        document = await self._found(request)
        await self._documents.make_copy(document.id, clerk=self._clerk(request))
        raise web.HTTPSeeOther(f"/staff/documents/{document.id}?done=copy_made")

    async def keep_back(self, request: web.Request) -> web.Response:
        """Keep a document from going with the reply, or let it go again."""
        document, typed = await self._found(request), await form(request)
        stays = typed.get("stays") == "yes"
        await self._documents.keep_back(document.id, stays=stays, clerk=self._clerk(request))
        done = "document_stays" if stays else "document_goes"
        raise web.HTTPSeeOther(f"/staff/documents/{document.id}?done={done}")

    async def copy(self, request: web.Request) -> web.Response:
        """Give the file of a copy."""
        identifier = request.match_info["id"]
        try:
            body = await self._documents.copy(identifier, clerk=self._clerk(request))
        except InputError as missing:
            raise RefusedError(missing.text_key, status=404) from None
        headers = {"Content-Disposition": f'attachment; filename="{identifier[:12]}.pdf"'}
        return web.Response(body=body, content_type="application/pdf", headers=headers)

    async def check(self, request: web.Request) -> web.Response:
        """Record that a second person looked through a copy."""
        typed = await form(request)
        await self._documents.check_copy(request.match_info["id"], clerk=self._clerk(request))
        raise web.HTTPSeeOther(f"{_address(typed)}?done=copy_checked")

    async def propose(self, request: web.Request) -> web.Response:
        """Hand a checked copy over to the publishing slice as a draft."""
        typed = await form(request)
        await self._documents.propose(
            request.match_info["id"],
            title=typed.get("title", ""),
            text=typed.get("text", ""),
            clerk=self._clerk(request),
        )
        raise web.HTTPSeeOther(f"{_address(typed)}?done=copy_proposed")

    def _clerk(self, request: web.Request) -> Clerk:
        return clerk_of(request, self._agencies)

    async def _found(self, request: web.Request) -> FoundDocument:
        try:
            return await self._documents.document(request.match_info["id"], clerk=self._clerk(request))
        except InputError as missing:
            raise RefusedError(missing.text_key, status=404) from None

    async def _list(self, request: web.Request, refusal: str = "", *, status: int = 200) -> web.Response:
        number = request.match_info["number"]
        try:
            documents = await self._documents.documents(number, clerk=self._clerk(request))
        except InputError:
            raise RefusedError("staff.request.missing", status=404) from None
        return render(
            request,
            "staff/documents.html",
            status=status,
            number=number,
            documents=documents,
            names=await self._colleagues.names(),
            refusal=refusal,
            limit=DOCUMENT_BYTES // MEGABYTE,
            most_pages=PAGES,
            office=self._has_office(),
        )

    async def _page(
        self,
        request: web.Request,
        document: FoundDocument,
        page: int,
        *,
        refusal: str = "",
        typed: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> web.Response:
        page = min(max(page, 1), document.pages)
        boxes = self._shown(document)
        last = document.copies[-1] if document.copies else None
        proposable = last is not None and last.checked_at is not None and not last.proposed
        return render(
            request,
            "staff/document.html",
            status=status,
            document=document,
            page=page,
            boxes=[box for box in boxes if box.page == page],
            elsewhere=[box for box in boxes if box.page != page],
            grounds=[(one.value, self._texts(f"decision.ground.{one.value}")) for one in GROUNDS],
            names=await self._colleagues.names(),
            me=visitor_of(request).login,
            refusal=refusal,
            typed={name: (typed or {}).get(name, "") for name in (*EDGES, "ground", "note")},
            high=round(PARTS * TALL),
            proposable=last if proposable else None,
            text=await self._documents.text_outside(document.id, clerk=self._clerk(request))
            if proposable
            else "",
        )

    def _shown(self, document: FoundDocument) -> list[ShownBox]:
        found = []
        for page in range(1, document.pages + 1):
            there = [one for one in document.boxes if on_page([one.box], page)]
            found += [self._box(one, number) for number, one in enumerate(there, start=1)]
        return found

    def _box(self, drawn: DrawnBox, number: int) -> ShownBox:
        box = drawn.box
        shares = {name: f"{getattr(box, name) * 100 / PARTS:g}" for name in EDGES}
        return ShownBox(
            id=drawn.id,
            number=number,
            page=box.page,
            place=self._texts("released.boxes.place", **shares),
            ground=self._texts(f"decision.ground.{drawn.ground.value}"),
            article=drawn.article,
            note=drawn.note,
            left=box.left,
            top=round(box.top * TALL),
            width=box.right - box.left,
            height=round((box.bottom - box.top) * TALL),
        )


def _address(typed: Mapping[str, str]) -> str:
    """Give the address of the document that a form came from; anything but an id leads nowhere."""
    identifier = typed.get("document", "")
    return f"/staff/documents/{identifier}" if identifier.isalnum() else "/staff"
