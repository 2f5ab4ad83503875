"""双公示 on both engines: only what was published, of companies only, taken back for good, a few looks a day."""

from datetime import date

import pytest

from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError
from handlers.credit.service import LOOKS_A_DAY, CreditRegister
from handlers.credit.table import look_through
from tests.factories.matters import FIRM, NOW, VAULT, ZHANG, credit_code

HEAD = [
    "类别",
    "文书号",
    "企业名称",
    "统一社会信用代码",
    "内容",
    "决定机关",
    "决定日期",
    "公示日期",
    "公示截止日期",
    "是否公示",
]
TODAY = date(2026, 12, 2)


def row(document: str, **other: str) -> list[str]:
    cells = {
        **dict(
            zip(
                HEAD,
                [
                    "行政处罚",
                    document,
                    FIRM.name,
                    FIRM.identity,
                    "罚款2000元",
                    "市场监管局",
                    "2026-06-01",
                    "2026-06-05",
                    "2027-06-05",
                    "是",
                ],
                strict=True,
            )
        ),
        **other,
    }
    return [cells[name] for name in HEAD]


@pytest.fixture
def register(database: Database) -> CreditRegister:
    return CreditRegister(database, vault=VAULT, clock=SettableClock(NOW))


async def take(register: CreditRegister, *rows: list[str]) -> tuple[int, int]:
    taken = await register.take("信用青岚（示例）", look_through([HEAD, *rows], today=TODAY), actor="staff")
    return taken.published, taken.withdrawn


async def found(register: CreditRegister, code: str = FIRM.identity) -> list[str]:
    answer = await register.look(code, citizen="oCredit0001", channel="wechat")
    assert answer is not None
    return [one.document for one in answer.rows]


async def test_only_what_is_published_is_kept_and_found(register: CreditRegister) -> None:
    hidden = row("青罚〔2026〕2号", 是否公示="否")
    over = row("青罚〔2025〕3号", 公示截止日期="2026-12-01")
    assert await take(register, row("青罚〔2026〕1号"), hidden, over) == (2, 0)
    assert await found(register) == ["青罚〔2026〕1号"]
    assert await found(register, credit_code(99)) == []


async def test_what_is_taken_back_is_gone_and_the_same_again_is_one(register: CreditRegister) -> None:
    assert (
        await take(register, row("青罚〔2026〕1号")) == await take(register, row("青罚〔2026〕1号")) == (1, 0)
    )
    assert await found(register) == ["青罚〔2026〕1号"]
    assert await take(register, row("青罚〔2026〕1号", 是否公示="否")) == (0, 1)
    assert await found(register) == []


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"统一社会信用代码": ZHANG.identity}, "code"),
        ({"统一社会信用代码": FIRM.identity[:-1] + "0"}, "code"),
        ({"内容": "张三，13800001111，罚款"}, "personal"),
        ({"类别": "表彰"}, "kind"),
        ({"是否公示": ""}, "public"),
        ({"公示日期": "2027-01-01"}, "day"),
        ({"企业名称": ""}, "length"),
        ({"决定日期": "2026-06-06"}, "before"),
        ({"内容": "罚款\u202e元0002"}, "unseen"),
        ({"文书号": "青罚〔2026〕1号"}, "twice"),
    ],
)
async def test_a_wrong_row_keeps_the_table_back(
    register: CreditRegister, changed: dict[str, str], key: str
) -> None:
    with pytest.raises(InputError) as refused:
        await take(register, row("青罚〔2026〕1号"), row("青罚〔2026〕9号", **changed))
    assert (refused.value.text_key, refused.value.values["row"]) == (f"credit.refused.{key}", 3)
    assert await found(register) == []


async def test_every_wrong_row_is_told_and_those_of_other_sources_stay(register: CreditRegister) -> None:
    bad = [row(f"青罚〔2026〕{at}号", 类别="表彰") for at in range(60)]
    table = look_through([HEAD, row("青罚〔2026〕1号"), *bad], today=TODAY)
    assert (len(table.entries), len(table.faults), table.faulty) == (1, 50, 60)
    await take(register, row("青罚〔2026〕1号"))
    hidden = look_through([HEAD, row("青罚〔2026〕1号", 是否公示="否")], today=TODAY)
    other = await register.take("别的来源", hidden, actor="staff")
    assert (other.withdrawn, await found(register)) == (0, ["青罚〔2026〕1号"])
    (one,) = await register.sources()
    assert (one.name, one.entries, one.taken_at) == ("信用青岚（示例）", 1, NOW)


async def test_a_thousand_rows_are_one_table(register: CreditRegister) -> None:
    rows = [row(f"青罚〔2026〕{at}号") for at in range(1200)]
    assert await take(register, *rows) == (1200, 0)
    assert await take(register, *rows) == (1200, 0)
    answer = await register.look(FIRM.identity, citizen="oCredit0001", channel="wechat")
    assert answer is not None
    assert (answer.total, len(answer.rows)) == (1200, 5)


async def test_an_account_looks_so_often_a_day(register: CreditRegister) -> None:
    for _ in range(LOOKS_A_DAY):
        assert await register.look(FIRM.identity, citizen="oCredit0001", channel="wechat") is not None
    assert await register.look(FIRM.identity, citizen="oCredit0001", channel="wechat") is None
    assert await register.look(FIRM.identity, citizen="oCredit0002", channel="wechat") is not None
