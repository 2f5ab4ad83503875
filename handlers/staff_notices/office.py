"""Everything about internal notices, built once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Self

from bot.clock import Clock
from bot.database import Database
from bot.message import Wording
from bot.privacy import Vault
from handlers.county.office import Office
from handlers.staff_notices.addresses import NoticeAddresses
from handlers.staff_notices.channels import NoticeChannel
from handlers.staff_notices.door import NoticeDoor
from handlers.staff_notices.gathering import NoticeGathering
from handlers.staff_notices.ledger import StaffNoticeLedger
from handlers.staff_notices.receiver import DeskWorkSource, ReceiverCheck
from handlers.staff_notices.sending import NoticeSending
from handlers.staff_notices.work import WorkKind
from handlers.workdays import WorkingCalendar


@dataclass(frozen=True, slots=True)
class StaffNoticeOffice:
    """What the worker and the desk use; `channels` are those that are set up."""

    addresses: NoticeAddresses
    gathering: NoticeGathering
    sending: NoticeSending
    ledger: StaffNoticeLedger
    channels: frozenset[NoticeChannel]

    @classmethod
    def of(
        cls,
        database: Database,
        *,
        door: NoticeDoor | None,
        sources: Mapping[WorkKind, DeskWorkSource],
        stands: ReceiverCheck,
        units: Collection[str],
        office: Office | None,
        calendar: WorkingCalendar,
        vault: Vault,
        texts: Wording,
        desk: str,
        clock: Clock,
    ) -> Self:
        """Give the service; without a `door` nothing is gathered and nothing sent."""
        channels = frozenset(door.channels) if door is not None else frozenset()
        gathering = NoticeGathering(
            database,
            sources=sources,
            stands=stands,
            channels=channels,
            office=office,
            calendar=calendar,
            texts=texts,
            desk=desk,
            clock=clock,
        )
        return cls(
            NoticeAddresses(database, vault=vault, units=units, clock=clock),
            gathering,
            NoticeSending(
                database,
                door=door,
                vault=vault,
                is_open=gathering.is_open,
                texts=texts,
                desk=desk,
                clock=clock,
            ),
            StaffNoticeLedger(database),
            channels,
        )

    async def step(self) -> int:
        """Look what waits, and send what is due; give how much there was. Raises `ServiceError`."""
        return await self.gathering.step() + await self.sending.step()
