"""The chat on the county's own site: the page that is shown in a panel or alone, and what it calls."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from adapters.visitors.frames import FrameOrigins
from adapters.visitors.history import TalkHistory
from adapters.visitors.news import NewsBell
from adapters.visitors.pace import AddressPace
from adapters.visitors.start import StartTopics
from adapters.visitors.suggestions import Suggestion, Suggestions
from adapters.visitors.talk import VisitorTalk, fields_of, from_own_page, said_in, told
from adapters.visitors.tokens import VisitorTokens
from adapters.web.links import LinkPurpose, Links
from adapters.web.pages import render
from adapters.web.pickup import SITE_CHAT, ChannelPickup
from bot.clock import Clock
from handlers.published.sources import INNER
from handlers.texts import Texts

API = "/api/v1/chat"
EMBED = Path(__file__).with_name("static") / "embed.js"
EMBED_SECONDS = 300


@dataclass(frozen=True, slots=True)
class ChatDoors:
    """Who may come: the tokens of the talks, how often, and the sites that may show the panel."""

    tokens: VisitorTokens
    arrivals: AddressPace
    messages: AddressPace
    looks: AddressPace
    frames: FrameOrigins
    public_url: str


@dataclass(frozen=True, slots=True)
class ChatMemory:
    """What was said, what came later, and what wakes whoever waits for it."""

    history: TalkHistory
    pickup: ChannelPickup
    bell: NewsBell


class SiteChatPages:
    """Shows the chat and carries what is said in it; a talk belongs to whoever holds its token, and to nobody by name."""

    def __init__(
        self,
        doors: ChatDoors,
        talk: VisitorTalk,
        memory: ChatMemory,
        *,
        start: StartTopics,
        suggestions: Suggestions,
        links: Links,
        clock: Clock,
        texts: Texts,
    ) -> None:
        self._doors = doors
        self._talk = talk
        self._memory = memory
        self._start = start
        self._suggestions = suggestions
        self._links = links
        self._clock = clock
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the page, the script that a site embeds, and what the page calls."""
        return [
            web.get("/chat", self.show),
            web.get("/chat/embed.js", self.embed),
            web.get("/chat/carry/{token}", self.carried),
            web.post(f"{API}/session", self.begin),
            web.post(f"{API}/messages", self.receive),
            web.get(f"{API}/history", self.history, allow_head=False),
            web.get(f"{API}/news", self.news, allow_head=False),
            web.get(f"{API}/suggestions", self.suggest, allow_head=False),
            web.get(f"{API}/start", self.begin_with, allow_head=False),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the chat; the county's own sites may show it inside their pages."""
        frames = self._doors.frames
        return frames.allow(
            render(request, "visitors/chat.html", carried="", over=False, origins=frames.origins)
        )

    async def carried(self, request: web.Request) -> web.Response:
        """Show the chat to a phone that goes on with what was asked at a screen; a link that is over opens an empty one."""
        words = self._links.verify(
            request.match_info["token"], now=self._clock.now(), purpose=LinkPurpose.CARRY
        )
        return render(request, "visitors/chat.html", carried=words or "", over=words is None, origins=())

    async def embed(self, request: web.Request) -> web.StreamResponse:
        """Give the script that puts the button and the panel on a site."""
        del request
        headers = {
            "Content-Type": "text/javascript; charset=utf-8",
            "Cache-Control": f"public, max-age={EMBED_SECONDS}",
            # Any site may fetch the script; which may show the panel is told by the page itself.
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        return web.FileResponse(EMBED, headers=headers)

    async def begin(self, request: web.Request) -> web.Response:
        """Begin a talk, or go on with the one whose token is brought; a name that somebody else chose begins none."""
        from_own_page(request, self._doors.public_url)
        await self._doors.arrivals.take(request)
        await fields_of(request, ())
        name = self._doors.tokens.known(request) or secrets.token_urlsafe(16)
        return told({"token": self._doors.tokens.of(name)})

    async def receive(self, request: web.Request) -> web.Response:
        """Answer a message."""
        citizen = self._citizen(request)
        await self._doors.messages.take(request)
        return await self._talk.answer(request, self._talk.inbound(citizen, await said_in(request)))

    async def history(self, request: web.Request) -> web.Response:
        """Give what was said before."""
        citizen = self._citizen(request)
        await self._doors.looks.take(request)
        lines = await self._memory.history.latest(citizen)
        return told({"lines": [line.plain() for line in lines]})

    async def news(self, request: web.Request) -> web.Response:
        """Give what waits for the visitor; with `wait`, as soon as something does. `after` confirms what came before."""
        citizen = self._citizen(request)
        await self._doors.looks.take(request)
        name, after = citizen.removeprefix(f"{SITE_CHAT}_"), request.query.get("after", "")
        ready = await self._memory.pickup.fetch(citizen=name, after=after)
        if not ready["messages"] and "wait" in request.query:
            await self._memory.bell.wait(citizen)
            ready = await self._memory.pickup.fetch(citizen=name, after=after)
        return told(ready)

    async def suggest(self, request: web.Request) -> web.Response:
        """Suggest what is called as somebody types."""
        from_own_page(request, self._doors.public_url)
        await self._doors.looks.take(request)
        found = await self._suggestions.of(request.query.get("q", ""))
        return told({"suggestions": [self._suggested(one) for one in found]})

    def _suggested(self, one: Suggestion) -> dict[str, str]:
        """Give a suggestion with the words that ask for what it names."""
        asks = self._texts(f"visitors.chat.asks.{one.kind.value}", title=one.title.translate(INNER))
        return {"title": one.title, "kind": one.kind.value, "asks": asks}

    async def begin_with(self, request: web.Request) -> web.Response:
        """Give what many ask, and the scenes of the guides."""
        from_own_page(request, self._doors.public_url)
        await self._doors.looks.take(request)
        return told(await self._start.plain())

    def _citizen(self, request: web.Request) -> str:
        from_own_page(request, self._doors.public_url)
        return f"{SITE_CHAT}_{self._doors.tokens.subject(request)}"
