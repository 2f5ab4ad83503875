"""How far our clock is from the platform's, as its pushes tell: one that is far off refuses them all as stale."""

import logging
import time
from datetime import datetime

from prometheus_client import Gauge

log = logging.getLogger(__name__)
AHEAD = Gauge("mingbai_clock_ahead_seconds", "How far our clock is ahead of the platform's, by its last push")
# A repeated push carries the time of the first, some fifteen seconds before.
TOLERATED_SECONDS = 60
SAID_AGAIN_SECONDS = 600.0


class ClockWatch:
    """Notes the time of each push that the platform has proven, and says once in ten minutes that the clock is off."""

    def __init__(self) -> None:
        self._said: float | None = None

    def note(self, timestamp: str, now: datetime) -> None:
        """Take up the time of a push; one that is no number tells nothing."""
        if not timestamp.isdecimal() or len(timestamp) > len("99999999999"):
            return
        ahead = now.timestamp() - int(timestamp)
        AHEAD.set(ahead)
        if abs(ahead) <= TOLERATED_SECONDS:
            self._said = None
        elif self._said is None or time.monotonic() - self._said > SAID_AGAIN_SECONDS:
            self._said = time.monotonic()
            log.error("our clock is not the platform's", extra={"seconds ahead": round(ahead)})
