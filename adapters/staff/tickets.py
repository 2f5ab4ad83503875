"""Tickets at the desk: the talk so far, a box for the answer, and the way back to the bot."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from adapters.redis.onlookers import Onlookers
from adapters.staff.rows import picture_rows, ticket_row
from adapters.web.access.colleagues import Colleagues
from adapters.web.access.visitor import visitor_of
from adapters.web.errors import RefusedError
from adapters.web.forms import posted
from adapters.web.pages import render
from bot.clock import Clock
from bot.errors import InputError, ServiceError
from handlers.county.agencies import AgencyDirectory
from handlers.files.document_form import MEGABYTE
from handlers.pictures.service import TICKET, PictureService
from handlers.texts import Texts
from handlers.tickets.desk.canned_texts import CannedTexts
from handlers.tickets.desk.looked_over import AnswerDoubt, doubts
from handlers.tickets.desk.papers import TicketPaper, TicketPaperKind
from handlers.tickets.desk.service import TicketDesk
from handlers.tickets.desk.waiting_answers import WaitingAnswers
from handlers.tickets.files.brought_file import MOST_BYTES
from handlers.tickets.files.service import AnswerFiles
from handlers.tickets.ledger import TalkTurn, TicketLedger, TicketStory
from handlers.tickets.records import CLOSED
from handlers.tickets.service import LONGEST_ANSWER_LETTERS, STAFF, TicketService
from handlers.tickets.store import ANSWERABLE, UNDELIVERED, UNHANDLED


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """One turn of the talk as the page shows it; `who` is `user`, `bot` or `staff`."""

    who: str
    text: str
    at: datetime
    name: str = ""


class TicketPages:
    """Shows, answers and closes tickets."""

    def __init__(
        self,
        *,
        ledger: TicketLedger,
        service: TicketService,
        desk: TicketDesk,
        waiting: WaitingAnswers,
        canned: CannedTexts,
        onlookers: Onlookers,
        agencies: AgencyDirectory,
        pictures: PictureService,
        files: AnswerFiles,
        colleagues: Colleagues,
        texts: Texts,
        clock: Clock,
    ) -> None:
        self._ledger = ledger
        self._service = service
        self._desk = desk
        self._waiting = waiting
        self._canned = canned
        self._onlookers = onlookers
        self._agencies = agencies
        self._pictures = pictures
        self._files = files
        self._colleagues = colleagues
        self._texts = texts
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/tickets/{number}", self.show),
            web.post("/tickets/{number}/answer", self.answer),
            web.post("/tickets/{number}/close", self.close),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the talk and what can be done."""
        return await self._page(request)

    async def answer(self, request: web.Request) -> web.Response:
        """Let the answer go in a minute, or at once; refused or to be looked at again, the words are kept."""
        number = request.match_info["number"]
        fields = await posted(request)
        sent = {name: value for name, value in fields.items() if isinstance(value, str)}
        said, seen = sent.get("answer", "").replace("\r\n", "\n"), sent.get("seen", "")
        chosen = tuple(value for value in fields.getall("file", []) if isinstance(value, str))
        found = doubts("\n".join([said, *await self._names(number, chosen)]))
        if found and sent.get("looked") != "yes":
            return await self._page(request, draft=said, chosen=chosen, found=found, status=422)
        at_once = sent.get("when") == "now"
        try:
            await (self._service.answer if at_once else self._waiting.hold)(
                number,
                said,
                actor=visitor_of(request).login,
                seen=int(seen) if seen.isascii() and seen.isdecimal() else None,
                files=chosen,
            )
        except InputError as error:
            refusal = self._texts(error.text_key, **error.values)
            return await self._page(request, refusal=refusal, draft=said, chosen=chosen, status=422)
        raise web.HTTPSeeOther(f"/staff/tickets/{number}?done={'answered' if at_once else 'answer_waits'}")

    async def close(self, request: web.Request) -> web.Response:
        """End the ticket."""
        number = request.match_info["number"]
        await self._service.close(number, actor=visitor_of(request).login)
        raise web.HTTPSeeOther(f"/staff/tickets/{number}?done=closed")

    async def _names(self, number: str, chosen: Collection[str]) -> list[str]:
        """Give what the files are called that would go along: a name may name somebody."""
        if not chosen:
            return []
        return [
            file.name.rpartition(".")[0] for file in await self._files.listed(number) if file.id in chosen
        ]

    async def _beside(self, number: str, login: str) -> tuple[str, ...]:
        """Give who else has the ticket open; the page is shown though Redis cannot tell."""
        try:
            return await self._onlookers.beside(number, login)
        except ServiceError:
            return ()

    async def _page(
        self,
        request: web.Request,
        *,
        refusal: str = "",
        draft: str = "",
        chosen: Collection[str] | None = None,
        found: Sequence[AnswerDoubt] = (),
        status: int = 200,
    ) -> web.Response:
        try:
            story = await self._ledger.story(request.match_info["number"])
        except InputError:
            raise RefusedError("staff.ticket.missing", status=404) from None
        names, visitor = await self._colleagues.names(), visitor_of(request)
        line, lines = story.line, _talk(story, names)
        papers = await self._desk.papers(line.number)
        return render(
            request,
            "staff/ticket.html",
            status=status,
            ticket=ticket_row(line, self._texts, now=self._clock.now()),
            interpreter=line.interpreter,
            unit=line.unit,
            line=line,
            me=visitor.login,
            names=names,
            papers=[paper for paper in papers if paper.kind is not TicketPaperKind.SENT],
            waits=_waits(papers),
            found=found,
            canned=await self._canned.of(visitor.unit),
            others=await self._desk.others(line.number),
            colleagues=await self._colleagues.serving(),
            units=[agency.name for agency in self._agencies.agencies],
            beside=[names.get(one, one) for one in await self._beside(line.number, visitor.login)],
            lines=lines,
            pictures=picture_rows(
                await self._pictures.pictures(f"{TICKET}{line.number}"),
                f"/staff/tickets/{line.number}",
                self._texts,
            ),
            files=await self._files.listed(line.number),
            chosen=chosen,
            most_megabytes=MOST_BYTES // MEGABYTE,
            answers=sum(turn.who == "staff" for turn in lines),
            may_answer=line.state != CLOSED and line.kind in ANSWERABLE and line.bound,
            gone=not line.bound,
            may_close=line.state != CLOSED,
            undelivered=line.kind == UNDELIVERED,
            unhandled=line.kind == UNHANDLED,
            longest=LONGEST_ANSWER_LETTERS,
            refusal=refusal,
            draft=draft,
        )


def _waits(papers: Sequence[TicketPaper]) -> TicketPaper | None:
    return next((paper for paper in papers if paper.kind is TicketPaperKind.WAITING), None)


def _talk(story: TicketStory, names: Mapping[str, str]) -> list[ShownTurn]:
    """Give the talk with what the staff wrote; an answer that an older version kept beside the talk stands at its end."""
    said = [_turn(turn, names) for turn in story.transcript]
    line = story.line
    if line.answer and line.answered_at and not any(turn.who == "staff" for turn in said):
        name = names.get(line.answered_by, line.answered_by)
        said.append(ShownTurn("staff", line.answer, line.answered_at, name=name))
    return said


def _turn(turn: TalkTurn, names: Mapping[str, str]) -> ShownTurn:
    if not turn.who.startswith(STAFF):
        return ShownTurn(turn.who, turn.text, turn.at)
    login = turn.who.removeprefix(STAFF)
    return ShownTurn("staff", turn.text, turn.at, name=names.get(login, login))
