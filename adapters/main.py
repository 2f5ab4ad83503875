"""The composition root: the only place that sees everything, and where real things meet."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from rasa_sdk.interfaces import Action

from adapters.county import CountyData
from adapters.dialogue import build_actions, build_dispatcher
from adapters.embedding.access import understanding
from adapters.recognition import TitleTeacher, train_apart
from adapters.redis.drafts import DraftKeeper
from adapters.redis.gate import RedisGate
from adapters.redis.questions import QuestionCarrier, QuestionStream
from adapters.redis.wakeups import IndexKeeper
from adapters.resources import Resources, index_of, open_all, share_arenas, weights_of
from adapters.sealing.key_file import vault_of
from adapters.sealing.resealing import Resealing
from adapters.sealing.values import SealedValues
from adapters.services import Services
from adapters.settings import Settings
from adapters.wechat.account import OfficialAccount
from adapters.wechat.api.client import Client
from adapters.wechat.courier import Courier, Route
from adapters.wechat.replies.passive import Renderer
from bot.clock import Clock, SystemClock, local_date
from bot.errors import ServiceError
from bot.inbound.reception import Reception
from bot.outbound import outbox, postbox
from bot.privacy import Vault
from handlers.disclosure.application.reminders import DraftReminders
from handlers.texts import Texts
from intents import catalogue, recognizer
from intents.catalogue import Catalogue
from intents.reading_cache import RecalledReadings
from knowledge.publication.index_upkeep import IndexUpkeep

RECOGNIZER = "recognizer"


@dataclass(frozen=True, slots=True)
class Program:
    """Everything that runs, built once."""

    settings: Settings
    resources: Resources
    texts: Texts
    county: CountyData
    clock: Clock
    services: Services
    gate: RedisGate
    reception: Reception
    keeper: IndexKeeper
    client: Client
    courier: Courier
    drafts: DraftKeeper
    notes: QuestionStream
    carrier: QuestionCarrier
    actions: tuple[Action, ...]
    recognizer: RecalledReadings
    vault: Vault
    resealing: Resealing


def account_of(settings: Settings) -> OfficialAccount:
    """Give the official account; raises `ValueError` naming the wrong setting."""
    return OfficialAccount(
        token=settings.wechat_token.get_secret_value(),
        aes_key=settings.wechat_aes_key.get_secret_value(),
        appid=settings.wechat_appid,
        secret=settings.wechat_secret.get_secret_value(),
        account=settings.wechat_account,
        mode=settings.wechat_mode,
        api_base=settings.wechat_api_base,
        production=settings.production,
    )


@asynccontextmanager
async def opened(settings: Settings, *, clock: Clock | None = None) -> AsyncIterator[Program]:
    """Open the world, build the program, and close in reverse, waiting for messages in hand."""
    share_arenas()
    async with open_all(settings) as resources:
        known = catalogue.load()
        await train_apart(known, resources.folder / RECOGNIZER)
        program = build(settings, resources, known, clock=clock or SystemClock())
        try:
            yield program
        finally:
            await program.reception.drain()
            await program.keeper.settle()
            with suppress(ServiceError):
                await program.notes.flush()


def build(settings: Settings, resources: Resources, known: Catalogue, *, clock: Clock) -> Program:
    """Put the program together from opened resources."""
    texts, vault = Texts.load(), vault_of(settings)
    county, today = CountyData.load(settings.county_file), lambda: local_date(clock.now())
    reader = RecalledReadings(
        recognizer.build(known, resources.folder / RECOGNIZER, county.names(), today=today), today=today
    )
    weights = weights_of(resources.folder)
    index = index_of(resources.folder)
    keeper = IndexKeeper(
        index,
        IndexUpkeep(resources.database, clock),
        resources.redis,
        folder_id=resources.folder_id,
        loaded=TitleTeacher(index, reader).teach,
        looked=weights.look,
    )
    services = Services.of(
        resources.database,
        index=index,
        notice=keeper,
        understood=understanding(settings, resources.http, resources.folder / "index"),
        weights=weights.current,
        texts=texts,
        vault=vault,
        clock=clock,
        calendar=county.calendar,
        public_url=settings.public_url,
    )
    gate = RedisGate(resources.redis, vault=vault, rate_limit=settings.rate_limit)
    notes = QuestionStream(
        resources.redis,
        vault=vault,
        threshold=lambda: services.answerer.threshold,
        generation=lambda: services.index.name,
    )
    stage_actions = build_actions(
        settings,
        services,
        texts=texts,
        county=county,
        clock=clock,
        earlier=gate.talk,
        notebook=notes,
    )
    dispatcher = build_dispatcher(stage_actions, known, reader, texts=texts)
    desk = postbox.desk(resources.database, clock=clock, task=services.tickets.unhandled)
    client = Client(resources.http, resources.redis, account=account_of(settings), clock=clock)
    return Program(
        settings=settings,
        resources=resources,
        texts=texts,
        county=county,
        clock=clock,
        services=services,
        gate=gate,
        reception=Reception(gate=gate, dispatcher=dispatcher, desk=desk, wording=texts),
        keeper=keeper,
        client=client,
        courier=_courier(resources, services, client, gate=gate, texts=texts, clock=clock),
        drafts=DraftKeeper(gate, DraftReminders(resources.database, clock=clock, texts=texts), clock=clock),
        notes=notes,
        carrier=QuestionCarrier(resources.redis, services.questions.take, vault=vault, name=uuid.uuid4().hex),
        actions=tuple(stage_actions),
        recognizer=reader,
        vault=vault,
        resealing=Resealing(SealedValues(resources.database, resources.redis), vault=vault),
    )


def _courier(
    resources: Resources, services: Services, client: Client, *, gate: RedisGate, texts: Texts, clock: Clock
) -> Courier:
    async def failed(tx: Any, parcel: outbox.Parcel, reason: str) -> None:
        await services.tickets.undeliverable(tx, parcel, reason=reason)

    return Courier(resources.database, Route(client, Renderer(texts), gate.hold, failed), clock=clock)
