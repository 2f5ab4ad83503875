"""What colleagues are called: records keep log-in names, people read names."""

from handlers.accounts.service import AccountService


class Colleagues:
    """Gives names for log-in names, those of disabled accounts included."""

    def __init__(self, accounts: AccountService) -> None:
        self._accounts = accounts

    async def names(self) -> dict[str, str]:
        """Give every account's display name by its log-in name."""
        return {account.login: account.display_name for account in await self._accounts.list()}
