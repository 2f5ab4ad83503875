"""A clock that is not the platform's is said, once in a while, before it turns everybody away."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from adapters.wechat.push.clock_watch import AHEAD, ClockWatch

SENT = 1796042000


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(SENT, UTC) + timedelta(seconds=seconds)


@pytest.mark.parametrize(("seconds", "said"), [(0, 0), (15, 0), (-30, 0), (600, 1), (-600, 1)])
def test_a_clock_far_off_is_said_once(seconds: int, said: int, caplog: pytest.LogCaptureFixture) -> None:
    watch = ClockWatch()
    with caplog.at_level(logging.ERROR):
        for _ in range(5):
            watch.note(str(SENT), at(seconds))
    assert len(caplog.records) == said
    assert AHEAD._value.get() == seconds


def test_a_clock_put_right_and_wrong_again_is_said_again(caplog: pytest.LogCaptureFixture) -> None:
    watch = ClockWatch()
    for seconds in (600, 0, 600):
        watch.note(str(SENT), at(seconds))
    assert len(caplog.records) == 2


@pytest.mark.parametrize("timestamp", ["", "-5", "soon", "9" * 400, "１７９６"])
def test_what_is_no_time_tells_nothing(timestamp: str, caplog: pytest.LogCaptureFixture) -> None:
    ClockWatch().note(timestamp, at(0))
    assert len(caplog.records) <= (timestamp == "１７９６")
