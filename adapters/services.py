"""The services of the program, built once; actions and pages each get only their own."""

from dataclasses import dataclass
from typing import Self

from adapters.embedding.access import Semantics
from adapters.knowledge_services import KnowledgeServices
from bot.clock import Clock
from bot.database import Database
from bot.privacy import Vault
from handlers.accounts.administration import Administration
from handlers.accounts.passwords import Passwords
from handlers.accounts.second_factor import SecondFactors
from handlers.accounts.service import AccountService
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.case.service import DisclosureService
from handlers.published.sources import Sources
from handlers.texts import Texts
from handlers.tickets.ledger import TicketLedger
from handlers.tickets.service import TicketService
from handlers.workdays import Calendar
from knowledge.answers.answerer import Answerer
from knowledge.index.generations import Index
from knowledge.library.due import DueLists
from knowledge.publication.index_notice import IndexNotice
from knowledge.publication.withheld.ledger import WithheldLedger
from knowledge.publication.withheld.service import WithheldRegister
from knowledge.questions.gaps import Gaps
from knowledge.questions.log import QuestionLog
from knowledge.questions.rehearsal import Rehearsal
from knowledge.questions.saved_questions import SavedQuestions
from knowledge.questions.waiting_list import WaitingList
from knowledge.search.weights import WeightSource

# Within so many working days the unit that explains a document sees to what it does not answer.
GAP_WORKDAYS = 5


@dataclass(frozen=True, slots=True)
class Services:
    """What the pages use; each page gets only its own."""

    accounts: AccountService
    administration: Administration
    second_factors: SecondFactors
    disclosure: DisclosureService
    ledger: DisclosureLedger
    tickets: TicketService
    ticket_ledger: TicketLedger
    knowledge: KnowledgeServices
    due: DueLists
    withheld: WithheldRegister
    withheld_ledger: WithheldLedger
    questions: QuestionLog
    waiting: WaitingList
    gaps: Gaps
    saved: SavedQuestions
    rehearsal: Rehearsal
    answerer: Answerer
    index: Index
    understanding: Semantics | None = None

    @classmethod
    def of(
        cls,
        database: Database,
        *,
        index: Index,
        notice: IndexNotice,
        understood: Semantics | None,
        weights: WeightSource,
        texts: Texts,
        vault: Vault,
        clock: Clock,
        calendar: Calendar,
        public_url: str,
    ) -> Self:
        """Give the services on a database; `notice` tells the index what becomes public, `understood` knows meanings."""
        # One line for all hashing, whoever asks for it.
        passwords = Passwords()
        waiting, saved = WaitingList(database, vault=vault, clock=clock), SavedQuestions(database, clock)
        return cls(
            accounts=AccountService(database, clock=clock, passwords=passwords),
            administration=Administration(database, clock=clock, passwords=passwords),
            second_factors=SecondFactors(database, vault=vault, clock=clock),
            disclosure=DisclosureService(database, vault=vault, clock=clock, calendar=calendar, texts=texts),
            ledger=DisclosureLedger(database, vault=vault, clock=clock, calendar=calendar, texts=texts),
            tickets=TicketService(database, vault=vault, clock=clock, texts=texts),
            ticket_ledger=TicketLedger(database, vault=vault, texts=texts),
            knowledge=KnowledgeServices.of(database, clock, index=notice),
            due=DueLists(database, clock=clock, calendar=calendar),
            withheld_ledger=WithheldLedger(database),
            withheld=WithheldRegister(database, vault=vault, clock=clock),
            questions=QuestionLog(
                database, clock, due=lambda day: calendar.nth_workday_after(day, GAP_WORKDAYS)
            ),
            waiting=waiting,
            gaps=Gaps(
                database,
                waiting=waiting,
                clock=clock,
                news=Sources(texts, public_url=public_url).news,
                weights=weights,
            ),
            saved=saved,
            rehearsal=Rehearsal(database, index=index, saved=saved, clock=clock, weights=weights),
            answerer=Answerer(index, meanings=understood.meanings if understood else None, weights=weights),
            index=index,
            understanding=understood,
        )
