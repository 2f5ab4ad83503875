"""Pictures that a person chose to be public with a document or a project: copies that belong to it, and to nobody else.

Whatever a camera noted was gone when they were kept; nothing is ever chosen by the program.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from bot.sealed_files import digest
from handlers.files.picture_file import PictureFile, read_picture, type_of
from handlers.pictures import store
from handlers.pictures.records import KEPT, PictureRecord

RESPONSE = "response:"
"""Whose holder begins so belongs to the document whose id follows."""
PROJECT_SHOWN = "shown-project:"
"""So do the public pictures of a project, by its number."""
CHANNEL = "desk"
CHOSEN, REMOVED, COVERED = "picture:chosen", "picture:removed", "picture:covered"


@dataclass(frozen=True, slots=True)
class ChosenPicture:
    """A picture that somebody chose, and what it was sent or attached with."""

    id: str
    holder: str


@dataclass(frozen=True, slots=True)
class PublicPicture:
    """A picture of a document; `turn` is how the camera was held."""

    id: str
    turn: int


@dataclass(frozen=True, slots=True)
class PublicFile:
    """The file of such a picture, and the document whose state decides who may see it."""

    document: str
    content: bytes
    content_type: str


class PublishedPictures:
    """Each method is one transaction; whether a document is public is asked by whoever shows its pictures.

    `prefix` begins the holders of what these pictures are for, so that those of documents and of projects stay apart.
    """

    def __init__(self, database: Database, *, vault: Vault, clock: Clock, prefix: str = RESPONSE) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._prefix = prefix

    async def choose(
        self, chosen: Sequence[ChosenPicture], *, document: str, subject: str, actor: str
    ) -> None:
        """Give a document copies of pictures, and note who chose which; `subject` is the number of the case.

        Raises `InputError` where a picture is not there, or belongs to something else than it is said to, `ServiceError` when
        one does not open.
        """
        if not chosen:
            return
        async with self._database.transaction() as tx:
            for one in chosen:
                await self._copy(tx, await _kept(tx, one), document)
            now, ids = self._clock.now(), " ".join(one.id for one in chosen)
            detail = {"document": document, "pictures": ids}
            await audit.record(tx, CHOSEN, actor=actor, subject=subject, now=now, detail=detail)

    async def _copy(self, tx: AsyncSession, row: PictureRecord, document: str) -> None:
        content = await store.PARTS.taken_out(tx, row.id, vault=self._vault, expected=row.digest)
        copy = self._twin(row, f"{self._prefix}{document}", PictureFile(row.form, content, row.turn))
        if await store.by_push(tx, copy.push) is None:
            await self._put(tx, copy, content)

    async def _put(self, tx: AsyncSession, copy: PictureRecord, content: bytes) -> None:
        tx.add(copy)
        await tx.flush()
        store.PARTS.put_away(tx, copy.id, content, vault=self._vault)

    def _twin(self, row: PictureRecord, holder: str, file: PictureFile) -> PictureRecord:
        """Give the row of a file that stands for a picture with a holder; it lies as the picture does."""
        now, found = self._clock.now(), digest(file.content)
        return PictureRecord(
            id=uuid.uuid4().hex,
            push=hashlib.sha256(f"{holder}:{found}".encode()).hexdigest(),
            holder=holder,
            channel=CHANNEL,
            citizen="",
            media="",
            state=KEPT,
            sent_at=row.sent_at,
            due_at=now,
            kept_at=now,
            form=file.form,
            turn=row.turn,
            octets=len(file.content),
            digest=found,
        )

    async def of(self, document: str) -> tuple[PublicPicture, ...]:
        """Give the pictures of a document in order."""
        async with self._database.reading() as tx:
            rows = await store.of_holder(tx, f"{self._prefix}{document}")
        return tuple(PublicPicture(row.id, row.turn) for row in rows)

    async def file(self, identifier: str) -> PublicFile:
        """Give the file of a document's picture; raises `InputError` for one that is of no document, `ServiceError`."""
        async with self._database.reading() as tx:
            row = await tx.get(PictureRecord, identifier)
            if row is None or not row.holder.startswith(self._prefix):
                raise InputError("pictures.refused.missing")
            content = await store.PARTS.taken_out(tx, row.id, vault=self._vault, expected=row.digest)
            return PublicFile(row.holder.removeprefix(self._prefix), content, type_of(row.form))

    async def replace(self, identifier: str, covered: bytes, *, actor: str) -> PublicPicture:
        """Put a picture in which something was covered in the place of one, which is gone for good; nobody finds it by its address.

        Raises `InputError` as `file` does, and for what is no picture.
        """
        made = read_picture(covered)
        async with self._database.transaction() as tx:
            row = await tx.get(PictureRecord, identifier, with_for_update=True)
            if row is None or not row.holder.startswith(self._prefix):
                raise InputError("pictures.refused.missing")
            copy = self._twin(row, row.holder, made)
            document, now = row.holder.removeprefix(self._prefix), self._clock.now()
            await store.delete_where(tx, PictureRecord.id == identifier)
            tx.expunge(row)
            await self._put(tx, copy, made.content)
            detail = {"picture": identifier, "covered": copy.id}
            await audit.record(tx, COVERED, actor=actor, subject=document, now=now, detail=detail)
            return PublicPicture(copy.id, copy.turn)

    async def remove(self, identifier: str, *, actor: str) -> str:
        """Take a picture from its document for good, and give the document's id; raises `InputError` as `file` does."""
        async with self._database.transaction() as tx:
            row = await tx.get(PictureRecord, identifier)
            if row is None or not row.holder.startswith(self._prefix):
                raise InputError("pictures.refused.missing")
            document, now = row.holder.removeprefix(self._prefix), self._clock.now()
            await store.delete_where(tx, PictureRecord.id == identifier)
            detail = {"picture": identifier}
            await audit.record(tx, REMOVED, actor=actor, subject=document, now=now, detail=detail)
        return document


async def _kept(tx: AsyncSession, chosen: ChosenPicture) -> PictureRecord:
    row = await tx.get(PictureRecord, chosen.id)
    if row is None or row.holder != chosen.holder or row.state != KEPT:
        raise InputError("pictures.refused.missing")
    return row
