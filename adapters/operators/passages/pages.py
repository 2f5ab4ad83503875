"""A published document passage by passage: each can be struck out of answering and taken back, with who, when and why."""

from collections.abc import Mapping, Sequence

from aiohttp import web

from adapters.operators.addresses import document_address, passages_address
from adapters.web.access.colleagues import Colleagues
from adapters.web.access.visitor import visitor_of
from adapters.web.forms import form
from adapters.web.numbers import record_number
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from bot.errors import InputError
from handlers.published.library import plain
from handlers.texts import Texts
from knowledge.publication.answering_passages import WHY_LETTERS, AnsweringPassage, AnsweringPassages

SHEET_PASSAGES = 50


class PassagePages:
    """Shows the passages of one document, and takes what is struck out and taken back."""

    def __init__(self, passages: AnsweringPassages, *, colleagues: Colleagues, texts: Texts) -> None:
        self._passages = passages
        self._colleagues = colleagues
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`; an id may hold anything, slashes included."""
        return [
            web.post("/passages/{id:.+}/{number}/lift", self.lift),
            web.post("/passages/{id:.+}", self.strike),
            web.get("/passages/{id:.+}", self.show),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show a sheet of passages; `find` opens the one that holds some words. Raises `InputError` for what is not public."""
        return await self._page(request, page=page_number(request.query.get("page", "")))

    async def strike(self, request: web.Request) -> web.Response:
        """Strike a passage out; what is refused is told with the reason still there."""
        given = await form(request)
        identifier, page = request.match_info["id"], page_number(given.get("page", ""))
        key = given.get("passage", "")
        try:
            await self._passages.strike(
                identifier, key, given.get("why", ""), actor=visitor_of(request).login
            )
        except InputError as error:
            refused = self._texts(error.text_key, **error.values)
            return await self._page(request, page=page, given=given, refused=refused)
        raise web.HTTPSeeOther(f"{passages_address(identifier)}?page={page}&done=passage_struck#p{key}")

    async def lift(self, request: web.Request) -> web.Response:
        """Answer from a passage again; one that is taken back already is no fault."""
        identifier, page = request.match_info["id"], page_number((await form(request)).get("page", ""))
        await self._passages.lift(identifier, record_number(request), actor=visitor_of(request).login)
        raise web.HTTPSeeOther(f"{passages_address(identifier)}?page={page}&done=passage_lifted")

    async def _page(
        self,
        request: web.Request,
        *,
        page: int,
        given: Mapping[str, str] | None = None,
        refused: str = "",
    ) -> web.Response:
        view = await self._passages.of(request.match_info["id"])
        wanted = _holding(view.passages, request.query.get("find", ""))
        page = page if wanted is None else wanted // SHEET_PASSAGES + 1
        first = (page - 1) * SHEET_PASSAGES
        sheet = Sheet(
            page=page,
            more=first + SHEET_PASSAGES < len(view.passages),
            path=passages_address(view.document.id),
            total=len(view.passages),
        )
        return render(
            request,
            "operators/passages.html",
            status=422 if refused else 200,
            view=view,
            plain=plain,
            rows=list(enumerate(view.passages[first : first + SHEET_PASSAGES], first + 1)),
            found=view.passages[wanted].key if wanted is not None else "",
            sheet=sheet,
            url=passages_address(view.document.id),
            back=document_address(view.document.id),
            struck=sum(one.struck is not None for one in view.passages),
            names=await self._colleagues.names(),
            given=given or {},
            refused=refused,
            letters=WHY_LETTERS,
        )


def _holding(passages: Sequence[AnsweringPassage], words: str) -> int | None:
    """Give the place of the first passage that holds some words, however they are spaced and marked; None for none."""
    wanted = "".join(plain(words).split())
    places = (at for at, one in enumerate(passages) if wanted and wanted in "".join(plain(one.words).split()))
    return next(places, None)
