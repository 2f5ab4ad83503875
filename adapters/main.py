"""The composition root: the only place that sees everything, and where real things meet."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from rasa_sdk.interfaces import Action

from adapters.backup.letter_templates import TEMPLATES_FOLDER
from adapters.county import CountyData
from adapters.delivery import DeliveryLadder, delivery_of, window_rules
from adapters.dialogue import REMINDED, build_dispatcher, scenes_of
from adapters.embedding.access import understanding
from adapters.explanation.explainer import Explainer
from adapters.rasa.turn import CHANNEL as RASA
from adapters.recognition import TitleTeacher, train_apart
from adapters.redis.conversation import KeptConversation
from adapters.redis.drafts import DraftKeeper
from adapters.redis.gate import RedisGate
from adapters.redis.questions import QuestionCarrier, QuestionStream
from adapters.redis.wakeups import IndexKeeper
from adapters.resources import Resources, index_of, open_all, share_arenas, share_of, weights_of
from adapters.rights.retention import NightlyRetention, retention_of, terms_of
from adapters.sealing.key_file import vault_of
from adapters.sealing.resealing import Resealing
from adapters.sealing.values import SealedValues
from adapters.services.connections import ways_of
from adapters.services.foundation import Foundation
from adapters.services.procedure import ProcedureServices
from adapters.services.program import Services
from adapters.services.ratings import rating_questions
from adapters.settings import Settings
from adapters.talk.actions import build_actions
from adapters.talk.uniting import Uniting
from adapters.turn_times import TimedActions, TimedRecognizer
from adapters.web.access.colleagues import Colleagues
from adapters.web.form_door import form_address
from adapters.web.links import LinkPurpose, Links
from adapters.web.personal_door import PersonalDoor
from adapters.web.pickup import CHANNEL as API
from adapters.web.pickup import SITE_CHAT
from adapters.wechat.account import OfficialAccount
from adapters.wechat.api.client import Client
from adapters.wechat.courier import CHANNEL
from bot.actions import ActionRegistry
from bot.clock import Clock, SystemClock, local_date
from bot.dispatcher import Dispatcher
from bot.errors import ServiceError
from bot.inbound.reception import Reception
from bot.outbound import postbox
from bot.privacy import Vault
from bot.understanding import Recognizer
from handlers.cases import CaseAddress
from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.classification.classifier import ClassifierInUse
from handlers.disclosure.case.receipts import ConfirmedBy
from handlers.holidays.live import LiveCalendar
from handlers.subscriptions.choosing.deeds import OWN_LIST, PageAddress
from handlers.talk.draft_reminders import DraftReminders
from handlers.talk.form_page import FormAddress
from handlers.talk.public_screen import KIOSK
from handlers.texts import Texts
from handlers.tickets.call import Earlier
from handlers.tickets.service import TicketService
from intents import catalogue, recognizer
from intents.catalogue import Catalogue
from intents.reading_cache import RecalledReadings
from knowledge.publication.index_upkeep import IndexUpkeep
from knowledge.questions.note import NoNotebook, Notebook

RECOGNIZER = "recognizer"
WITHOUT_PAGES = tuple(f"{channel}_" for channel in (API, RASA, KIOSK, SITE_CHAT))
"""How citizens are called who do not write in WeChat: the pages of forms and of somebody's own things are not theirs."""


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
    dispatcher: Dispatcher
    reception: Reception
    keeper: IndexKeeper
    client: Client
    delivery: DeliveryLadder
    drafts: DraftKeeper
    notes: QuestionStream
    carrier: QuestionCarrier
    actions: tuple[Action, ...]
    recognizer: RecalledReadings
    vault: Vault
    resealing: Resealing
    retention: NightlyRetention
    explainer: Explainer


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
        picture_base=settings.wechat_picture_base,
        login_base=settings.wechat_login_base,
        script_base=settings.wechat_script_base,
        production=settings.production,
    )


@asynccontextmanager
async def opened(settings: Settings, *, clock: Clock | None = None) -> AsyncIterator[Program]:
    """Open the world, build the program, and close in reverse, waiting for messages in hand.

    What only reads files and puts things together goes on in a thread: who calls meanwhile is not kept from the porch.
    """
    share_arenas()
    async with open_all(settings) as resources, AsyncExitStack() as closing:
        known = await asyncio.to_thread(catalogue.load)
        await train_apart(known, resources.folder / RECOGNIZER)
        program = await asyncio.to_thread(build, settings, resources, known, clock=clock or SystemClock())
        # The last one first; whoever fails or is cancelled in one of them still does the others.
        if program.services.answering.understanding is not None:
            closing.push_async_callback(program.services.answering.understanding.service.close)
        closing.push_async_callback(_carried, program.notes)
        closing.push_async_callback(program.keeper.settle)
        closing.push_async_callback(program.reception.drain)
        closing.push_async_callback(program.delivery.courier.drain)
        yield program


async def _carried(notes: QuestionStream) -> None:
    with suppress(ServiceError):
        await notes.flush()


def build(settings: Settings, resources: Resources, known: Catalogue, *, clock: Clock) -> Program:
    """Put the program together from opened resources."""
    base = Foundation(resources.database, vault_of(settings), clock, LiveCalendar(), Texts.load())
    county = replace(CountyData.load(settings.county_file), calendar=base.calendar)
    today = partial(_today, clock)
    reader = RecalledReadings(
        recognizer.build(known, resources.folder / RECOGNIZER, county.names(), today=today), today=today
    )
    client = Client(resources.http, resources.redis, account=account_of(settings), clock=clock)
    services, keeper = _services(settings, resources, base, county, client=client, reader=reader)
    gate = RedisGate(
        resources.redis, vault=base.vault, rate_limit=settings.rate_limit, windows=window_rules(settings)
    )
    notes = QuestionStream(
        resources.redis,
        vault=base.vault,
        threshold=lambda: services.answering.answerer.threshold,
        generation=lambda: services.answering.index.name,
    )
    talks = _Talks(settings, base, county, known, services)
    actions = talks.actions(services, earlier=gate.talk, notebook=notes)
    dispatcher = talks.dispatcher(actions, TimedRecognizer(reader), stage=TimedActions)
    # The same talk once more, for whoever asks why: with services that cannot write, and nobody's questions noted.
    tried = talks.actions(services.reading_only(base), earlier=_nothing_said, notebook=NoNotebook())
    trial = talks.dispatcher(tried, reader)
    delivery = delivery_of(
        settings,
        resources.database,
        resources.redis,
        client=client,
        gate=gate,
        tickets=services.tickets.service,
        pictures=services.tickets.given_files.picture,
        calendar=county.calendar,
        texts=base.texts,
        clock=clock,
    )
    desk = postbox.desk(
        resources.database,
        clock=clock,
        task=services.tickets.service.unhandled,
        along=delivery.handing.take,
    )
    return Program(
        settings=settings,
        resources=resources,
        texts=base.texts,
        county=county,
        clock=clock,
        services=services,
        gate=gate,
        dispatcher=dispatcher,
        reception=Reception(gate=gate, dispatcher=dispatcher, desk=desk, wording=base.texts),
        keeper=keeper,
        client=client,
        delivery=delivery,
        drafts=DraftKeeper(
            gate,
            DraftReminders(resources.database, clock=clock, texts=base.texts, forms=REMINDED),
            clock=clock,
        ),
        notes=notes,
        carrier=QuestionCarrier(
            resources.redis, services.asked.questions.take, vault=base.vault, name=uuid.uuid4().hex
        ),
        actions=tuple(actions),
        recognizer=reader,
        vault=base.vault,
        resealing=Resealing(SealedValues(resources.database, resources.redis), vault=base.vault),
        retention=_retention(settings, resources, base, tickets=services.tickets.service),
        explainer=Explainer(trial, services.answering.answerer, wording=base.texts, clock=clock),
    )


def _today(clock: Clock) -> date:
    return local_date(clock.now())


def _services(
    settings: Settings,
    resources: Resources,
    base: Foundation,
    county: CountyData,
    *,
    client: Client,
    reader: RecalledReadings,
) -> tuple[Services, IndexKeeper]:
    """Give the services, and who keeps the index at what is public; each needs the other."""
    index, weights = index_of(resources.folder), weights_of(resources.folder)

    async def look_at_the_desk() -> None:
        await services.knowledge.sayings.look()
        await services.answering.switches.look()
        await services.unit_phones.look()

    async def callers() -> Sequence[ComplaintClerk]:
        return await Colleagues(services.access.accounts).complaints_office(county.agencies)

    keeper = IndexKeeper(
        index,
        IndexUpkeep(resources.database, base.clock, share=share_of(settings)),
        resources.redis,
        folder_id=resources.folder_id,
        loaded=TitleTeacher(index, reader).teach,
        looked=weights.look,
        beside=look_at_the_desk,
    )
    ways = ways_of(
        settings,
        resources,
        base,
        case_link=case_address(_links(settings), base.clock),
        subscription_page=subscription_page(PersonalDoor(_links(settings), base.vault, base.clock)),
        client=client,
        county_name=county.profile.name,
        callers=callers,
        ring=keeper.ring,
    )
    services = Services.of(
        base,
        county,
        ways,
        index=index,
        notice=keeper,
        understood=understanding(settings, resources.http, resources.folder / "index"),
        weights=weights.current,
        procedure=ProcedureServices.of(
            resources.database,
            vault=base.vault,
            clock=base.clock,
            calendar=base.calendar,
            texts=base.texts,
            agencies=county.agencies,
            own_templates=settings.data_dir / TEMPLATES_FOLDER,
            case_link=ways.case_link,
            ratings=rating_questions(base.texts),
        ),
        said=KeptConversation(resources.database, resources.redis, vault=base.vault),
        classifier=ClassifierInUse(resources.folder),
        confirmed_by=ConfirmedBy(settings.confirmed_by),
    )
    return services, keeper


class _Talks:
    """Builds the talk: its actions over some services, and who leads it."""

    def __init__(
        self, settings: Settings, base: Foundation, county: CountyData, known: Catalogue, services: Services
    ) -> None:
        self._settings = settings
        self._base = base
        self._county = county
        self._known = known
        self._united = Uniting(services.answering.answerer, clock=base.clock)
        self._scenes = scenes_of(county)
        self._page = form_pages(settings, base.vault, base.clock)
        self._personal = PersonalDoor(_links(settings), base.vault, base.clock, elsewhere=WITHOUT_PAGES)

    def actions(self, services: Services, *, earlier: Earlier, notebook: Notebook) -> list[Action]:
        """Give the actions; `earlier` gives what was said before, `notebook` notes what is asked."""
        return build_actions(
            self._settings,
            services,
            texts=self._base.texts,
            county=self._county,
            clock=self._base.clock,
            earlier=earlier,
            notebook=notebook,
            page=self._page,
            personal=self._personal,
        )

    def dispatcher(
        self, actions: Sequence[Action], reader: Recognizer, *, stage: type[ActionRegistry] = ActionRegistry
    ) -> Dispatcher:
        """Give who reads each message and lets the actions speak."""
        return build_dispatcher(
            actions,
            self._known,
            reader,
            texts=self._base.texts,
            united=self._united,
            scenes=self._scenes,
            stage=stage,
        )


def _links(settings: Settings) -> Links:
    return Links(settings.secret_key.get_secret_value(), public_url=settings.public_url)


def form_pages(settings: Settings, vault: Vault, clock: Clock) -> FormAddress:
    """Give the addresses of forms' pages, for citizens who write in WeChat; other channels have forms of their own."""
    links = _links(settings)

    def address(citizen: str, form_id: str) -> str:
        if not form_id or citizen.startswith(WITHOUT_PAGES):
            return ""
        return form_address(links, vault, clock, channel=CHANNEL, citizen=citizen, form_id=form_id)

    return address


def case_address(links: Links, clock: Clock) -> CaseAddress:
    """Give the signed addresses of cases' pages, as of now."""

    def address(number: str) -> str:
        return links.case(number, now=clock.now())

    return address


def subscription_page(door: PersonalDoor) -> PageAddress:
    """Give the addresses of the pages on which subscribers change what is theirs."""

    def address(channel: str, citizen: str) -> str:
        return door.address(LinkPurpose.SUBSCRIPTIONS, OWN_LIST, channel=channel, citizen=citizen)

    return address


async def _nothing_said(channel: str, citizen: str) -> Sequence[Mapping[str, Any]]:  # noqa: ARG001 - `Earlier`.
    """Give the earlier talk of somebody who has never written."""
    return ()


def _retention(
    settings: Settings, resources: Resources, base: Foundation, *, tickets: TicketService
) -> NightlyRetention:
    rules = retention_of(
        resources.database,
        resources.redis,
        vault=base.vault,
        clock=base.clock,
        terms=terms_of(settings),
        tickets=tickets,
        texts=base.texts,
    )
    return NightlyRetention(rules, resources.database, resources.redis, clock=base.clock)
