"""The services of those who keep the knowledge base, put together once; every page and command gets only its own."""

from dataclasses import dataclass
from typing import Self

from bot.clock import Clock
from bot.database import Database
from bot.errors import ServiceError
from bot.privacy import Vault
from knowledge.documents.proposals import Proposals
from knowledge.documents.scans.service import Scans
from knowledge.documents.scans.store import VaultSource
from knowledge.library.abolition import Abolitions
from knowledge.library.discards import Discards
from knowledge.library.dry_run import DryRun
from knowledge.library.editor import Editor
from knowledge.library.imports import Imports
from knowledge.library.listing import Shelf
from knowledge.library.sayings import Sayings
from knowledge.library.service import DocumentService
from knowledge.library.text_search import TextSearch
from knowledge.publication.answering_passages import AnsweringPassages
from knowledge.publication.approvals import Approvals
from knowledge.publication.batches.ledger import BatchList
from knowledge.publication.batches.service import Batches
from knowledge.publication.element_changes import ElementChanges
from knowledge.publication.filing import Particulars
from knowledge.publication.findings_report import FindingsLog
from knowledge.publication.index_notice import IndexNotice
from knowledge.publication.index_upkeep import IndexUpkeep
from knowledge.publication.proofreading.watchwords import Watchwords
from knowledge.publication.reviews import Reviews


def no_vault() -> Vault:
    """Refuse to seal: whoever has no key keeps no scans; raises `ServiceError`."""
    raise ServiceError("scans.no_key", permanent=True)


@dataclass(frozen=True, slots=True)
class KnowledgeServices:
    """One of each; those that make something public or take it back tell the index themselves."""

    documents: DocumentService
    shelf: Shelf
    abolitions: Abolitions
    answering_passages: AnsweringPassages
    approvals: Approvals
    batches: Batches
    batch_list: BatchList
    element_changes: ElementChanges
    findings: FindingsLog
    discards: Discards
    editor: Editor
    dry_run: DryRun
    imports: Imports
    particulars: Particulars
    proposals: Proposals
    scans: Scans
    reviews: Reviews
    sayings: Sayings
    text_search: TextSearch
    watchwords: Watchwords
    upkeep: IndexUpkeep

    @classmethod
    def of(
        cls, database: Database, clock: Clock, *, index: IndexNotice, vault: VaultSource = no_vault
    ) -> Self:
        """Give the services on a database; `index` is told of what becomes public and of what is withdrawn.

        `vault` seals and opens the files of scans; without one there can be none.
        """
        return cls(
            documents=DocumentService(database),
            shelf=Shelf(database),
            abolitions=Abolitions(database, clock),
            answering_passages=AnsweringPassages(database, clock, index=index),
            approvals=Approvals(database, clock, index=index),
            batches=Batches(database, clock),
            batch_list=BatchList(database, clock),
            element_changes=ElementChanges(database),
            findings=FindingsLog(database, clock),
            discards=Discards(database, clock),
            editor=Editor(database, clock, index=index),
            dry_run=DryRun(database),
            imports=Imports(database, clock, index=index, vault=vault),
            particulars=Particulars(database, clock, index=index),
            proposals=Proposals(database, clock),
            scans=Scans(database, clock, vault=vault),
            reviews=Reviews(database, clock, index=index),
            sayings=Sayings(database, clock, index=index),
            text_search=TextSearch(database),
            watchwords=Watchwords(database, clock),
            upkeep=IndexUpkeep(database, clock),
        )
