"""The messages with codes that have to go out to phones: sent by the worker, so that whoever claims learns nothing from the time it takes."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from bot.errors import ServiceError
from bot.message import Wording
from bot.privacy import Vault
from handlers.matters.binding.codes import sent_code
from handlers.matters.binding.known_phone import KnownPhone
from handlers.matters.binding.records import BindingClaimRecord
from handlers.matters.binding.service import binding_purpose
from handlers.matters.delivery.matter import MatterHolder

MOST_TRIES, ROUND = 3, 20
# Brings a text to a phone; raises `ServiceError` where it was not taken.
SendText = Callable[[str, str], Awaitable[None]]


class CodeMessages:
    """Sends what is due; neither phones nor codes are ever logged."""

    def __init__(
        self,
        database: Database,
        *,
        vault: Vault,
        clock: Clock,
        texts: Wording,
        send: SendText | None,
        county: str,
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._texts = texts
        self._send = send
        self._county = county
        self._phones = KnownPhone(vault)

    async def step(self) -> int:
        """Send what is due; give how many there were."""
        if self._send is None:
            return 0
        async with self._database.reading() as tx:
            due = [
                (row.id, row.shown_mark, *await self._whom(tx, row))
                for row in await _due(tx, self._clock.now())
            ]
        for one, shown, phone, whom in due:
            if not phone:
                # The matter that the phone was left with was taken back meanwhile.
                await self._note(one, sent=False)
                continue
            code = sent_code(self._vault, shown)
            try:
                await self._send(phone, self._texts("matters.sms", code=code, whom=whom, county=self._county))
            except ServiceError:
                await self._note(one, sent=False)
            else:
                await self._note(one, sent=True)
        return len(due)

    async def _whom(self, tx: AsyncSession, row: BindingClaimRecord) -> tuple[str, str]:
        """Give the phone, and whom the claim is on, masked."""
        holder = MatterHolder.opened(self._vault, row.person, purpose=binding_purpose(row.mark))
        return await self._phones.of(tx, holder, row.mark), holder.masked

    async def _note(self, claim: int, *, sent: bool) -> None:
        async with self._database.transaction() as tx:
            row = await tx.get(BindingClaimRecord, claim, with_for_update=True)
            if row is None or row.sms_state != "due":
                return
            row.sms_tries += 1
            if sent or row.sms_tries >= MOST_TRIES:
                row.sms_state = "sent" if sent else "failed"


async def _due(tx: AsyncSession, now: datetime) -> list[BindingClaimRecord]:
    record = BindingClaimRecord
    wanted = select(record).where(
        record.sms_state == "due", record.over_at.is_(None), record.expires_at > now
    )
    return list(await tx.scalars(wanted.order_by(record.id).limit(ROUND)))
