"""What the desk shows: the addresses that are somebody's to see to, and how the latest messages went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, true

from bot.database import Database
from handlers.staff_notices.addresses import NoticeKeeper
from handlers.staff_notices.channels import NoticeChannel
from handlers.staff_notices.records import NoticeAddressRecord, StaffNoticeRecord
from handlers.staff_notices.states import NoticeState

LATEST = 50


@dataclass(frozen=True, slots=True)
class ShownAddress:
    """One address as it may be shown."""

    id: str
    login: str
    unit: str
    channel: NoticeChannel
    label: str
    kinds: tuple[str, ...]
    is_on: bool


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """One message and how it went."""

    id: int
    address: ShownAddress
    title: str
    text: str
    state: NoticeState
    attempts: int
    refusal: str
    next_at: datetime | None
    made_at: datetime
    sent_at: datetime | None


class StaffNoticeLedger:
    """Reads what is kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def addresses(self, keeper: NoticeKeeper) -> Sequence[ShownAddress]:
        """Give the addresses, the own ones first."""
        record = NoticeAddressRecord
        chosen = select(record).where(_of(keeper)).order_by(record.login.desc(), record.unit, record.made_at)
        async with self._database.reading() as tx:
            return [_shown(row) for row in await tx.scalars(chosen)]

    async def notices(self, keeper: NoticeKeeper) -> Sequence[ShownNotice]:
        """Give the latest messages, the newest first."""
        record, address = StaffNoticeRecord, NoticeAddressRecord
        chosen = (
            select(record, address)
            .join(address, address.id == record.address)
            .where(_of(keeper))
            .order_by(record.made_at.desc(), record.id.desc())
            .limit(LATEST)
        )
        async with self._database.reading() as tx:
            rows = (await tx.execute(chosen)).all()
        return [
            ShownNotice(
                row.id,
                _shown(to),
                row.title,
                row.text,
                NoticeState(row.state),
                row.attempts,
                row.refusal,
                row.next_at,
                row.made_at,
                row.sent_at,
            )
            for row, to in rows
        ]


def _of(keeper: NoticeKeeper) -> ColumnElement[bool]:
    """Give the condition that an address is this person's to see to, as `NoticeKeeper.may_see_to` has it."""
    record = NoticeAddressRecord
    units = true() if keeper.at_office else and_(record.unit == keeper.unit, record.unit != "")
    return or_(record.login == keeper.login, and_(record.login == "", units))


def _shown(row: NoticeAddressRecord) -> ShownAddress:
    return ShownAddress(
        row.id, row.login, row.unit, NoticeChannel(row.channel), row.label, tuple(row.kinds), row.is_on
    )
