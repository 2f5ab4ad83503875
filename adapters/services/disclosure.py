"""The services of disclosure requests beside their procedure: filing, the ledger, figures, reports and reminders."""

from dataclasses import dataclass, replace
from typing import Self

from adapters import office_suite
from adapters.services.foundation import Foundation
from handlers.disclosure.background.conversation import CaseConversation
from handlers.disclosure.background.earlier_cases import EarlierCases
from handlers.disclosure.bundle.service import Conversation
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.case.receipts import ConfirmedBy
from handlers.disclosure.case.recounting import DateRecount
from handlers.disclosure.case.service import DisclosureService
from handlers.disclosure.figures.annual import AnnualReports
from handlers.disclosure.figures.service import OfficeFigures
from handlers.disclosure.listing.export import CaseExport
from handlers.disclosure.released.service import ReleasedDocuments
from handlers.disclosure.reminders.service import DueReminders
from knowledge.library.editor import Editor


@dataclass(frozen=True, slots=True)
class DisclosureServices:
    """What the talk and the desk use of requests; `earlier` and `conversation` show a case's background."""

    service: DisclosureService
    ledger: DisclosureLedger
    recounting: DateRecount
    reminders: DueReminders
    released: ReleasedDocuments
    export: CaseExport
    figures: OfficeFigures
    annual_reports: AnnualReports
    earlier: EarlierCases
    conversation: CaseConversation

    @classmethod
    def of(cls, base: Foundation, *, editor: Editor, said: Conversation, confirmed_by: ConfirmedBy) -> Self:
        """Give them; `editor` writes what is released, `said` reads what is kept of a talk."""
        database, vault, clock, calendar = base.database, base.vault, base.clock, base.calendar
        ledger = _ledger(base)
        return cls(
            service=DisclosureService(
                database,
                vault=vault,
                clock=clock,
                calendar=calendar,
                texts=base.texts,
                confirmed_by=confirmed_by,
            ),
            ledger=ledger,
            recounting=DateRecount(database, clock=clock, calendar=calendar, texts=base.texts),
            reminders=DueReminders(database, clock=clock, calendar=calendar),
            released=ReleasedDocuments(
                database, vault=vault, clock=clock, editor=editor, make_pages=office_suite.to_pdf
            ),
            export=CaseExport(database, ledger=ledger, clock=clock),
            figures=OfficeFigures(database, clock=clock, calendar=calendar),
            annual_reports=AnnualReports(database, clock=clock),
            earlier=EarlierCases(database, vault=vault),
            conversation=CaseConversation(database, vault=vault, said=said),
        )

    def on(self, base: Foundation) -> Self:
        """Give what a talk uses of them on another foundation."""
        return replace(self, service=self.service.on(base.database), ledger=_ledger(base))


def _ledger(base: Foundation) -> DisclosureLedger:
    return DisclosureLedger(
        base.database, vault=base.vault, clock=base.clock, calendar=base.calendar, texts=base.texts
    )
