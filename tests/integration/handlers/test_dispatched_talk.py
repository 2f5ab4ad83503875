"""The citizen's way through the real recogniser, dispatcher, form loop, services and database."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.actions import ActionRegistry
from bot.clock import SettableClock
from bot.conversation import Conversation
from bot.database import Database
from bot.dispatcher import Dispatcher, Plan
from bot.message import Inbound, Reply
from bot.privacy import Vault
from bot.understanding import Recognizer
from handlers.county import profile
from handlers.disclosure.application import actions as disclosure
from handlers.disclosure.application.entrance import SimilarDocument
from handlers.disclosure.application.form import FORM
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.case.service import DisclosureService
from handlers.general import actions as general
from handlers.status import actions as status
from handlers.tickets import actions as tickets
from handlers.tickets.ledger import TicketLedger
from handlers.tickets.service import TicketService
from intents import catalogue, recognizer
from tests.factories.case_pages import case_page
from tests.factories.office import CALENDAR, OFFICE
from tests.factories.talk import SENT_AT, TEXTS, labels, words
from tests.factories.talks import county
from tests.fakes.engine import MemoryGate

ROOT = Path(__file__).parents[3]
VAULT = Vault("a secret of the test")
KNOWN = catalogue.load()
Says = Callable[[str], Awaitable[list[Reply]]]
ANSWERS = ("1", "1", "李一鸣", "339901198503142016", "13800001234", "2", "青岚县石桥镇下坝村15号")


@pytest.fixture(scope="module")
def reader(trained: Path) -> Recognizer:
    return recognizer.build(KNOWN, trained, {})


@pytest.fixture
def services(database: Database) -> tuple[DisclosureService, DisclosureLedger, TicketService, TicketLedger]:
    clock = SettableClock(SENT_AT)
    return (
        DisclosureService(database, vault=VAULT, clock=clock, calendar=CALENDAR, texts=TEXTS),
        DisclosureLedger(database, vault=VAULT, clock=clock, calendar=CALENDAR, texts=TEXTS),
        TicketService(database, vault=VAULT, clock=clock, texts=TEXTS),
        TicketLedger(database, vault=VAULT, texts=TEXTS),
    )


async def nothing_published(wanted: str) -> list[SimilarDocument]:
    return []


@pytest.fixture
def citizen(
    reader: Recognizer, services: tuple[DisclosureService, DisclosureLedger, TicketService, TicketLedger]
) -> Says:
    service, ledger, ticket_service, ticket_ledger = services
    clock, gate = SettableClock(SENT_AT), MemoryGate()
    stage = ActionRegistry(
        [
            *general.actions(TEXTS, profile.load(ROOT / "knowledge" / "data" / "qinglan" / "county.yml")),
            *disclosure.actions(
                TEXTS,
                service=service,
                ledger=ledger,
                published=nothing_published,
                office=OFFICE,
                county=county(),
                clock=clock,
                address=case_page,
            ),
            *status.actions(TEXTS, sources=[ledger, ticket_ledger], address=case_page),
            *tickets.actions(
                TEXTS,
                service=ticket_service,
                office=OFFICE,
                clock=clock,
                calendar=CALENDAR,
                earlier=gate.talk,
            ),
        ],
        domain=KNOWN.domain,
    )
    plan = Plan(routes=KNOWN.routes, arrivals={}, menu={}, forms={FORM.name: FORM})
    dispatcher = Dispatcher(recognizer=reader, stage=stage, plan=plan, wording=TEXTS)
    count = 0

    async def say(text: str) -> list[Reply]:
        nonlocal count
        count += 1
        sent_at = SENT_AT + timedelta(seconds=count)
        inbound = Inbound("wechat", "openid-1", f"key-{count}", "text", sent_at, text)
        # Between two messages only the kept state survives, as it does between two processes.
        state = (await gate.enter(inbound)).state
        kept = Conversation.from_state(state) if state else Conversation.new("openid-1")
        conversation, replies = await dispatcher.turn(inbound, kept)
        await gate.leave(inbound, state=conversation.state(), answer=b"")
        return replies

    return say


async def test_an_application_is_filed_asked_about_and_withdrawn(citizen: Says) -> None:
    assert "你" not in words(await citizen("我要申请公开2025年财政决算"))
    for text in ANSWERS:
        summary = words(await citizen(text))
    assert "2. 需要的信息：2025年财政决算" in summary
    assert "改电话" not in words(await citizen("改电话"))
    assert "0599-6612210" in words(await citizen("0599-6612210"))
    await citizen("改地址")
    assert "8. 收件地址：青岚县白水镇新街3号2楼" in words(await citizen("青岚县白水镇新街3号2楼"))
    receipt = await citizen("确认提交")
    assert "GK202611200001" in words(receipt)
    assert "已记下" in words(await citizen("1"))
    assert "正等工作人员核对" in words(await citizen("我的申请到哪了"))
    await citizen("1")
    assert "已按您的意思撤回" in words(await citizen("2"))


async def test_a_person_is_called_in_the_middle_of_the_form_and_the_form_goes_on(
    citizen: Says, services: tuple[DisclosureService, DisclosureLedger, TicketService, TicketLedger]
) -> None:
    await citizen("我要申请公开2025年财政决算")
    for text in ANSWERS[:5]:
        await citizen(text)
    said = words(await citizen("人工"))
    assert "RG202611200001" in said
    assert "（6/6）" in said
    story = await services[3].story("RG202611200001")
    assert story.line.question == "我要申请公开2025年财政决算"
    talk = "".join(turn.text for turn in story.transcript)
    assert not re.search(r"339901198503142016|13800001234|李一鸣", talk)
    assert "到窗口领取" in words(await citizen("3"))


async def test_an_application_is_left_after_asking(citizen: Says) -> None:
    await citizen("我要申请公开2025年财政决算")
    for text in ANSWERS:
        await citizen(text)
    assert labels(await citizen("3")) == ["继续填写", "取消申请"]
    assert "请核对" in words(await citizen("1"))
    await citizen("取消")
    await citizen("2")
    assert "请核对" in words(await citizen("点错了，继续填"))
    await citizen("取消")
    await citizen("2")
    assert "没有查到" in words(await citizen("我的申请到哪了"))
