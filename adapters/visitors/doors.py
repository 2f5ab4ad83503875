"""Puts the doors for visitors together: the screens of places, and the chat on the county's site."""

from datetime import timedelta

from aiohttp import web

from adapters.main import Program
from adapters.settings import networks, origins
from adapters.visitors.frames import FrameOrigins
from adapters.visitors.history import TalkHistory
from adapters.visitors.kiosk import KioskDoors, KioskPages
from adapters.visitors.kiosk_sessions import KioskSessions
from adapters.visitors.news import NewsBell
from adapters.visitors.pace import AddressPace
from adapters.visitors.site_chat import ChatDoors, ChatMemory, SiteChatPages
from adapters.visitors.start import StartTopics
from adapters.visitors.suggestions import Suggestions
from adapters.visitors.talk import VisitorTalk
from adapters.visitors.tokens import VisitorTokens
from adapters.web.access.proxies import Proxies
from adapters.web.links import LinkPurpose, Links
from adapters.web.pickup import SITE_CHAT, ChannelPickup
from handlers.guides.scenes import GuideScenes
from handlers.places.remarks import RemarkBox
from handlers.published.library import Library
from handlers.talk.public_screen import KIOSK

KIOSK_LASTS = timedelta(hours=12)
"""Longer than anybody stands before a screen: a use ends by its end, not by this."""
ARRIVALS_A_MINUTE = 60
MESSAGES_A_MINUTE = 300
REMARKS_A_MINUTE = 6
LOOKS_A_MINUTE = 1200
CHAT_LASTS = timedelta(days=30)
"""As long as a talk is kept that nobody goes on with; each visit begins the time anew."""


def kiosk_sessions(program: Program) -> KioskSessions:
    """Give who uses the screens."""
    resources = program.resources
    return KioskSessions(resources.redis, resources.database, vault=program.vault, clock=program.clock)


def kiosk_routes(program: Program) -> list[web.RouteDef]:
    """Give the screens of the county's places."""
    settings, redis = program.settings, program.resources.redis
    links = Links(settings.secret_key.get_secret_value(), public_url=settings.public_url)
    proxies = Proxies(networks(settings.trusted_proxies))
    doors = KioskDoors(
        sessions=kiosk_sessions(program),
        tokens=VisitorTokens(links, program.clock, LinkPurpose.KIOSK, KIOSK_LASTS),
        arrivals=AddressPace(redis, proxies, "kiosk-arrivals", ARRIVALS_A_MINUTE),
        messages=AddressPace(redis, proxies, "kiosk-messages", MESSAGES_A_MINUTE),
        remarks=AddressPace(redis, proxies, "kiosk-remarks", REMARKS_A_MINUTE),
        public_url=settings.public_url,
    )
    pages = KioskPages(
        doors,
        VisitorTalk(program.reception, program.clock, KIOSK),
        places=program.services.places,
        visits=program.services.visits,
        remarks=RemarkBox(program.texts, program.services.tickets.service.remark),
        links=links,
        clock=program.clock,
        texts=program.texts,
    )
    return pages.routes()


def chat_routes(program: Program, bell: NewsBell) -> list[web.RouteDef]:
    """Give the chat on the county's site."""
    settings, resources = program.settings, program.resources
    links = Links(settings.secret_key.get_secret_value(), public_url=settings.public_url)
    proxies = Proxies(networks(settings.trusted_proxies))
    doors = ChatDoors(
        tokens=VisitorTokens(links, program.clock, LinkPurpose.SITE_CHAT, CHAT_LASTS),
        arrivals=AddressPace(resources.redis, proxies, "chat-arrivals", ARRIVALS_A_MINUTE),
        messages=AddressPace(resources.redis, proxies, "chat-messages", MESSAGES_A_MINUTE),
        looks=AddressPace(resources.redis, proxies, "chat-looks", LOOKS_A_MINUTE),
        frames=FrameOrigins(origins(settings.chat_origins)),
        public_url=settings.public_url,
    )
    memory = ChatMemory(
        TalkHistory(program.gate.talk, resources.database, channel=SITE_CHAT),
        ChannelPickup(resources.database, clock=program.clock, channel=SITE_CHAT),
        bell,
    )
    pages = SiteChatPages(
        doors,
        VisitorTalk(program.reception, program.clock, SITE_CHAT),
        memory,
        start=StartTopics(
            program.services.asked.popular,
            GuideScenes(program.texts, library=Library(program.services.answering.index)),
            (program.texts("visitors.chat.enterprise"),),
            (program.texts("popular.by_step"), program.texts("popular.by_asks")),
        ),
        suggestions=Suggestions(program.services.answering.index, program.county.places.places),
        links=links,
        clock=program.clock,
        texts=program.texts,
    )
    return pages.routes()


def add_visitors(app: web.Application, program: Program) -> None:
    """Mount `/kiosk`, `/chat` and what their pages call."""
    bell = NewsBell(program.resources.database, SITE_CHAT)
    app.add_routes([*kiosk_routes(program), *chat_routes(program, bell)])

    async def close(_: web.Application) -> None:
        await bell.close()

    # Before the requests in hand are waited for: those that wait for news would hold the end up.
    app.on_shutdown.append(close)
