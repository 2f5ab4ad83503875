"""Whom to tell over what: kept at the desk by whom it concerns, switched on and off, dropped."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from handlers.staff_notices.channels import target_of
from handlers.staff_notices.receiver import NoticeReceiver
from handlers.staff_notices.records import NoticeAddressRecord, NoticeToldRecord, StaffNoticeRecord
from handlers.staff_notices.work import WorkKind

ADDRESSES_EACH = 5


def address_purpose(identifier: str) -> str:
    """Give what a target is sealed for."""
    return f"staff_notice:{identifier}"


@dataclass(frozen=True, slots=True)
class NoticeKeeper:
    """Who sees to addresses: the own ones, those of the own unit, those of every unit at the office."""

    login: str
    unit: str
    at_office: bool

    def may_see_to(self, receiver: NoticeReceiver) -> bool:
        """Whether somebody's addresses are this person's to see to."""
        if receiver.is_person:
            return receiver.login == self.login
        return self.at_office or bool(receiver.unit and receiver.unit == self.unit)


@dataclass(frozen=True, slots=True)
class TypedAddress:
    """What was typed: for the own person or for a unit, over which channel, by what, and of which kinds."""

    channel: str
    target: str
    kinds: Sequence[str]
    secret: str = ""
    for_unit: bool = False
    unit: str = ""


class NoticeAddresses:
    """Each method is one transaction; `units` are those of the county that may be named."""

    def __init__(self, database: Database, *, vault: Vault, units: Collection[str], clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._units = frozenset(units) | {""}
        self._clock = clock

    async def add(self, typed: TypedAddress, keeper: NoticeKeeper) -> str:
        """Keep a new address; give its name. Raises `InputError` for a wrong one, for one too many, or somebody else's."""
        receiver = self._receiver(typed, keeper)
        target = target_of(typed.channel, typed.target, typed.secret)
        kinds = sorted({kind.value for kind in WorkKind} & set(typed.kinds))
        if not kinds:
            raise InputError("staff_notices.refused.kinds")
        identifier, now = str(uuid.uuid4()), self._clock.now()
        async with self._database.transaction() as tx:
            record = NoticeAddressRecord
            count = select(func.count()).where(record.login == receiver.login, record.unit == receiver.unit)
            if int(await tx.scalar(count) or 0) >= ADDRESSES_EACH:
                raise InputError("staff_notices.refused.many", most=ADDRESSES_EACH)
            tx.add(
                record(
                    id=identifier,
                    login=receiver.login,
                    unit=receiver.unit,
                    channel=target.channel.value,
                    target=self._vault.seal(target.sealed_words(), purpose=address_purpose(identifier)),
                    label=target.label,
                    kinds=kinds,
                    is_on=True,
                    looked_at=None,
                    made_by=keeper.login,
                    made_at=now,
                )
            )
            detail = {"channel": target.channel.value, "kinds": ",".join(kinds)}
            await audit.record(
                tx, "staff_notice:add", actor=keeper.login, subject=identifier, now=now, detail=detail
            )
        return identifier

    def _receiver(self, typed: TypedAddress, keeper: NoticeKeeper) -> NoticeReceiver:
        receiver = NoticeReceiver(unit=typed.unit) if typed.for_unit else NoticeReceiver(login=keeper.login)
        if receiver.unit not in self._units or not keeper.may_see_to(receiver):
            raise InputError("staff_notices.refused.unit")
        return receiver

    async def switch(self, identifier: str, *, on: bool, keeper: NoticeKeeper) -> None:
        """Switch an address on or off; what waits for one that is off is not sent, and on it is told afresh what waits.

        Raises `InputError` for one that is not there or somebody else's.
        """
        async with self._database.transaction() as tx:
            row = await self._known(tx, identifier, keeper)
            row.is_on, row.looked_at = on, None
            await tx.execute(delete(NoticeToldRecord).where(NoticeToldRecord.address == identifier))
            await _forget_waiting(tx, identifier)
            await audit.record(
                tx,
                "staff_notice:on" if on else "staff_notice:off",
                actor=keeper.login,
                subject=identifier,
                now=self._clock.now(),
            )

    async def drop(self, identifier: str, keeper: NoticeKeeper) -> None:
        """Forget an address with all that was sent over it; raises `InputError` as `switch` does."""
        async with self._database.transaction() as tx:
            row = await self._known(tx, identifier, keeper)
            for record in (NoticeToldRecord, StaffNoticeRecord):
                await tx.execute(delete(record).where(record.address == identifier))
            await tx.delete(row)
            await audit.record(
                tx, "staff_notice:drop", actor=keeper.login, subject=identifier, now=self._clock.now()
            )

    @staticmethod
    async def _known(tx: AsyncSession, identifier: str, keeper: NoticeKeeper) -> NoticeAddressRecord:
        row = await tx.get(NoticeAddressRecord, identifier, with_for_update=True)
        if row is None or not keeper.may_see_to(NoticeReceiver(row.login, row.unit)):
            raise InputError("staff_notices.refused.missing")
        return row


async def _forget_waiting(tx: AsyncSession, identifier: str) -> None:
    notice = StaffNoticeRecord
    await tx.execute(delete(notice).where(notice.address == identifier, notice.next_at.is_not(None)))
