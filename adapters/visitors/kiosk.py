"""The screen of a place: its page, and the talk of whoever stands before it, which knows nobody and forgets everything."""

from dataclasses import dataclass

from aiohttp import web

from adapters.visitors.codes import CodePictures
from adapters.visitors.kiosk_sessions import KioskSessions
from adapters.visitors.pace import AddressPace
from adapters.visitors.talk import VisitorTalk, fields_of, from_own_page, said_in, told
from adapters.visitors.tokens import VisitorTokens
from adapters.web.errors import RefusedError
from adapters.web.links import CARRY_TIME, LinkPurpose, Links
from adapters.web.pages import render
from bot.clock import Clock
from bot.privacy import mask_text, personal_numbers
from handlers.places.directory import Place
from handlers.places.origin import AT_PLACE
from handlers.places.remarks import REMARK_LETTERS, RemarkBox
from handlers.places.service import PlaceArrangements
from handlers.places.visits import VisitCounter, VisitWay
from handlers.talk.public_screen import CARRIED_LETTERS, KIOSK
from handlers.texts import Texts

API = "/api/v1/kiosk/{place}"


@dataclass(frozen=True, slots=True)
class KioskDoors:
    """How often new uses may begin, and messages be sent, from one address; and who is using a screen."""

    sessions: KioskSessions
    tokens: VisitorTokens
    arrivals: AddressPace
    messages: AddressPace
    remarks: AddressPace
    public_url: str


class KioskPages:
    """Shows the screens of the county's places and answers what is asked at them."""

    def __init__(
        self,
        doors: KioskDoors,
        talk: VisitorTalk,
        *,
        places: PlaceArrangements,
        visits: VisitCounter,
        remarks: RemarkBox,
        links: Links,
        clock: Clock,
        texts: Texts,
    ) -> None:
        self._doors = doors
        self._talk = talk
        self._places = places
        self._visits = visits
        self._remarks = remarks
        self._links = links
        self._clock = clock
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the page, the pictures of codes, and what the page calls."""
        return [
            web.get("/kiosk/code.png", CodePictures(self._doors.public_url).show),
            web.get("/kiosk/{place}", self.show),
            web.post(f"{API}/session", self.begin),
            web.post(f"{API}/messages", self.receive),
            web.post(f"{API}/stay", self.stay),
            web.post(f"{API}/end", self.end),
            web.post(f"{API}/carry", self.carry),
            web.post(f"{API}/remark", self.remark),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the screen of a place; raises `RefusedError` (404) for a place that is none."""
        return render(
            request, "visitors/kiosk.html", place=await self._place(request), letters=REMARK_LETTERS
        )

    async def begin(self, request: web.Request) -> web.Response:
        """Begin a use: give the token that every further call brings."""
        from_own_page(request, self._doors.public_url)
        place = await self._place(request)
        await self._doors.arrivals.take(request)
        await fields_of(request, ())
        citizen = await self._doors.sessions.begin()
        await self._visits.count(place.key, VisitWay.KIOSK)
        return told({"token": self._doors.tokens.of(f"{place.key}:{citizen}")})

    async def receive(self, request: web.Request) -> web.Response:
        """Answer a message; raises `RefusedError` (409) when the use is over, and what it said is then forgotten."""
        citizen = self._citizen(request)
        await self._doors.messages.take(request)
        here = {AT_PLACE: request.match_info["place"]}
        inbound = self._talk.inbound(citizen, await said_in(request), fields=here)
        sessions = self._doors.sessions
        if not await sessions.note(citizen, inbound.identity):
            raise RefusedError("visitors.refused.over", status=409)
        answer = await self._talk.answer(request, inbound)
        if not await sessions.stay(citizen):
            # It ended while the answer was sought: nothing of it may stay.
            await sessions.end(citizen)
        return answer

    async def stay(self, request: web.Request) -> web.Response:
        """Note that somebody still touches the screen."""
        return told({"open": await self._doors.sessions.stay(self._citizen(request))})

    async def end(self, request: web.Request) -> web.Response:
        """End the use and forget all of it."""
        await self._doors.sessions.end(self._citizen(request))
        return told({"open": False})

    async def carry(self, request: web.Request) -> web.Response:
        """Give the path at which a phone goes on with words; what is long or tells of somebody is not carried."""
        self._citizen(request)
        words = (await fields_of(request, ("text",)))["text"].strip()
        if not words or len(words) > CARRIED_LETTERS or personal_numbers(words):
            words = self._texts("kiosk.carry.words.other")
        expires = self._clock.now() + CARRY_TIME
        link = self._links.address(LinkPurpose.CARRY, mask_text(words), expires_at=expires)
        return told({"link": link})

    async def remark(self, request: web.Request) -> web.Response:
        """Give what somebody says to the place to the staff, who do not learn who it was."""
        citizen, place = self._citizen(request), await self._place(request)
        await self._doors.remarks.take(request)
        said = await said_in(request)
        await self._remarks.put(place, said.text, channel=KIOSK, key=f"{citizen}:{said.id}")
        return told({"kept": True})

    async def _place(self, request: web.Request) -> Place:
        place = await self._places.place(request.match_info["place"])
        if place is None:
            raise RefusedError("web.errors.404.text", status=404)
        return place

    def _citizen(self, request: web.Request) -> str:
        """Give who stands before this screen; a token of another one's opens nothing."""
        from_own_page(request, self._doors.public_url)
        key, _, citizen = self._doors.tokens.subject(request).partition(":")
        if key != request.match_info["place"]:
            raise RefusedError("visitors.refused.token", status=401)
        return citizen
