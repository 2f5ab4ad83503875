"""The pictures that came with a request, taken out for a bundle of evidence; the bundle itself is in the audit."""

from collections.abc import Sequence

from bot.database import Database
from bot.privacy import Vault
from handlers.disclosure.bundle.handed_in import HandedIn
from handlers.pictures import store
from handlers.pictures.records import KEPT, PictureRecord
from handlers.pictures.service import AUTHORITY, FORM


class KeptPictures:
    """Implements `HandedInPictures` on the pictures' tables."""

    def __init__(self, database: Database, *, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def __call__(self, form_id: str, clear: bool) -> Sequence[HandedIn]:
        """Give what came with a form, then the authority; raises `ServiceError` when a file was changed."""
        async with self._database.reading() as tx:
            return [
                HandedIn(
                    purpose=prefix.rstrip(":"),
                    sent_at=row.sent_at,
                    channel=row.channel,
                    state=row.state,
                    ending=row.form,
                    octets=row.octets,
                    digest=row.digest,
                    content=await store.PARTS.taken_out(tx, row.id, vault=self._vault, expected=row.digest)
                    if _given(row, clear=clear)
                    else b"",
                )
                for prefix in (FORM, AUTHORITY)
                for row in await store.of_holder(tx, f"{prefix}{form_id}")
            ]


def _given(row: PictureRecord, *, clear: bool) -> bool:
    return clear and row.state == KEPT
