"""What colleagues are called, and who has which part in cases: records keep log-in names, people read names."""

from dataclasses import dataclass

from adapters.web.access.clerks import clerk_as, complaint_clerk_as
from adapters.web.access.visitor import visitor_as
from handlers.accounts.account import Role
from handlers.accounts.service import AccountService
from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.case.lifecycle import ComplaintActor
from handlers.county.agencies import AgencyDirectory
from handlers.disclosure.case.clerk import Clerk


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody at the desk: the name that people read, and the person of the procedure."""

    name: str
    clerk: Clerk


@dataclass(frozen=True, slots=True)
class ServingColleague:
    """Somebody who answers citizens: the log-in name, the name that people read, and the unit, if any."""

    login: str
    name: str
    unit: str


class Colleagues:
    """Gives names for log-in names, those of disabled accounts included, and those who may be given cases."""

    def __init__(self, accounts: AccountService) -> None:
        self._accounts = accounts

    async def names(self) -> dict[str, str]:
        """Give every account's display name by its log-in name."""
        return {account.login: account.display_name for account in await self._accounts.list()}

    async def serving(self) -> list[ServingColleague]:
        """Give everybody who answers citizens and whose account is not disabled."""
        return [
            ServingColleague(one.login, one.display_name, one.unit)
            for one in await self._accounts.list()
            if not one.disabled and Role.STAFF in one.roles
        ]

    async def clerks(self, agencies: AgencyDirectory) -> list[Colleague]:
        """Give everybody whose account is not disabled and has a part in cases."""
        accounts = [account for account in await self._accounts.list() if not account.disabled]
        everybody = [Colleague(one.display_name, clerk_as(visitor_as(one), agencies)) for one in accounts]
        return [one for one in everybody if one.clerk.parts]

    async def complaints_office(self, agencies: AgencyDirectory) -> list[ComplaintClerk]:
        """Give those who take in complaints and whose account is not disabled."""
        accounts = [account for account in await self._accounts.list() if not account.disabled]
        everybody = [complaint_clerk_as(visitor_as(one), agencies) for one in accounts]
        return [one for one in everybody if ComplaintActor.OFFICE in one.parts]
