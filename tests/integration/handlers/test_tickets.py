import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from rasa_sdk import Action
from sqlalchemy import func, select

from bot import audit
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError
from bot.handover import is_held
from bot.message import Inbound, Reply
from bot.outbound import outbox
from bot.outbound.ladder import ParcelStanding, ParcelState
from bot.outbound.outbox import Parcel, ParcelRecord
from bot.outbound.parcel import ParcelBody
from bot.privacy import Vault
from handlers.published.interpreters import Interpreter
from handlers.tickets.actions import actions
from handlers.tickets.distress import TellPerson
from handlers.tickets.ledger import TicketLedger
from handlers.tickets.records import TicketRecord
from handlers.tickets.service import HandoverRequest, TicketService
from tests.factories.office import CALENDAR, OFFICE
from tests.factories.talk import SENT_AT, TEXTS, Talk, labels, words

VAULT = Vault("a secret of the test")
IDENTITY = "339901198503142016"
INTERPRETER = Interpreter("甲县住建局", "王敏", "0599-1234567")
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(SENT_AT)


@pytest.fixture
def service(database: Database, clock: SettableClock) -> TicketService:
    return TicketService(database, vault=VAULT, clock=clock, texts=TEXTS)


@pytest.fixture
def ledger(database: Database) -> TicketLedger:
    return TicketLedger(database, vault=VAULT, texts=TEXTS)


@pytest.fixture
def talk(service: TicketService, clock: SettableClock) -> Talk:
    return Talk(
        actions(
            TEXTS,
            service=service,
            office=OFFICE,
            clock=clock,
            calendar=CALENDAR,
            earlier=silence,
            addressing=lambda question: INTERPRETER if "公租房" in question else None,
        )
    )


async def silence(*_: str) -> Sequence[Mapping[str, Any]]:
    return ()


def call(
    key: str = "key-1", *, citizen: str = "openid-1", question: str = "公租房排队排到哪里了"
) -> HandoverRequest:
    return HandoverRequest(citizen, "wechat", key, question, (("user", question, SENT_AT.timestamp()),))


async def parcels(database: Database) -> list[ParcelRecord]:
    async with database.transaction() as tx:
        return list((await tx.scalars(select(ParcelRecord))).all())


async def count(database: Database) -> int:
    async with database.transaction() as tx:
        return await tx.scalar(select(func.count()).select_from(TicketRecord)) or 0


async def test_a_call_for_a_person_hands_the_talk_over(talk: Talk, ledger: TicketLedger) -> None:
    talk.hear("公租房我排了两年了，身份证" + IDENTITY)
    outcome = await talk.run("action_open_ticket", "人工", intent="talk_to_human")
    said = words(outcome.replies)
    assert "RG202611200001" in said
    assert OFFICE.phone in said
    assert labels(outcome.replies) == ["查看进度"]
    story = await ledger.story("RG202611200001")
    assert [(turn.who, turn.text) for turn in story.transcript] == [
        ("user", "公租房我排了两年了，身份证339***********2016"),
        ("user", "人工"),
    ]
    assert story.line.question == "公租房我排了两年了，身份证339***********2016"


async def test_names_are_hidden_as_in_questions(service: TicketService, ledger: TicketLedger) -> None:
    said = "我叫王小雨，电话①③⑨ 0000 1234，加微信wangxy88，转人工"
    opened = await service.open(replace(call(), question=said, transcript=(("user", said, 0.0),)))
    story = await ledger.story(opened.number)
    for shown in (story.line.question, story.transcript[0].text):
        assert shown == "我叫王*，电话139****1234，加微信w******，转人工"


async def test_a_question_goes_to_who_explains_its_document(talk: Talk, ledger: TicketLedger) -> None:
    outcome = await talk.run("action_open_ticket", "公租房可以养狗吗，转人工")
    routed = "这个问题由甲县住建局（政策解读人王敏）答复，最迟11月25日发到这里，也可以打0599-1234567问。"
    assert routed in words(outcome.replies)
    line = (await ledger.story("RG202611200001")).line
    assert (line.unit, line.interpreter, line.due_on) == ("甲县住建局", "王敏", date(2026, 11, 25))
    assert [one.number for one in (await ledger.page(unit="甲县住建局")).lines] == [line.number]
    assert not (await ledger.page(unit="甲县公安局")).lines
    case = await ledger.case(line.number, citizen="openid-1")
    assert case is not None
    assert (case.turn, case.until) == ("轮到甲县住建局回复，您不用做什么。", "最迟11月25日回复。")


async def test_what_nobody_explains_is_the_office_s(talk: Talk, ledger: TicketLedger) -> None:
    outcome = await talk.run("action_open_ticket", "我家门口路灯坏了半个月了，转人工")
    assert "政策解读人" not in words(outcome.replies)
    line = (await ledger.story("RG202611200001")).line
    assert (line.unit, line.due_on) == ("", None)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2026, 11, 20, 2, 0, tzinfo=UTC), "按先后次序"),
        (datetime(2026, 11, 20, 12, 0, tzinfo=UTC), "11月23日（周一）8:30起有人处理"),
        (datetime(2026, 10, 1, 2, 0, tzinfo=UTC), "10月8日（周四）8:30起有人处理"),
    ],
)
async def test_out_of_hours_it_says_when_somebody_is_there(
    talk: Talk, clock: SettableClock, now: datetime, said: str
) -> None:
    clock.set(now)
    assert said in words((await talk.run("action_open_ticket", "转人工")).replies)


async def test_what_came_by_night_is_the_next_days_first_task(
    service: TicketService, ledger: TicketLedger, clock: SettableClock
) -> None:
    """B7c: whoever called out of hours stands before everybody of the next working day, with the talk."""
    clock.set(datetime(2026, 11, 20, 12, 0, tzinfo=UTC))
    night = await service.open(call())
    clock.set(datetime(2026, 11, 23, 0, 31, tzinfo=UTC))
    morning = await service.open(call("key-2", citizen="openid-2", question="社保卡怎么补"))
    assert [line.number for line in (await ledger.page()).lines] == [night.number, morning.number]
    assert [turn.text for turn in (await ledger.story(night.number)).transcript] == ["公租房排队排到哪里了"]


async def test_a_second_call_adds_to_the_open_ticket(
    talk: Talk, ledger: TicketLedger, database: Database
) -> None:
    await talk.run("action_open_ticket", "我家门口路灯坏了半个月了，转人工")
    outcome = await talk.run("action_open_ticket", "晚上老人出门看不见路，再叫一下人工")
    assert "刚才说的也加进去了" in words(outcome.replies)
    assert await count(database) == 1
    story = await ledger.story("RG202611200001")
    assert story.line.question.splitlines() == [
        "我家门口路灯坏了半个月了，转人工",
        "晚上老人出门看不见路，再叫一下人工",
    ]
    assert len(story.transcript) == 2


async def test_the_same_message_opens_one_ticket(service: TicketService, database: Database) -> None:
    opened = await asyncio.gather(*(service.open(call()) for _ in range(6)))
    assert {ticket.number for ticket in opened} == {"RG202611200001"}
    assert all(ticket.fresh for ticket in opened)
    assert await count(database) == 1


async def test_different_messages_at_once_open_one_ticket(service: TicketService, database: Database) -> None:
    opened = await asyncio.gather(*(service.open(call(f"key-{place}")) for place in range(6)))
    assert len({ticket.number for ticket in opened}) == 1
    assert sum(ticket.fresh for ticket in opened) == 1
    assert await count(database) == 1


async def test_an_answer_goes_to_the_citizen_through_the_outbox(
    service: TicketService, ledger: TicketLedger, database: Database
) -> None:
    opened = await service.open(call())
    await service.answer(opened.number, " 您排在第12位。 ", actor="wang")
    [parcel] = await parcels(database)
    assert (parcel.citizen, parcel.channel, parcel.body["automatic"]) == ("openid-1", "wechat", False)
    assert "您排在第12位。" in str(parcel.body["text"])
    line = (await ledger.story(opened.number)).line
    assert (line.state, line.answer, line.answered_by) == ("answered", "您排在第12位。", "wang")
    async with database.transaction() as tx:
        assert await audit.first_broken(tx) is None


async def test_two_clerks_answer_once(service: TicketService, database: Database) -> None:
    opened = await service.open(call())
    done = await asyncio.gather(
        *(service.answer(opened.number, f"回复{place}", actor="wang", seen=0) for place in range(3)),
        return_exceptions=True,
    )
    assert sum(isinstance(result, InputError) for result in done) == 2
    assert len(await parcels(database)) == 1


@pytest.mark.parametrize(("text", "key"), [("  ", "empty_answer"), ("长" * 1501, "long_answer")])
async def test_an_answer_has_a_length(service: TicketService, text: str, key: str) -> None:
    opened = await service.open(call())
    with pytest.raises(InputError) as refused:
        await service.answer(opened.number, text, actor="wang")
    assert refused.value.text_key == f"tickets.refused.{key}"
    assert TEXTS(refused.value.text_key, **refused.value.values)


async def test_unknown_and_closed_tickets_are_not_answered(service: TicketService) -> None:
    with pytest.raises(InputError):
        await service.answer("RG202611209999", "好", actor="wang")
    opened = await service.open(call())
    await service.close(opened.number, actor="wang")
    await service.close(opened.number, actor="wang")
    with pytest.raises(InputError) as refused:
        await service.answer(opened.number, "好", actor="wang")
    assert TEXTS(refused.value.text_key, **refused.value.values)


async def test_after_an_answer_a_new_call_opens_a_new_ticket(service: TicketService) -> None:
    first = await service.open(call())
    await service.answer(first.number, "好", actor="wang")
    second = await service.open(call("key-2"))
    assert second.fresh
    assert second.number != first.number


async def said_to(talk: Talk, service: TicketService, text: str) -> str:
    outcome = await talk.run("action_stay_with_person", text)
    return words(outcome.replies)


async def test_a_talk_that_was_handed_over_is_the_person_s(
    talk: Talk, service: TicketService, ledger: TicketLedger, clock: SettableClock, database: Database
) -> None:
    await talk.run("action_open_ticket", "我家门口路灯坏了半个月了，转人工")
    assert is_held(talk.conversation.slots)
    assert "请稍等" in await said_to(talk, service, "在路口东边第三根")
    assert await said_to(talk, service, "麻烦快一点") == ""
    await service.answer("RG202611200001", "请问是哪条路？", actor="wang")
    await service.answer("RG202611200001", "另外留个方便的时间。", actor="li", seen=1)
    await service.answer("RG202611200001", "另外留个方便的时间。", actor="li")
    assert len(await parcels(database)) == 2
    assert await said_to(talk, service, "解放路，下午都在") == ""
    story = await ledger.story("RG202611200001")
    assert story.line.state == "open"
    told = [(turn.who, turn.text) for turn in story.transcript]
    assert ("staff:wang", "请问是哪条路？") in told
    assert ("staff:li", "另外留个方便的时间。") in told
    assert ("user", "解放路，下午都在") in told
    assert "麻烦快一点" in story.line.question
    await service.close("RG202611200001", actor="wang")
    assert await said_to(talk, service, "高龄津贴多少钱") == ""
    assert not is_held(talk.conversation.slots)


async def test_the_citizen_gives_the_talk_back(
    talk: Talk, service: TicketService, ledger: TicketLedger
) -> None:
    await talk.run("action_open_ticket", "我家门口路灯坏了半个月了，转人工")
    assert "由我自动回答" in await said_to(talk, service, "结束人工")
    assert not is_held(talk.conversation.slots)
    assert (await ledger.story("RG202611200001")).line.state == "open"


async def test_a_number_that_is_asked_after_passes_and_the_talk_stays_held(
    talk: Talk, service: TicketService
) -> None:
    await talk.run("action_open_ticket", "我家门口路灯坏了半个月了，转人工")
    assert await said_to(talk, service, "查RG202611200001") == ""
    assert not is_held(talk.conversation.slots)
    assert "请稍等" in await said_to(talk, service, "谢谢")
    assert is_held(talk.conversation.slots)


async def test_a_talk_that_fell_silent_is_the_program_s_again(service: TicketService) -> None:
    opened = await service.open(call())
    assert await service.relay(opened.number, call("key-2"), quiet=71 * 3600) == opened.number
    assert await service.relay(opened.number, call("key-3"), quiet=73 * 3600) is None
    assert await service.relay(opened.number, replace(call("key-4"), citizen="openid-2")) is None
    assert await service.relay("RG202611209999", call("key-5")) is None


async def test_the_rest_of_a_parcel_that_cannot_be_sent_is_shown_to_staff(
    service: TicketService, ledger: TicketLedger, database: Database, clock: SettableClock
) -> None:
    rest = ParcelBody(rendered=("后一半", "再后一半"))
    async with database.transaction() as tx:
        number = await service.undeliverable(
            tx, Parcel(1, "wechat", "openid-1", rest, ParcelStanding(ParcelState.DUE, NOON)), reason="45047"
        )
    assert (await ledger.story(number)).transcript[0].text == "后一半\n再后一半"


async def test_a_parcel_that_cannot_be_sent_becomes_a_task_once(
    service: TicketService, ledger: TicketLedger, database: Database, clock: SettableClock
) -> None:
    async with database.transaction() as tx:
        await outbox.enqueue(
            tx, "openid-1", body=ParcelBody(Reply("收到日期2026年11月20日")), dedup="d", now=clock.now()
        )
    async with database.transaction() as tx:
        [parcel] = await outbox.claim(
            tx, now=clock.now(), limit=5, channel="wechat", lease=timedelta(minutes=1)
        )
        first = await service.undeliverable(tx, parcel, reason="45047")
        again = await service.undeliverable(tx, parcel, reason="45047")
    assert first == again
    story = await ledger.story(first)
    assert story.line.kind == "undelivered"
    assert "45047" in story.line.question
    assert story.transcript[0].text == "收到日期2026年11月20日"
    with pytest.raises(InputError) as refused:
        await service.answer(first, "好", actor="wang")
    assert refused.value.text_key == "tickets.refused.not_question"
    assert await ledger.cases_of("openid-1") == []
    assert await ledger.case(first, citizen="openid-1") is None
    assert (await service.open(call())).fresh


async def test_a_message_that_cannot_be_handled_becomes_a_task_once_and_is_answered(
    service: TicketService, ledger: TicketLedger, database: Database
) -> None:
    long_key = "e:" + "k" * 300
    messages = [
        Inbound("wechat", citizen, long_key, "text", SENT_AT, f"我的身份证{IDENTITY}")
        for citizen in ("openid-1", "openid-2")
    ]
    numbers = []
    for message in (*messages, *messages):
        async with database.transaction() as tx:
            numbers.append(await service.unhandled(tx, message))
    assert numbers[:2] == numbers[2:]
    assert len(set(numbers)) == 2
    story = await ledger.story(numbers[0])
    assert story.line.kind == "unhandled"
    assert story.transcript[0].who == "user"
    assert IDENTITY not in story.transcript[0].text
    assert (await service.open(call())).fresh
    await service.answer(numbers[0], "请到窗口办。", actor="wang")
    async with database.reading() as tx:
        [parcel] = (await tx.scalars(select(ParcelRecord))).all()
    assert "请到窗口办。" in str(parcel.body["text"])
    async with database.transaction() as tx:
        silent = await service.unhandled(tx, Inbound("wechat", "o3", "e:1", "event/click", SENT_AT))
    assert (await ledger.story(silent)).transcript == ()


async def test_a_citizen_sees_the_own_ticket_and_a_stranger_its_stage_only(
    service: TicketService, ledger: TicketLedger
) -> None:
    opened = await service.open(call())
    [own] = await ledger.cases_of("openid-1")
    assert (own.title, own.stage, own.turn) == (
        "公租房排队排到哪里了",
        "等待工作人员回复",
        "轮到我们回复，您不用做什么。",
    )
    strange = await ledger.case(opened.number, citizen="openid-2")
    assert strange
    assert (strange.title, strange.turn, strange.opened_on) == ("", "", None)


async def test_the_queue_is_paged_the_longest_waiting_first(
    service: TicketService, ledger: TicketLedger, clock: SettableClock
) -> None:
    for place in range(3):
        await service.open(call(f"key-{place}", citizen=f"openid-{place}"))
        clock.advance(timedelta(minutes=1))
    await service.answer("RG202611200002", "好", actor="wang")
    page = await ledger.page()
    assert [line.number for line in page.lines] == ["RG202611200001", "RG202611200003"]
    assert (await ledger.page((), size=2)).more
    assert len((await ledger.page((), number=2, size=2)).lines) == 1


async def test_the_talk_lies_sealed(service: TicketService, database: Database) -> None:
    opened = await service.open(call(question="我家在青溪街道人民路，电话13800001234"))
    async with database.transaction() as tx:
        row = await tx.get(TicketRecord, opened.number)
    assert row
    assert "青溪街道".encode() not in row.transcript
    assert "13800001234" not in row.question


async def test_the_queue_is_searched_and_counted(service: TicketService, ledger: TicketLedger) -> None:
    await service.open(call(question="公租房排队排到100%了吗"))
    await service.open(call("key-2", citizen="openid-2", question="路灯坏了没有人修"))
    assert [line.question for line in (await ledger.page(words="路灯")).lines] == ["路灯坏了没有人修"]
    assert [line.number for line in (await ledger.page(words="100%")).lines] == ["RG202611200001"]
    assert (await ledger.page(words="1%0")).lines == ()
    assert len((await ledger.page(words="RG2026112")).lines) == 2
    await service.close("RG202611200001", actor="wang")
    assert await ledger.count_open() == 1


class Warns(Action):
    """Names a number, as the general slice does."""

    def name(self) -> str:
        return "action_warn_emergency"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        dispatcher.utter_message(text="请打12356")
        return []


@pytest.mark.parametrize(
    ("danger", "told"), [("self_harm", True), ("home", True), ("harm_others", True), ("fire", False)]
)
async def test_a_person_is_told_of_distress_after_the_number(
    service: TicketService, ledger: TicketLedger, danger: str, told: bool
) -> None:
    talk = Talk([TellPerson(Warns(), TEXTS, service=service, earlier=silence)])
    _, heard = talk.hear("我不想活了")
    talk.conversation.attend(heard)
    talk.conversation._tracker.latest_message["metadata"]["emergency"] = danger
    said = [
        reply.text for reply in (await talk.stage.run("action_warn_emergency", talk.conversation)).replies
    ]
    assert said[0] == "请打12356"
    assert any("RG202611200001" in text for text in said) == told
    assert len((await ledger.page()).lines) == int(told)
