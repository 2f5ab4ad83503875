"""The hour of the day's message, and the night in which nothing goes out."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.outbound.parcel import DAY_HOURS, ParcelBody
from handlers.subscriptions.digest.hours import allowed, next_time

MOMENTS = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 - the zone is added
    max_value=datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(MOMENTS, st.sampled_from(list(DAY_HOURS)))
def test_the_next_time_is_the_hour_within_a_day(now: datetime, hour: int) -> None:
    at = next_time(now, hour)
    assert now < at <= now + timedelta(days=1)
    local = at.astimezone(SHANGHAI)
    assert (local.hour, local.minute, local.second) == (hour, 0, 0)


@pytest.mark.parametrize(("hour", "fits"), [(8, True), (20, True), (7, False), (21, False), (0, False)])
def test_hours_of_the_day(hour: int, *, fits: bool) -> None:
    assert allowed(hour) is fits


@given(MOMENTS)
def test_news_rests_by_night_and_never_longer(now: datetime) -> None:
    until = ParcelBody(by_day=True).rests_until(now)
    assert ParcelBody().rests_until(now) is None
    if now.astimezone(SHANGHAI).hour in DAY_HOURS:
        assert until is None
    else:
        assert until is not None
        assert until.astimezone(SHANGHAI).hour == DAY_HOURS.start
        assert now < until < now + timedelta(hours=12)


def test_what_is_kept_is_read_back() -> None:
    assert ParcelBody.read(ParcelBody(by_day=True).kept()).by_day
    assert not ParcelBody.read(ParcelBody().kept()).by_day
