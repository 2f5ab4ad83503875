"""The phone that a person left with their latest matter; asking takes as long whether there is one or none."""

import hmac
import unicodedata

from sqlalchemy.ext.asyncio import AsyncSession

from bot.privacy import Vault
from handlers.matters.delivery import store
from handlers.matters.delivery.matter import MatterHolder, holder_purpose

_NOBODY = MatterHolder("", "", "")
_DECOY = "matter:decoy"


class KnownPhone:
    """Finds it: only under the right name, and never one that was typed by whoever asks."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._decoy = _NOBODY.sealed(vault, purpose=_DECOY)

    async def of(self, tx: AsyncSession, claimed: MatterHolder, mark: str) -> str:
        """Give the phone known for a person of this name and number; empty for none."""
        rows = await store.of_marks(tx, (mark,), most=1)
        sealed, purpose = (rows[0].holder, holder_purpose(rows[0].number)) if rows else (self._decoy, _DECOY)
        known = MatterHolder.opened(self._vault, sealed, purpose=purpose)
        same = hmac.compare_digest(_bare(known.name).encode(), _bare(claimed.name).encode())
        return known.phone if same else ""


def _bare(name: str) -> str:
    """Give a name as it is compared: without widths and spaces, as （集团） and (集团) are one."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
