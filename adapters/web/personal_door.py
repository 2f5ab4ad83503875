"""A page that knows who opened it from the chat: the sealed address, and who is behind it. Nothing in it tells who that is."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta

from adapters.web.links import LinkPurpose, Links
from bot.clock import Clock
from bot.errors import ServiceError
from bot.privacy import Vault

LINK_DAYS = timedelta(days=3)
SEALED_FOR_PERSON = "links/person"


@dataclass(frozen=True, slots=True)
class PersonalVisit:
    """Who opened a page, and the number of what it shows; nobody is known where `citizen` is empty."""

    number: str
    channel: str = ""
    citizen: str = ""


@dataclass(frozen=True, slots=True)
class PersonalDoor:
    """Makes and opens such addresses; fails closed: what is altered, expired or for another page opens nothing.

    Citizens whose names begin with one of `elsewhere` write by a channel that opens no pages of ours.
    """

    links: Links
    vault: Vault
    clock: Clock
    elsewhere: tuple[str, ...] = ()

    def opens_for(self, citizen: str) -> bool:
        """Whether a citizen of a talk can open such a page."""
        return bool(citizen) and not citizen.startswith(self.elsewhere)

    def address(self, purpose: LinkPurpose, number: str, *, channel: str, citizen: str) -> str:
        """Give the address of a page for one citizen."""
        sealed = self.vault.seal(f"{channel}\n{citizen}\n{number}", purpose=SEALED_FOR_PERSON)
        subject = urlsafe_b64encode(sealed).decode()
        return self.links.address(purpose, subject, expires_at=self.clock.now() + LINK_DAYS)

    def opened(self, purpose: LinkPurpose, token: str) -> PersonalVisit | None:
        """Give who is behind a token; None where it opens nothing."""
        subject = self.links.verify(token, now=self.clock.now(), purpose=purpose)
        try:
            plain = self.vault.open(urlsafe_b64decode(subject), purpose=SEALED_FOR_PERSON) if subject else ""
        except (ServiceError, ValueError):
            return None
        channel, _, rest = plain.partition("\n")
        citizen, _, number = rest.partition("\n")
        return PersonalVisit(number, channel, citizen) if number else None
