"""The log of questions on both engines: kept once, counted once, gathered into gaps, forgotten in time."""

from datetime import timedelta

import pytest

from bot.clock import SettableClock
from bot.database import Database
from bot.retention import Transactional
from knowledge.questions.log import QuestionFilters, QuestionLog, monday_of
from knowledge.questions.note import QuestionOutcome
from knowledge.questions.retention import OldQuestions
from tests.factories.questions import ASKED_AT, line


@pytest.fixture
def log(database: Database) -> QuestionLog:
    return QuestionLog(database, SettableClock(ASKED_AT + timedelta(hours=1)))


async def test_a_batch_that_comes_twice_is_kept_and_counted_once(log: QuestionLog) -> None:
    batch = [
        line("公租房怎么申请", QuestionOutcome.ANSWERED, theme="住房"),
        line("无人机要报备吗"),
        line("无人机飞行要报备吗"),
    ]
    assert await log.take(batch) == 3
    assert await log.take([*batch, line("低保多少钱", QuestionOutcome.ANSWERED, theme="救助")]) == 1
    found, more = await log.page()
    assert [question.question for question in found] == [
        "低保多少钱",
        "无人机飞行要报备吗",
        "无人机要报备吗",
        "公租房怎么申请",
    ]
    assert not more
    week = (await log.by_week())[-1]
    assert week.of == monday_of(ASKED_AT.date()).isoformat()
    assert (week.total, week.counts[QuestionOutcome.ANSWERED], week.counts[QuestionOutcome.DECLINED]) == (
        4,
        2,
        2,
    )
    assert len({question.gap_id for question in found if question.outcome is QuestionOutcome.DECLINED}) == 1
    assert all(question.gap_id is None for question in found if question.outcome is QuestionOutcome.ANSWERED)


async def test_the_same_line_twice_in_one_batch_is_one(log: QuestionLog) -> None:
    assert await log.take([line("问", key="same"), line("问", key="same")]) == 1
    assert await log.take([]) == 0


async def test_filters_narrow_and_pages_follow(log: QuestionLog) -> None:
    await log.take([line(f"第{number}个问题", theme="住房" if number % 2 else "") for number in range(7)])
    await log.take(
        [line("上周的问题", QuestionOutcome.HANDED_OVER, at=ASKED_AT - timedelta(days=7), channel="site")]
    )
    first, more = await log.page(QuestionFilters(theme="住房"), size=2)
    rest, end = await log.page(QuestionFilters(theme="住房"), number=2, size=2)
    assert ([q.question for q in first + rest], more, end) == (
        ["第5个问题", "第3个问题", "第1个问题"],
        True,
        False,
    )
    for filters in (
        QuestionFilters(outcome=QuestionOutcome.HANDED_OVER),
        QuestionFilters(channel="site"),
        QuestionFilters(text="上周"),
        QuestionFilters(week_on=monday_of((ASKED_AT - timedelta(days=7)).date())),
    ):
        found, _ = await log.page(filters)
        assert [question.question for question in found] == ["上周的问题"]
    assert (await log.page(QuestionFilters(text="%")))[0] == []
    assert await log.themes() == ["住房"]


async def test_figures_of_themes_stand_with_the_most_asked_first(log: QuestionLog) -> None:
    await log.take(
        [
            line("甲", theme="救助"),
            line("乙", QuestionOutcome.ANSWERED, theme="住房"),
            line("丙", theme="住房"),
        ]
    )
    figures = await log.by_theme()
    assert [(figure.of, figure.total) for figure in figures] == [("住房", 2), ("救助", 1)]


async def test_old_questions_go_and_their_figures_stay(log: QuestionLog, database: Database) -> None:
    await log.take([line("很久以前", at=ASKED_AT - timedelta(days=40)), line("刚才")])
    rule = Transactional(OldQuestions(timedelta(days=30)), database)
    assert (await rule.due(now=ASKED_AT)).count == 1
    assert [await rule.erase(now=ASKED_AT, limit=100) for _ in range(2)] == [1, 0]
    assert [question.question for question in (await log.page())[0]] == ["刚才"]
    assert sum(figure.total for figure in await log.by_week()) == 2


async def test_a_verdict_stands_beside_its_question_and_what_was_useless_joins_a_gap(
    log: QuestionLog,
) -> None:
    asked = line("公租房怎么申请", QuestionOutcome.ANSWERED)._replace(document="rental")
    later = line("公租房", QuestionOutcome.ANSWERED, at=ASKED_AT + timedelta(minutes=1))
    verdict = later._replace(document="rental")
    bad, good = verdict._replace(useful=False), verdict._replace(useful=True, key="other")
    assert await log.take([asked, bad]) == 1
    (found,), _ = await log.page()
    assert found.useful is False
    assert found.gap_id is not None
    # The same verdict twice changes nothing; another one does, and the gap stays.
    assert await log.take([bad]) == 0
    assert await log.take([good]) == 0
    (found,), _ = await log.page()
    assert (found.useful, found.gap_id is not None) == (True, True)
    assert await log.take([good._replace(document="other", useful=False)]) == 0
    assert (await log.by_week())[-1].total == 1
