"""Files that go along with an answer: beside the ticket, held with it, called back with it, given to its citizen alone."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError, ServiceError
from bot.outbound.outbox import ParcelRecord
from bot.privacy import Vault
from handlers.tickets.desk.service import TicketDesk
from handlers.tickets.files.for_citizen import GivenFiles
from handlers.tickets.files.records import AnswerFilePartRecord, AnswerFileRecord
from handlers.tickets.files.service import MOST_BESIDE, AnswerFiles
from handlers.tickets.retention import OldTickets
from tests.factories.snapshots import jpeg, png
from tests.factories.talk import SENT_AT, TEXTS
from tests.integration.handlers.test_ticket_desk import VAULT, Desk

PDF = b"%PDF-1.7\n%%EOF"


class House(Desk):
    """The desk with its files."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.files = AnswerFiles(database, vault=VAULT, clock=self.clock)
        self.given = GivenFiles(database, vault=VAULT, clock=self.clock)

    async def brought(self, number: str, name: str, content: bytes = PDF) -> str:
        self.clock.advance(timedelta(seconds=1))
        return await self.files.add(number, name, content, actor="wang")

    async def bodies(self) -> list[dict[str, object]]:
        async with self.database.reading() as tx:
            return [
                dict(row.body) for row in await tx.scalars(select(ParcelRecord).order_by(ParcelRecord.id))
            ]

    async def kept(self) -> tuple[int, int]:
        async with self.database.reading() as tx:
            counts = [
                int(await tx.scalar(select(func.count()).select_from(record)) or 0)
                for record in (AnswerFileRecord, AnswerFilePartRecord)
            ]
        return counts[0], counts[1]


async def test_a_file_waits_with_its_answer_and_goes_with_it(database: Database) -> None:
    house = House(database)
    number = await house.asked("低保表格在哪里领", "k1")
    form = await house.brought(number, "低保申请表.pdf")
    photo = await house.brought(number, "窗口.jpg", jpeg())
    draft = await house.brought(number, "内部.png", png())
    assert await house.files.add(number, "再传一次.pdf", PDF, actor="wang") == form
    assert await house.given.listed(number) == ()

    await house.waiting.hold(number, "请填好这张表。", actor="wang", files=[form, photo])
    with pytest.raises(InputError):
        await house.files.remove(number, form, actor="li")
    await house.waiting.call_back(number, actor="wang")
    assert all(file.may_go for file in await house.files.listed(number))
    house.clock.advance(timedelta(minutes=5))
    assert (await house.waiting.step(), await house.bodies()) == (0, [])

    await house.waiting.hold(number, "请填好这张表。", actor="wang", files=[form, photo])
    house.clock.advance(timedelta(minutes=1))
    assert await house.waiting.step() == 1
    [body] = await house.bodies()
    assert "附：2份文件" in str(body["text"])
    assert f"https://x.example/m/cases/{number}" in str(body["text"])
    assert body["pictures"] == [photo]
    assert [(file.place, file.name) for file in await house.given.listed(number)] == [
        (1, "低保申请表.pdf"),
        (2, "窗口.jpg"),
    ]
    states = {file.id: (file.may_go, file.gone_out) for file in await house.files.listed(number)}
    assert states == {form: (False, True), photo: (False, True), draft: (True, False)}
    story = await house.ledger.story(number)
    assert "（附2份文件）" in story.transcript[-1].text
    assert not any("低保申请表" in str(entry) for entry in await house.audited())


async def test_only_what_went_is_given_and_each_look_is_noted(database: Database) -> None:
    house = House(database)
    number = await house.asked("低保表格在哪里领", "k1")
    first = await house.brought(number, "申请表.pdf")
    beside = await house.brought(number, "内部.png", png())
    await house.tickets.answer(number, "请填表。", actor="wang", files=[first])
    read = await house.given.content(number, 1)
    assert read is not None
    assert (read.name, read.content_type, read.content) == ("申请表.pdf", "application/pdf", PDF)
    assert await house.given.content(number, 1) is not None
    assert [await house.given.content(number, place) for place in (0, 2, -1)] == [None] * 3
    assert (await house.given.picture(beside), await house.given.content("RG209901010001", 1)) == (None, None)
    assert (await house.files.view(number, first, actor="li")).content == PDF
    noted = [action for action, _ in await house.audited() if action.startswith("ticket:file")]
    assert noted == ["ticket:file-add", "ticket:file-add", "ticket:file-opened", "ticket:file-view"]
    [opened, _] = await house.files.listed(number)
    assert opened.opened_at == house.clock.now()
    async with database.reading() as tx:
        row = await tx.get(AnswerFileRecord, first)
        assert row is not None
        assert row.openings == 2


async def test_what_cannot_go_keeps_the_answer_back(database: Database) -> None:
    house = House(database)
    number, other = await house.asked("一", "k1"), await house.asked("二", "k2", citizen="citizen-2")
    mine = await house.files.add(number, "a.pdf", PDF, actor="wang")
    with pytest.raises(InputError) as foreign:
        await house.tickets.answer(other, "答复", actor="wang", files=[mine])
    assert foreign.value.text_key == "tickets.refused.file_gone"
    await house.files.remove(number, mine, actor="wang")
    with pytest.raises(InputError):
        await house.waiting.hold(number, "答复", actor="wang", files=[mine])
    assert await house.bodies() == []
    assert await house.kept() == (0, 0)
    for call in (house.files.view(other, mine, actor="wang"), house.files.remove(other, mine, actor="wang")):
        with pytest.raises(InputError):
            await call
    for place in range(MOST_BESIDE):
        await house.files.add(number, "a.pdf", PDF + str(place).encode(), actor="wang")
    with pytest.raises(InputError) as many:
        await house.files.add(number, "a.pdf", PDF, actor="wang")
    assert many.value.text_key == "tickets.refused.many_files"
    await house.tickets.close(number, actor="wang")
    with pytest.raises(InputError):
        await house.files.add(number, "a.pdf", PDF, actor="wang")


async def test_they_move_with_a_join_and_end_with_their_ticket(database: Database) -> None:
    house = House(database)
    first = await house.asked("低保表格", "k1")
    await house.tickets.answer(first, "稍等", actor="wang")
    second = await house.asked("还有残疾人补贴表", "k2")
    lying = await house.files.add(first, "表.pdf", PDF, actor="wang")
    await TicketDesk(database, vault=VAULT, clock=house.clock).merge(first, into=second, actor="wang")
    assert [file.id for file in await house.files.listed(second)] == [lying]
    await house.tickets.answer(second, "请填表", actor="wang", files=[lying])
    assert len(await house.given.listed(second)) == 1
    assert await house.tickets.leave(citizen="citizen-1", channel="wechat")
    assert (await house.given.listed(second), await house.given.content(second, 1)) == ((), None)
    house.clock.advance(timedelta(days=400))
    async with database.transaction() as tx:
        assert await OldTickets(timedelta(days=365)).erase(tx, now=house.clock.now(), limit=10) == 2
    assert await house.kept() == (0, 0)


async def test_what_was_changed_is_not_given(database: Database) -> None:
    house = House(database)
    number = await house.asked("低保表格", "k1")
    kept = await house.files.add(number, "表.pdf", PDF, actor="wang")
    await house.tickets.answer(number, "请填表", actor="wang", files=[kept])
    elsewhere = GivenFiles(database, vault=Vault("another secret of the test"), clock=SettableClock(SENT_AT))
    with pytest.raises(ServiceError):
        await elsewhere.content(number, 1)
    assert TEXTS("tickets.refused.no_such_file")
