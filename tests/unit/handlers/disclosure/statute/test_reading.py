import random
from datetime import date

import pytest

from handlers.disclosure.case.clock_words import day_words, sentences
from handlers.disclosure.statute.clocks import clocks
from handlers.disclosure.statute.diary import DayKind, diary
from handlers.disclosure.statute.explanation import explanation
from handlers.disclosure.statute.log import Channel, LogEntry, Occurrence
from handlers.disclosure.statute.reading import channel_of, civil_day, entries_of
from handlers.workdays import load_calendar
from tests.factories.histories import history
from tests.factories.talk import TEXTS

CALENDAR = load_calendar()


def test_lines_are_read_with_what_they_carry_and_unknown_kinds_and_keys_are_passed_over() -> None:
    events = [
        {"type": "submitted", "at": "2025-03-03", "window": 3},
        {"type": "phone_call", "at": "whenever"},
        {"type": "fee_notice", "at": "2025-03-05", "received": "2025-03-06"},
        {"type": "extension_approved", "at": "2025-03-07", "workdays": 10, "told": "2025-03-08"},
        {"type": "correction_received", "at": "2025-03-09", "justified": True},
        {"type": "art35_delay", "at": "2025-03-10", "new_due": "2025-06-30"},
    ]
    assert entries_of(events) == [
        LogEntry(Occurrence.SUBMITTED, date(2025, 3, 3)),
        LogEntry(Occurrence.FEE_NOTICE, date(2025, 3, 5), received_on=date(2025, 3, 6)),
        LogEntry(Occurrence.EXTENSION_APPROVED, date(2025, 3, 7), received_on=date(2025, 3, 8), workdays=10),
        LogEntry(Occurrence.CORRECTION_RECEIVED, date(2025, 3, 9), justified=True),
        LogEntry(Occurrence.ART35_DELAY, date(2025, 3, 10), until=date(2025, 6, 30)),
    ]


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2025-09-29T16:20:00Z", date(2025, 9, 30)),
        ("2025-09-29T15:59:59Z", date(2025, 9, 29)),
        ("2025-09-29T23:59:59+08:00", date(2025, 9, 29)),
        ("2025-09-29 23:59", date(2025, 9, 29)),
        ("2025-09-29", date(2025, 9, 29)),
    ],
)
def test_a_day_is_the_civil_day_in_china(at: str, day: date) -> None:
    assert civil_day(at) == day


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({"type": "submitted"}, "第1个事件缺少 at"),
        ({"at": "2025-03-03"}, "第1个事件缺少 type"),
        ({"type": "submitted", "at": "2025-02-30"}, "2025-02-30 不是日期"),
        ({"type": "submitted", "at": 20250303.5}, "不是日期"),
        ({"type": "extension_approved", "at": "2025-03-03", "workdays": "ten"}, "workdays"),
        ({"type": "extension_approved", "at": "2025-03-03", "workdays": -1}, "workdays"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(event: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        entries_of([event])


def test_an_unknown_channel_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"pigeon.*in_person"):
        channel_of("pigeon")


def test_every_flag_status_and_sentence_has_words_and_its_values() -> None:
    told = set()
    for seed in range(1500):
        channel, log, today = history(random.Random(seed))
        found = clocks(channel, log, calendar=CALENDAR, today=today)
        assert all(f"clock.flag.{flag}" in TEXTS for flag in found.flags), found.flags
        assert f"clock.status.{found.status}" in TEXTS
        steps = explanation(found, calendar=CALENDAR)
        assert all(sentences(steps, TEXTS))
        told |= {step.key for step in steps}
    assert told >= {
        "received",
        "restarted",
        "consulted",
        "consulting",
        "extended",
        "due",
        "delayed",
        "provisional",
    }


def test_the_sentences_say_what_took_the_time() -> None:
    log = [
        LogEntry(Occurrence.SUBMITTED, date(2025, 5, 12)),
        LogEntry(Occurrence.THIRD_PARTY_SENT, date(2025, 5, 15), ref="甲公司"),
        LogEntry(Occurrence.THIRD_PARTY_SERVED, date(2025, 5, 16), ref="甲公司"),
        LogEntry(Occurrence.THIRD_PARTY_REPLY, date(2025, 5, 30), ref="甲公司"),
    ]
    found = clocks(Channel.IN_PERSON, log, calendar=CALENDAR)
    told = sentences(explanation(found, calendar=CALENDAR), TEXTS)
    assert told[0].startswith("2025年5月12日收到申请")
    assert told[1] == "2025年5月16日到2025年5月30日征求别人的意见，其中11个工作日不算在内。"
    assert told[2] == "数到第20个工作日，是2025年6月25日，最迟这一天答复。"
    assert not any("甲公司" in sentence for sentence in told)


def test_the_days_say_why_each_counts_or_not() -> None:
    log = [LogEntry(Occurrence.SUBMITTED, date(2025, 9, 22))]
    found = clocks(Channel.IN_PERSON, log, calendar=CALENDAR)
    days = {day.on: day for day in diary(found, log, calendar=CALENDAR, today=date(2025, 9, 22))}
    assert days[date(2025, 9, 22)].kind is DayKind.START
    assert days[date(2025, 9, 27)].kind is DayKind.WEEKEND
    assert day_words(days[date(2025, 9, 28)], TEXTS) == "调休上班，第5个工作日"
    assert days[date(2025, 10, 1)].kind is DayKind.HOLIDAY
    assert day_words(days[date(2025, 10, 24)], TEXTS) == "第20个工作日；最后一天"


def test_days_of_an_unpublished_year_are_said_to_be_unknown() -> None:
    log = [LogEntry(Occurrence.SUBMITTED, date(2026, 12, 28))]
    found = clocks(Channel.IN_PERSON, log, calendar=CALENDAR)
    days = diary(found, log, calendar=CALENDAR, today=date(2027, 1, 4))
    assert days[-1].on == date(2027, 1, 4)
    assert {day.kind for day in days if day.on.year == 2027} == {DayKind.UNKNOWN}
    assert days[-1].count == 3


def test_before_the_receipt_there_is_nothing_to_count() -> None:
    log = [LogEntry(Occurrence.SUBMITTED, date(2025, 9, 22))]
    found = clocks(Channel.FAX, log, calendar=CALENDAR)
    assert diary(found, log, calendar=CALENDAR, today=date(2025, 9, 30)) == ()
    assert [step.key for step in explanation(found, calendar=CALENDAR)] == ["unconfirmed"]
