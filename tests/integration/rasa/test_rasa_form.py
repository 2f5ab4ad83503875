"""A Rasa server leads the conversation: the exported rules, our actions over HTTP, a real database."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from adapters.dialogue import FORMS
from adapters.rasa.actions import Actions
from adapters.rasa.server import application
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import ServiceError
from bot.privacy import Vault
from bot.text.plain_yaml import read_yaml
from bot.understanding import Recognizer
from handlers.county import profile
from handlers.disclosure.application import actions as disclosure
from handlers.disclosure.application.entrance import SimilarDocument
from handlers.disclosure.case.fields import Application
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.case.particulars import purpose
from handlers.disclosure.case.receipts import Origin, Receipt
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.case.service import DisclosureService
from handlers.general import actions as general
from handlers.status import actions as status
from handlers.tickets import actions as tickets
from handlers.tickets.ledger import TicketLedger
from handlers.tickets.service import TicketService
from intents import recognizer
from tests.factories.case_pages import case_page
from tests.factories.office import CALENDAR, OFFICE
from tests.factories.rasa_project import KNOWN, project
from tests.factories.talk import SENT_AT, TEXTS
from tests.factories.talks import county
from tests.fakes.engine import MemoryGate
from tests.fakes.rasa import Rasa

ROOT = Path(__file__).parents[3]
VAULT = Vault("a secret of the test")
PROJECT = project()
DOMAIN: dict[str, Any] = read_yaml(PROJECT["domain.yml"])
RULES: list[dict[str, Any]] = read_yaml(PROJECT["data/rules.yml"])["rules"]
IDENTITY = "339901198503142016"
ANSWERS = ("/affirm", "个人", "李一鸣", IDENTITY, "13800001234", "邮寄", "青岚县石桥镇下坝村15号")
WISH = "我要申请公开青岚县2025年财政决算报告"


class Flaky(DisclosureService):
    """The real service, but for one failure before anything is written."""

    away = False

    async def submit(self, application: Application, *, origin: Origin) -> Receipt:
        if self.away:
            raise ServiceError
        return await super().submit(application, origin=origin)


class Scene:
    """A citizen, a Rasa server and the action server."""

    def __init__(self, rasa: Rasa, service: Flaky, database: Database, client: Any) -> None:
        self.rasa, self.service, self.database, self.client = rasa, service, database, client

    async def say(self, *texts: str) -> str:
        """Say one text after the other; give the words of the last answer."""
        said: list[dict[str, Any]] = []
        for text in texts:
            said = await self.rasa.say(text)
        return "\n".join(each.get("text") or "" for each in said)

    async def filed(self) -> list[DisclosureRequestRecord]:
        async with self.database.transaction() as tx:
            return list((await tx.scalars(select(DisclosureRequestRecord))).all())


@pytest.fixture(scope="module")
def reader(trained: Path) -> Recognizer:
    return recognizer.build(KNOWN, trained, {})


@pytest.fixture
async def scene(reader: Recognizer, database: Database) -> AsyncIterator[Scene]:
    clock = SettableClock(SENT_AT)
    service = Flaky(database, vault=VAULT, clock=clock, calendar=CALENDAR, texts=TEXTS)
    ledger = DisclosureLedger(database, vault=VAULT, clock=clock, calendar=CALENDAR, texts=TEXTS)
    ticket_service = TicketService(database, vault=VAULT, clock=clock, texts=TEXTS)
    ticket_ledger = TicketLedger(database, vault=VAULT, texts=TEXTS)

    async def published(wanted: str) -> list[SimilarDocument]:
        return [SimilarDocument("预算公开", "《预算公开》", "", "d1")] if "预算" in wanted else []

    actions = Actions(
        [
            *general.actions(TEXTS, profile.load(ROOT / "knowledge" / "data" / "qinglan" / "county.yml")),
            *disclosure.actions(
                TEXTS,
                service=service,
                ledger=ledger,
                published=published,
                county=county(),
                office=OFFICE,
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
                earlier=MemoryGate().talk,
            ),
        ],
        domain=KNOWN.domain,
        forms=FORMS,
        recognizer=reader,
        wording=TEXTS,
    )
    async with TestClient(TestServer(application(actions, token="", texts=TEXTS))) as client:

        async def post(call: dict[str, Any]) -> tuple[int, dict[str, Any]]:
            async with client.post("/webhook", json=call) as response:
                return response.status, await response.json()

        def reads(text: str) -> tuple[str, float]:
            """Rasa's own classifier, which is not under test: ours, less sure of itself."""
            found = reader.recognize(text)
            return ("pick_step", 0.9) if text.isdecimal() else (found.intent, min(found.confidence, 0.9))

        yield Scene(Rasa(post, domain=DOMAIN, rules=RULES, reads=reads), service, database, client)


async def test_the_whole_form_is_filed_over_the_action_protocol(scene: Scene) -> None:
    assert "明白" in await scene.say("你好")
    assert "已阅读" in str(await scene.rasa.say(WISH))
    assert scene.rasa.loop == "disclosure_form"
    summary = await scene.say(*ANSWERS)
    assert "李*" in summary
    assert IDENTITY not in summary
    assert "GK202611200001" in await scene.say("/affirm")
    (request,) = await scene.filed()
    assert (request.citizen, request.talk_channel, request.delivery) == ("rasa_web-77", "rasa", "post")
    assert request.information == "青岚县2025年财政决算报告"
    assert set(scene.rasa.statuses) == {200}


async def test_nothing_of_a_filed_form_stays_in_rasas_slots(scene: Scene) -> None:
    await scene.say(WISH, *ANSWERS, "/affirm")
    form = FORMS["disclosure_form"]
    assert {name for name in (*form.order, "form_id", "requested_slot") if scene.rasa.slots[name]} == set()


async def test_a_number_names_the_step_that_was_offered(scene: Scene) -> None:
    await scene.say(WISH, "1")
    assert scene.rasa.slots["notice_accepted"]
    await scene.say("2")
    assert scene.rasa.slots["applicant_kind"] == "organisation"
    menu = await scene.say("/cancel", '/cancel{"confirmed": "yes"}', "你好")
    assert "明白" in menu
    assert scene.rasa.loop is None
    assert "申请公开" in await scene.say("3")


async def test_a_number_that_stands_for_a_command_leaves_the_answer_alone(scene: Scene) -> None:
    await scene.say(WISH)
    said = await scene.say("2")
    assert "RG202611200001" in said
    assert TEXTS("forms.return") in said
    assert (scene.rasa.loop, scene.rasa.slots["notice_accepted"]) == ("disclosure_form", None)


@pytest.mark.parametrize("stop", range(len(ANSWERS)))
async def test_a_digression_comes_back_to_every_field(scene: Scene, stop: int) -> None:
    await scene.say(WISH, *ANSWERS[:stop])
    awaited = scene.rasa.slots["requested_slot"]
    said = await scene.say("人工")
    assert "RG202611200001" in said
    assert (scene.rasa.loop, scene.rasa.slots["requested_slot"]) == ("disclosure_form", awaited)
    assert scene.rasa.slots[awaited] is None
    assert "GK202611200001" in await scene.say(*ANSWERS[stop:], "/affirm")


async def test_going_back_correcting_and_keeping_work_as_in_our_own_loop(scene: Scene) -> None:
    await scene.say(WISH, *ANSWERS)
    assert "电话" in await scene.say("改电话")
    assert scene.rasa.slots["requested_slot"] == "contact_phone"
    assert "李*" in await scene.say("13900005678")
    await scene.say("改第4项")
    assert scene.rasa.slots["requested_slot"] == "applicant_name"
    assert "李*" in await scene.say("不改了")
    await scene.say("上一步")
    assert scene.rasa.slots["requested_slot"] == "delivery_address"
    await scene.say("青岚县石桥镇上坝村1号", "/affirm")
    (request,) = await scene.filed()
    sealed = VAULT.open(request.applicant, purpose=purpose(request.number))
    assert "李一鸣" in str(sealed)
    assert "13900005678" in str(sealed)
    assert "上坝村1号" in str(sealed)


async def test_a_faulty_answer_is_explained_once_and_asked_again(scene: Scene) -> None:
    await scene.say(WISH, "/affirm", "个人")
    replies = await scene.rasa.say("12")
    assert len(replies) == 1
    assert scene.rasa.slots["applicant_name"] is None
    assert scene.rasa.slots["requested_slot"] == "applicant_name"


async def test_a_description_in_several_messages_is_gathered(scene: Scene) -> None:
    await scene.say("申请公开", "/affirm", "青岚县2024年农村公路养护资金使用明细，以及")
    assert scene.rasa.slots["information"] is None
    await scene.say("养护单位名单")
    assert "养护单位名单" in scene.rasa.slots["information"]
    assert "养护资金" in scene.rasa.slots["information"]
    assert scene.rasa.slots["requested_slot"] == "applicant_kind"
    await scene.say("另外还要2023年的养护合同")
    assert "2023年的养护合同" in scene.rasa.slots["information"]
    assert scene.rasa.slots["requested_slot"] == "applicant_kind"


async def test_only_an_explicit_yes_files(scene: Scene) -> None:
    await scene.say(WISH, *ANSWERS, "嗯再想想", "谢谢", "你好")
    assert await scene.filed() == []


async def test_what_is_public_is_offered_and_the_form_stays_closed(scene: Scene) -> None:
    replies = await scene.rasa.say("我要申请公开2025年部门预算公开情况")
    assert "《预算公开》" in replies[-1]["text"]
    assert scene.rasa.loop is None
    await scene.say(replies[-1]["buttons"][-1]["payload"])
    assert scene.rasa.loop == "disclosure_form"
    assert "预算" in scene.rasa.slots["information"]


async def test_leaving_asks_once_when_much_is_filled_and_keeps_nothing(scene: Scene) -> None:
    await scene.say(WISH, *ANSWERS[:4])
    await scene.say("取消")
    assert scene.rasa.loop == "disclosure_form"
    await scene.say('/cancel{"confirmed": "yes"}')
    assert scene.rasa.loop is None
    assert scene.rasa.slots["identity_number"] is None
    assert await scene.filed() == []


async def test_an_answer_is_an_answer_after_the_question_whether_to_leave(scene: Scene) -> None:
    await scene.say(WISH, *ANSWERS[:4], "取消", ANSWERS[4])
    assert scene.rasa.slots["contact_phone"] == "13800001234"
    await scene.say(*ANSWERS[5:], "/form_correct", "/resume_form")
    assert "GK202611200001" in await scene.say("确认提交")


async def test_staying_in_a_form_does_not_make_it_another_form(scene: Scene) -> None:
    await scene.say(WISH, *ANSWERS, "取消", "/form_correct", "/resume_form", "确认提交")
    (request,) = await scene.filed()
    plain = [call for call in scene.rasa.calls if call["next_action"] == "action_submit_disclosure"]
    events = plain[0]["tracker"]["events"]
    opened = next(event for event in events if event["event"] == "active_loop")
    events[:] = [e for e in events if e["event"] != "active_loop" or e is opened or not e["name"]]
    async with scene.client.post("/webhook", json=plain[0]) as response:
        assert request.number in (await response.json())["responses"][0]["text"]


async def test_a_repeated_filing_call_is_one_request(scene: Scene) -> None:
    await scene.say(WISH, *ANSWERS, "/affirm")
    call = next(call for call in scene.rasa.calls if call["next_action"] == "action_submit_disclosure")
    async with scene.client.post("/webhook", json=call) as response:
        again = await response.json()
    assert "GK202611200001" in again["responses"][0]["text"]
    assert len(await scene.filed()) == 1


async def test_a_second_application_of_the_same_citizen_is_another_request(scene: Scene) -> None:
    await scene.say(WISH, *ANSWERS, "/affirm")
    await scene.say("我要申请公开青岚县2024年水库除险加固合同", *ANSWERS, "/affirm")
    assert len({request.form_id for request in await scene.filed()}) == 2


async def test_a_failed_filing_says_so_and_waits_for_the_same_yes(scene: Scene) -> None:
    await scene.say(WISH, *ANSWERS)
    scene.service.away = True
    said = await scene.say("/affirm")
    assert TEXTS("general.unavailable") in said
    assert scene.rasa.loop == "disclosure_form"
    assert scene.rasa.slots["requested_slot"] == "request_confirmed"
    scene.service.away = False
    assert "GK202611200001" in await scene.say("/affirm")
    assert len(await scene.filed()) == 1


async def test_danger_is_answered_first_in_a_form_and_outside(scene: Scene) -> None:
    assert "119" in await scene.say("我家着火了")
    await scene.say(WISH)
    said = await scene.say("隔壁着火了怎么办")
    assert said.startswith(TEXTS("general.emergency.fire"))
    assert said.count(TEXTS("general.emergency.fire")) == 1


async def test_what_staff_read_of_the_talk_holds_no_private_answer(scene: Scene) -> None:
    await scene.say(WISH, *ANSWERS[:5], "人工")
    ledger = TicketLedger(scene.database, vault=VAULT, texts=TEXTS)
    story = await ledger.story("RG202611200001")
    told = " ".join(said.text for said in story.transcript)
    assert TEXTS("forms.private_answer") in told
    assert not [secret for secret in ("李一鸣", IDENTITY, "13800001234") if secret in told]


async def test_a_channel_cannot_claim_another_citizens_name(scene: Scene) -> None:
    await scene.say(WISH, *ANSWERS, "/affirm")
    call = next(call for call in scene.rasa.calls if call["next_action"] == "action_submit_disclosure")
    call["tracker"]["sender_id"] = "rasa_web-77"
    call["next_action"] = "action_report_status"
    async with scene.client.post("/webhook", json=call) as response:
        assert "GK202611200001" not in str(await response.json())


async def test_words_to_the_form_itself_are_answered_and_the_field_asked_again(scene: Scene) -> None:
    await scene.say(WISH, *ANSWERS[:2])
    told = await scene.say("收费吗")
    assert "第四十二条" in told
    assert "请写您的姓名" in told
    calm = await scene.say("废物")
    assert "我明白" in calm
    assert "请写您的姓名" in calm
    assert "我明白" not in await scene.say("滚")
    assert "身份证" in await scene.say("李一鸣")


async def test_a_correction_may_carry_its_answer_or_be_asked_for_its_field(scene: Scene) -> None:
    await scene.say(WISH, *ANSWERS)
    corrected = await scene.say("电话改成13900005678")
    assert "139****5678" in corrected
    assert "哪一项" in await scene.say("我想改一下")
    assert "请写您的姓名" in await scene.say("姓名")
    assert "李*" in await scene.say("李二鸣")
    faulty = await scene.say("电话改成12345")
    assert "位数" in faulty
    assert "139****5678" in await scene.say("不改")
    await scene.say("确认提交")
    (filed,) = await scene.filed()
    assert "13900005678" in str(VAULT.open(filed.applicant, purpose=purpose(filed.number)))


async def test_a_yes_to_another_question_never_files(scene: Scene) -> None:
    await scene.say(WISH, *ANSWERS)
    assert "哪一项" in await scene.say("我想改一下")
    assert "请核对" in await scene.say("好的")
    assert await scene.filed() == []
    assert "确定不填" in await scene.say("取消")
    assert "请核对" in await scene.say("算了还是办吧")
    await scene.say("取消")
    assert "已经取消" in await scene.say("确定")
    assert await scene.filed() == []


async def test_an_address_in_pieces_is_one_address(scene: Scene) -> None:
    await scene.say(WISH, *ANSWERS[:6])
    assert "已经记下：青岚县石桥镇" in await scene.say("青岚县石桥镇")
    assert "请核对" in await scene.say("下坝村15号")
