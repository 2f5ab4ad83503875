"""Fetches pictures from the channel as soon as they are noted, again and again until they are there or have lapsed there.

A citizen whose picture could not be had is told so, once, through the outbox.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError, ServiceError
from bot.message import Reply, Wording
from bot.outbound import outbox
from bot.outbound.parcel import ParcelBody
from bot.privacy import Vault
from bot.sealed_files import digest
from handlers.files.picture_file import PictureFile, read_picture
from handlers.pictures import store
from handlers.pictures.records import FAILED, KEPT, WANTED, PictureRecord
from handlers.pictures.service import MEDIA_LIFE

log = logging.getLogger(__name__)
AT_ONCE = 5
LEASE = timedelta(minutes=2)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
LAPSED, GONE = "lapsed", "gone"


PictureSource = Callable[[str], Awaitable[bytes]]
"""Gives the bytes of a media id; raises `ServiceError`, `permanent` only where the file will never be had."""


class PictureFetching:
    """Works through the pictures that are due; several workers may do so at once."""

    def __init__(
        self, database: Database, source: PictureSource, *, vault: Vault, clock: Clock, texts: Wording
    ) -> None:
        self._database = database
        self._source = source
        self._vault = vault
        self._clock = clock
        self._texts = texts

    async def step(self) -> int:
        """Fetch what is due, and give how many were taken up; raises `ServiceError` when the database is away."""
        async with self._database.transaction() as tx:
            rows = await store.claim(tx, now=self._clock.now(), lease=LEASE, limit=AT_ONCE)
        for row in rows:
            await self._fetch(row)
        return len(rows)

    async def _fetch(self, row: PictureRecord) -> None:
        if self._clock.now() >= row.sent_at + MEDIA_LIFE:
            await self._give_up(row, self._texts(f"pictures.failed.{LAPSED}"), reason=LAPSED)
            return
        try:
            file = read_picture(await self._source(row.media))
        except InputError as refused:
            reason = refused.text_key.rpartition(".")[2]
            await self._give_up(row, self._texts(refused.text_key, **refused.values), reason=reason)
        except ServiceError as error:
            log.warning("picture not fetched", extra={"picture": row.id, "reason": type(error).__name__})
            if error.permanent:
                await self._give_up(row, self._texts(f"pictures.failed.{GONE}"), reason=GONE)
            else:
                await self._later(row)
        else:
            await self._keep(row, file)

    async def _keep(self, row: PictureRecord, file: PictureFile) -> None:
        async with self._database.transaction() as tx:
            kept = await tx.get(PictureRecord, row.id, with_for_update=True)
            if kept is None or kept.state != WANTED:
                # It was erased meanwhile, or another worker has it.
                return
            store.PARTS.put_away(tx, kept.id, file.content, vault=self._vault)
            kept.state, kept.media, kept.kept_at = KEPT, "", self._clock.now()
            kept.form, kept.turn = file.form, file.turn
            kept.octets, kept.digest = len(file.content), digest(file.content)

    async def _later(self, row: PictureRecord) -> None:
        pause = min(FIRST_PAUSE * 2 ** min(row.tries - 1, 6), LONGEST_PAUSE)
        async with self._database.transaction() as tx:
            kept = await tx.get(PictureRecord, row.id, with_for_update=True)
            if kept is not None and kept.state == WANTED:
                # One last look is left just before the channel lets go of it.
                kept.due_at = min(self._clock.now() + pause, row.sent_at + MEDIA_LIFE)

    async def _give_up(self, row: PictureRecord, why: str, *, reason: str) -> None:
        now = self._clock.now()
        async with self._database.transaction() as tx:
            kept = await tx.get(PictureRecord, row.id, with_for_update=True)
            if kept is None or kept.state != WANTED:
                return
            kept.state, kept.media, kept.reason = FAILED, "", reason
            if not kept.citizen:
                return
            words = self._texts("pictures.failed.told", why=why)
            await outbox.enqueue(
                tx,
                kept.citizen,
                body=ParcelBody(Reply(words)),
                dedup=f"picture:{kept.id}",
                now=now,
                channel=kept.channel,
            )
