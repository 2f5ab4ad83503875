"""What was said in a visitor's talk, for the panel that is opened again: the turns, and what came later."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from bot.conversation import transcript
from bot.database import Database
from bot.outbound.ladder import ParcelState
from bot.outbound.outbox import ParcelRecord, parcel_of

LATEST = 60
USER, BOT, STAFF = "user", "bot", "staff"
Earlier = Callable[[str, str], Awaitable[Sequence[Mapping[str, Any]]]]


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One thing that was said: by the visitor, the program or somebody of the staff."""

    who: str
    text: str
    at: datetime

    def plain(self) -> dict[str, str]:
        """Give it as the page reads it."""
        return {"who": self.who, "text": self.text, "at": self.at.isoformat(timespec="seconds")}


class TalkHistory:
    """Reads the talks of one channel; raises `ServiceError` when a store is away."""

    def __init__(self, earlier: Earlier, database: Database, *, channel: str) -> None:
        """Take what gives the turns that are kept of a talk."""
        self._earlier = earlier
        self._database = database
        self._channel = channel

    async def latest(self, citizen: str) -> list[SaidLine]:
        """Give what was said last, the oldest first; the visitor's words as they may be read back."""
        turns = transcript(await self._earlier(self._channel, citizen))
        said = [SaidLine(who, text, datetime.fromtimestamp(at, UTC)) for who, text, at in turns if text]
        lines = [*said, *await self._brought(citizen)]
        return sorted(lines, key=lambda line: line.at)[-LATEST:]

    async def _brought(self, citizen: str) -> list[SaidLine]:
        """Give what was said later and has been fetched."""
        own = select(ParcelRecord).where(
            ParcelRecord.citizen == citizen,
            ParcelRecord.channel == self._channel,
            ParcelRecord.state == ParcelState.SENT,
        )
        async with self._database.reading() as tx:
            rows = await tx.scalars(own.order_by(ParcelRecord.id.desc()).limit(LATEST))
            bodies = [(parcel_of(row).body, row.created_at) for row in rows]
        return [SaidLine(BOT if body.automatic else STAFF, body.words, at) for body, at in bodies]
