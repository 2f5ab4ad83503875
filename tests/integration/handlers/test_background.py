"""What stands beside a case: earlier cases of the own agency alone, counts with the lawful steps, the talk with nothing in clear."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.database import Database
from bot.errors import InputError
from handlers.disclosure.background.conversation import CaseConversation
from handlers.disclosure.background.earlier_cases import EarlierCases
from handlers.disclosure.bundle.service import SaidTurn
from handlers.disclosure.case import store
from handlers.disclosure.case.lifecycle import Step
from handlers.disclosure.excess.panel import ExcessStep
from tests.factories.proceedings import FIRST_DAY, STAFF, STRANGER, UNIT, VAULT, Bureau

OTHER = "339901199001011237"


async def given_to_agency(database: Database, number: str, agency: str) -> None:
    async with database.transaction() as tx:
        request = await store.by_number(tx, number, lock=True)
        assert request is not None
        request.agency = agency


async def filed(bureau: Bureau, *asked: str, identity: str = "") -> list[str]:
    """File requests, a day apart each."""
    numbers = []
    for information in asked:
        more = {"identity": identity} if identity else {}
        numbers.append(await bureau.filed(f"form-{information}", information=information, **more))
        bureau.later(1)
    return numbers


async def test_the_same_applicants_and_the_similar_ones_of_the_own_agency(database: Database) -> None:
    bureau, earlier = Bureau(database), EarlierCases(database, vault=VAULT)
    wanted = "青岚县2025年财政决算报告"
    [elsewhere] = await filed(bureau, f"{wanted}。")
    [like] = await filed(bureau, f"{wanted}全文", identity=OTHER)
    [unlike] = await filed(bureau, "石桥镇农村公路养护合同和付款凭证", identity=OTHER)
    own, this, later = await filed(bureau, "下坝村征地补偿安置方案", wanted, f"{wanted}（补充）")
    await given_to_agency(database, elsewhere, "jiaoyu")
    found = await earlier.like(this, clerk=STAFF)
    assert [(one.number, one.same_applicant) for one in found] == [
        (later, True),
        (like, False),
        (own, True),
    ]
    assert found[0].percent >= found[1].percent > 60 > found[2].percent
    assert unlike not in {one.number for one in found}
    with pytest.raises(InputError):
        await earlier.like(this, clerk=STRANGER)
    with pytest.raises(InputError):
        await earlier.panel(this, clerk=STRANGER)


async def test_the_panel_counts_and_offers_asking_for_reasons_first(database: Database) -> None:
    bureau, earlier = Bureau(database), EarlierCases(database, vault=VAULT)
    numbers = await filed(bureau, *(f"第{place}份会议纪要" for place in range(11)))
    await filed(bureau, "别人申请的一件", identity=OTHER)
    last = numbers[-1]
    found = await earlier.panel(last, clerk=STAFF)
    assert found is not None
    assert (found.in_month, found.in_twelve_months, found.own_yuan, found.month_yuan) == (11, 11, 100, 100)
    assert [offered.step for offered in found.steps] == [ExcessStep.ASK_REASONS, ExcessStep.CHARGE]
    await bureau.take(last, Step.CONFIRM, confirmed_with="电话")
    await bureau.take(last, Step.ASK_REASONS, counts="11件", until="2026-09-30")
    asked = await earlier.panel(last, clerk=STAFF)
    assert asked is not None
    steps = [offered.step for offered in asked.steps]
    assert steps == [ExcessStep.REFUSE, ExcessStep.FIX_DELAY, ExcessStep.CHARGE]
    # Whoever only handles a case for the agency does not judge how much its applicants ask for.
    await bureau.take(last, Step.ASSIGN, unit=UNIT.unit)
    assert await earlier.panel(last, clerk=UNIT) is None
    assert {one.number for one in await earlier.like(last, clerk=UNIT)} == set()


async def test_the_talk_is_read_with_nothing_in_clear(database: Database) -> None:
    bureau = Bureau(database)
    number = await bureau.filed()
    asked: list[tuple[str, str, datetime]] = []

    async def said(channel: str, citizen: str, since: datetime) -> Sequence[SaidTurn]:
        asked.append((channel, citizen, since))
        words = "我是李一鸣，身份证339901198503142016，电话13800001234，住青岚县石桥镇下坝村15号"
        return [
            SaidTurn("bot", FIRST_DAY + timedelta(minutes=1), "好，记下了"),
            SaidTurn("user", FIRST_DAY, words),
        ]

    talk = CaseConversation(database, vault=VAULT, said=said)
    first, second = await talk.of(number, clerk=STAFF)
    assert (first.who, second.text) == ("user", "好，记下了")
    for clear in ("李一鸣", "339901198503142016", "13800001234", "15号"):
        assert clear not in first.text
    assert asked == [("wechat", "openid-1", FIRST_DAY - timedelta(days=1))]
    with pytest.raises(InputError):
        await talk.of(number, clerk=STRANGER)
    assert len(asked) == 1
