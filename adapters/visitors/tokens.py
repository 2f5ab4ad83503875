"""What a visitor without a name shows at each call: a signed token that this program made, and nobody can choose.

It is brought in a header, never in a cookie or an address: no foreign page can send it along, and no link can plant it.
"""

from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from adapters.web.access.security import bearer_of
from adapters.web.errors import RefusedError
from adapters.web.links import LinkPurpose, Links
from bot.clock import Clock


@dataclass(frozen=True, slots=True)
class VisitorTokens:
    """Makes and reads the tokens of one door; fails closed."""

    links: Links
    clock: Clock
    purpose: LinkPurpose
    lasts: timedelta

    def of(self, subject: str) -> str:
        """Give a token for somebody."""
        return self.links.sign(subject, expires_at=self.clock.now() + self.lasts, purpose=self.purpose)

    def known(self, request: web.Request) -> str:
        """Give whose token a request brings; empty for none that holds."""
        token = bearer_of(request)
        return self.links.verify(token, now=self.clock.now(), purpose=self.purpose) or "" if token else ""

    def subject(self, request: web.Request) -> str:
        """Give whose token a request brings; raises `RefusedError` (401) for none that holds."""
        known = self.known(request)
        if not known:
            raise RefusedError("visitors.refused.token", status=401)
        return known
