"""What colleagues do with a ticket among themselves: take it, hand it on, note, follow, join, call an answer back, put files beside it."""

from aiohttp import web

from adapters.web.access.visitor import visitor_of
from adapters.web.downloads import download
from adapters.web.errors import RefusedError
from adapters.web.forms import form, posted
from adapters.web.numbers import number_of
from adapters.web.pages import render
from bot.errors import InputError
from handlers.files.document_form import MEGABYTE
from handlers.tickets.desk.canned_texts import LONGEST_TITLE_LETTERS, CannedTexts
from handlers.tickets.desk.service import TicketDesk
from handlers.tickets.desk.waiting_answers import WaitingAnswers
from handlers.tickets.files.brought_file import MOST_BYTES
from handlers.tickets.files.service import AnswerFiles
from handlers.tickets.service import LONGEST_ANSWER_LETTERS

FILE_UPLOADS = "/staff/ticket-files/"
FILE_BYTES = MOST_BYTES + MEGABYTE
"""What bringing a file may take, its form included."""


class TicketDeskPages:
    """Each deed is one call of a service, and leads back to the ticket."""

    def __init__(self, desk: TicketDesk, *, waiting: WaitingAnswers) -> None:
        self._desk = desk
        self._waiting = waiting

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.post("/tickets/{number}/claim", self.claim),
            web.post("/tickets/{number}/transfer", self.transfer),
            web.post("/tickets/{number}/note", self.note),
            web.post("/tickets/{number}/watch", self.watch),
            web.post("/tickets/{number}/merge", self.merge),
            web.post("/tickets/{number}/call-back", self.call_back),
        ]

    async def claim(self, request: web.Request) -> web.Response:
        """Take the ticket."""
        await form(request)
        await self._desk.claim(request.match_info["number"], actor=visitor_of(request).login)
        raise _back(request, "ticket_claimed")

    async def transfer(self, request: web.Request) -> web.Response:
        """Hand the ticket on with a reason."""
        typed = await form(request)
        await self._desk.transfer(
            request.match_info["number"],
            to=typed.get("to", "")[:40],
            unit=typed.get("unit", "")[:80],
            reason=typed.get("reason", ""),
            actor=visitor_of(request).login,
        )
        raise _back(request, "ticket_transferred")

    async def note(self, request: web.Request) -> web.Response:
        """Keep a note for colleagues."""
        words = (await form(request)).get("words", "")
        await self._desk.note(request.match_info["number"], words, actor=visitor_of(request).login)
        raise _back(request, "ticket_noted")

    async def watch(self, request: web.Request) -> web.Response:
        """Follow the ticket, or no longer."""
        follow = (await form(request)).get("follow") == "yes"
        await self._desk.watch(request.match_info["number"], actor=visitor_of(request).login, follow=follow)
        raise _back(request, "ticket_watched" if follow else "ticket_unwatched")

    async def merge(self, request: web.Request) -> web.Response:
        """Join the ticket with another of the same citizen, and show that one."""
        into = (await form(request)).get("into", "")[:20]
        await self._desk.merge(request.match_info["number"], into=into, actor=visitor_of(request).login)
        raise web.HTTPSeeOther(f"/staff/tickets/{into}?done=ticket_merged")

    async def call_back(self, request: web.Request) -> web.Response:
        """Take back the answer that waits."""
        await form(request)
        await self._waiting.call_back(request.match_info["number"], actor=visitor_of(request).login)
        raise _back(request, "answer_called_back")


class CannedTextPages:
    """The prepared words of one's unit: shown, written, changed, taken away."""

    def __init__(self, canned: CannedTexts) -> None:
        self._canned = canned

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/canned", self.show),
            web.post("/canned", self.save),
            web.post("/canned/drop", self.drop),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show those that one uses; one's own unit's can be changed."""
        own = visitor_of(request).unit
        return render(
            request,
            "staff/canned.html",
            own=own,
            texts=await self._canned.of(own),
            longest=LONGEST_ANSWER_LETTERS,
            longest_title=LONGEST_TITLE_LETTERS,
        )

    async def save(self, request: web.Request) -> web.Response:
        """Keep new words, or change some."""
        typed, visitor = await form(request), visitor_of(request)
        await self._canned.save(
            visitor.unit,
            typed.get("title", ""),
            typed.get("words", ""),
            actor=visitor.login,
            identifier=number_of(typed.get("id"), 0),
        )
        raise web.HTTPSeeOther("/staff/canned?done=canned_saved")

    async def drop(self, request: web.Request) -> web.Response:
        """Take words away."""
        typed, visitor = await form(request), visitor_of(request)
        await self._canned.drop(visitor.unit, number_of(typed.get("id"), 0), actor=visitor.login)
        raise web.HTTPSeeOther("/staff/canned?done=canned_dropped")


def _back(request: web.Request, done: str) -> web.HTTPSeeOther:
    return web.HTTPSeeOther(f"/staff/tickets/{request.match_info['number']}?done={done}")


class AnswerFilePages:
    """Files that go along with an answer: put beside the ticket, looked at, taken away; each look is noted."""

    def __init__(self, files: AnswerFiles) -> None:
        self._files = files

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.post("/ticket-files/{number}", self.add),
            web.get("/ticket-files/{number}/{id}", self.view),
            web.post("/ticket-files/{number}/{id}/remove", self.remove),
        ]

    async def add(self, request: web.Request) -> web.Response:
        """Put a file beside the ticket; why one cannot be taken is told by the page of errors, and nothing is lost."""
        number, file = request.match_info["number"], (await posted(request)).get("file")
        if not isinstance(file, web.FileField) or not file.filename:
            raise InputError("tickets.refused.no_file")
        with file.file as opened:
            content = opened.read()
        await self._files.add(number, file.filename, content, actor=visitor_of(request).login)
        raise _beside(number, "file_added")

    async def view(self, request: web.Request) -> web.Response:
        """Give a file, and note who looked; raises `RefusedError` (404) where there is none."""
        try:
            read = await self._files.view(
                request.match_info["number"], request.match_info["id"], actor=visitor_of(request).login
            )
        except InputError as missing:
            raise RefusedError(missing.text_key, status=404) from None
        return download(read.content, read.content_type, name=read.name)

    async def remove(self, request: web.Request) -> web.Response:
        """Take a file away that has not gone."""
        await form(request)
        number = request.match_info["number"]
        await self._files.remove(number, request.match_info["id"], actor=visitor_of(request).login)
        raise _beside(number, "file_removed")


def _beside(number: str, done: str) -> web.HTTPSeeOther:
    return web.HTTPSeeOther(f"/staff/tickets/{number}?done={done}#files")
