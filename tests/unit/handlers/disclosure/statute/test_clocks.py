from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.cli.procedure.clock_cases import check
from handlers.disclosure.statute.answer_period import CaseStatus
from handlers.disclosure.statute.clocks import Clocks, clocks, counted_workdays, remaining_workdays
from handlers.disclosure.statute.log import Channel, LogEntry, Occurrence
from handlers.disclosure.statute.receipt import ReceiptDates, receipt_of
from handlers.workdays import load_calendar
from tests.shared_data import labelled

CALENDAR = load_calendar()
SUBMITTED = LogEntry(Occurrence.SUBMITTED, date(2025, 3, 3))
SIGNED = LogEntry(Occurrence.SIGNED, date(2025, 3, 5))
ARRIVED = LogEntry(Occurrence.ARRIVED, date(2025, 3, 6))
CONFIRMED = LogEntry(Occurrence.CONFIRMED, date(2025, 3, 8))
CONFIRMED_ONES = (
    Channel.INTERNET,
    Channel.EMAIL,
    Channel.FAX,
    Channel.ORDINARY_MAIL,
    Channel.OTHER_UNIT_MAIL,
)
days = st.dates(date(2024, 1, 1), date(2026, 8, 31))


def on(text: str) -> date:
    return date.fromisoformat(f"2025-{text}")


def line(what: Occurrence, day: str, **values: object) -> LogEntry:
    return replace(LogEntry(what, on(day)), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("channel", "log", "received"),
    [
        (Channel.IN_PERSON, [SUBMITTED], on("03-03")),
        (Channel.REGISTERED_MAIL, [SUBMITTED], None),
        (Channel.REGISTERED_MAIL, [SUBMITTED, SIGNED], on("03-05")),
        *((channel, [SUBMITTED, ARRIVED], None) for channel in CONFIRMED_ONES),
        *((channel, [SUBMITTED, ARRIVED, CONFIRMED], on("03-08")) for channel in CONFIRMED_ONES),
        # Mail for another unit or a person waits for the confirmation, signed for or not.
        (Channel.OTHER_UNIT_MAIL, [SUBMITTED, SIGNED, ARRIVED], None),
    ],
)
def test_the_receipt_date_follows_the_channel(
    channel: Channel, log: list[LogEntry], received: date | None
) -> None:
    assert receipt_of(channel, log).kept_on == received


@pytest.mark.parametrize(
    ("channel", "log", "dates"),
    [
        (Channel.INTERNET, [SUBMITTED], (None, "03-03")),
        (Channel.INTERNET, [SUBMITTED, CONFIRMED], ("03-08", "03-03")),
        (Channel.EMAIL, [SUBMITTED, CONFIRMED], ("03-08", "03-03")),
        (Channel.FAX, [SUBMITTED, CONFIRMED], ("03-08", "03-08")),
        (Channel.FAX, [SUBMITTED], (None, None)),
        (Channel.ORDINARY_MAIL, [SUBMITTED, ARRIVED, CONFIRMED], ("03-08", "03-06")),
        (Channel.REGISTERED_MAIL, [SUBMITTED, SIGNED], ("03-05", "03-05")),
        (Channel.IN_PERSON, [SUBMITTED], ("03-03", "03-03")),
    ],
)
def test_beside_the_kept_receipt_stands_the_earliest_that_a_court_might_take(
    channel: Channel, log: list[LogEntry], dates: tuple[str | None, str | None]
) -> None:
    found = receipt_of(channel, log)
    assert (found.kept_on, found.earliest_on) == tuple(on(day) if day else None for day in dates)


def test_the_setting_takes_the_systems_own_confirmation_for_internet_and_email_only() -> None:
    log = [SUBMITTED, CONFIRMED]
    assert receipt_of(Channel.INTERNET, log, automatic_counts=True) == ReceiptDates(on("03-03"), on("03-03"))
    assert receipt_of(Channel.FAX, log, automatic_counts=True).kept_on == on("03-08")
    found = clocks(Channel.INTERNET, [SUBMITTED], calendar=CALENDAR, automatic_counts=True)
    assert found.due_on == on("03-31")


def test_an_unconfirmed_request_is_lit_by_what_a_court_might_count_and_has_no_clock() -> None:
    found = clocks(Channel.INTERNET, [SUBMITTED], calendar=CALENDAR)
    assert (found.status, found.receipt_on, found.due_on) == (CaseStatus.AWAITING_CONFIRMATION, None, None)
    assert (found.confirm_by, found.earliest_due_on) == (on("03-04"), on("03-31"))
    assert found.warn_by == on("03-31")
    assert remaining_workdays(found, on=on("03-04"), calendar=CALENDAR) is None
    assert counted_workdays(found, on=on("03-04"), calendar=CALENDAR) == 0


def test_lights_follow_the_earlier_of_two_due_dates_until_the_period_runs_anew() -> None:
    log = [SUBMITTED, CONFIRMED]
    found = clocks(Channel.INTERNET, log, calendar=CALENDAR)
    assert (found.due_on, found.earliest_due_on, found.warn_by) == (on("04-07"), on("03-31"), on("03-31"))
    log += [line(Occurrence.CORRECTION_NOTICE, "03-11"), line(Occurrence.CORRECTION_RECEIVED, "03-20")]
    found = clocks(Channel.INTERNET, log, calendar=CALENDAR)
    assert found.due_on == found.earliest_due_on == found.warn_by == on("04-18")


def test_a_due_date_beyond_the_published_calendar_stays_open() -> None:
    log = [LogEntry(Occurrence.SUBMITTED, date(2026, 12, 15))]
    found = clocks(Channel.IN_PERSON, log, calendar=CALENDAR)
    assert (found.receipt_on, found.due_on, found.provisional) == (date(2026, 12, 15), None, True)
    assert found.flags == ("calendar_missing",)
    assert counted_workdays(found, on=date(2027, 1, 8), calendar=CALENDAR) == 12
    assert counted_workdays(found, on=date(2026, 12, 16), calendar=CALENDAR) == 1


@given(st.dates(date(2026, 12, 4), date(2026, 12, 31)))
def test_a_request_received_late_in_the_last_known_year_is_provisional_never_without_a_date(
    day: date,
) -> None:
    found = clocks(Channel.IN_PERSON, [LogEntry(Occurrence.SUBMITTED, day)], calendar=CALENDAR)
    assert found.provisional
    assert found.receipt_on == day


def test_every_labelled_case_has_every_labelled_date() -> None:
    found = check([labelled("disclosure/deadlines.jsonl")], calendar=CALENDAR)
    assert len(found.cases) >= 56
    assert found.failed == ()


def begun(*later: LogEntry, today: str | None = None) -> Clocks:
    """Give the clock of a request handed in on Monday, 3 March 2025; due on 31 March."""
    return clocks(
        Channel.IN_PERSON, [SUBMITTED, *later], calendar=CALENDAR, today=on(today) if today else None
    )


FEE = line(Occurrence.FEE_NOTICE, "03-31", received_on=on("04-01"))


@pytest.mark.parametrize(
    ("later", "due", "flags"),
    [
        # Art. 33: the extension is approved and told in time, once, for at most twenty working days.
        ([line(Occurrence.EXTENSION_APPROVED, "03-31", workdays=5)], "04-08", ()),
        (
            [line(Occurrence.EXTENSION_APPROVED, "03-31", workdays=5, received_on=on("04-01"))],
            "03-31",
            ("extension_after_due",),
        ),
        (
            [
                line(Occurrence.EXTENSION_APPROVED, "03-20", workdays=21),
                line(Occurrence.EXTENSION_APPROVED, "03-21", workdays=1),
            ],
            "04-01",
            ("extension_too_long",),
        ),
        # 国办函〔2020〕109号 art. 6: a fee notice of the last day is one within the period, one of the next day is not.
        ([FEE], None, ()),
        ([replace(FEE, on=on("04-01"))], "03-31", ("fee_notice_after_due",)),
        ([FEE, line(Occurrence.FEE_PAID, "04-29")], "05-30", ()),
        ([FEE, line(Occurrence.FEE_PAID, "04-30")], None, ("fee_paid_late",)),
        (
            [FEE, line(Occurrence.FEE_PAID, "04-10"), replace(FEE, on=on("04-11"))],
            "05-12",
            ("fee_notice_repeated",),
        ),
        # Art. 35: told before the due date that it replaces; later windows and extensions do not move the fixed date.
        ([line(Occurrence.ART35_DELAY, "03-28", until=on("06-30"))], "06-30", ()),
        ([line(Occurrence.ART35_DELAY, "03-31", until=on("06-30"))], "03-31", ("art35_after_due",)),
        (
            [
                line(Occurrence.ART35_DELAY, "03-28", until=on("06-30")),
                line(Occurrence.EXTENSION_APPROVED, "03-31", workdays=5),
            ],
            "06-30",
            ("event_without_clock",),
        ),
        # Art. 30: one notice; what is asked again counts for nothing.
        (
            [
                line(Occurrence.CORRECTION_NOTICE, "03-05", until=on("03-20")),
                line(Occurrence.CORRECTION_RECEIVED, "03-10"),
                line(Occurrence.CORRECTION_NOTICE, "03-11", until=on("03-20")),
            ],
            "04-08",
            ("correction_repeated",),
        ),
        ([LogEntry(Occurrence.FEE_PAID, date(2025, 2, 1))], "03-31", ("event_before_receipt",)),
        # Another agency's opinion has fifteen working days from dispatch; here the days 6 to 26 March.
        (
            [
                line(Occurrence.OTHER_AGENCY_SENT, "03-05", ref="县档案馆"),
                line(Occurrence.OTHER_AGENCY_REPLY, "03-31", ref="县档案馆"),
            ],
            "04-22",
            ("other_agency_reply_late",),
        ),
    ],
)
def test_each_step_does_to_the_clock_what_its_article_says(
    later: list[LogEntry], due: str | None, flags: tuple[str, ...]
) -> None:
    found = begun(*later)
    assert found.due_on == (on(due) if due else None)
    assert found.flags == flags


def test_a_late_notice_neither_restarts_nor_lets_the_request_lapse() -> None:
    notice = line(Occurrence.CORRECTION_NOTICE, "03-13", until=on("03-20"))
    found = begun(notice, today="03-27")
    assert (found.status, found.due_on, found.flags) == (
        CaseStatus.RUNNING,
        on("03-31"),
        ("correction_notice_late",),
    )


def test_a_correction_without_a_day_has_ten_workdays() -> None:
    found = begun(line(Occurrence.CORRECTION_NOTICE, "03-05", received_on=on("03-06")))
    assert (found.status, found.correct_by) == (CaseStatus.AWAITING_CORRECTION, on("03-20"))
    assert begun(line(Occurrence.CORRECTION_NOTICE, "03-05"), today="03-21").status == (
        CaseStatus.ABANDONED_NO_CORRECTION
    )


def test_a_letter_that_nobody_has_received_yet_keeps_the_window_open_without_a_projection() -> None:
    found = begun(line(Occurrence.THIRD_PARTY_SENT, "03-05", ref="甲"), today="05-30")
    assert (found.status, found.due_on, found.projected_due_on) == (CaseStatus.CONSULTING, None, None)
    assert not found.provisional


def test_a_reply_handed_over_counts_from_its_signature_and_one_by_post_from_the_post_office() -> None:
    by_hand = line(Occurrence.REPLIED, "03-31", how="direct", received_on=on("04-02"))
    found = begun(by_hand)
    assert (found.replied_on, found.on_time) == (on("04-02"), False)
    by_post = replace(by_hand, how="post")
    assert begun(by_post).on_time is True


def test_nothing_after_the_reply_moves_a_clock() -> None:
    reply = line(Occurrence.REPLIED, "03-20", how="online")
    late = line(Occurrence.EXTENSION_APPROVED, "03-21", workdays=10)
    assert begun(reply, late) == begun(reply)


@given(days, st.permutations(range(5)))
def test_the_order_in_which_lines_were_written_down_does_not_matter(day: date, order: list[int]) -> None:
    log = [
        LogEntry(Occurrence.SUBMITTED, day),
        LogEntry(Occurrence.THIRD_PARTY_SENT, day + timedelta(2), ref="甲"),
        LogEntry(Occurrence.THIRD_PARTY_SERVED, day + timedelta(4), ref="甲"),
        LogEntry(Occurrence.THIRD_PARTY_REPLY, day + timedelta(9), ref="甲"),
        LogEntry(Occurrence.EXTENSION_APPROVED, day + timedelta(11), workdays=7),
    ]
    shuffled = [log[place] for place in order]
    assert clocks(Channel.IN_PERSON, shuffled, calendar=CALENDAR) == clocks(
        Channel.IN_PERSON, log, calendar=CALENDAR
    )


@given(days, st.integers(1, 20), st.integers(0, 30))
def test_the_later_an_opinion_comes_the_later_is_the_due_date_and_never_past_its_fifteen_days(
    day: date, sent_after: int, waited: int
) -> None:
    sent = day + timedelta(sent_after)
    log = [
        LogEntry(Occurrence.SUBMITTED, day),
        LogEntry(Occurrence.THIRD_PARTY_SENT, sent, ref="甲"),
        LogEntry(Occurrence.THIRD_PARTY_SERVED, sent, ref="甲"),
    ]
    plain = clocks(Channel.IN_PERSON, log[:1], calendar=CALENDAR)
    latest = clocks(Channel.IN_PERSON, log, calendar=CALENDAR).projected_due_on
    answer = LogEntry(Occurrence.THIRD_PARTY_REPLY, sent + timedelta(waited), ref="甲")
    found = clocks(Channel.IN_PERSON, [*log, answer], calendar=CALENDAR)
    assert plain.due_on
    assert found.due_on
    assert plain.due_on <= found.due_on <= (latest or plain.due_on)


@given(st.dates(date(2011, 1, 1), date(2026, 11, 30)))
def test_a_calendar_with_one_more_year_changes_no_date_that_was_known(day: date) -> None:
    shorter = replace(CALENDAR, years=CALENDAR.years - {2026})
    log = [LogEntry(Occurrence.SUBMITTED, day)]
    known = clocks(Channel.IN_PERSON, log, calendar=shorter)
    if not known.provisional:
        assert clocks(Channel.IN_PERSON, log, calendar=CALENDAR).due_on == known.due_on
