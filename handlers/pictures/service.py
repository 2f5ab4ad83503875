"""Takes note of pictures that citizens send, shows them to staff, and lets them go when their citizen leaves."""

import asyncio
import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import SelectBase, and_, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database, touched
from bot.errors import InputError
from bot.privacy import Vault
from bot.sealed_files import digest
from handlers.files.picture_file import read_picture, type_of
from handlers.pictures import store
from handlers.pictures.records import KEPT, WANTED, PictureRecord

MOST_WITH_ONE = 9
MEDIA_LIFE = timedelta(days=3)
"""For how long the platform keeps what a citizen sent (wechat-protocol §5)."""
FORM, TICKET, EVIDENCE, AUTHORITY, PROJECT = "form:", "ticket:", "evidence:", "authority:", "project:"
"""What a picture is with: the form it was sent in, a ticket, a complaint's result, a form's paper of authority, or a project."""

Holders = Callable[[], SelectBase]
"""Gives a query for the holders that are there."""


class PictureOutcome(StrEnum):
    """What became of a picture that was sent; the value is the end of a text key."""

    TAKEN = "taken"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class SentPicture:
    """A picture as it comes in: what it was sent with, by whom, in which message, and what the channel fetches it by."""

    holder: str
    channel: str
    citizen: str
    push: str
    media: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class BroughtPicture:
    """A picture whose file is brought at once, as a page does."""

    holder: str
    channel: str
    citizen: str
    content: bytes


@dataclass(frozen=True, slots=True)
class HeldPicture:
    """A picture as staff see it in a list; `reason` says why it could not be had."""

    id: str
    state: str
    sent_at: datetime
    octets: int
    reason: str

    @property
    def kept(self) -> bool:
        """Whether it is there to be seen."""
        return self.state == KEPT


@dataclass(frozen=True, slots=True)
class ViewedPicture:
    """A picture's file, with how the camera was held."""

    content: bytes
    form: str
    turn: int
    sent_at: datetime

    @property
    def content_type(self) -> str:
        """The type under which it is shown."""
        return type_of(self.form)


class PictureService:
    """Each method is one transaction; `filed` gives the holders that are cases, whose pictures the law keeps."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock, filed: Holders) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._filed = filed

    async def take(self, sent: SentPicture) -> PictureOutcome:
        """Note that a picture is to be fetched at once; the same message changes nothing a second time."""
        push = hashlib.sha256(sent.push.encode()).hexdigest()
        try:
            async with self._database.transaction() as tx:
                if await store.by_push(tx, push) is not None:
                    return PictureOutcome.TAKEN
                if await store.count(tx, sent.holder) >= MOST_WITH_ONE:
                    return PictureOutcome.TOO_MANY
                tx.add(self._record(sent, push))
        except IntegrityError:
            # Another delivery of the message came first.
            return PictureOutcome.TAKEN
        return PictureOutcome.TAKEN

    async def keep(self, brought: BroughtPicture) -> PictureOutcome:
        """Keep a picture whose file is there, its kind told by its content; the same one changes nothing a second time.

        Raises `InputError` for what is no picture that is taken.
        """
        file = await asyncio.to_thread(read_picture, brought.content)
        found = digest(file.content)
        push = hashlib.sha256(f"{brought.holder}:{found}".encode()).hexdigest()
        now = self._clock.now()
        try:
            async with self._database.transaction() as tx:
                if await store.by_push(tx, push) is not None:
                    return PictureOutcome.TAKEN
                if await store.count(tx, brought.holder) >= MOST_WITH_ONE:
                    return PictureOutcome.TOO_MANY
                sent = SentPicture(brought.holder, brought.channel, brought.citizen, push, "", now)
                row = self._record(sent, push)
                row.state, row.kept_at = KEPT, now
                row.form, row.turn = file.form, file.turn
                row.octets, row.digest = len(file.content), found
                tx.add(row)
                await tx.flush()
                store.PARTS.put_away(tx, row.id, file.content, vault=self._vault)
        except IntegrityError:
            # The same page was sent twice at once.
            return PictureOutcome.TAKEN
        return PictureOutcome.TAKEN

    def _record(self, sent: SentPicture, push: str) -> PictureRecord:
        return PictureRecord(
            id=uuid.uuid4().hex,
            push=push,
            holder=sent.holder,
            channel=sent.channel,
            citizen=sent.citizen,
            media=sent.media,
            state=WANTED,
            sent_at=sent.sent_at,
            due_at=self._clock.now(),
        )

    async def pictures(self, holder: str) -> tuple[HeldPicture, ...]:
        """Give the pictures that were sent with a form or to a person, in order."""
        async with self._database.reading() as tx:
            rows = await store.of_holder(tx, holder)
        return tuple(HeldPicture(row.id, row.state, row.sent_at, row.octets, row.reason) for row in rows)

    async def view(self, identifier: str, *, holder: str, subject: str, actor: str) -> ViewedPicture:
        """Give a picture, and note in the audit who looked; `subject` is the number of the case or ticket.

        Raises `InputError` when it is not there or belongs to another, `ServiceError` when it does not open.
        """
        async with self._database.transaction() as tx:
            row = await tx.get(PictureRecord, identifier)
            if row is None or row.holder != holder or row.state != KEPT:
                raise InputError("pictures.refused.missing")
            content = await store.PARTS.taken_out(tx, row.id, vault=self._vault, expected=row.digest)
            await audit.record(
                tx,
                "picture:view",
                actor=actor,
                subject=subject,
                now=self._clock.now(),
                detail={"picture": row.id},
            )
            return ViewedPicture(content, row.form, row.turn, row.sent_at)

    async def leave(self, *, citizen: str, channel: str) -> int:
        """Forget whose pictures these are, since the citizen has left; give how many there were.

        What belongs to a form that was never filed goes; a case's and a ticket's stay without the name.
        """
        async with self._database.transaction() as tx:
            return await self.unbind(tx, citizen=citizen, channel=channel)

    async def unbind(self, tx: AsyncSession, *, citizen: str, channel: str) -> int:
        """Do what `leave` does in the caller's transaction."""
        own = and_(PictureRecord.citizen == citizen, PictureRecord.channel == channel)
        of_form = or_(PictureRecord.holder.startswith(FORM), PictureRecord.holder.startswith(AUTHORITY))
        unfiled = and_(of_form, PictureRecord.holder.not_in(self._filed()))
        gone = await store.delete_where(tx, and_(own, unfiled))
        # What is still on its way is fetched all the same; without a name nobody is told where that fails.
        left = await tx.execute(
            update(PictureRecord).where(own).values(citizen="").execution_options(synchronize_session=False)
        )
        return gone + touched(left)
