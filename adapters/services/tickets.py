"""The services of what is handed to a person: the ticket, the desk that answers, files that go along."""

from dataclasses import dataclass, replace
from typing import Self

from adapters.services.foundation import Foundation
from handlers.cases import CaseAddress
from handlers.ratings.questions import RatingQuestions
from handlers.tickets.desk.canned_texts import CannedTexts
from handlers.tickets.desk.service import TicketDesk
from handlers.tickets.desk.waiting_answers import WaitingAnswers
from handlers.tickets.files.for_citizen import GivenFiles
from handlers.tickets.files.service import AnswerFiles
from handlers.tickets.ledger import TicketLedger
from handlers.tickets.service import TicketService


@dataclass(frozen=True, slots=True)
class TicketServices:
    """What the talk and the desk use of tickets."""

    service: TicketService
    ledger: TicketLedger
    desk: TicketDesk
    waiting_answers: WaitingAnswers
    canned: CannedTexts
    answer_files: AnswerFiles
    given_files: GivenFiles

    @classmethod
    def of(cls, base: Foundation, *, case_link: CaseAddress, ratings: RatingQuestions) -> Self:
        """Give them; `case_link` gives the signed address of a ticket's page."""
        database, vault, clock = base.database, base.vault, base.clock
        service = TicketService(
            database, vault=vault, clock=clock, texts=base.texts, address=case_link, ratings=ratings
        )
        return cls(
            service=service,
            ledger=TicketLedger(database, vault=vault, texts=base.texts),
            desk=TicketDesk(database, vault=vault, clock=clock),
            waiting_answers=WaitingAnswers(database, service=service, vault=vault, clock=clock),
            canned=CannedTexts(database, clock=clock),
            answer_files=AnswerFiles(database, vault=vault, clock=clock),
            given_files=GivenFiles(database, vault=vault, clock=clock),
        )

    def on(self, base: Foundation) -> Self:
        """Give what a talk uses of them on another foundation."""
        database, vault, texts = base.database, base.vault, base.texts
        return replace(
            self,
            service=TicketService(database, vault=vault, clock=base.clock, texts=texts),
            ledger=TicketLedger(database, vault=vault, texts=texts),
        )
