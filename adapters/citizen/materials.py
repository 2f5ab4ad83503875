"""The list of what to bring, made for one person by a few questions: printable, without scripts, and kept nowhere."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.web.errors import RefusedError
from adapters.web.pages import render
from handlers.guides.guide import read
from knowledge.documents.document import Document, Kind
from knowledge.documents.personal_list import personal_list, questions

PublicWording = Callable[[str], Awaitable[tuple[Document, str]]]
"""Gives a document with its public wording; raises `RefusedError` (404) where there is none."""
GROUPS = ("bring", "licence", "later", "waived")


class MaterialPages:
    """Asks and lists; what was answered stands in the address alone."""

    def __init__(self, public: PublicWording) -> None:
        self._public = public

    def routes(self) -> list[web.RouteDef]:
        """Give the page below `/m`."""
        return [web.get("/materials/{id:.+}", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the questions with the list; raises `RefusedError` (404) for what is no published guide."""
        document, text = await self._public(request.match_info["id"])
        guide = read(document, text)
        listed = guide.materials()
        if document.kind is not Kind.GUIDE or not listed:
            raise RefusedError("citizen.document.gone", status=404)
        asked = questions(listed)
        situation = request.query.get("situation", "")
        situation = situation if situation in asked.situations else ""
        asked = questions(listed, situation=situation)
        held = [one for one in request.query.getall("only", []) if one in asked.conditions]
        own = personal_list(listed, situation=situation, conditions=held)
        chosen = bool(situation) or len(asked.situations) <= 1
        return render(
            request,
            "citizen/materials.html",
            document=document,
            asked=asked,
            situation=situation,
            held=held,
            answered="made" in request.query and chosen,
            groups=[(name, getattr(own, name)) for name in GROUPS if getattr(own, name)],
            elements={
                name: guide.element(name) for name in ("place", "hours", "phone") if guide.element(name)
            },
        )
