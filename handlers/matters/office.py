"""The services of other systems' matters, built together; the talk, the pages and the worker each get only their own."""

from dataclasses import dataclass, replace
from typing import Self

from bot.clock import Clock
from bot.database import Database
from bot.message import Wording
from bot.privacy import Vault
from handlers.matters.binding.counter import BindingCounter
from handlers.matters.binding.messages import CodeMessages, SendText
from handlers.matters.binding.service import BindingService
from handlers.matters.delivery.sources import MatterSources
from handlers.matters.delivery.table_import import MatterTableImport
from handlers.matters.delivery.taking_in import MatterTakingIn
from handlers.matters.ledger import MatterLedger


@dataclass(frozen=True, slots=True)
class MatterOffice:
    """What the program uses of matters."""

    sources: MatterSources
    taking_in: MatterTakingIn
    tables: MatterTableImport
    bindings: BindingService
    counter: BindingCounter
    messages: CodeMessages
    ledger: MatterLedger

    @classmethod
    def of(
        cls,
        database: Database,
        *,
        vault: Vault,
        clock: Clock,
        texts: Wording,
        send: SendText | None = None,
        county: str = "",
    ) -> Self:
        """Give the services on a database; `send` brings a text to a phone, None where there is no such way."""
        taking_in = MatterTakingIn(database, vault=vault, clock=clock)
        bindings = BindingService(database, vault=vault, clock=clock, sends=send is not None)
        return cls(
            sources=MatterSources(database, vault=vault, clock=clock),
            taking_in=taking_in,
            tables=MatterTableImport(taking_in, clock=clock),
            bindings=bindings,
            counter=BindingCounter(database, bindings=bindings, vault=vault, clock=clock),
            messages=CodeMessages(database, vault=vault, clock=clock, texts=texts, send=send, county=county),
            ledger=MatterLedger(database, vault=vault, clock=clock, texts=texts),
        )

    def on(self, database: Database) -> Self:
        """Give what a talk uses of them on another database."""
        return replace(self, bindings=self.bindings.on(database), ledger=self.ledger.on(database))
