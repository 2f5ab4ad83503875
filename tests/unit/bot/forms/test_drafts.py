from datetime import datetime, timedelta

import pytest

from bot.clock import SHANGHAI
from bot.forms.drafts import remind_at

WINDOW = timedelta(hours=48)


@pytest.mark.parametrize("hour", range(24))
def test_a_reminder_comes_by_day_and_while_the_platform_lets_us_write(hour: int) -> None:
    silent_since = datetime(2026, 12, 30, hour, 30, tzinfo=SHANGHAI)
    due = remind_at(silent_since).astimezone(SHANGHAI)
    assert 9 <= due.hour < 20
    assert timedelta(hours=24) <= due - silent_since < WINDOW - timedelta(hours=4)
