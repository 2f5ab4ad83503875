"""Brings the messages out, tries again what failed, and forgets what is old; in working hours, but for a trial.

A process that dies between the sending and the writing down leaves a message that is sent once more: twice is better than never.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete, select

from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from bot.message import Wording
from bot.privacy import Vault
from handlers.staff_notices.addresses import NoticeKeeper, address_purpose
from handlers.staff_notices.channels import NoticeTarget
from handlers.staff_notices.door import NoticeDoor, NoticeMessage, NoticeRefusedError
from handlers.staff_notices.message import trial_of
from handlers.staff_notices.receiver import NoticeReceiver
from handlers.staff_notices.records import REFUSAL_LETTERS, NoticeAddressRecord, StaffNoticeRecord
from handlers.staff_notices.states import KEPT_FOR, MOST_TRIES, NoticeState, notice_pause

HELD = timedelta(minutes=5)
TOGETHER = 10
TRIAL = "trial"


class NoticeSending:
    """Makes the rounds of a worker."""

    def __init__(
        self,
        database: Database,
        *,
        door: NoticeDoor | None,
        vault: Vault,
        is_open: Callable[[], bool],
        texts: Wording,
        desk: str,
        clock: Clock,
    ) -> None:
        self._database = database
        self._door = door
        self._vault = vault
        self._is_open = is_open
        self._texts = texts
        self._desk = desk
        self._clock = clock

    async def step(self) -> int:
        """Send what is due, some side by side, so that one slow platform holds up no other; give how many there were."""
        if self._door is None:
            return 0
        held = await self._hold()
        await asyncio.gather(*(self._send(self._door, number) for number in held))
        return len(held)

    async def _hold(self) -> list[int]:
        """Take what is due for a while: whoever dies over it leaves it to the next."""
        record, now = StaffNoticeRecord, self._clock.now()
        due = select(record).where(record.next_at <= now).order_by(record.next_at).limit(TOGETHER)
        if not self._is_open():
            due = due.where(record.is_trial.is_(True))
        async with self._database.reading() as tx:
            if (await tx.scalars(due.limit(1))).first() is None:
                return []
        async with self._database.transaction() as tx:
            rows = (await tx.scalars(due.with_for_update(skip_locked=True))).all()
            for row in rows:
                row.next_at = now + HELD
        return [row.id for row in rows]

    async def _send(self, door: NoticeDoor, number: int) -> None:
        async with self._database.reading() as tx:
            row = await tx.get(StaffNoticeRecord, number)
            address = await tx.get(NoticeAddressRecord, row.address) if row is not None else None
        if row is None or address is None:
            return
        target = NoticeTarget.opened(self._vault.open(address.target, purpose=address_purpose(address.id)))
        try:
            await door.send(target, NoticeMessage(row.title, row.text))
        except NoticeRefusedError as error:
            await self._note(number, error)
        else:
            await self._note(number, None)

    async def _note(self, number: int, error: NoticeRefusedError | None) -> None:
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await tx.get(StaffNoticeRecord, number, with_for_update=True)
            if row is None or row.next_at is None:
                return
            row.attempts += 1
            row.refusal = error.why[:REFUSAL_LETTERS] if error else ""
            if error is None:
                row.state, row.next_at, row.sent_at = NoticeState.SENT.value, None, now
            elif error.permanent or row.attempts >= MOST_TRIES:
                row.state, row.next_at = NoticeState.FAILED.value, None
            else:
                asked = timedelta(seconds=error.retry_after or 0)
                row.next_at = now + max(notice_pause(row.attempts), asked)

    async def again(self, number: int, keeper: NoticeKeeper) -> None:
        """Have a message tried at once; raises `InputError` where there is none of this person's that failed or waits for another try."""
        async with self._database.transaction() as tx:
            row = await tx.get(StaffNoticeRecord, number, with_for_update=True)
            address = await tx.get(NoticeAddressRecord, row.address) if row is not None else None
            if row is None or address is None or not row.refusal or not _is_of(address, keeper):
                raise InputError("staff_notices.refused.missing")
            row.state, row.attempts, row.next_at = NoticeState.WAITING.value, 0, self._clock.now()

    async def try_out(self, identifier: str, keeper: NoticeKeeper) -> None:
        """Write a message by which somebody sees whether an address works, at any hour; raises `InputError` as `again` does."""
        message, now = trial_of(texts=self._texts, desk=self._desk), self._clock.now()
        async with self._database.transaction() as tx:
            address = await tx.get(NoticeAddressRecord, identifier, with_for_update=True)
            if address is None or not _is_of(address, keeper):
                raise InputError("staff_notices.refused.missing")
            notice = StaffNoticeRecord
            waits = select(notice.id).where(
                notice.address == identifier, notice.is_trial.is_(True), notice.next_at.is_not(None)
            )
            if await tx.scalar(waits.limit(1)) is not None:
                return
            tx.add(
                notice(
                    address=identifier,
                    kind=TRIAL,
                    title=message.title,
                    text=message.text,
                    count=0,
                    most_pressing=0,
                    earliest_on=None,
                    is_trial=True,
                    state=NoticeState.WAITING.value,
                    next_at=now,
                    made_at=now,
                    sent_at=None,
                )
            )

    async def forget(self) -> None:
        """Drop what is over for so long that nobody asks after it."""
        notice = StaffNoticeRecord
        async with self._database.transaction() as tx:
            await tx.execute(
                delete(notice).where(notice.made_at < self._clock.now() - KEPT_FOR, notice.next_at.is_(None))
            )


def _is_of(address: NoticeAddressRecord, keeper: NoticeKeeper) -> bool:
    return keeper.may_see_to(NoticeReceiver(address.login, address.unit))
