"""What a console or a page is given: the services, the county, and what stands outside the program."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from prometheus_client import CollectorRegistry
from redis.asyncio import Redis

from adapters.explanation.explainer import Explainer
from adapters.services.program import Services
from adapters.web.access.login import DemoLogin
from adapters.web.access.proxies import Proxies
from adapters.web.backlog import Count
from adapters.web.form_door import FormDoor
from adapters.web.health import Check
from adapters.web.links import Links
from adapters.web.personal_door import PersonalDoor
from adapters.web.phone_door import PhoneDoor
from bot.clock import Clock
from bot.database import Database
from handlers.accounts.account import Role
from handlers.county.profile import County
from handlers.guides.bundles.catalogue import NO_BUNDLES, LifeEvents
from handlers.texts import Texts
from handlers.workdays import WorkingCalendar

LONGEST_SESSION = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """What came of trying the links of a text: those that did not answer, and whether anybody could look."""

    dead: tuple[str, ...]
    checked: bool


class LinkChecker(Protocol):
    """Whatever tries the addresses a text links to."""

    async def check(self, addresses: tuple[str, ...]) -> LinkCheck:
        """Give those that lead nowhere."""
        ...


@dataclass(frozen=True, slots=True)
class Site:
    """Everything the web side needs to know.

    `public_url` decides whether cookies are for https only. `demo_logins` are shown on the log-in page: pass them in
    the demo and nowhere else. `factor_roles` log in with a second factor or not at all. `uploads` is a folder that every process of the program can write to.
    `explainer` tells why a message is answered as it is; without a dispatcher there is none, and no page takes what is filled in (`forms`).
    `may_call_out` tells whether other sites may be called. `phone` is what pages inside the client have from the platform, `personal` opens the pages that know who came from the chat.
    """

    services: Services
    texts: Texts
    county: County
    calendar: WorkingCalendar
    clock: Clock
    redis: Redis
    database: Database
    links: Links
    public_url: str
    uploads: Path
    link_checker: LinkChecker
    registry: CollectorRegistry
    undelivered: Count
    quarantined: Callable[[], Awaitable[int]]
    memory: Callable[[], Awaitable[object]]
    alarms: Callable[[], Awaitable[int]]
    checks: Mapping[str, Check]
    session_length: timedelta = LONGEST_SESSION
    demo_logins: Sequence[DemoLogin] = field(default_factory=tuple)
    proxies: Proxies = field(default_factory=Proxies)
    factor_roles: AbstractSet[Role] = frozenset()
    explainer: Explainer | None = None
    forms: FormDoor | None = None
    phone: PhoneDoor | None = None
    personal: PersonalDoor | None = None
    bundles: LifeEvents = NO_BUNDLES
    may_call_out: bool = False
