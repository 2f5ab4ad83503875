"""What nearly every service stands on, handed on as one value."""

from dataclasses import dataclass, replace
from typing import Self

from adapters.storage.read_only import ReadOnlyDatabase
from bot.clock import Clock
from bot.database import Database
from bot.privacy import Vault
from handlers.holidays.live import LiveCalendar
from handlers.texts import Texts


@dataclass(frozen=True, slots=True)
class Foundation:
    """The record base, the vault that seals personal data, the clock, the working days and the texts."""

    database: Database
    vault: Vault
    clock: Clock
    calendar: LiveCalendar
    texts: Texts

    def reading_only(self) -> Self:
        """Give the same on a record base that writes nothing: whatever would raises `NothingWrittenError`."""
        return replace(self, database=ReadOnlyDatabase(self.database))
