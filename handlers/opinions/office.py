"""The services of opinions, built together; the talk, the pages and the worker each get only their own."""

from dataclasses import dataclass, replace
from typing import Self

from bot.clock import Clock
from bot.database import Database
from bot.message import Wording
from bot.privacy import Vault
from handlers.cases import CaseAddress
from handlers.opinions.collecting.desk import OpinionDesk
from handlers.opinions.collecting.ledger import OpinionLedger
from handlers.opinions.collecting.service import OpinionService
from handlers.opinions.collecting.upkeep import OpinionUpkeep


@dataclass(frozen=True, slots=True)
class OpinionOffice:
    """What the program uses of opinions."""

    service: OpinionService
    ledger: OpinionLedger
    desk: OpinionDesk
    upkeep: OpinionUpkeep

    @classmethod
    def of(
        cls, database: Database, *, vault: Vault, clock: Clock, texts: Wording, address: CaseAddress
    ) -> Self:
        """Give the services on a database; `address` gives the signed address of a case's page."""
        service = OpinionService(database, vault=vault, clock=clock)
        return cls(
            service=service,
            ledger=OpinionLedger(service, clock=clock, texts=texts),
            desk=OpinionDesk(database, vault=vault, clock=clock, texts=texts),
            upkeep=OpinionUpkeep(database, clock=clock, texts=texts, address=address),
        )

    def on(self, database: Database) -> Self:
        """Give what a talk uses of them on another database."""
        return replace(self, service=self.service.on(database), ledger=self.ledger.on(database))
