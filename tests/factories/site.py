"""A whole web side on a free port: real database, real Redis, real services, the sample county's documents."""

import asyncio
import atexit
import shutil
import time
from collections.abc import AsyncIterator
from collections.abc import Set as AbstractSet
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

from aiohttp import web
from argon2 import PasswordHasher
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis

from adapters.console import LinkCheck, Site
from adapters.county import CountyData
from adapters.redis.conversation import KeptConversation
from adapters.redis.memory import RedisMemory
from adapters.redis.quarantine import Quarantine
from adapters.redis.server import EmbeddedRedis
from adapters.services.foundation import Foundation
from adapters.services.procedure import ProcedureServices
from adapters.services.program import Services
from adapters.services.ways_out import WaysOut
from adapters.site import add_web
from adapters.storage.engine import create_database, sqlite_url
from adapters.storage.schema import METADATA
from adapters.web import backlog
from adapters.web.access.login import DemoLogin
from adapters.web.access.proxies import Proxies
from adapters.web.health import database_check, redis_check
from adapters.web.links import Links
from adapters.web.personal_door import PersonalDoor
from adapters.wechat.api.alarms import sounding
from bot.clock import SettableClock
from bot.database import Database
from bot.privacy import Vault
from handlers.accounts.account import Role
from handlers.accounts.passwords import Passwords
from handlers.accounts.service import AccountService
from handlers.county.profile import ChangedPhones, County
from handlers.disclosure.case.fields import ApplicantKind, Application, Contact, Delivery
from handlers.disclosure.case.receipts import Origin
from handlers.holidays.live import LiveCalendar
from handlers.texts import Texts
from handlers.tickets.service import HandoverRequest
from knowledge.index.generations import Index
from knowledge.ingest.read import read
from knowledge.publication.index_upkeep import IndexUpkeep
from knowledge.search.weights import shipped
from tests.factories.publication import knowledge_services
from tests.fakes.silent_door import SilentDoor

ROOT = Path(__file__).resolve().parents[2]
QINGLAN = ROOT / "knowledge" / "data" / "qinglan"
SECRET = "a secret of the tests, long enough to be one"
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
PASSWORD = "correct-horse-9"
# Real hashing with the smallest settings: a test logs in dozens of times.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
LOGINS = {
    "wangli": ("王丽", Role.STAFF),
    "chenming": ("陈明", Role.OPERATOR),
    "sunyi": ("孙一", Role.REVIEWER),
    "zhouer": ("周二", Role.REVIEWER),
    "wusan": ("吴三", Role.CHIEF),
    "linetou": ("林条", Role.LINE),
    "sifa": ("司法", Role.LEGAL),
    "gongkai": ("龚开", Role.FORM),
    "guanli": ("管理", Role.ADMIN),
    "danwei": ("单位", Role.UNIT),
    "fazhi": ("法制", Role.COUNSEL),
    "zhuren": ("主任", Role.OFFICE_HEAD),
    "qianfa": ("签发", Role.SIGNATORY),
}
SAMPLE = (
    "policies/elderly-allowance",
    "policies/elderly-allowance-2019",
    "interpretations/elderly-allowance",
)
TEXTS = Texts.load()
# Read once: a tenth of a second for every site otherwise, and nothing in a test changes them.
COUNTY = CountyData.load(QINGLAN / "county.yml")
LINKS = Links(SECRET, public_url="http://127.0.0.1")
APPLICANT = "张三丰"
PHONE = "13812345678"
# Made at the first site of a process, gone when it ends.
_BEGUN: list[Path] = []


class NoLinks:
    """Tries no link, as where the network may not be called."""

    async def check(self, addresses: tuple[str, ...]) -> LinkCheck:
        """Say that nobody looked."""
        return LinkCheck((), checked=not addresses)


@dataclass(frozen=True, slots=True)
class RebuiltIndex:
    """Builds the index of a single process anew at every change."""

    index: Index
    upkeep: IndexUpkeep

    async def changed(self) -> None:
        """Let what is public answer."""
        await self.upkeep.rebuild(self.index)
        as_of = time.monotonic()
        self.index.reload(withdrawn=await self.upkeep.withdrawn(), as_of=as_of)

    async def withdrawn(self, identifier: str) -> None:
        """Let a document answer no more."""
        self.index.hide(identifier)
        await self.changed()


@dataclass(frozen=True, slots=True)
class Running:
    """A serving site: its address, its services, and its clock to move."""

    url: str
    services: Services
    database: Database
    redis: Redis
    server: EmbeddedRedis
    clock: SettableClock
    links: Links
    texts: Texts

    async def ticket(self, question: str = "问一下老年证怎么办", *, citizen: str = "citizen-1") -> str:
        """Open a ticket and give its number."""
        talk = (("user", question, NOW.timestamp()), ("bot", "我帮您转给工作人员。", NOW.timestamp()))
        opened = await self.services.tickets.service.open(
            HandoverRequest(citizen, "wechat", f"key-{citizen}-{question}", question, talk)
        )
        return opened.number

    async def filed(self, information: str = "2025年县本级财政决算报告", *, form_id: str = "form-1") -> str:
        """File a disclosure request and give its number."""
        application = Application(
            information=information,
            applicant_kind=ApplicantKind.NATURAL,
            applicant_name=APPLICANT,
            identity_number="110101199003070011",
            contact=Contact(phone=PHONE),
            delivery=Delivery.ELECTRONIC,
            delivery_address="",
            notice_version="1",
            notice_at=NOW,
        )
        receipt = await self.services.disclosure.service.submit(
            application, origin=Origin(form_id=form_id, citizen="citizen-1", channel="wechat")
        )
        return receipt.number


@asynccontextmanager
async def running_site(
    folder: Path,
    *,
    proxies: Proxies = Proxies(),  # noqa: B008 - frozen
    factor_roles: AbstractSet[Role] = frozenset(),
) -> AsyncIterator[Running]:
    """Serve the web side on a free port until the block ends."""
    async with AsyncExitStack() as stack:
        server = EmbeddedRedis(folder)
        address = await server.start()
        stack.push_async_callback(server.stop)
        await asyncio.to_thread(shutil.copytree, await _begun(), folder, dirs_exist_ok=True)
        database = create_database(sqlite_url(folder))
        stack.push_async_callback(database.close)
        redis = Redis.from_url(address)
        stack.push_async_callback(redis.aclose)
        async with _served(
            folder,
            database=database,
            redis=redis,
            server=server,
            proxies=proxies,
            factor_roles=factor_roles,
        ) as running:
            yield running


async def _begun() -> Path:
    """Give a folder with what every site begins with, to be copied: to make it takes longer than most tests do."""
    if not _BEGUN:
        made = Path(mkdtemp(prefix="site-"))
        atexit.register(shutil.rmtree, made)
        database = create_database(sqlite_url(made))
        async with database.engine.begin() as connection:
            await connection.run_sync(METADATA.create_all)
        clock = SettableClock(NOW)
        accounts = AccountService(database, clock=clock, passwords=Passwords(CHEAP))
        for login, (name, role) in LOGINS.items():
            await accounts.add(login, PASSWORD, display_name=name, roles=[role], actor="test")
        index = Index(made / "index")
        knowledge = knowledge_services(
            database, clock, index=RebuiltIndex(index, IndexUpkeep(database, clock))
        )
        paths = [QINGLAN / f"{name}.md" for name in SAMPLE]
        await knowledge.imports.keep(read(paths), author="test", publish=True)
        await database.close()
        _BEGUN.append(made)
    return _BEGUN[0]


@asynccontextmanager
async def _served(
    folder: Path,
    *,
    database: Database,
    redis: Redis,
    server: EmbeddedRedis,
    proxies: Proxies,
    factor_roles: AbstractSet[Role],
) -> AsyncIterator[Running]:
    clock, texts, links = SettableClock(NOW), TEXTS, LINKS
    county = replace(COUNTY.profile, changed=ChangedPhones())
    calendar = LiveCalendar()
    services = _services(
        folder,
        database=database,
        redis=redis,
        clock=clock,
        texts=texts,
        calendar=calendar,
        county=county,
    )
    site = Site(
        services=services,
        texts=texts,
        county=county,
        calendar=calendar,
        clock=clock,
        redis=redis,
        database=database,
        links=links,
        public_url="http://127.0.0.1",
        uploads=folder / "uploads",
        link_checker=NoLinks(),
        registry=CollectorRegistry(),
        undelivered=backlog.counter(database, clock=clock),
        quarantined=Quarantine(redis).count,
        memory=RedisMemory(redis).figures,
        alarms=sounding(redis, clock),
        checks={"database": database_check(database), "redis": redis_check(redis)},
        demo_logins=[DemoLogin("办件", "wangli", PASSWORD), DemoLogin("知识库", "chenming", PASSWORD)],
        proxies=proxies,
        factor_roles=factor_roles,
        personal=PersonalDoor(links, Vault(SECRET), clock),
        bundles=COUNTY.bundles,
    )
    app = web.Application()
    add_web(app, site)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        yield Running(f"http://{host}:{port}", services, database, redis, server, clock, links, texts)
    finally:
        await runner.cleanup()


def _services(
    folder: Path,
    *,
    database: Database,
    redis: Redis,
    clock: SettableClock,
    texts: Texts,
    calendar: LiveCalendar,
    county: County,
) -> Services:
    """Give the services of the program itself, with cheap passwords and an index that is built at once."""
    vault = Vault(SECRET)
    index = Index(folder / "index")
    index.reload(withdrawn=())
    base = Foundation(database, vault, clock, calendar, texts)

    def case_link(number: str) -> str:
        return LINKS.case(number, now=clock.now())

    return Services.of(
        base,
        replace(COUNTY, profile=county),
        WaysOut("http://127.0.0.1", case_link, notices=SilentDoor()),
        index=index,
        notice=RebuiltIndex(index, IndexUpkeep(database, clock)),
        understood=None,
        weights=shipped,
        procedure=ProcedureServices.of(
            database,
            vault=vault,
            clock=clock,
            calendar=calendar,
            texts=texts,
            agencies=COUNTY.agencies,
            own_templates=None,
            case_link=case_link,
        ),
        said=KeptConversation(database, redis, vault=vault),
        passwords=Passwords(CHEAP),
    )
