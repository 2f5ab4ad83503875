"""The sealed address under which somebody changes subscriptions without logging in: it tells nobody who that is."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta

from adapters.web.links import LinkPurpose, Links
from bot.clock import Clock
from bot.errors import ServiceError
from bot.privacy import Vault
from handlers.subscriptions.consent.service import Subscriber

LINK_DAYS = timedelta(days=7)
SEALED_FOR_SUBSCRIBERS = "links/subscriptions"


@dataclass(frozen=True, slots=True)
class SubscriberDoor:
    """Makes such addresses, and opens them."""

    links: Links
    vault: Vault
    clock: Clock

    def address(self, channel: str, citizen: str) -> str:
        """Give the address of somebody's page, good for a week."""
        sealed = self.vault.seal(f"{channel}\n{citizen}", purpose=SEALED_FOR_SUBSCRIBERS)
        subject = urlsafe_b64encode(sealed).decode()
        return self.links.address(LinkPurpose.SUBSCRIPTIONS, subject, expires_at=self.clock.now() + LINK_DAYS)

    def who(self, token: str) -> Subscriber | None:
        """Give whose page a token opens; None where it opens none (any more)."""
        subject = self.links.verify(token, now=self.clock.now(), purpose=LinkPurpose.SUBSCRIPTIONS)
        if not subject:
            return None
        try:
            opened = self.vault.open(urlsafe_b64decode(subject), purpose=SEALED_FOR_SUBSCRIBERS)
        except (ServiceError, ValueError):
            return None
        channel, _, citizen = opened.partition("\n")
        return Subscriber(citizen, channel) if citizen else None
