"""Matters of other systems on both engines: delivered whole or not at all, once, changed, taken back."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.audit import AuditRecord
from bot.database import Database
from bot.errors import InputError
from handlers.files.table_file import as_csv, as_workbook, read_rows
from handlers.matters.binding.binding import BindingAccount
from handlers.matters.delivery.mapping import USUAL_MAPPING, read_mapping
from handlers.matters.delivery.records import MatterRecord, MatterStepRecord
from handlers.matters.delivery.retention import OldMatters
from tests.factories.matters import FIRM, FUND, HOUSES, LI, STEPS, ZHANG, MatterDesk, matter

WHO = BindingAccount("oMatter0001", "wechat")


@pytest.fixture
async def desk(database: Database) -> MatterDesk:
    return await MatterDesk(database).opened()


async def counted(desk: MatterDesk) -> tuple[int, int]:
    async with desk.database.reading() as tx:
        matters = await tx.scalar(select(func.count()).select_from(MatterRecord))
        steps = await tx.scalar(select(func.count()).select_from(MatterStepRecord))
    return int(matters or 0), int(steps or 0)


async def test_the_same_again_changes_nothing_and_a_change_keeps_the_number(desk: MatterDesk) -> None:
    first = await desk.deliver(HOUSES, matters=[matter("A-001"), matter("A-002", LI, steps=list(STEPS))])
    assert (first.new, first.changed, first.same) == (2, 0, 0)
    again = await desk.deliver(HOUSES, matters=[matter("A-001"), matter("A-002", LI, steps=list(STEPS))])
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    assert again.numbers == first.numbers
    changed = await desk.deliver(HOUSES, matters=[matter("A-001", state="办结", ended_on="2026-12-01")])
    assert (changed.changed, changed.numbers["A-001"]) == (1, first.numbers["A-001"])
    other = await desk.deliver(FUND, matters=[matter("A-001")])
    assert other.numbers["A-001"] != first.numbers["A-001"], "each system has numbers of its own"
    assert await counted(desk) == (3, 3)


async def test_two_deliveries_at_once_are_one_matter(desk: MatterDesk) -> None:
    taken = await asyncio.gather(*(desk.deliver(HOUSES, matters=[matter("A-001")]) for _ in range(4)))
    assert len({one.numbers["A-001"] for one in taken}) == 1
    assert await counted(desk) == (1, 0)


async def test_whatever_is_wrong_leaves_nothing_written(desk: MatterDesk) -> None:
    with pytest.raises(InputError) as refused:
        await desk.deliver(
            HOUSES, matters=[matter("A-001")], steps=[{"outer": "A-009", "place": 1, "state": "done"}]
        )
    assert (refused.value.text_key, refused.value.values["row"]) == ("matters.refused.no_step", 1)
    assert await counted(desk) == (0, 0)


async def test_a_matter_is_never_handed_to_another_person(desk: MatterDesk) -> None:
    await desk.deliver(HOUSES, matters=[matter("A-001")])
    with pytest.raises(InputError) as refused:
        await desk.deliver(HOUSES, matters=[matter("A-000", LI), matter("A-001", LI)])
    assert refused.value.text_key == "matters.refused.other_holder"
    assert await counted(desk) == (1, 0), "the row before it was not kept either"
    # Whoever registered the wrong person takes it back first; receipts of the first one open nothing of the other's.
    first = (await desk.deliver(HOUSES, matters=[matter("A-001")])).numbers["A-001"]
    await desk.deliver(HOUSES, withdrawn=["A-001"])
    again = await desk.deliver(HOUSES, matters=[matter("A-001", LI, steps=list(STEPS))])
    assert (again.new, again.numbers["A-001"] != first) == (1, True)
    assert await counted(desk) == (1, 3)
    with pytest.raises(InputError):
        await desk.office.ledger.sheet(first)


async def test_steps_move_and_are_seen_by_whoever_is_bound(desk: MatterDesk) -> None:
    taken = await desk.deliver(HOUSES, matters=[matter("B-001", title="企业投资项目", steps=list(STEPS))])
    await desk.bound(WHO, ZHANG)
    (case,) = await desk.office.ledger.cases_of(WHO.citizen)
    assert case.stage == "在办，第2步（共3步）：联合审查"
    assert (case.unit, case.until) == ("住房和城乡建设局", "2026年12月10日前办完")
    moved = {"outer": "B-001", "state": "done", "place": 2, "ended_on": "2026-12-01"}
    ahead = {"outer": "B-001", "state": "running", "place": 3, "started_on": "2026-12-02"}
    assert (await desk.deliver(HOUSES, steps=[moved, ahead])).changed == 2
    assert (await desk.deliver(HOUSES, steps=[moved, ahead])).changed == 0
    (case,) = await desk.office.ledger.cases_of(WHO.citizen)
    assert case.stage == "在办，第3步（共3步）：竣工验收"
    assert [step.state for step in case.steps] == ["办完", "办完", "正在办"]
    sheet = await desk.office.ledger.sheet(taken.numbers["B-001"])
    assert (sheet.case.title, sheet.case.unit, sheet.case.turn) == ("", "", "")
    assert not any(step.unit for step in sheet.case.steps)


async def test_what_its_system_takes_back_is_gone_for_everybody(desk: MatterDesk) -> None:
    taken = await desk.deliver(HOUSES, matters=[matter("A-001")])
    await desk.bound(WHO, ZHANG)
    assert (await desk.deliver(HOUSES, withdrawn=["A-001", "A-777"])).withdrawn == 1
    assert await desk.office.ledger.cases_of(WHO.citizen) == []
    assert await desk.office.ledger.case(taken.numbers["A-001"], citizen=WHO.citizen) is None
    with pytest.raises(InputError):
        await desk.office.ledger.sheet(taken.numbers["A-001"])


async def test_a_closed_system_delivers_nothing_and_its_old_key_opens_nothing(desk: MatterDesk) -> None:
    sources, key = desk.office.sources, desk.keys[HOUSES]
    assert await sources.of_key(key) == HOUSES
    assert await sources.of_key(key[:-1]) is None
    fresh = await sources.open(HOUSES, "不动产登记", actor="console")
    assert (await sources.of_key(key), await sources.of_key(fresh)) == (None, HOUSES)
    await sources.close(HOUSES, actor="console")
    assert await sources.of_key(fresh) is None
    with pytest.raises(InputError):
        await desk.deliver(HOUSES, matters=[matter("A-001")])


HEAD = ["业务号", "事项名称", "承办单位", "状态", "申请人", "证件号码", "手机号", "受理日期", "承诺办结日期"]


def row(
    outer: str, *, state: str = "在办", number: str = ZHANG.identity, day: str = "2026/11/20"
) -> list[str]:
    return [outer, "公积金提取", "公积金中心", state, "张三", number, "13800001111", day, ""]


@pytest.mark.parametrize("made", [as_csv, lambda table: as_workbook("件", table)], ids=["csv", "xlsx"])
async def test_a_table_is_read_first_and_taken_in_whole(
    desk: MatterDesk, made: Callable[[list[list[str]]], bytes]
) -> None:
    tables = desk.office.tables
    table = tables.read(read_rows(made([HEAD, *(row(f"F-{at:03}") for at in range(7))])), USUAL_MAPPING)
    assert (len(table.matters), table.faulty) == (7, 0)
    assert await counted(desk) == (0, 0), "reading keeps nothing"
    assert (await tables.take(FUND, table, actor="staff")).new == 7
    assert (await tables.take(FUND, table, actor="staff")).same == 7


async def test_a_wrong_row_is_told_with_its_place_and_keeps_the_whole_table_back(desk: MatterDesk) -> None:
    rows = [
        HEAD,
        row("F-001"),
        row("F-002", number="350799196001010000"),
        row("F-003", state="不知道"),
        row("F-001"),
    ]
    table = desk.office.tables.read(rows, USUAL_MAPPING)
    assert [(one.row, one.values["field"]) for one in table.faults] == [
        (3, "identity"),
        (4, "state"),
        (5, "outer"),
    ]
    with pytest.raises(InputError):
        await desk.office.tables.take(FUND, table, actor="staff")
    assert await counted(desk) == (0, 0)


async def test_a_mapping_gives_the_columns_the_words_and_the_steps(desk: MatterDesk) -> None:
    mapping = read_mapping(
        "columns: {outer: 单号, opened_on: [收件]}\nsame: {title: 工程建设审批, unit: 住建局}\nstates: {审批中: running}\n"
        "steps:\n- {name: 立项, started_on: 立项起, ended_on: 立项止}\n- {name: 施工许可, started_on: 许可起, ended_on: 许可止}\n".encode()
    )
    rows = [
        ["单号", "状态", "姓名", "证件号码", "收件", "立项起", "立项止", "许可起", "许可止"],
        [
            "G-001",
            "审批中",
            FIRM.name,
            FIRM.identity,
            "20260901",
            "2026-09-01",
            "2026-09-20",
            "2026-09-21",
            "",
        ],
    ]
    table = desk.office.tables.read(rows, mapping)
    (one,) = table.matters
    assert one.holder.is_company
    assert [(step.name, step.state.value) for step in one.steps] == [
        ("立项", "done"),
        ("施工许可", "running"),
    ]
    with pytest.raises(InputError) as refused:
        desk.office.tables.read([["单号"]], mapping)
    assert refused.value.values["columns"] == "状态、姓名、证件号码、收件、立项起、立项止、许可起、许可止"


@pytest.mark.parametrize(
    ("written", "where"),
    [
        ("columns: {number: 单号}", "columns.number"),
        ("same: {identity: 1}", "same.identity"),
        ("states: {审批中: 不知道}", "states.审批中"),
        ("steps: [{name: 立项}]", "steps[1]"),
        ("delete: everything", "delete"),
        ("[1, 2]", None),
        ("a: &a [*a]", None),
    ],
)
def test_a_wrong_mapping_says_where(written: str, where: str | None) -> None:
    with pytest.raises(InputError) as refused:
        read_mapping(written.encode())
    assert refused.value.values.get("where") == where


async def test_matters_go_a_year_after_their_end(desk: MatterDesk) -> None:
    done = matter("A-001", state="办结", ended_on="2026-11-30", steps=list(STEPS))
    await desk.deliver(HOUSES, matters=[done, matter("A-002")])
    rule, later = OldMatters(), desk.clock.now() + timedelta(days=366)
    async with desk.database.transaction() as tx:
        assert (await rule.due(tx, now=desk.clock.now())).count == 0
        assert (await rule.due(tx, now=later)).count == 1
        assert await rule.erase(tx, now=later, limit=10) == 1
    assert await counted(desk) == (1, 0), "what is under way stays"


async def test_no_audit_entry_names_anybody(desk: MatterDesk) -> None:
    await desk.deliver(HOUSES, matters=[matter("A-001")])
    await desk.bound(WHO, ZHANG)
    async with desk.database.reading() as tx:
        told = " ".join(
            f"{one.actor} {one.action} {one.subject} {one.detail}"
            for one in await tx.scalars(select(AuditRecord))
        )
    assert "binding:bind" in told
    for secret in (ZHANG.name, ZHANG.identity, ZHANG.phone, WHO.citizen):
        assert secret not in told
