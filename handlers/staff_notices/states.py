"""How a message stands, and how long after a failure it is tried again. Pure."""

from datetime import timedelta
from enum import StrEnum

NOTICE_PAUSES = (60, 300, 900, 3600)
MOST_TRIES = 8
KEPT_FOR = timedelta(days=30)


class NoticeState(StrEnum):
    """It waits, was sent, or was given up: then somebody has to look at the address."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


def notice_pause(attempts: int) -> timedelta:
    """Give how long to wait after so many failures."""
    return timedelta(seconds=NOTICE_PAUSES[min(attempts, len(NOTICE_PAUSES)) - 1])
