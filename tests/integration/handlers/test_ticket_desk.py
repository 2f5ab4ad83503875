"""The desk of hand-overs: taken, handed on, noted, joined, followed, called back within the minute, rated afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.audit import AuditRecord
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError
from bot.outbound.outbox import ParcelRecord
from bot.privacy import Vault
from handlers.ratings.actions import RatingAfterCase
from handlers.talk.precedence import Look, LookAlone
from handlers.tickets.desk.canned_texts import CannedTexts
from handlers.tickets.desk.papers import TicketPaperKind
from handlers.tickets.desk.service import TicketDesk
from handlers.tickets.desk.waiting_answers import WaitingAnswers
from handlers.tickets.ledger import TicketLedger
from handlers.tickets.records import ANSWERED, CLOSED, OPEN
from handlers.tickets.service import HandoverRequest, TicketService
from tests.factories.talk import SENT_AT, TEXTS, Talk, words

VAULT = Vault("a secret of the desk's test")


class Desk:
    """The services of hand-overs on one database, with a clock that the test moves."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = SettableClock(SENT_AT)
        self.tickets = TicketService(
            database,
            vault=VAULT,
            clock=self.clock,
            texts=TEXTS,
            address=lambda number: f"https://x.example/m/cases/{number}",
        )
        self.ledger = TicketLedger(database, vault=VAULT, texts=TEXTS)
        self.desk = TicketDesk(database, vault=VAULT, clock=self.clock)
        self.waiting = WaitingAnswers(database, service=self.tickets, vault=VAULT, clock=self.clock)
        self.canned = CannedTexts(database, clock=self.clock)

    async def asked(
        self, question: str, key: str, *, citizen: str = "citizen-1", distressed: bool = False
    ) -> str:
        talk = (("user", question, self.clock.now().timestamp()),)
        call = HandoverRequest(citizen, "wechat", key, question, talk, distressed=distressed)
        return (await self.tickets.open(call)).number

    async def parcels(self) -> list[str]:
        async with self.database.reading() as tx:
            rows = await tx.scalars(select(ParcelRecord).order_by(ParcelRecord.id))
            return [str(row.body["text"]) for row in rows]

    async def audited(self) -> list[tuple[str, dict[str, str]]]:
        async with self.database.reading() as tx:
            rows = await tx.scalars(select(AuditRecord).order_by(AuditRecord.id))
            return [(row.action, dict(row.detail)) for row in rows]


async def test_taken_handed_on_and_noted_without_a_word_of_it_outside(database: Database) -> None:
    house = Desk(database)
    number = await house.asked("低保怎么停了", "k1")
    await house.desk.claim(number, actor="wang")
    await house.desk.claim(number, actor="wang")
    with pytest.raises(InputError) as taken:
        await house.desk.claim(number, actor="li")
    assert (taken.value.text_key, taken.value.values["who"]) == ("tickets.refused.taken", "wang")
    for to, unit, reason in (("li", "", " "), ("", "", "忙")):
        with pytest.raises(InputError):
            await house.desk.transfer(number, to=to, unit=unit, reason=reason, actor="wang")
    await house.desk.transfer(
        number, to="li", unit="青岚县民政局", reason="他负责低保，电话13800001234", actor="wang"
    )
    await house.desk.note(number, "已核对台账", actor="li")
    await house.desk.watch(number, actor="wang", follow=True)
    line = (await house.ledger.story(number)).line
    assert (line.handler, line.unit, line.watchers) == ("li", "青岚县民政局", ("wang",))
    assert [one.number for one in (await house.ledger.page(watcher="wang")).lines] == [number]
    assert (await house.ledger.page(watcher="wan")).lines == ()
    assert [one.number for one in (await house.ledger.page(handler="li")).lines] == [number]
    papers = await house.desk.papers(number)
    assert [paper.kind for paper in papers] == [TicketPaperKind.TRANSFER, TicketPaperKind.NOTE]
    assert "13800001234" not in papers[0].words
    await house.desk.watch(number, actor="wang", follow=False)
    assert (await house.ledger.story(number)).line.watchers == ()
    assert await house.parcels() == []
    assert not any("台账" in str(entry) or "低保" in str(entry) for entry in await house.audited())


async def test_an_answer_can_be_called_back_for_a_minute_and_then_goes_once(database: Database) -> None:
    house = Desk(database)
    number = await house.asked("低保怎么停了", "k1")
    await house.waiting.hold(number, "请到民政局咨询。", actor="wang", seen=0)
    await house.waiting.hold(number, "请到民政局咨询。", actor="wang", seen=0)
    with pytest.raises(InputError) as two:
        await house.waiting.hold(number, "另一条", actor="li", seen=0)
    assert two.value.text_key == "tickets.refused.one_waits"
    assert await house.waiting.step() == 0
    assert await house.waiting.call_back(number, actor="wang") == "请到民政局咨询。"
    house.clock.advance(timedelta(minutes=5))
    assert (await house.waiting.step(), await house.parcels()) == (0, [])

    await house.waiting.hold(number, "请到民政局二楼咨询。", actor="wang", seen=0)
    house.clock.advance(timedelta(minutes=1))
    assert (await house.waiting.step(), await house.waiting.step()) == (1, 0)
    [told] = await house.parcels()
    assert "二楼" in told
    line = (await house.ledger.story(number)).line
    assert (line.state, line.answered_by, line.handler) == (ANSWERED, "wang", "wang")
    with pytest.raises(InputError) as late:
        await house.waiting.call_back(number, actor="wang")
    assert late.value.text_key == "tickets.refused.gone_already"


async def test_what_waits_for_a_ticket_that_was_ended_does_not_go(database: Database) -> None:
    house = Desk(database)
    number = await house.asked("低保怎么停了", "k1")
    await house.waiting.hold(number, "请到民政局咨询。", actor="wang")
    await house.tickets.close(number, actor="li")
    house.clock.advance(timedelta(minutes=2))
    assert (await house.waiting.step(), await house.parcels()) == (1, [])
    [paper] = await house.desk.papers(number)
    assert paper.kind is TicketPaperKind.CALLED_BACK


async def test_two_of_one_citizen_are_joined_and_another_citizens_are_not(database: Database) -> None:
    house = Desk(database)
    first = await house.asked("低保怎么停了", "k1")
    await house.tickets.answer(first, "请到民政局。", actor="wang")
    house.clock.advance(timedelta(hours=1))
    second = await house.asked("要带什么", "k2")
    foreign = await house.asked("我问别的", "k3", citizen="citizen-2")
    assert await house.desk.others(second) == (first,)
    for into in (foreign, second, "RG209901010001"):
        with pytest.raises(InputError):
            await house.desk.merge(second, into=into, actor="wang")
    await house.desk.merge(first, into=second, actor="wang")
    ended, goes_on = await house.ledger.story(first), await house.ledger.story(second)
    assert (ended.line.state, ended.line.merged_into) == (CLOSED, second)
    assert goes_on.line.state == OPEN
    said = [turn.text for turn in goes_on.transcript]
    assert said == ["低保怎么停了", "请到民政局。", "要带什么"]


async def test_prepared_words_belong_to_a_unit(database: Database) -> None:
    canned = Desk(database).canned
    await canned.save("", "您好", "您好，请问", actor="admin")
    await canned.save("民政局", "低保", "请到二楼", actor="wang")
    assert [one.title for one in await canned.of("民政局")] == ["低保", "您好"]
    [office] = await canned.of("教育局")
    with pytest.raises(InputError):
        await canned.save("民政局", "改", "别人的", actor="wang", identifier=office.id)
    await canned.drop("民政局", office.id, actor="wang")
    assert [one.title for one in await canned.of("教育局")] == ["您好"]
    [own, _] = await canned.of("民政局")
    await canned.save("民政局", "低保金", "请到三楼", actor="wang", identifier=own.id)
    await canned.drop("民政局", office.id, actor="wang")
    assert [one.words for one in await canned.of("民政局")] == ["请到三楼", "您好，请问"]


async def test_one_question_after_the_end_and_never_of_somebody_in_distress(database: Database) -> None:
    house = Desk(database)
    look = RatingAfterCase(TEXTS, database=database, clock=house.clock).look
    answered = await house.asked("低保怎么停了", "k1")
    await house.tickets.answer(answered, "请到民政局。", actor="wang")
    await house.tickets.close(answered, actor="wang")
    sad = await house.asked("我不想活了", "k2", citizen="citizen-2", distressed=True)
    await house.tickets.answer(sad, "我们马上打给您。", actor="wang")
    await house.tickets.close(sad, actor="wang")
    unanswered = await house.asked("在吗", "k3", citizen="citizen-3")
    await house.tickets.close(unanswered, actor="wang")
    asked = [words for words in await house.parcels() if "打个分" in words]
    assert len(asked) == 1
    assert answered in asked[0]

    assert await rated(look, "citizen-2", "5") == ""
    assert "谢谢" in await rated(look, "citizen-1", "很满意！")
    assert (await house.ledger.story(answered)).line.satisfaction == 5
    # Once: the next figure means something else.
    assert await rated(look, "citizen-1", "1") == ""
    assert (await house.ledger.story(answered)).line.satisfaction == 5


async def rated(look: Look, citizen: str, said: str) -> str:
    """Let a citizen say something to the look alone, and give what it answered."""
    talk = Talk([LookAlone("action_listen_rating", look)], citizen=citizen)
    return words((await talk.run("action_listen_rating", said)).replies)
