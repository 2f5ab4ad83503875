"""Internal notices on both engines: who is told of what, once, in working hours, with nothing of anybody in it; and what fails."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from adapters.county import CountyData
from adapters.services.desk_work import DeskWorkList, receiver_stands
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from handlers.accounts.records import AccountRecord
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.wall.records import ComplaintWallRecord
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.staff_notices.addresses import ADDRESSES_EACH, NoticeKeeper, TypedAddress
from handlers.staff_notices.channels import NoticeChannel, NoticeTarget
from handlers.staff_notices.door import NoticeMessage, NoticeRefusedError
from handlers.staff_notices.office import StaffNoticeOffice
from handlers.staff_notices.records import NoticeAddressRecord, NoticeToldRecord, StaffNoticeRecord
from handlers.staff_notices.states import MOST_TRIES, NoticeState
from handlers.staff_notices.work import WorkKind
from handlers.texts import Texts
from handlers.tickets.records import TicketRecord
from knowledge.questions.records import GapRecord
from tests.factories.rows import row

COUNTY = CountyData.load(None)
UNIT, OTHER = "青岚县民政局", "青岚县教育局"
# Friday, ten in the morning in China.
FRIDAY = datetime(2026, 11, 20, 2, tzinfo=UTC)
NIGHT = datetime(2026, 11, 20, 14, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
ALL = [kind.value for kind in WorkKind]
CLERK, HEAD = NoticeKeeper("minzheng", UNIT, at_office=False), NoticeKeeper("wangli", "", at_office=True)
MAIL = TypedAddress("mail", "minzheng@xx.gov.cn", ALL, for_unit=True, unit=UNIT)
PERSONAL = ("张三", "13800001234", "350799196001019991", "我家漏水")


@dataclass
class Door:
    """Takes messages, or refuses them as it is told."""

    channels: AbstractSet[NoticeChannel] = frozenset({NoticeChannel.MAIL, NoticeChannel.WECOM})
    sent: list[tuple[NoticeTarget, NoticeMessage]] = field(default_factory=list)
    refusals: list[NoticeRefusedError] = field(default_factory=list)

    async def send(self, target: NoticeTarget, message: NoticeMessage) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.sent.append((target, message))

    @property
    def texts(self) -> list[str]:
        return [message.text for _, message in self.sent]


@dataclass
class Desk:
    database: Database
    clock: SettableClock
    door: Door
    office: StaffNoticeOffice

    async def rounds(self) -> None:
        while await self.office.step():
            pass

    async def later(self, **spans: float) -> None:
        self.clock.set(self.clock.now() + timedelta(**spans))
        await self.rounds()

    async def put(self, *rows: object) -> None:
        async with self.database.transaction() as tx:
            tx.add_all(rows)


@pytest.fixture
def desk(database: Database) -> Desk:
    clock, door = SettableClock(FRIDAY), Door()
    office = StaffNoticeOffice.of(
        database,
        door=door,
        sources=DeskWorkList(COUNTY.agencies).sources(),
        stands=receiver_stands,
        units=[UNIT, OTHER],
        office=COUNTY.office,
        calendar=COUNTY.calendar,
        vault=Vault("a key of the tests that is long enough"),
        texts=Texts.load(),
        desk="https://a.gov.cn",
        clock=clock,
    )
    return Desk(database, clock, door, office)


def ticket(number: str, **values: object) -> TicketRecord:
    fields = {"unit": UNIT, "state": "open", "kind": "question", "question": PERSONAL[3], "watchers": []}
    return row(TicketRecord, number=number, citizen=f"o{number}", **{**fields, **values})


def complaint(number: str, **values: object) -> ComplaintRecord:
    fields = {"unit": UNIT, "state": "handling", "kind": "complaint", "gist": PERSONAL[3], "helpers": []}
    return row(ComplaintRecord, number=number, form_id=number, **{**fields, **values})


def disclosure(number: str, **values: object) -> DisclosureRequestRecord:
    fields = {"state": "accepted", "name_masked": "张*", "information": PERSONAL[3]}
    return row(DisclosureRequestRecord, number=number, form_id=number, **{**fields, **values})


async def test_many_of_a_kind_are_one_message_and_none_is_told_twice(desk: Desk) -> None:
    await desk.put(*(ticket(f"ZX{at}") for at in range(8)), ticket("ZX9", unit=OTHER))
    await desk.office.addresses.add(MAIL, CLERK)
    await desk.rounds()
    assert len(desk.door.sent) == 1
    target, message = desk.door.sent[0]
    assert (target.name, message.title) == ("minzheng@xx.gov.cn", "【政务公开工作台】人工咨询：新到8件")
    assert "ZX9" not in message.text
    await desk.later(minutes=11)
    assert len(desk.door.sent) == 1
    await desk.put(ticket("ZX10"))
    await desk.later(minutes=5)
    assert len(desk.door.sent) == 1, "one look in ten minutes"
    await desk.later(minutes=6)
    assert len(desk.door.sent) == 2
    assert "ZX10\n" in desk.door.texts[1]
    assert desk.door.texts[1].endswith("https://a.gov.cn/staff/tickets/ZX10")


async def test_what_comes_at_night_waits_for_the_next_working_day(desk: Desk) -> None:
    await desk.office.addresses.add(MAIL, CLERK)
    desk.clock.set(NIGHT)
    await desk.put(ticket("ZX1"), ticket("ZX2"))
    await desk.rounds()
    await desk.later(days=1)
    await desk.later(days=1)
    assert desk.door.sent == []
    desk.clock.set(MONDAY)
    await desk.rounds()
    assert desk.door.sent[0][1].title.endswith("新到2件")


async def test_a_message_that_was_not_taken_by_evening_goes_out_in_the_morning(desk: Desk) -> None:
    desk.door.refusals = [NoticeRefusedError("timeout")]
    desk.clock.set(FRIDAY.replace(hour=9, minute=29))
    await desk.put(ticket("ZX1"))
    await desk.office.addresses.add(MAIL, CLERK)
    await desk.rounds()
    desk.clock.set(NIGHT)
    await desk.rounds()
    assert desk.door.sent == []
    desk.clock.set(MONDAY)
    await desk.rounds()
    assert len(desk.door.sent) == 1


async def test_what_becomes_pressing_is_told_again_and_what_came_back_is_news(desk: Desk) -> None:
    await desk.office.addresses.add(MAIL, CLERK)
    await desk.put(complaint("SQ1", due_on=date(2026, 11, 25)))
    await desk.rounds()
    desk.clock.set(MONDAY + timedelta(days=1))
    await desk.rounds()
    desk.clock.set(MONDAY + timedelta(days=3))
    await desk.rounds()
    assert [message.title.rpartition("：")[2] for _, message in desk.door.sent] == [
        "新到1件",
        "1件快到期",
        "1件过期没有办结",
    ]
    async with desk.database.transaction() as tx:
        await tx.execute(update(ComplaintRecord).values(unit=OTHER))
    await desk.later(minutes=11)
    async with desk.database.transaction() as tx:
        assert await tx.scalar(select(func.count()).select_from(NoticeToldRecord)) == 0
        await tx.execute(update(ComplaintRecord).values(unit=UNIT))
    await desk.later(minutes=11)
    assert len(desk.door.sent) == 4


async def test_every_service_tells_whom_it_concerns(desk: Desk) -> None:
    home = COUNTY.agencies.home
    assert home is not None
    own = next(one for one in COUNTY.agencies.agencies if one is not home)
    await desk.put(
        row(AccountRecord, login="wangli", disabled=False),
        ticket("ZX1", unit="", handler="wangli"),
        complaint("SQ1", state="registered", unit=""),
        complaint("SQ2", state="call_back", caller="wangli", unit=OTHER),
        disclosure("YS1", agency="", handler="wangli"),
        disclosure("YS2", agency=own.key),
        disclosure("YS3", agency="", unit=UNIT),
        disclosure("YS4", agency="", state="closed"),
        row(GapRecord, question=PERSONAL[3], unit=UNIT, state="assigned", total=3),
    )
    await desk.office.addresses.add(TypedAddress("mail", "office@xx.gov.cn", ALL, for_unit=True), HEAD)
    await desk.office.addresses.add(TypedAddress("mail", "wangli@xx.gov.cn", ALL), HEAD)
    await desk.office.addresses.add(MAIL, CLERK)
    await desk.rounds()
    told: dict[str, set[str]] = {}
    for target, message in desk.door.sent:
        told.setdefault(target.name, set()).update(re.findall(r"^(?:ZX|SQ|YS)\d", message.text, re.MULTILINE))
    # A low rating reaches the office that supervises at once, and who is to call back.
    assert told["office@xx.gov.cn"] == {"ZX1", "SQ1", "SQ2", "YS1"}
    assert told["wangli@xx.gov.cn"] == {"ZX1", "SQ2", "YS1"}
    # The gap bears a number only.
    assert told["minzheng@xx.gov.cn"] == {"YS3"}
    assert any("没有答案的问题：新到1件" in text for text in desk.door.texts)


async def test_reports_tips_and_what_is_about_somebody_never_leave_the_desk(desk: Desk) -> None:
    await desk.put(complaint("SQ1", kind="report"), complaint("SQ2", kind="tip"), complaint("SQ3"))
    await desk.put(row(ComplaintWallRecord, number="SQ3", unit=OTHER, found=True))
    await desk.office.addresses.add(MAIL, CLERK)
    await desk.office.addresses.add(TypedAddress("mail", "office@xx.gov.cn", ALL, for_unit=True), HEAD)
    await desk.rounds()
    assert desk.door.sent == []


async def test_nothing_of_anybody_is_in_a_message_and_nothing_of_an_address_in_the_table(desk: Desk) -> None:
    await desk.put(ticket("ZX1", question=" ".join(PERSONAL)), disclosure("YS1", unit=UNIT))
    await desk.put(complaint("SQ1", gist=" ".join(PERSONAL), place="金溪镇中心街8号"))
    await desk.office.addresses.add(MAIL, CLERK)
    await desk.rounds()
    assert len(desk.door.texts) == 3
    for text in desk.door.texts:
        for line in text.split("\n")[1:-1]:
            assert re.fullmatch(r"(?:ZX|SQ|YS)\d(?:，\d+月\d+日前办结)?", line)
    async with desk.database.reading() as tx:
        kept = (await tx.scalars(select(NoticeAddressRecord))).one()
        assert "minzheng" not in f"{kept.label}{kept.target!r}"


async def test_failures_are_tried_again_and_given_up_in_the_end(desk: Desk) -> None:
    await desk.put(ticket("ZX1"))
    await desk.office.addresses.add(MAIL, CLERK)
    desk.door.refusals = [NoticeRefusedError("timeout"), NoticeRefusedError("wecom:45009", retry_after=600)]
    await desk.rounds()
    (shown,) = await desk.office.ledger.notices(CLERK)
    assert (shown.state, shown.refusal, shown.attempts) == (NoticeState.WAITING, "timeout", 1)
    await desk.later(seconds=61)
    await desk.later(seconds=301)
    assert desk.door.sent == []
    await desk.later(seconds=300)
    (shown,) = await desk.office.ledger.notices(CLERK)
    assert (shown.state, shown.refusal, len(desk.door.sent)) == (NoticeState.SENT, "", 1)
    await desk.put(ticket("ZX2"))
    desk.door.refusals = [NoticeRefusedError("smtp:451") for _ in range(MOST_TRIES)]
    await desk.later(minutes=11)
    for _ in range(MOST_TRIES):
        await desk.rounds()
        async with desk.database.transaction() as tx:
            await tx.execute(
                update(StaffNoticeRecord)
                .where(StaffNoticeRecord.next_at.is_not(None))
                .values(next_at=desk.clock.now())
            )
    newest = (await desk.office.ledger.notices(CLERK))[0]
    assert (newest.state, newest.attempts, newest.next_at) == (NoticeState.FAILED, MOST_TRIES, None)
    await desk.office.sending.again(newest.id, CLERK)
    await desk.rounds()
    assert (await desk.office.ledger.notices(CLERK))[0].state is NoticeState.SENT


async def test_a_lasting_refusal_is_not_repeated_and_holds_up_no_other(desk: Desk) -> None:
    await desk.put(ticket("ZX1"), ticket("ZX2", unit=OTHER))
    await desk.office.addresses.add(MAIL, CLERK)
    await desk.office.addresses.add(TypedAddress("wecom", "k" * 20, ALL, for_unit=True, unit=OTHER), HEAD)
    desk.door.refusals = [NoticeRefusedError("wecom:93000", permanent=True)]
    await desk.rounds()
    states = sorted(one.state for one in await desk.office.ledger.notices(HEAD))
    assert states == [NoticeState.FAILED, NoticeState.SENT]


async def test_a_switch_stops_what_waits_and_begins_afresh(desk: Desk) -> None:
    await desk.put(ticket("ZX1"))
    address = await desk.office.addresses.add(MAIL, CLERK)
    desk.door.refusals = [NoticeRefusedError("timeout")]
    await desk.rounds()
    await desk.office.addresses.switch(address, on=False, keeper=CLERK)
    await desk.later(hours=1)
    assert desk.door.sent == []
    await desk.office.addresses.switch(address, on=True, keeper=CLERK)
    await desk.later(minutes=1)
    assert len(desk.door.sent) == 1
    await desk.office.addresses.drop(address, CLERK)
    assert (await desk.office.ledger.addresses(CLERK), await desk.office.ledger.notices(CLERK)) == ([], [])


async def test_a_trial_goes_out_at_any_hour_and_once(desk: Desk) -> None:
    address = await desk.office.addresses.add(MAIL, CLERK)
    desk.clock.set(NIGHT)
    await desk.office.sending.try_out(address, CLERK)
    await desk.office.sending.try_out(address, CLERK)
    await desk.rounds()
    assert len(desk.door.sent) == 1
    assert "试发" in desk.door.texts[0]


async def test_nobody_sees_to_what_is_another_s(desk: Desk) -> None:
    own = await desk.office.addresses.add(TypedAddress("mail", "wangli@xx.gov.cn", ALL), HEAD)
    theirs = await desk.office.addresses.add(MAIL, CLERK)
    stranger = NoticeKeeper("jiaoyu", OTHER, at_office=False)
    for keeper, address in ((stranger, own), (stranger, theirs), (CLERK, own), (CLERK, "../x")):
        for deed in (
            desk.office.addresses.switch(address, on=False, keeper=keeper),
            desk.office.addresses.drop(address, keeper),
            desk.office.sending.try_out(address, keeper),
        ):
            with pytest.raises(InputError):
                await deed
    assert await desk.office.ledger.addresses(stranger) == []
    assert [one.id for one in await desk.office.ledger.addresses(CLERK)] == [theirs]
    assert {one.id for one in await desk.office.ledger.addresses(HEAD)} == {own, theirs}
    for typed, keeper in (
        (MAIL, stranger),
        (TypedAddress("mail", "a@xx.gov.cn", ALL, for_unit=True), CLERK),
        (TypedAddress("mail", "a@xx.gov.cn", ALL, for_unit=True, unit="火星局"), HEAD),
        (TypedAddress("mail", "a@xx.gov.cn", ["nothing"]), CLERK),
    ):
        with pytest.raises(InputError):
            await desk.office.addresses.add(typed, keeper)
    for at in range(ADDRESSES_EACH - 1):
        await desk.office.addresses.add(TypedAddress("mail", f"a{at}@xx.gov.cn", ALL), HEAD)
    with pytest.raises(InputError, match="many"):
        await desk.office.addresses.add(TypedAddress("mail", "b@xx.gov.cn", ALL), HEAD)


async def test_whoever_left_is_told_nothing_and_old_messages_go(desk: Desk) -> None:
    await desk.put(
        row(AccountRecord, login="wangli", disabled=True), ticket("ZX1", handler="wangli", unit=OTHER)
    )
    await desk.office.addresses.add(TypedAddress("mail", "wangli@xx.gov.cn", ALL), HEAD)
    await desk.rounds()
    assert desk.door.sent == []
    await desk.put(ticket("ZX2"))
    await desk.office.addresses.add(MAIL, CLERK)
    await desk.rounds()
    desk.clock.set(FRIDAY + timedelta(days=31))
    await desk.office.sending.forget()
    assert await desk.office.ledger.notices(CLERK) == []
