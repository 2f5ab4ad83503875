"""Cases whose citizen has left the account: nobody's for now, until the same person takes one up again (wechat-protocol §6).

The law keeps the case, and the account's identifier goes. What stays is a keyed hash of it: without the key nobody learns
from it whose case it is, and with it nothing more than whether somebody who is here now was that person.
"""

import hmac
from dataclasses import dataclass
from typing import Protocol

from bot.privacy import Vault

TAIL_LETTERS = 4
MARK_PURPOSE = "departed"


def departed_mark(vault: Vault, *, citizen: str, channel: str) -> str:
    """Give the keyed hash under which the cases of somebody who has left are found again by that account."""
    return vault.fingerprint(f"{channel}:{citizen}", purpose=MARK_PURPOSE)


@dataclass(frozen=True, slots=True)
class CaseClaim:
    """What somebody says to take up a case: its number, and the end of an identity or phone number, or its signed link."""

    number: str
    tail: str = ""
    linked: bool = False

    def proven_by(self, number: str) -> bool:
        """Whether the claim is proven by a number that was given with the case; an empty one proves nothing."""
        if self.linked:
            return True
        end = number[-TAIL_LETTERS:].upper()
        return len(end) == TAIL_LETTERS and hmac.compare_digest(end.encode(), self.tail.upper().encode())


class DepartedCases(Protocol):
    """A service whose cases outlast their citizen's leaving."""

    prefix: str

    async def leave(self, *, citizen: str, channel: str) -> int:
        """Forget whose cases these are; give how many. Doing it again changes nothing."""
        ...

    async def count(self, *, citizen: str, channel: str) -> int:
        """Give how many cases this account had when it left, and has not taken up again."""
        ...

    async def take_up(self, claim: CaseClaim, *, citizen: str, channel: str) -> bool:
        """Make a case the citizen's again; False where it was not this account's, or is not proven."""
        ...
