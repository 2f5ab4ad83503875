"""The clock against a counter that walks from day to day; `make histories` tries a hundred thousand histories."""

import os
import random
from datetime import timedelta

import pytest

from handlers.disclosure.statute.clocks import clocks, remaining_workdays
from handlers.disclosure.statute.diary import DayKind, diary
from handlers.workdays import load_calendar
from tests.factories.histories import history
from tests.unit.handlers.disclosure.statute.day_counter import walk

CALENDAR = load_calendar()
HISTORIES = int(os.environ.get("TEST_HISTORIES", "1500"))
SEEDS = [HISTORIES // 5 * part for part in range(5)]


@pytest.mark.parametrize("first", SEEDS)
def test_the_clock_and_the_walk_agree(first: int) -> None:
    for seed in range(first, first + HISTORIES // 5):
        channel, log, today = history(random.Random(seed))
        found = clocks(channel, log, calendar=CALENDAR, today=today)
        walked = walk(channel, log, CALENDAR, today)
        assert found.receipt_on == walked.received, seed
        assert found.clock_start_on == walked.start, seed
        assert found.due_on == walked.due, seed
        assert found.status == walked.status, seed
        assert set(found.flags) - {"calendar_missing"} == walked.flags, seed
        assert found.on_time == walked.on_time, seed
        if found.milestones:
            marks = found.milestones
            expected = tuple(walked.marks.get(count) for count in (3, 8, 15))
            assert (marks.notice_on, marks.draft_on, marks.reply_on) == expected, seed
        if found.due_on and not found.delayed:
            on = found.due_on - timedelta(days=seed % 20)
            still = sum(on < day <= found.due_on for day in walked.counted)
            if found.clock_start_on and on >= found.clock_start_on:
                assert remaining_workdays(found, on=on, calendar=CALENDAR) == still, seed


def test_the_diary_ends_on_the_due_date_with_the_count_full() -> None:
    told = 0
    for seed in range(300):
        channel, log, today = history(random.Random(seed))
        found = clocks(channel, log, calendar=CALENDAR, today=today)
        days = diary(found, log, calendar=CALENDAR, today=today)
        if found.due_on is None or found.delayed or not days:
            continue
        told += 1
        assert days[-1].on == found.due_on, seed
        assert days[-1].due, seed
        assert days[-1].count == 20 + found.extension_workdays, seed
        assert days[-1].kind in {DayKind.COUNTED, DayKind.MADE_UP}, seed
    assert told > 50


def test_the_random_histories_are_of_every_sort() -> None:
    seen = set()
    for seed in range(1500):
        channel, log, today = history(random.Random(seed))
        found = clocks(channel, log, calendar=CALENDAR, today=today)
        seen |= {*found.flags, found.status.value}
    assert len(seen) >= 26, sorted(seen)
