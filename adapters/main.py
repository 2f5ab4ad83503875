"""The composition root: the only place that sees everything, and where real things meet."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk.interfaces import Action

from adapters.backup.letter_templates import TEMPLATES_FOLDER
from adapters.chat_model.access import chat_model_of
from adapters.county import CountyData
from adapters.delivery import DeliveryLadder, delivery_of, window_rules
from adapters.dialogue import REMINDED, build_dispatcher, scenes_of
from adapters.embedding.access import understanding
from adapters.explanation.explainer import Explainer
from adapters.hotline_client import HotlineClient
from adapters.messengers.door import staff_notice_door
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
from adapters.services.complaints import ComplaintCounty
from adapters.services.procedure import ProcedureServices
from adapters.services.program import Services
from adapters.services.ratings import rating_questions
from adapters.settings import Settings
from adapters.sms_client import SmsClient
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
from adapters.wechat.account_kinds import AccountFeature, has
from adapters.wechat.api.client import Client
from adapters.wechat.articles import ArticleWriter
from adapters.wechat.courier import CHANNEL
from bot.clock import Clock, SystemClock, local_date
from bot.dispatcher import Dispatcher
from bot.errors import ServiceError
from bot.inbound.reception import Reception
from bot.outbound import postbox
from bot.privacy import Vault
from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.classification.classifier import ClassifierInUse
from handlers.complaints.hotline.giving_back import HotlineDoor
from handlers.disclosure.case.receipts import ConfirmedBy
from handlers.holidays.live import LiveCalendar
from handlers.matters.binding.messages import SendText
from handlers.outlets.outlet import ArticleDoor
from handlers.subscriptions.choosing.deeds import OWN_LIST, PageAddress
from handlers.talk.draft_reminders import DraftReminders
from handlers.talk.form_page import FormAddress
from handlers.talk.public_screen import KIOSK
from handlers.texts import Texts
from intents import catalogue, recognizer
from intents.catalogue import Catalogue
from intents.reading_cache import RecalledReadings
from knowledge.publication.index_upkeep import IndexUpkeep
from knowledge.questions.note import NoNotebook

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
        if program.services.understanding is not None:
            closing.push_async_callback(program.services.understanding.service.close)
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
    texts, vault = Texts.load(), vault_of(settings)
    calendar, today = LiveCalendar(), lambda: local_date(clock.now())
    county = replace(CountyData.load(settings.county_file), calendar=calendar)
    reader = RecalledReadings(
        recognizer.build(known, resources.folder / RECOGNIZER, county.names(), today=today), today=today
    )
    links = Links(settings.secret_key.get_secret_value(), public_url=settings.public_url)
    weights = weights_of(resources.folder)
    index = index_of(resources.folder)

    async def look_at_the_desk() -> None:
        await services.knowledge.sayings.look()
        await services.switches.look()
        await services.unit_phones.look()

    async def callers() -> Sequence[ComplaintClerk]:
        return await Colleagues(services.accounts).complaints_office(county.agencies)

    keeper = IndexKeeper(
        index,
        IndexUpkeep(resources.database, clock, share=share_of(settings)),
        resources.redis,
        folder_id=resources.folder_id,
        loaded=TitleTeacher(index, reader).teach,
        looked=weights.look,
        beside=look_at_the_desk,
    )

    def case_link(number: str) -> str:
        return links.case(number, now=clock.now())

    client = Client(resources.http, resources.redis, account=account_of(settings), clock=clock)
    services = Services.of(
        resources.database,
        index=index,
        notice=keeper,
        ring=keeper.ring,
        understood=understanding(settings, resources.http, resources.folder / "index"),
        weights=weights.current,
        texts=texts,
        vault=vault,
        clock=clock,
        calendar=calendar,
        public_url=settings.public_url,
        procedure=ProcedureServices.of(
            resources.database,
            vault=vault,
            clock=clock,
            calendar=calendar,
            texts=texts,
            agencies=county.agencies,
            own_templates=settings.data_dir / TEMPLATES_FOLDER,
            case_link=case_link,
            ratings=rating_questions(texts),
        ),
        case_link=case_link,
        complaint_county=ComplaintCounty.of(county),
        bookable=county.appointments,
        sample=county.profile.sample,
        doors=county.doors,
        openness=county.openness,
        units=[unit.name for unit in county.profile.units],
        county=county.profile,
        places=county.places,
        notice_door=staff_notice_door(settings, resources.http, clock),
        office=county.office,
        articles=_article_door(settings, client, resources, county=county.profile.name, texts=texts),
        subscription_page=subscription_page(PersonalDoor(links, vault, clock)),
        classifier=ClassifierInUse(resources.folder),
        hotline_door=_hotline_door(settings, resources, clock),
        send_text=_text_sender(settings, resources, clock),
        county_name=county.profile.name,
        callers=callers,
        said=KeptConversation(resources.database, resources.redis, vault=vault),
        confirmed_by=ConfirmedBy(settings.confirmed_by),
        chat_model=chat_model_of(settings, resources.http),
        chat_seconds=settings.chat_model_timeout,
    )
    gate = RedisGate(
        resources.redis, vault=vault, rate_limit=settings.rate_limit, windows=window_rules(settings)
    )
    notes = QuestionStream(
        resources.redis,
        vault=vault,
        threshold=lambda: services.answerer.threshold,
        generation=lambda: services.index.name,
    )
    page = form_pages(settings, vault, clock)
    personal = PersonalDoor(links, vault, clock, elsewhere=WITHOUT_PAGES)
    stage_actions = build_actions(
        settings,
        services,
        texts=texts,
        county=county,
        clock=clock,
        earlier=gate.talk,
        notebook=notes,
        page=page,
        personal=personal,
    )
    united = Uniting(services.answerer, clock=clock)
    scenes = scenes_of(county)
    dispatcher = build_dispatcher(
        stage_actions,
        known,
        TimedRecognizer(reader),
        texts=texts,
        united=united,
        scenes=scenes,
        stage=TimedActions,
    )
    # The same talk once more, for whoever asks why: with services that cannot write, and nobody's questions noted.
    tried = build_actions(
        settings,
        services.reading_only(
            resources.database, vault=vault, texts=texts, clock=clock, calendar=county.calendar
        ),
        texts=texts,
        county=county,
        clock=clock,
        earlier=_nothing_said,
        notebook=NoNotebook(),
        page=page,
        personal=personal,
    )
    trial = build_dispatcher(tried, known, reader, texts=texts, united=united, scenes=scenes)
    delivery = delivery_of(
        settings,
        resources.database,
        resources.redis,
        client=client,
        gate=gate,
        tickets=services.tickets,
        pictures=services.given_files.picture,
        calendar=county.calendar,
        texts=texts,
        clock=clock,
    )
    desk = postbox.desk(
        resources.database, clock=clock, task=services.tickets.unhandled, along=delivery.handing.take
    )
    return Program(
        settings=settings,
        resources=resources,
        texts=texts,
        county=county,
        clock=clock,
        services=services,
        gate=gate,
        dispatcher=dispatcher,
        reception=Reception(gate=gate, dispatcher=dispatcher, desk=desk, wording=texts),
        keeper=keeper,
        client=client,
        delivery=delivery,
        drafts=DraftKeeper(
            gate,
            DraftReminders(resources.database, clock=clock, texts=texts, forms=REMINDED),
            clock=clock,
        ),
        notes=notes,
        carrier=QuestionCarrier(resources.redis, services.questions.take, vault=vault, name=uuid.uuid4().hex),
        actions=tuple(stage_actions),
        recognizer=reader,
        vault=vault,
        resealing=Resealing(SealedValues(resources.database, resources.redis), vault=vault),
        retention=_retention(settings, resources, services, vault=vault, texts=texts, clock=clock),
        explainer=Explainer(trial, services.answerer, wording=texts, clock=clock),
    )


def form_pages(settings: Settings, vault: Vault, clock: Clock) -> FormAddress:
    """Give the addresses of forms' pages, for citizens who write in WeChat; other channels have forms of their own."""
    links = Links(settings.secret_key.get_secret_value(), public_url=settings.public_url)

    def address(citizen: str, form_id: str) -> str:
        if not form_id or citizen.startswith(WITHOUT_PAGES):
            return ""
        return form_address(links, vault, clock, channel=CHANNEL, citizen=citizen, form_id=form_id)

    return address


def subscription_page(door: PersonalDoor) -> PageAddress:
    """Give the addresses of the pages on which subscribers change what is theirs."""

    def address(channel: str, citizen: str) -> str:
        return door.address(LinkPurpose.SUBSCRIPTIONS, OWN_LIST, channel=channel, citizen=citizen)

    return address


def _hotline_door(settings: Settings, resources: Resources, clock: Clock) -> HotlineDoor | None:
    """Give the way to the hotline, or none where no address is set."""
    if not settings.hotline_url:
        return None
    secret = settings.hotline_secret.get_secret_value()
    return HotlineClient(resources.http, url=settings.hotline_url, secret=secret, clock=clock).tell


def _text_sender(settings: Settings, resources: Resources, clock: Clock) -> SendText | None:
    """Give the way to the platform that brings texts to phones, or none where no address is set."""
    if not settings.sms_url:
        return None
    secret = settings.sms_secret.get_secret_value()
    return SmsClient(resources.http, url=settings.sms_url, secret=secret, clock=clock).send


def _article_door(
    settings: Settings, client: Client, resources: Resources, *, county: str, texts: Texts
) -> ArticleDoor | None:
    """Give the way to the account's articles, or none where they are not wanted or the account has none."""
    if settings.wechat_articles == "off" or not has(settings.wechat_kind, AccountFeature.ARTICLES):
        return None
    return ArticleWriter(
        client.articles,
        resources.redis,
        appid=settings.wechat_appid,
        author=county,
        submits=settings.wechat_articles == "publish",
        texts=texts,
    )


async def _nothing_said(channel: str, citizen: str) -> Sequence[Mapping[str, Any]]:  # noqa: ARG001 - `Earlier`.
    """Give the earlier talk of somebody who has never written."""
    return ()


def _retention(
    settings: Settings, resources: Resources, services: Services, *, vault: Vault, texts: Texts, clock: Clock
) -> NightlyRetention:
    rules = retention_of(
        resources.database,
        resources.redis,
        vault=vault,
        clock=clock,
        terms=terms_of(settings),
        tickets=services.tickets,
        texts=texts,
    )
    return NightlyRetention(rules, resources.database, resources.redis, clock=clock)
