"""The services of openness: what is published and by which plan, what is withheld, and where it is brought."""

from dataclasses import dataclass, replace
from typing import Self

from adapters.county import CountyData
from adapters.services.foundation import Foundation
from handlers.catalogue.shelf import OpenCatalogue
from handlers.columns.plan_keeper import PlanKeeper
from handlers.columns.shelf import OpenColumns
from handlers.contacts.service import ContactService
from handlers.county.live_plan import LivePlan
from handlers.credit.service import CreditRegister
from handlers.guides.waived.service import WaivedMaterials
from handlers.outlets.ledger import OutletLedger
from handlers.outlets.outlet import ArticleDoor
from handlers.outlets.posting import OutletPosting
from handlers.projects.service import ProjectService
from handlers.published.library import Library
from handlers.published.sources import Sources
from knowledge.index.generations import Index
from knowledge.publication.withheld.ledger import WithheldLedger
from knowledge.publication.withheld.service import WithheldRegister


@dataclass(frozen=True, slots=True)
class OpennessServices:
    """What the talk and the pages show of the county's openness; `plan` is the catalogue's, changed at the desk."""

    catalogue: OpenCatalogue
    columns: OpenColumns
    plan: PlanKeeper
    projects: ProjectService
    contacts: ContactService
    waived: WaivedMaterials
    credit: CreditRegister
    withheld: WithheldRegister
    withheld_ledger: WithheldLedger
    outlets: OutletPosting
    outlet_ledger: OutletLedger

    @classmethod
    def of(
        cls,
        base: Foundation,
        county: CountyData,
        *,
        index: Index,
        sources: Sources,
        articles: ArticleDoor | None,
    ) -> Self:
        """Give them; `articles` brings what is published to the account, where it can."""
        database, vault, clock = base.database, base.vault, base.clock
        library, plan = Library(index), LivePlan(county.openness)
        return cls(
            catalogue=OpenCatalogue(library, plan),
            columns=OpenColumns(library, plan),
            plan=PlanKeeper(database, plan=plan, clock=clock),
            projects=ProjectService(database, clock=clock),
            contacts=ContactService(database, units=county.units, clock=clock),
            waived=WaivedMaterials(database, library=library, clock=clock),
            credit=CreditRegister(database, vault=vault, clock=clock),
            withheld=WithheldRegister(database, vault=vault, clock=clock),
            withheld_ledger=WithheldLedger(database),
            outlets=OutletPosting(database, door=articles, address=sources.address, clock=clock),
            outlet_ledger=OutletLedger(database),
        )

    def on(self, base: Foundation) -> Self:
        """Give what a talk uses of them on another foundation."""
        closed = base.database
        return replace(
            self, plan=self.plan.on(closed), projects=self.projects.on(closed), credit=self.credit.on(closed)
        )
