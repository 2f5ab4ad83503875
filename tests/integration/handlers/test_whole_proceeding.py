"""One case through the whole lawful procedure, the clock moved over more than forty working days."""

import io
import re
import zipfile
from datetime import date

import pytest
from sqlalchemy import select

from bot import audit
from bot.database import Database
from bot.errors import InputError, ProcedureError
from handlers.disclosure.annual_report.report import report_of
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.lifecycle import Actor, State, Step
from handlers.disclosure.case.records import CasePaperRecord
from handlers.disclosure.case.reported import reported_cases
from handlers.disclosure.decision.grounds import AnswerGround
from handlers.disclosure.proceeding.stages import stage_stamps
from tests.factories.proceedings import (
    COUNSEL,
    GRANTED,
    HEAD,
    SIGNATORY,
    STAFF,
    STRANGER,
    UNIT,
    Bureau,
)


async def confirmed(bureau: Bureau, number: str) -> None:
    bureau.on(9, 2)
    assert await bureau.take(number, Step.CONFIRM, confirmed_with="电话") is State.RECEIVED
    story = await bureau.ledger.story(number)
    assert (story.dates.receipt_on, story.dates.due_on) == (date(2026, 9, 2), date(2026, 9, 30))
    assert "收到日期2026年9月2日" in (await bureau.sent())[0]


async def mended(bureau: Bureau, number: str) -> None:
    # A correction, asked point by point, told in chat and merged when it comes on paper.
    bureau.on(9, 4)
    asked = {"points": "哪一个年度\n哪一级财政", "guidance": "写明年度和级次", "until": "2026-09-18"}
    assert await bureau.take(number, Step.ASK_CORRECTION, **asked) is State.AWAITING_CORRECTION
    assert "1. 哪一个年度\n2. 哪一级财政" in (await bureau.sent())[0]
    bureau.on(9, 10)
    mended = {"addition": "要2025年度县本级的", "on": "2026-09-10"}
    assert await bureau.take(number, Step.CORRECT, **mended) is State.RECEIVED
    clear = await bureau.ledger.reveal(number, actor="wang", reason="核对")
    assert clear.information == "青岚县2025年财政决算报告；要2025年度县本级的"
    story = await bureau.ledger.story(number)
    assert story.dates.due_on == date(2026, 10, 14)
    assert "2026年10月14日" in (await bureau.sent())[0]


async def consulted(bureau: Bureau, number: str) -> None:
    # Given to a unit, which asks a third party; the days between do not count.
    bureau.on(9, 11)
    assert await bureau.take(number, Step.ASSIGN, unit="青岚县财政局") is State.SEARCHING
    asked = {"consulted": "third_party", "party": "青岚某某有限公司", "extract": "决算附表中的企业名单"}
    assert await bureau.take(number, Step.CONSULT, UNIT, **asked) is State.CONSULTING
    assert "不计入答复期限" in (await bureau.sent())[0]
    [letter] = (await bureau.read(number, UNIT)).refs
    assert (letter.ref, letter.words) == ("1", "发函征求第三方意见：青岚某某有限公司（2026年9月11日）")
    bureau.on(9, 15)
    arrived = {"ref": "1", "on": "2026-09-14", "proof": "EMS1234567"}
    await bureau.take(number, Step.RECORD_ARRIVAL, UNIT, **arrived)
    with pytest.raises(ProcedureError) as early:
        await bureau.take(number, Step.RESUME, UNIT)
    assert early.value.text_key == "disclosure.missing.opinions"
    bureau.on(9, 22)
    opinion = {"ref": "1", "opinion": "agrees", "opinion_words": "同意公开", "on": "2026-09-22"}
    assert await bureau.take(number, Step.RECORD_OPINION, UNIT, **opinion) is State.SEARCHING
    story = await bureau.ledger.story(number)
    # Eight working days, from the 14th to the 22nd with the made-up Sunday, are out of the count.
    assert story.dates.due_on == date(2026, 10, 26)


async def extended(bureau: Bureau, number: str) -> None:
    bureau.on(9, 24)
    longer = {"reason": "需要汇总的资料多", "workdays": "20"}
    assert await bureau.take(number, Step.EXTEND, HEAD, **longer) is State.SEARCHING
    story = await bureau.ledger.story(number)
    assert story.dates.due_on == date(2026, 11, 23)
    assert any("新的最后一天是2026年11月23日" in words for words in await bureau.sent())


async def drafted_and_signed(bureau: Bureau, number: str) -> None:
    # Drafted, sent back by counsel, sent back by the signatory, signed.
    bureau.on(10, 12)
    with pytest.raises(ProcedureError) as empty:
        await bureau.take(number, Step.DRAFT_REPLY, UNIT)
    assert empty.value.text_key == "decision.incomplete"
    await bureau.write(number, AnswerGround.PROVIDED, GRANTED)
    assert await bureau.take(number, Step.DRAFT_REPLY, UNIT) is State.LEGAL_REVIEW
    bureau.on(10, 20)
    back = {"reason": "附表里还有个人信息，要区分处理"}
    assert await bureau.take(number, Step.RETURN_DRAFT, COUNSEL, **back) is State.SEARCHING
    bureau.on(10, 28)
    await bureau.drafting.drop(number, 0, clerk=UNIT)
    await bureau.write(number, AnswerGround.PROVIDED, GRANTED, part="决算报告")
    withheld = {"protected_interest": "个人隐私", "opinion": "不同意公开", "public_interest": "无重大影响"}
    withheld["own_finding"] = "附表列有个人账号"
    await bureau.write(number, AnswerGround.THIRD_PARTY, withheld, part="附表中的个人账号")
    await bureau.take(number, Step.DRAFT_REPLY, UNIT)
    assert any(line.startswith("+ ") for line in (await bureau.read(number)).changed)
    assert await bureau.take(number, Step.PASS_REVIEW, COUNSEL) is State.APPROVAL
    bureau.on(11, 3)
    assert await bureau.take(number, Step.SEND_BACK, SIGNATORY, reason="措辞再改") is State.SEARCHING
    await bureau.take(number, Step.DRAFT_REPLY, UNIT)
    await bureau.take(number, Step.PASS_REVIEW, COUNSEL)
    bureau.on(11, 9)
    assert await bureau.take(number, Step.SIGN, SIGNATORY) is State.SIGNED


async def lettered(bureau: Bureau, number: str) -> None:
    file = await bureau.read(number)
    assert [letter.kind for letter in file.letters] == [
        "correction",
        "third_party_consultation",
        "pause",
        "extension",
        "partial",
    ]
    assert file.letters[-1].number == "青政公开答〔2026〕第1号"


async def delivered(bureau: Bureau, number: str) -> None:
    # Sent in chat; delivered once the outbox has really sent it, and not before.
    assert await bureau.take(number, Step.DISPATCH) is State.SIGNED
    assert await bureau.delivery.settle() == 0
    bureau.on(11, 10)
    assert f"https://example.test/m/cases/{number}" in (await bureau.sent())[0]
    assert await bureau.delivery.settle() == 1
    assert await bureau.delivery.settle() == 0
    story = await bureau.ledger.story(number)
    assert (story.line.state, story.dates.replied_on) == (State.REPLIED, date(2026, 11, 10))
    assert story.dates.on_time is True


async def test_from_the_first_word_to_the_cell_of_the_report(database: Database) -> None:
    bureau = Bureau(database)
    number = await bureau.filed()
    for stage in (confirmed, mended, consulted, extended, drafted_and_signed, lettered, delivered):
        await stage(bureau, number)
    bureau.on(11, 12)
    assert await bureau.take(number, Step.ARCHIVE) is State.CLOSED
    stamps = stage_stamps((await bureau.ledger.story(number)).timeline, received=True)
    assert all(stamp.at for stamp in stamps)
    assert [stamp.at for stamp in stamps] == sorted(stamp.at for stamp in stamps if stamp.at)

    async with database.reading() as tx:
        cases = await reported_cases(tx, "")
        assert await audit.first_broken(tx) is None
    report = report_of(cases, year=2026)
    assert report.cell("partial", "natural") == report.cell("new_received") == 1
    assert report.broken() == ()


async def test_of_two_on_one_version_the_second_is_told(database: Database) -> None:
    bureau = Bureau(database)
    number = await bureau.filed()
    version = (await bureau.read(number)).version
    await bureau.take(number, Step.CONFIRM, confirmed_with="电话", version=version)
    with pytest.raises(InputError) as second:
        await bureau.take(number, Step.CONFIRM, confirmed_with="短信", version=version)
    assert (second.value.text_key, second.value.values["who"]) == ("disclosure.refused.changed", "wang")


async def test_another_agency_is_answered_as_if_there_were_no_case(database: Database) -> None:
    bureau = Bureau(database)
    number = await bureau.filed()
    words = []
    for asked in (number, "GK202609019999"):
        with pytest.raises(InputError) as refused:
            await bureau.take(asked, Step.CONFIRM, STRANGER, confirmed_with="电话", version=1)
        words.append((refused.value.text_key, refused.value.values["number"] == asked))
        with pytest.raises(InputError):
            await bureau.read(asked, STRANGER)
        with pytest.raises(InputError):
            await bureau.drafting.note(asked, "看一看", clerk=STRANGER)
    assert words == [("disclosure.refused.no_case", True)] * 2


async def test_a_refused_step_leaves_nothing_behind(database: Database) -> None:
    bureau = Bureau(database)
    number = await bureau.filed()
    await bureau.take(number, Step.CONFIRM, confirmed_with="电话")
    before = await bureau.ledger.story(number)
    with pytest.raises(ProcedureError):
        await bureau.take(number, Step.PROPOSE_REFUSAL)
    assert await bureau.ledger.story(number) == before
    async with database.reading() as tx:
        steps = (await tx.scalars(select(CasePaperRecord))).all()
    assert [paper.kind for paper in steps] == ["step"]


async def test_whoever_drafted_neither_reviews_nor_signs(database: Database) -> None:
    bureau = Bureau(database)
    number = await bureau.filed()
    everything = type(STAFF)("all", STAFF.parts | COUNSEL.parts | SIGNATORY.parts)
    await bureau.take(number, Step.CONFIRM, everything, confirmed_with="电话")
    await bureau.take(number, Step.ASSIGN, everything)
    await bureau.write(number, AnswerGround.PROVIDED, GRANTED, everything)
    await bureau.take(number, Step.DRAFT_REPLY, everything)
    assert Step.PASS_REVIEW not in (await bureau.read(number, everything)).steps
    with pytest.raises(ProcedureError) as own:
        await bureau.take(number, Step.PASS_REVIEW, everything)
    assert own.value.text_key == "disclosure.missing.same_person"


async def test_a_returned_refusal_goes_back_to_be_assigned(database: Database) -> None:
    bureau = Bureau(database)
    number = await bureau.filed()
    await bureau.take(number, Step.CONFIRM, confirmed_with="电话")
    facts = {"matter": "举报", "channel": "县信访局"}
    await bureau.write(number, AnswerGround.COMPLAINT, facts, STAFF)
    assert await bureau.take(number, Step.PROPOSE_REFUSAL) is State.LEGAL_REVIEW
    assert Step.RETURN_DRAFT not in (await bureau.read(number, COUNSEL)).steps
    assert await bureau.take(number, Step.RETURN_REFUSAL, COUNSEL, reason="可以查") is State.RECEIVED


async def test_a_reply_that_was_wrong_is_looked_at_again_by_the_same_three(database: Database) -> None:
    """B15: what was given may be found inaccurate afterwards; the head takes it back, and it passes every check once more."""
    bureau = Bureau(database)
    number = await bureau.filed()
    await bureau.signed(number)
    delivered = {"way": "post", "on": "2026-09-01", "proof": "EMS1234567"}
    assert await bureau.take(number, Step.DELIVER, **delivered) is State.REPLIED
    with pytest.raises(ProcedureError):
        await bureau.take(number, Step.CORRECT_REPLY, STAFF, reason="金额写错")
    assert await bureau.take(number, Step.CORRECT_REPLY, HEAD, reason="金额写错") is State.SEARCHING
    for early in (Step.SIGN, Step.DISPATCH, Step.DELIVER):
        with pytest.raises(ProcedureError):
            await bureau.take(number, early, SIGNATORY)
    assert await bureau.take(number, Step.DRAFT_REPLY) is State.LEGAL_REVIEW
    assert await bureau.take(number, Step.PASS_REVIEW, COUNSEL) is State.APPROVAL
    assert await bureau.take(number, Step.SIGN, SIGNATORY) is State.SIGNED


async def test_what_experts_held_stands_in_the_case_and_moves_no_date(database: Database) -> None:
    """O4: beside counsel's review others may be consulted; who handles the case keeps it, nobody else, and never after the answer."""
    bureau = Bureau(database)
    number = await bureau.filed()
    await bureau.take(number, Step.CONFIRM, confirmed_with="电话")
    await bureau.take(number, Step.ASSIGN)
    before = (await bureau.ledger.story(number)).dates
    held = "县档案馆两位研究馆员：决算附表属于可以公开的档案。"
    for clerk, refusal in ((STRANGER, InputError), (SIGNATORY, ProcedureError)):
        with pytest.raises(refusal):
            await bureau.drafting.hear_experts(number, held, clerk=clerk)
    with pytest.raises(InputError):
        await bureau.drafting.hear_experts(number, " ", clerk=STAFF)
    await bureau.drafting.hear_experts(number, held, clerk=STAFF)
    file, story = await bureau.read(number), await bureau.ledger.story(number)
    assert [(one.kind, one.content["words"]) for one in file.papers if one.kind == "experts"] == [
        ("experts", held)
    ]
    assert story.timeline[-1].kind == "experts_heard"
    assert story.dates == before
    await bureau.write(number, AnswerGround.PROVIDED, GRANTED, STAFF)
    await bureau.take(number, Step.DRAFT_REPLY)
    await bureau.drafting.hear_experts(number, held, clerk=COUNSEL)
    await bureau.take(number, Step.PASS_REVIEW, COUNSEL)
    await bureau.take(number, Step.SIGN, SIGNATORY)
    with pytest.raises(ProcedureError):
        await bureau.drafting.hear_experts(number, held, clerk=STAFF)


async def test_a_paid_request_goes_on_where_it_stood(database: Database) -> None:
    bureau = Bureau(database)
    number = await bureau.filed()
    await bureau.take(number, Step.CONFIRM, confirmed_with="电话")
    await bureau.take(number, Step.ASSIGN)
    bureau.on(9, 3)
    fee = {"scale": "requests", "count": "11", "amount": "100", "pay_how": "县财政局窗口"}
    assert await bureau.take(number, Step.ASK_FEE, HEAD, **fee) is State.AWAITING_FEE
    paid = {"on": "2026-09-07", "proof": "票据12345"}
    bureau.on(9, 8)
    assert await bureau.take(number, Step.PAY_FEE_SEARCHED, **paid) is State.SEARCHING
    story = await bureau.ledger.story(number)
    assert story.dates.due_on == date(2026, 10, 10)


async def test_what_is_not_mended_in_time_is_closed_and_not_before(database: Database) -> None:
    bureau = Bureau(database)
    number = await bureau.filed()
    await bureau.take(number, Step.CONFIRM, confirmed_with="电话")
    asked = {"points": "哪一年", "guidance": "写明年度", "until": "2026-09-15"}
    await bureau.take(number, Step.ASK_CORRECTION, **asked)
    with pytest.raises(ProcedureError) as early:
        await bureau.take(number, Step.LAPSE_CORRECTION, reason="没有理由")
    assert early.value.text_key == "disclosure.missing.correction_runs"
    bureau.on(9, 16)
    assert await bureau.take(number, Step.LAPSE_CORRECTION, reason="没有理由") is State.CLOSED
    async with database.reading() as tx:
        [case] = (await reported_cases(tx, "")).requests
    assert case.outcome == "other_no_correction"


async def test_a_department_that_was_chosen_answers_under_its_own_name(database: Database) -> None:
    """Art. 27: its own people, number series, contact, review organ and court; nobody of another agency sees it."""
    bureau = Bureau(database)
    number = await bureau.filed(agency="jiaoyu")
    with pytest.raises(InputError):
        await bureau.read(number, STAFF)
    everybody = STRANGER
    await bureau.take(number, Step.CONFIRM, everybody, confirmed_with="电话")
    await bureau.take(number, Step.ASSIGN, everybody)
    await bureau.write(number, AnswerGround.PROVIDED, GRANTED, everybody)
    await bureau.take(number, Step.DRAFT_REPLY, everybody)
    other = Clerk("zhang", frozenset(Actor), agency="jiaoyu", unit="青岚县教育局")
    await bureau.take(number, Step.PASS_REVIEW, other)
    third = Clerk("wu", frozenset(Actor), agency="jiaoyu", unit="青岚县教育局")
    await bureau.take(number, Step.SIGN, third)
    file = await bureau.read(number, everybody)
    [reply] = [letter for letter in file.letters if "公开答" in letter.number]
    assert reply.number == "青教公开答〔2026〕第1号"
    with zipfile.ZipFile(io.BytesIO(await bureau.letters.content(reply.number))) as file_of_word:
        whole = re.sub("<[^>]+>", "", file_of_word.read("word/document.xml").decode())
    for words in ("青岚县教育局", "0599-6612316", "青岚县人民政府", "青岚县人民法院"):
        assert words in whole
