"""The list of what to bring, made for one person by a few questions: printable, without scripts, and kept nowhere."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.citizen.checklist import Checklist
from adapters.web.errors import RefusedError
from adapters.web.pages import render
from handlers.guides.bundles.catalogue import LifeEvents
from handlers.guides.bundles.whole import whole
from handlers.guides.guide import read
from handlers.published.library import Library
from knowledge.documents.document import Document, Kind

PublicWording = Callable[[str], Awaitable[tuple[Document, str]]]
"""Gives a document with its public wording; raises `RefusedError` (404) where there is none."""
ELEMENTS = ("place", "hours", "limit", "fee", "phone")


class MaterialPages:
    """Asks and lists, for one matter or for all matters of an event."""

    def __init__(self, public: PublicWording, *, bundles: LifeEvents, library: Library) -> None:
        self._public = public
        self._bundles = bundles
        self._library = library

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/m`."""
        return [
            web.get("/materials/{id:.+}", self.show),
            web.get("/bundles/{key}", self.show_bundle),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the questions with the list; raises `RefusedError` (404) for what is no published guide."""
        document, text = await self._public(request.match_info["id"])
        guide = read(document, text)
        listed = guide.materials()
        if document.kind is not Kind.GUIDE or not listed:
            raise RefusedError("citizen.document.gone", status=404)
        return render(
            request,
            "citizen/materials.html",
            document=document,
            listing=Checklist.of(request, listed),
            elements={name: guide.element(name) for name in ELEMENTS if guide.element(name)},
        )

    async def show_bundle(self, request: web.Request) -> web.Response:
        """Show one list for all matters of an event; raises `RefusedError` (404) where there is no such event."""
        bundle = self._bundles.one(request.match_info["key"])
        told = whole(bundle, self._library) if bundle else None
        if bundle is None or told is None or not told.guides:
            raise RefusedError("citizen.document.gone", status=404)
        longest = told.longest
        return render(
            request,
            "citizen/bundle.html",
            bundle=bundle,
            guides=told.guides,
            longest=longest,
            sample=any(guide.document.sample for guide in told.guides),
            before=told.asked_for,
            count=len(told.materials),
            listing=Checklist.of(request, told.flat()),
        )
