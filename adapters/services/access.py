"""The services of those who log in: their accounts, who manages them, the second factor."""

from dataclasses import dataclass
from typing import Self

from adapters.services.foundation import Foundation
from handlers.accounts.administration import Administration
from handlers.accounts.passwords import Passwords
from handlers.accounts.second_factor import SecondFactors
from handlers.accounts.service import AccountService


@dataclass(frozen=True, slots=True)
class AccessServices:
    """What logging in and the page of accounts use."""

    accounts: AccountService
    administration: Administration
    second_factors: SecondFactors

    @classmethod
    def of(cls, base: Foundation, passwords: Passwords | None) -> Self:
        """Give them; `passwords` hash at another cost than the usual one. One line for all hashing, whoever asks for it."""
        hashing = passwords or Passwords()
        return cls(
            accounts=AccountService(base.database, clock=base.clock, passwords=hashing),
            administration=Administration(base.database, clock=base.clock, passwords=hashing),
            second_factors=SecondFactors(base.database, vault=base.vault, clock=base.clock),
        )
