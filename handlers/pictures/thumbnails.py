"""Pictures made small for whoever looks through many: made when they are first wanted, sealed like the picture, each look noted."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from sqlalchemy.exc import IntegrityError

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from handlers.files import child_bench
from handlers.pictures import store
from handlers.pictures.records import PictureRecord, PictureThumbnailRecord

SECONDS = 20.0
AT_ONCE = 2
BATCH_BYTES = 8 * 1024 * 1024
LOOKED = "picture:thumbnails"
_MODULE = "handlers.pictures.thumbnail_bench"


def thumbnail_purpose(owner: str) -> str:
    """Give the purpose under which the thumbnail of a picture is sealed."""
    return f"citizen-picture-thumbnail:{owner}"


@dataclass(frozen=True, slots=True)
class _Original:
    """A picture of which a thumbnail is to be made."""

    id: str
    form: str
    turn: int
    content: bytes


class PictureThumbnails:
    """Gives the thumbnails of what belongs together; a hostile picture costs its own thumbnail and nobody's time but its reader's."""

    def __init__(
        self,
        database: Database,
        *,
        vault: Vault,
        clock: Clock,
        seconds: float = SECONDS,
        module: str = _MODULE,
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._seconds = seconds
        self._module = module
        self._line = asyncio.Semaphore(AT_ONCE)

    async def of(self, holder: str, *, subject: str, actor: str) -> Mapping[str, bytes]:
        """Give each picture's thumbnail, a PNG, by its id, and note in the audit who looked at which.

        Those not made yet are made now, off the event loop. A picture of which none can be made has none. `subject` is the
        number of the case. Raises `ServiceError` when something sealed does not open.
        """
        async with self._database.reading() as tx:
            rows = await store.thumbnails(tx, holder)
        found = {
            row.id: self._vault.open_bytes(sealed, purpose=thumbnail_purpose(row.id))
            for row, sealed in rows
            if sealed
        }
        for batch in _batches([row for row, sealed in rows if sealed is None]):
            found |= await self._made(batch)
        if found:
            async with self._database.transaction() as tx:
                now, detail = self._clock.now(), {"pictures": " ".join(found)}
                await audit.record(tx, LOOKED, actor=actor, subject=subject, now=now, detail=detail)
        return found

    async def _made(self, rows: Sequence[PictureRecord]) -> dict[str, bytes]:
        """Make the thumbnails of some pictures and keep them."""
        async with self._database.reading() as tx:
            originals = [
                _Original(
                    row.id,
                    row.form,
                    row.turn,
                    await store.PARTS.taken_out(tx, row.id, vault=self._vault, expected=row.digest),
                )
                for row in rows
            ]
        made = dict(zip((one.id for one in originals), await self._small(originals), strict=True))
        for owner, content in made.items():
            await self._keep(owner, content)
        return {owner: content for owner, content in made.items() if content}

    async def _small(self, originals: Sequence[_Original]) -> Sequence[bytes]:
        """Have them made in one process; where that comes to grief, each in its own, so that one harms no other."""
        try:
            return await self._asked(originals)
        except InputError:
            if len(originals) == 1:
                return [b""]
        return [(await self._small([one]))[0] for one in originals]

    async def _asked(self, originals: Sequence[_Original]) -> Sequence[bytes]:
        order = {
            "pictures": [
                {"form": one.form, "turn": one.turn, "length": len(one.content)} for one in originals
            ]
        }
        content = b"".join(one.content for one in originals)
        async with self._line:
            said, made = await asyncio.to_thread(
                child_bench.asked, self._module, order, content, seconds=self._seconds
            )
        places = accumulate(said["lengths"], initial=0)
        return [made[start:end] for start, end in pairwise(places)]

    async def _keep(self, owner: str, content: bytes) -> None:
        sealed = self._vault.seal(content, purpose=thumbnail_purpose(owner)) if content else b""
        try:
            async with self._database.transaction() as tx:
                if await tx.get(PictureRecord, owner) is not None:
                    tx.add(PictureThumbnailRecord(owner=owner, sealed=sealed))
        except IntegrityError:
            # Somebody else looked at the same moment, or the picture went meanwhile.
            return


def _batches(rows: Sequence[PictureRecord]) -> list[list[PictureRecord]]:
    """Give the pictures in groups that one process may hold."""
    batches: list[list[PictureRecord]] = []
    for row in rows:
        fits = batches and sum(one.octets for one in batches[-1]) + row.octets <= BATCH_BYTES
        batches[-1].append(row) if fits else batches.append([row])
    return batches
