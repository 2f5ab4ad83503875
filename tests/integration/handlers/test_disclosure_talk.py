"""The whole way of one application through talk: entrance, form, receipt, confirmation, progress, withdrawal."""

import pytest
from sqlalchemy import func, select

from bot.clock import SettableClock
from bot.conversation import FORM_ID, Conversation
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from handlers.disclosure.application.actions import actions
from handlers.disclosure.application.entrance import SimilarDocument
from handlers.disclosure.application.form import FORM
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.case.service import DisclosureService
from handlers.status.actions import actions as status_actions
from tests.factories.case_pages import case_page
from tests.factories.office import CALENDAR, OFFICE
from tests.factories.talk import SENT_AT, TEXTS, Talk, cards, labels, words
from tests.factories.talks import county

VAULT = Vault("a secret of the test")
ANSWERS = ("1", "1", "李一鸣", "339901198503142016", "13800001234", "1")


async def nothing_published(wanted: str) -> list[SimilarDocument]:
    return []


@pytest.fixture
def service(database: Database) -> DisclosureService:
    clock = SettableClock(SENT_AT)
    return DisclosureService(database, vault=VAULT, clock=clock, calendar=CALENDAR, texts=TEXTS)


@pytest.fixture
def ledger(database: Database) -> DisclosureLedger:
    clock = SettableClock(SENT_AT)
    return DisclosureLedger(database, vault=VAULT, clock=clock, calendar=CALENDAR, texts=TEXTS)


@pytest.fixture
def talk(service: DisclosureService, ledger: DisclosureLedger) -> Talk:
    clock = SettableClock(SENT_AT)
    own = actions(
        TEXTS,
        service=service,
        ledger=ledger,
        published=nothing_published,
        office=OFFICE,
        county=county(),
        clock=clock,
        address=case_page,
    )
    return Talk([*own, *status_actions(TEXTS, sources=[ledger], address=case_page)])


async def fill(talk: Talk) -> None:
    await talk.run("action_start_disclosure", "我要申请公开2025年财政决算")
    await talk.begin(FORM)
    for text in ANSWERS:
        await talk.fill(FORM, text)


async def requests(database: Database) -> int:
    async with database.transaction() as tx:
        return await tx.scalar(select(func.count()).select_from(DisclosureRequestRecord)) or 0


async def test_from_the_first_word_to_the_withdrawal(talk: Talk, service: DisclosureService) -> None:
    await fill(talk)
    receipt = await talk.fill(FORM, "1")
    assert "编号GK202611200001" in words(receipt)
    assert "本回执不是答复" in words(receipt)
    assert labels(receipt) == ["确认内容无误", "查看进度"]
    assert cards(receipt) == [("打开回执，可以打印", case_page("GK202611200001"))]

    done = await talk.run("action_confirm_request", "1")
    assert "已记下" in words(done.replies)
    status = await talk.run("action_report_status", "1")
    assert "您已确认，正等工作人员核对" in words(status.replies)
    assert labels(status.replies) == ["撤回申请", "人工"]
    assert cards(status.replies) == [("打开进度页", case_page("GK202611200001"))]

    await service.confirm_receipt("GK202611200001", actor="wang")
    status = await talk.run("action_report_status", "gk 2026 1120 0001")
    assert "依法最迟于2026年12月18日答复" in words(status.replies)

    asked = await talk.run("action_withdraw_request", "1")
    assert "您要撤回申请GK202611200001吗" in words(asked.replies)
    # What destroys is never the first choice.
    assert labels(asked.replies)[0] != "撤回申请"
    done = await talk.run("action_withdraw_request", "2")
    assert "已按您的意思撤回" in words(done.replies)
    assert "已办结" in words((await talk.run("action_report_status", "我的申请到哪了")).replies)


async def test_a_form_completed_twice_after_a_crash_is_filed_once(talk: Talk, database: Database) -> None:
    await fill(talk)
    kept = talk.conversation.state()
    first = await talk.fill(FORM, "1")
    talk.conversation = Conversation.from_state(kept)
    again = await talk.fill(FORM, "1")
    assert words(again) == words(first)
    assert await requests(database) == 1


async def test_a_second_application_gets_its_own_number(talk: Talk, database: Database) -> None:
    await fill(talk)
    await talk.fill(FORM, "1")
    talk.conversation.apply([{"event": "slot", "name": FORM_ID, "value": None}])
    await fill(talk)
    assert "GK202611200002" in words(await talk.fill(FORM, "1"))
    assert await requests(database) == 2


async def test_confirming_without_a_number_finds_the_only_waiting_request(talk: Talk) -> None:
    said = await talk.run("action_confirm_request", "确认内容无误")
    assert "没有等待确认的申请" in words(said.replies)
    await fill(talk)
    await talk.fill(FORM, "1")
    said = await talk.run("action_confirm_request", "我确认，没问题")
    assert "GK202611200001" in words(said.replies)


async def test_withdrawing_asks_which_and_refuses_a_strangers(talk: Talk) -> None:
    await fill(talk)
    await talk.fill(FORM, "1")
    assert "哪一件" in words((await talk.run("action_withdraw_request", "我要撤回")).replies)
    talk.conversation = Conversation.new("openid-2")
    with pytest.raises(InputError) as refused:
        await talk.run("action_withdraw_request", "GK202611200001 我撤回")
    assert refused.value.text_key == "disclosure.refused.unknown"
