"""The services of the program, built once; actions and pages each get only their own."""

from dataclasses import dataclass

from adapters.embedding.access import Understanding
from adapters.knowledge_services import KnowledgeServices
from handlers.accounts.service import AccountService
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.case.service import DisclosureService
from handlers.tickets.ledger import TicketLedger
from handlers.tickets.service import TicketService
from knowledge.answers.answerer import Answerer
from knowledge.index.generations import Index
from knowledge.library.due import DueLists
from knowledge.publication.withheld.ledger import WithheldLedger
from knowledge.publication.withheld.service import WithheldRegister
from knowledge.questions.gaps import Gaps
from knowledge.questions.log import QuestionLog
from knowledge.questions.rehearsal import Rehearsal
from knowledge.questions.saved_questions import SavedQuestions
from knowledge.questions.waiting_list import WaitingList


@dataclass(frozen=True, slots=True)
class Services:
    """What the pages use; each page gets only its own."""

    accounts: AccountService
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
    understanding: Understanding | None = None
