"""The services of questionnaires, built together; the talk, the pages and the worker each get only their own."""

from dataclasses import dataclass, replace
from typing import Self

from bot.clock import Clock
from bot.database import Database
from bot.message import Wording
from bot.privacy import Vault
from handlers.questionnaires.collecting.desk import QuestionnaireDesk
from handlers.questionnaires.collecting.service import QuestionnaireService
from handlers.questionnaires.collecting.upkeep import QuestionnaireUpkeep


@dataclass(frozen=True, slots=True)
class QuestionnaireOffice:
    """What the program uses of questionnaires."""

    service: QuestionnaireService
    desk: QuestionnaireDesk
    upkeep: QuestionnaireUpkeep

    @classmethod
    def of(cls, database: Database, *, vault: Vault, clock: Clock, texts: Wording) -> Self:
        """Give the services on a database."""
        desk = QuestionnaireDesk(database, vault=vault, clock=clock, texts=texts)
        return cls(
            service=QuestionnaireService(database, vault=vault, clock=clock),
            desk=desk,
            upkeep=QuestionnaireUpkeep(database, desk=desk, clock=clock),
        )

    def on(self, database: Database) -> Self:
        """Give what a talk uses of them on another database."""
        return replace(self, service=self.service.on(database))
