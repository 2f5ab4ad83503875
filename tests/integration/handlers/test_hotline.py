"""The bridge to the hotline: the same outer number is one complaint, every state is given back until it is taken."""

import io
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from bot.database import Database
from bot.errors import InputError, ServiceError
from handlers.complaints.case.store import ComplaintFilter
from handlers.complaints.hotline.columns import USUAL_COLUMNS, HotlineColumns, load
from handlers.complaints.hotline.giving_back import HotlineGivingBack
from handlers.complaints.hotline.taking_in import HotlineTakingIn
from handlers.complaints.registration.desk import FilledRegistration
from handlers.files.table_file import as_csv, as_workbook, read_rows
from tests.factories.complaints import OFFICE, SECOND, TEXTS, UNIT, ComplaintDesk, came_from, complaint

HEAD = ["工单编号", "诉求内容", "事发地址", "来电人", "来电号码"]
ROW = ["RX-20261120-001", "楼下烧烤店半夜油烟大，熏得睡不着", "县医院对面", "李一鸣", "13800001234"]


class Hotline:
    """The hotline's side: takes states, or is away."""

    def __init__(self) -> None:
        self.told: list[Mapping[str, str]] = []
        self.fault = ""

    async def __call__(self, told: Mapping[str, str]) -> None:
        if self.fault:
            raise ServiceError("complaints.hotline.trouble", reason=self.fault)
        self.told.append(dict(told))


class Bridge:
    """Both directions on one database."""

    def __init__(self, database: Database) -> None:
        self.desk = ComplaintDesk.of(database)
        self.hotline = Hotline()
        self.registration = FilledRegistration(self.desk.service, county="青岚县", version="2026-1")
        self.taking = HotlineTakingIn(
            database, self.registration, columns=USUAL_COLUMNS, clock=self.desk.clock
        )
        self.giving = HotlineGivingBack(
            database,
            self.hotline,
            columns=USUAL_COLUMNS,
            vault=self.desk.vault,
            clock=self.desk.clock,
            texts=TEXTS,
        )

    async def taken(self) -> str:
        done = await self.taking.table([HEAD, ROW], by="wangli")
        return done.taken[0].number

    async def handled(self, number: str) -> None:
        for step, clerk in (("accept", OFFICE), ("dispatch", OFFICE), ("report", UNIT), ("approve", SECOND)):
            await self.desk.take(number, step, clerk)


@pytest.fixture
def bridge(database: Database) -> Bridge:
    return Bridge(database)


async def test_a_table_is_taken_in_once_and_a_wrong_row_keeps_no_other_back(bridge: Bridge) -> None:
    wrong = ["RX-2", "短", "县医院对面", "", ""]
    nameless = ["", ROW[1], ROW[2], "", ""]
    # The hotline has shown other doors already.
    review = ["RX-3", "不服交警的行政处罚决定，要申请行政复议", "县交警大队", "", ""]
    table = [HEAD, ROW, wrong, nameless, review, ROW]
    first = await bridge.taking.table(table, by="wangli")
    assert [one.outer for one in first.taken] == [ROW[0], "RX-3"]
    assert [one.outer for one in first.known] == [ROW[0]]
    assert [(one.row, one.key) for one in first.refused] == [
        (3, "complaints.filled.what"),
        (4, "complaints.hotline.refused.outer"),
    ]
    again = await bridge.taking.table(table, by="wangli")
    assert again.taken == ()
    assert len(again.known) == 3
    number = first.taken[0].number
    story = await bridge.desk.ledger.story(number, clerk=OFFICE)
    assert (story.channel, story.reachable) == ("hotline", False)
    assert story.timeline[0].detail["outer"] == ROW[0]
    found = await bridge.desk.ledger.page(ComplaintFilter(OFFICE, words=ROW[0]))
    assert [line.number for line in found.lines] == [number]
    told = await bridge.desk.ledger.reveal(number, clerk=OFFICE, reason="核实")
    assert (told.name, told.phone) == ("李一鸣", "13800001234")


async def test_what_came_in_chat_already_is_found_when_the_hotline_brings_it(bridge: Bridge) -> None:
    told = complaint(what="楼下烧烤店半夜油烟大，一家人熏得睡不着", where="县医院旁边", phone=ROW[4])
    known = (await bridge.desk.service.submit(told, origin=came_from("chat-1"))).number
    again = await bridge.taken()
    supposed = await bridge.desk.services.repeats.supposed(again, clerk=OFFICE)
    assert supposed is not None
    assert supposed.number == known
    assert "phone" in supposed.same
    # Nothing is joined without a person, and the outer number stays with the one that brought it.
    assert (await bridge.desk.ledger.story(again, clerk=OFFICE)).timeline[0].detail["outer"] == ROW[0]


async def test_every_door_makes_the_same_record_in_one_ledger(bridge: Bridge) -> None:
    """P10: the talk, a call, a letter, the hotline's own post and its table; one list, one form of record, each with its door."""
    desk = bridge.desk
    typed = {
        "what": "楼下烧烤店半夜油烟大，熏得睡不着",
        "where": "县医院对面",
        "kind": "complaint",
        "phone": "13800001234",
    }
    numbers = {"wechat": (await desk.service.submit(complaint(), origin=came_from())).number}
    for channel in ("call", "letter"):
        fields = {**typed, "channel": channel, "confirmed": "true"}
        receipt = await bridge.registration.by_staff(fields, clerk=OFFICE, form_id=f"desk:{channel}")
        numbers[channel] = receipt.number
    numbers["hotline"] = (await bridge.taking.take({**typed, "outer": "RX-9"}, by="hotline")).number
    numbers["table"] = await bridge.taken()
    listed = (await desk.ledger.page(ComplaintFilter(OFFICE))).lines
    assert {line.number for line in listed} == set(numbers.values())
    assert len(listed) == 5
    assert len({type(line) for line in listed}) == 1
    stories = {door: await desk.ledger.story(number, clerk=OFFICE) for door, number in numbers.items()}
    assert {door: story.channel for door, story in stories.items()} == {
        **{door: door for door in ("wechat", "call", "letter", "hotline")},
        "table": "hotline",
    }


async def test_a_table_without_its_columns_is_refused_by_name(bridge: Bridge) -> None:
    with pytest.raises(InputError) as refused:
        await bridge.taking.table([["编号", "诉求内容"], ["1", "x"]], by="wangli")
    assert refused.value.values["columns"] == "工单编号"


async def test_each_state_is_given_back_and_the_answer_only_once_it_is_approved(bridge: Bridge) -> None:
    number = await bridge.taken()
    assert await bridge.giving.step() == 1
    assert await bridge.giving.step() == 0
    await bridge.desk.take(number, "accept", OFFICE)
    await bridge.desk.take(number, "dispatch", OFFICE)
    await bridge.desk.take(number, "report", UNIT)
    assert await bridge.giving.step() == 1
    await bridge.desk.take(number, "approve", SECOND)
    assert await bridge.giving.step() == 1
    registered, reported, closed = bridge.hotline.told
    assert registered["outer"] == ROW[0]
    assert registered["number"] == number
    assert (reported["answer"], reported["result"]) == ("", "")
    assert (closed["answer"], closed["result"]) == ("已装油烟净化器", "解决")
    assert all("李一鸣" not in str(told) and "13800001234" not in str(told) for told in bridge.hotline.told)
    assert await bridge.giving.counted() == (1, 0)


async def test_what_was_not_taken_is_tried_again_and_seen_and_nothing_is_lost(bridge: Bridge) -> None:
    number = await bridge.taken()
    bridge.hotline.fault = "timeout"
    assert await bridge.giving.step() == 1
    assert await bridge.giving.step() == 0
    [failed] = await bridge.giving.failed()
    assert (failed.number, failed.outer, failed.fault, failed.tries) == (number, ROW[0], "timeout", 1)
    bridge.desk.clock.advance(timedelta(minutes=1))
    assert await bridge.giving.step() == 1
    bridge.desk.clock.advance(timedelta(minutes=1))
    # Each pause is twice the one before it.
    assert await bridge.giving.step() == 0
    bridge.hotline.fault = ""
    await bridge.giving.again(number)
    assert await bridge.giving.step() == 1
    assert len(bridge.hotline.told) == 1
    assert await bridge.giving.failed() == ()


async def test_a_state_that_came_while_another_was_sent_is_sent_too(bridge: Bridge) -> None:
    number = await bridge.taken()
    sent = bridge.hotline.told

    async def slow(told: Mapping[str, str]) -> None:
        if not sent:
            await bridge.desk.take(number, "accept", OFFICE)
        sent.append(dict(told))

    bridge.giving._door = slow
    assert await bridge.giving.step() == 1
    assert await bridge.giving.step() == 1
    assert [told["state"] for told in sent] == ["已登记，等待受理", "已受理，等待分拨"]


async def test_the_states_are_exported_as_a_table(bridge: Bridge) -> None:
    number = await bridge.taken()
    head, row = await bridge.giving.table(unended=True)
    assert head[:3] == ["热线编号", "编号", "办到哪一步"]
    assert row[:3] == [ROW[0], number, "已登记，等待受理"]
    await bridge.desk.take(number, "decline", OFFICE)
    assert len(await bridge.giving.table(unended=True)) == 1
    assert len(await bridge.giving.table(unended=False)) == 2


def workbook(*rows: list[Any]) -> bytes:
    book, written = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(written)
    return written.getvalue()


def test_tables_are_read_whatever_program_wrote_them() -> None:
    plain = "\r\n".join(",".join(row) for row in (HEAD, ROW))
    wanted = [HEAD, ROW]
    assert read_rows(plain.encode("utf-8-sig")) == wanted
    assert read_rows(plain.encode("gb18030")) == wanted
    # A phone that the spreadsheet took for a number.
    assert read_rows(workbook(HEAD, [*ROW[:4], 13800001234.0], [None] * 5)) == wanted


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\x00\x01\x02", b"\xff\xfe\xff\xff"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(InputError):
        read_rows(content)


def test_no_cell_is_taken_for_a_formula() -> None:
    table = [["头"], ["=HYPERLINK(1)"]]
    assert b"\n=" not in as_csv(table)
    sheet = load_workbook(io.BytesIO(as_workbook("表", table))).active
    assert not str(sheet["A2"].value).startswith("=")


def test_a_county_names_its_own_columns(tmp_path: Any) -> None:
    file = tmp_path / "hotline.yml"
    file.write_text("columns: {outer: 单号, what: [问题, 描述]}\nexport: {number: 承办编号}\n", "utf-8")
    columns: HotlineColumns = load(file)
    assert columns.places(["描述", "单号", "地址"]) == {"outer": 1, "what": 0, "where": 2}
    assert columns.given["number"] == "承办编号"
    for wrong in ("[]", "columns: {colour: 红}", "export: {colour: 红}", "columns: {outer: []}"):
        file.write_text(wrong, "utf-8")
        with pytest.raises(ValueError, match=r"hotline\.yml"):
            load(file)
