"""Access tokens as the platform gives and ends them (protocol §9)."""

import secrets
from datetime import date, datetime, timedelta
from typing import Literal

from adapters.wechat.simulator.protocol.refusals import RefusalError
from bot.clock import local_date

_TOKEN_LIFE = timedelta(seconds=7200)
_OVERLAP = timedelta(seconds=300)
_FORCE_APART = timedelta(seconds=30)
_FORCE_A_DAY = 20

State = Literal["good", "unknown", "expired"]


class Tokens:
    """The tokens of one account; those of `token` and those of `stable_token` live apart."""

    def __init__(self) -> None:
        self._ends: dict[str, datetime] = {}
        self._plain: str | None = None
        self._stable: str | None = None
        self._forced: list[datetime] = []

    def fetch(self, now: datetime) -> tuple[str, int]:
        """Give a new token and its seconds; the one before ends after five minutes of overlap."""
        if self._plain in self._ends:
            self._ends[self._plain] = min(self._ends[self._plain], now + _OVERLAP)
        self._plain = self._new(now)
        return self._plain, int(_TOKEN_LIFE.total_seconds())

    def fetch_stable(self, now: datetime, *, force: bool = False) -> tuple[str, int]:
        """Give the same token as before with what is left of it, or a new one in its last five minutes.

        Forced, a new one replaces the old at once; raises RefusalError 45009 over twenty a day, 45011 within 30 seconds.
        """
        if force:
            self._force(now)
        left = self._ends.get(self._stable or "", now) - now
        if self._stable is None or left <= _OVERLAP:
            self._stable = self._new(now)
            left = _TOKEN_LIFE
        return self._stable, int(left.total_seconds())

    def check(self, token: str, now: datetime) -> State:
        """Say what a token is worth at that instant."""
        if token not in self._ends:
            return "unknown"
        return "good" if now < self._ends[token] else "expired"

    def end_all(self) -> None:
        """Forget every token, as a reset of the secret does."""
        self._ends.clear()
        self._plain = self._stable = None

    def _new(self, now: datetime) -> str:
        token = secrets.token_urlsafe(102)
        self._ends = {each: end for each, end in self._ends.items() if end > now - _TOKEN_LIFE}
        self._ends[token] = now + _TOKEN_LIFE
        return token

    def _force(self, now: datetime) -> None:
        today: date = local_date(now)
        self._forced = [at for at in self._forced if local_date(at) == today]
        if self._forced and now - self._forced[-1] < _FORCE_APART:
            raise RefusalError(45011)
        if len(self._forced) >= _FORCE_A_DAY:
            raise RefusalError(45009)
        self._forced.append(now)
        self._ends.pop(self._stable or "", None)
        self._stable = None
