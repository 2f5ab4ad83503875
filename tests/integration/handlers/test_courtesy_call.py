"""K8a: one year of many is missing. The letter says so by article 36(4), with a search record, and a call is to be made beside it."""

import io
import re
import zipfile

import pytest

from bot.database import Database
from bot.errors import InputError
from handlers.disclosure.case.lifecycle import Step
from handlers.disclosure.case.papers import PaperKind
from handlers.disclosure.decision.grounds import AnswerGround
from handlers.disclosure.proceeding.courtesy_call import CourtesyCalls, call_waits
from tests.factories.decisions import FACTS
from tests.factories.proceedings import COUNSEL, SIGNATORY, STAFF, VAULT, Bureau

ASKED = "青岚县2000年至2020年政府工作报告"
SAID = "上午十点打通，说明2004年的没有留存，查过档案室和县志办。"


async def signed(bureau: Bureau, *grounds: AnswerGround) -> str:
    bureau.on(11, 2)
    number = await bureau.filed()
    await bureau.take(number, Step.CONFIRM, confirmed_with="电话")
    await bureau.take(number, Step.ASSIGN)
    bureau.on(11, 20)
    for place, ground in enumerate(grounds, start=1):
        part = f"第{place}部分" if len(grounds) > 1 else ""
        await bureau.write(number, ground, FACTS[ground], STAFF, asked=ASKED, part=part)
    await bureau.take(number, Step.DRAFT_REPLY)
    await bureau.take(number, Step.PASS_REVIEW, COUNSEL)
    await bureau.take(number, Step.SIGN, SIGNATORY)
    return number


async def test_k8a_one_missing_year_yields_the_part_the_search_record_and_a_call_task(
    database: Database,
) -> None:
    bureau = Bureau(database)
    calls = CourtesyCalls(database, vault=VAULT, clock=bureau.clock)
    number = await signed(bureau, AnswerGround.PROVIDED, AnswerGround.NONEXISTENT)
    file = await bureau.read(number)
    assert file.calls
    assert await calls.waiting(STAFF) == (number,)
    assert file.letters[-1].kind == "partial"
    with zipfile.ZipFile(io.BytesIO(await bureau.letters.content(file.letters[-1].number))) as word:
        letter = re.sub("<[^>]+>", "", word.read("word/document.xml").decode())
    assert "第三十六条第（四）项" in letter
    for searched in ("档案室", "工作报告", "2026年11月10日"):
        assert searched in letter
    # Whoever only looks through or signs is not asked to call, and keeps none.
    assert not (await bureau.read(number, COUNSEL)).calls
    assert await calls.waiting(COUNSEL) == ()
    with pytest.raises(InputError):
        await calls.record(number, " ", clerk=STAFF)
    await calls.record(number, SAID, clerk=STAFF)
    file = await bureau.read(number)
    assert (file.calls, await calls.waiting(STAFF)) == (False, ())
    assert [paper.content for paper in file.papers if paper.kind is PaperKind.CALL] == [{"words": SAID}]
    with pytest.raises(InputError) as twice:
        await calls.record(number, SAID, clerk=STAFF)
    assert twice.value.text_key == "disclosure.refused.no_call"
    # The call stands for no letter: the written reply goes on as before.
    delivered = {"way": "direct", "on": "2026-11-20", "proof": "本人签收"}
    assert await bureau.take(number, Step.DELIVER, **delivered) == "replied"


@pytest.mark.parametrize("ground", [AnswerGround.PROVIDED, AnswerGround.NONEXISTENT])
async def test_nothing_missing_and_nothing_there_ask_for_no_call(
    database: Database, ground: AnswerGround
) -> None:
    bureau = Bureau(database)
    number = await signed(bureau, ground)
    assert not (await bureau.read(number)).calls


def test_a_reply_that_is_signed_anew_asks_anew() -> None:
    assert call_waits(["reply_signed", "call_due"])
    assert not call_waits(["call_due", "called"])
    assert call_waits(["call_due", "called", "call_due"])
    assert not call_waits([])
