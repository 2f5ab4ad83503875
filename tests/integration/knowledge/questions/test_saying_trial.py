"""What other sayings would change is known before they are kept."""

from datetime import date
from pathlib import Path

import pytest

from bot.clock import SettableClock
from bot.database import Database
from knowledge.documents.document import Document
from knowledge.documents.draft import Draft
from knowledge.index.generations import Index
from knowledge.library.saying_records import SayingChange, SayingDeed, after, table_of
from knowledge.questions.log import QuestionLog
from knowledge.questions.saved_questions import SavedQuestions, Wanted
from knowledge.questions.saying_trial import SayingTrial
from knowledge.text.lexicon import shipped
from tests.factories.publication import knowledge_services
from tests.factories.questions import ASKED_AT, line

WOODS = Document(id="woods", title="青岚县生态护林员管理办法", published_on=date(2026, 1, 15))
WOODS_TEXT = "第一条 生态护林员补助每人每年8000元，按季发放。\n第二条 生态护林员由乡镇选聘。\n"
BUS = Document(id="bus", title="青岚县夜班公交公告", published_on=date(2026, 2, 1))
BUS_TEXT = "第一条 夜班公交每晚23点30分收班，票价2元。\n第二条 铁脚板公交专线每年运行300天。\n"
PAID = "铁脚板补助多少钱"
YEARLY = "铁脚板补助每年多少元"


@pytest.fixture
async def trial(database: Database, tmp_path: Path) -> SayingTrial:
    clock = SettableClock(ASKED_AT)
    index, knowledge = Index(tmp_path / "index"), knowledge_services(database, clock)
    drafts = [Draft(WOODS, WOODS_TEXT, "test", 1), Draft(BUS, BUS_TEXT, "test", 2)]
    await knowledge.imports.keep(drafts, author="t", publish=True)
    await knowledge.upkeep.refresh(index)
    index.reload()
    log, saved = QuestionLog(database, clock), SavedQuestions(database, clock)
    await log.take([line(PAID), line("夜班公交几点收班"), line(PAID)])
    await saved.save(YEARLY, Wanted("woods", ("8000元",)), actor="op")
    return SayingTrial(index, log=log, saved=saved, clock=clock)


async def test_only_questions_that_hold_the_saying_are_asked_and_what_changes_is_named(
    trial: SayingTrial,
) -> None:
    table = table_of(after({}, [SayingChange(SayingDeed.ADD, "铁脚板", "生态护林员补助")]))
    verdict = await trial.verdict(shipped(), table)
    assert (verdict.looked, verdict.touched, verdict.asked) == (3, 2, 2)
    effect = next(one for one in verdict.effects if one.question == PAID)
    assert (effect.saved, effect.moved) == (False, True)
    assert (effect.before.document, effect.after.document) == ("bus", "woods")
    assert "8000元" in effect.after.quote
    assert verdict.saved.worse == ()
    assert (await trial.verdict(shipped(), table, recent=False)).looked == 1


async def test_a_saved_question_that_gets_worse_is_told_apart(trial: SayingTrial) -> None:
    # What is struck out is what leads to the right document.
    known = table_of(after({}, [SayingChange(SayingDeed.ADD, "铁脚板", "生态护林员补助")]))
    verdict = await trial.verdict(known, shipped())
    assert {one.question: one.saved for one in verdict.effects} == {YEARLY: True, PAID: False}
    assert [change.expected.question for change in verdict.saved.worse] == [YEARLY]
    better = (await trial.verdict(shipped(), known)).saved.better
    assert [change.expected.question for change in better] == [YEARLY]


async def test_the_same_sayings_change_nothing(trial: SayingTrial) -> None:
    verdict = await trial.verdict(shipped(), shipped())
    assert (verdict.touched, verdict.effects) == (0, ())
