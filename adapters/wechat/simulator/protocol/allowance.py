"""How many customer-service messages a citizen may still be sent, and until when (protocol §8)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Row = Literal["message", "click", "follow", "scan"]
Judgement = Literal["open", "late", "spent"]


@dataclass(frozen=True, slots=True)
class AllowanceRule:
    """One line of the platform's table."""

    label: str
    limit: int
    within: timedelta


RULES: dict[Row, AllowanceRule] = {
    "message": AllowanceRule("发来消息", 5, timedelta(hours=48)),
    "click": AllowanceRule("点击菜单", 3, timedelta(minutes=1)),
    "follow": AllowanceRule("关注", 3, timedelta(minutes=1)),
    "scan": AllowanceRule("扫二维码", 3, timedelta(minutes=1)),
}


@dataclass(slots=True)
class _Window:
    until: datetime
    left: int


class Allowance:
    """The open windows of one citizen; a new trigger renews its own row only.

    Unless triggers add up, one message sent uses up a place in every open window at once.
    """

    def __init__(self, *, add_up: bool = False) -> None:
        self._add_up = add_up
        self._windows: dict[Row, _Window] = {}

    def trigger(self, row: Row, at: datetime) -> None:
        """Open the window of a row anew."""
        rule = RULES[row]
        self._windows[row] = _Window(until=at + rule.within, left=rule.limit)

    def close(self) -> None:
        """Close everything: the citizen unfollowed."""
        self._windows.clear()

    def judge(self, at: datetime) -> Judgement:
        """Say whether a message may be sent at that instant: `late` is 45015, `spent` is 45047."""
        windows = self._live(at)
        if not windows:
            return "late"
        return "open" if any(window.left > 0 for window in windows) else "spent"

    def spend(self, at: datetime) -> None:
        """Count one message sent."""
        windows = sorted((w for w in self._live(at) if w.left > 0), key=lambda window: window.until)
        for window in windows[:1] if self._add_up else windows:
            window.left -= 1

    def counters(self, at: datetime) -> list[dict[str, object]]:
        """Give each row for the page: what is left of how many, and until when (ISO, or nothing when closed)."""
        return [self._counter(row, at) for row in RULES]

    def _counter(self, row: Row, at: datetime) -> dict[str, object]:
        rule, window = RULES[row], self._windows.get(row)
        live = window is not None and at < window.until
        return {
            "row": row,
            "label": rule.label,
            "limit": rule.limit,
            "left": window.left if window and live else 0,
            "until": window.until.isoformat() if window and live else None,
        }

    def _live(self, at: datetime) -> list[_Window]:
        return [window for window in self._windows.values() if at < window.until]
