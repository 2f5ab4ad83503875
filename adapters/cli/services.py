"""The services that commands use by themselves, opened for one command on the configured database."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from adapters import settings
from adapters.resources import index_of, open_database, share_of, weights_of
from adapters.sealing.key_file import vault_of
from adapters.services.knowledge import KnowledgeServices
from adapters.settings import Storage, load_storage
from adapters.storage.migrate import current, newest, upgrade
from bot.clock import SystemClock
from bot.database import Database
from bot.errors import InputError, ServiceError
from bot.privacy import Vault
from handlers.accounts.administration import Administration
from handlers.accounts.passwords import Passwords
from handlers.accounts.service import AccountService
from handlers.credit.service import CreditRegister
from handlers.matters.office import MatterOffice
from handlers.source_files.service import SourceFiles
from handlers.texts import Texts
from knowledge.index.generations import Index
from knowledge.publication.index_upkeep import IndexUpkeep
from knowledge.questions.effects import PublicationEffects
from knowledge.questions.log import QuestionLog
from knowledge.questions.rehearsal import Rehearsal
from knowledge.questions.saved_questions import SavedQuestions


@asynccontextmanager
async def accounts() -> AsyncIterator[AccountService]:
    """Give the account service."""
    async with _database() as (database, _):
        yield AccountService(database, clock=SystemClock())


@asynccontextmanager
async def administration() -> AsyncIterator[Administration]:
    """Give what an administrator does to accounts."""
    async with _database() as (database, _):
        yield Administration(database, clock=SystemClock(), passwords=Passwords())


@asynccontextmanager
async def matters() -> AsyncIterator[MatterOffice]:
    """Give the services of other systems' matters."""
    async with _database() as (database, _):
        vault = vault_of(settings.load())
        yield MatterOffice.of(database, vault=vault, clock=SystemClock(), texts=Texts.load())


@asynccontextmanager
async def credit_register() -> AsyncIterator[CreditRegister]:
    """Give the register of published permits and penalties."""
    async with _database() as (database, _):
        yield CreditRegister(database, vault=vault_of(settings.load()), clock=SystemClock())


@asynccontextmanager
async def source_files() -> AsyncIterator[SourceFiles]:
    """Give what keeps the files that documents were read from; raises `SettingsError` where no key is set."""
    async with _database() as (database, _):
        yield SourceFiles(database, vault=vault_of(settings.load()), clock=SystemClock())


Progress = Callable[[int], None]


class CommandIndex:
    """Brings the data folder's index up to what a command made public, and rings for the running programs.

    `started` is called when that begins; what it gives is told the number of documents written, when they are many.
    """

    def __init__(self, index: Index, upkeep: IndexUpkeep, *, started: Callable[[], Progress] | None) -> None:
        self._index = index
        self._upkeep = upkeep
        self._started = started

    async def changed(self) -> None:
        """Append what changed; a first import, or one of most documents, builds the index anew."""
        await self._upkeep.refresh(self._index, progress=self._started() if self._started else None)
        self._index.reload()
        await ring()

    async def withdrawn(self, identifier: str) -> None:
        """Leave a document out at once; running programs find its id in the database within a second."""
        self._index.hide(identifier)
        await self.changed()


@asynccontextmanager
async def knowledge(
    *, started: Callable[[], Progress] | None = None
) -> AsyncIterator[tuple[KnowledgeServices, Index]]:
    """Give the services of the knowledge base and the index of the data folder; `started` as in `CommandIndex`."""
    async with _database() as (database, storage):
        clock, index = SystemClock(), index_of(storage.data_dir)
        upkeep = IndexUpkeep(database, clock, share=share_of(storage))
        notice = CommandIndex(index, upkeep, started=started)
        yield KnowledgeServices.of(database, clock, index=notice, vault=_vault), index


def _vault() -> Vault:
    """Give what seals, of the configured keys; raises what their lack raises."""
    return vault_of(settings.load())


@asynccontextmanager
async def _database() -> AsyncIterator[tuple[Database, Storage]]:
    """Give the database; an empty one is prepared at once, one of another version is refused."""
    storage = load_storage()
    database = open_database(storage)
    try:
        at = await current(database)
        if at is None:
            at = await upgrade(database)
        if at != newest():
            raise InputError("api.schema_old")
        yield database, storage
    finally:
        await database.close()


@asynccontextmanager
async def saved_questions() -> AsyncIterator[SavedQuestions]:
    """Give the saved questions of the configured database; raises `InputError` on an old schema."""
    async with _database() as (database, _):
        yield SavedQuestions(database, SystemClock())


@asynccontextmanager
async def rehearsal(index: Index) -> AsyncIterator[Rehearsal]:
    """Give what tries documents in an index before they are public; raises `InputError` on an old schema."""
    async with _database() as (database, storage):
        clock = SystemClock()
        services = KnowledgeServices.of(
            database, clock, index=CommandIndex(index, IndexUpkeep(database, clock), started=None)
        )
        await services.sayings.look()
        yield Rehearsal(
            database,
            index=index,
            saved=SavedQuestions(database, clock),
            clock=clock,
            weights=weights_of(storage.data_dir).current,
            sayings=services.sayings.current,
        )


@asynccontextmanager
async def publication_effects(index: Index) -> AsyncIterator[PublicationEffects]:
    """Give what keeps what publications change among the questions asked; raises `InputError` on an old schema."""
    async with rehearsal(index) as trial, _database() as (database, _):
        clock = SystemClock()
        yield PublicationEffects(database, rehearsal=trial, log=QuestionLog(database, clock), clock=clock)


async def ring() -> bool:
    """Tell running programs that the index changed; give whether a Redis was there to ring with.

    Without a configured Redis only a running program's embedded one is rung; none is started for it.
    """
    from contextlib import suppress

    from redis.exceptions import RedisError

    from adapters.redis.server import socket_for
    from adapters.redis.servers.address import client_at, close
    from adapters.redis.wakeups import CHANNEL
    from adapters.resources import folder_id

    settings = load_storage()
    embedded = socket_for((settings.data_dir / "redis").resolve())
    url = settings.redis_url or (embedded.url if embedded.path.exists() else "")
    if not url:
        return False
    client = client_at(url)
    with suppress(RedisError, OSError, ServiceError):
        await client.publish(CHANNEL, folder_id(settings.data_dir))
        await close(client)
        return True
    return False
