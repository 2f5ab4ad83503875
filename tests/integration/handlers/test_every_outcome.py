"""Each of the twenty-one outcomes through the procedure: decided, reviewed, signed, its letter, delivered, its cell in the report."""

import io
import re
import zipfile
from datetime import datetime

from bot.clock import SHANGHAI
from bot.database import Database
from handlers.disclosure.annual_report.form import OUTCOMES
from handlers.disclosure.annual_report.report import report_of
from handlers.disclosure.case.lifecycle import State, Step
from handlers.disclosure.case.reported import reported_cases
from handlers.disclosure.decision.counsel import CounselSettings
from handlers.disclosure.decision.grounds import AnswerGround, outcome_of
from handlers.disclosure.decision.outcomes import Outcome
from tests.factories.decisions import COURT_LINE, FACTS
from tests.factories.proceedings import AGENCIES, COUNSEL, SIGNATORY, STAFF, Bureau

COUNSELLED = CounselSettings.of(AGENCIES.counsel, origin="agencies.yml")
DELIVERED = {"way": "direct", "on": "2026-11-20", "proof": "本人签收"}


def grounds_of(outcome: Outcome) -> tuple[AnswerGround, ...]:
    """Give the grounds whose answers make an outcome."""
    if outcome is Outcome.PARTIAL:
        return AnswerGround.PROVIDED, AnswerGround.PROCESS
    return (next(one for one in AnswerGround if outcome_of(one, counsel=COUNSELLED) is outcome),)


async def replied_with(bureau: Bureau, outcome: Outcome) -> str:
    """Bring a request to a delivered reply with an outcome; give the words of its letter."""
    bureau.clock.set(datetime(2026, 11, 2, 10, tzinfo=SHANGHAI))
    number = await bureau.filed(f"form-{outcome}")
    await bureau.take(number, Step.CONFIRM, confirmed_with="电话")
    await bureau.take(number, Step.ASSIGN)
    bureau.clock.set(datetime(2026, 11, 20, 10, tzinfo=SHANGHAI))
    grounds = grounds_of(outcome)
    for place, ground in enumerate(grounds, start=1):
        part = f"第{place}部分" if len(grounds) > 1 else ""
        await bureau.write(number, ground, FACTS[ground], STAFF, part=part)
    if outcome is Outcome.DENY_ADMIN_QUERY:
        await bureau.drafting.settle(number, counted_as="", court_line=COURT_LINE, clerk=STAFF)
    await bureau.take(number, Step.DRAFT_REPLY)
    await bureau.take(number, Step.PASS_REVIEW, COUNSEL)
    await bureau.take(number, Step.SIGN, SIGNATORY)
    assert await bureau.take(number, Step.DELIVER, **DELIVERED) is State.REPLIED
    story = await bureau.ledger.story(number)
    assert story.dates.on_time is True
    letter = (await bureau.read(number)).letters[-1]
    assert letter.kind == outcome.value
    with zipfile.ZipFile(io.BytesIO(await bureau.letters.content(letter.number))) as word:
        return re.sub("<[^>]+>", "", word.read("word/document.xml").decode())


async def test_every_outcome_has_its_letter_and_its_cell(database: Database) -> None:
    bureau = Bureau(database)
    for outcome in Outcome:
        text = await replied_with(bureau, outcome)
        assert "【" not in text, outcome
        assert "行政复议" in text, outcome
        assert "李一鸣" in text, outcome
    async with database.reading() as tx:
        report = report_of(await reported_cases(tx, ""), year=2026)
    assert {row: report.cell(row, "natural") for row in OUTCOMES} == dict.fromkeys(OUTCOMES, 1)
    assert report.cell("new_received") == len(Outcome)
    assert report.broken() == ()
