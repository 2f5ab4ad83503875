"""Mounts the pages that citizens open from a chat: documents and activities to read, and their own cases."""

from aiohttp import web

from adapters.citizen.activities import PublicActivityPages
from adapters.citizen.cases import CasePages
from adapters.citizen.documents import DocumentPages
from adapters.citizen.feeds import FeedPages
from adapters.citizen.figures import PublicFigurePages
from adapters.citizen.forms import FormPages
from adapters.citizen.materials import MaterialPages
from adapters.citizen.mine import OwnCasePages
from adapters.citizen.openness.catalogue import PublicCataloguePages
from adapters.citizen.openness.columns import PublicColumnPages
from adapters.citizen.openness.contacts import PublicContactPages
from adapters.citizen.openness.flows import FlowPages
from adapters.citizen.openness.projects import PublicProjectPages
from adapters.citizen.opinions import OpinionPages
from adapters.citizen.questionnaires import QuestionnairePages
from adapters.citizen.receipts import ReceiptPages
from adapters.citizen.subscriptions import SubscriptionPages
from adapters.citizen.visits import counting_visits
from adapters.console import Site
from adapters.services.openness_paths import openness_paths
from adapters.web.access.security import FORM_BYTES, limit_body
from handlers.files.picture_file import MOST_BYTES
from handlers.pictures.service import MOST_WITH_ONE
from handlers.published.library import Library
from handlers.published.sources import Sources

PHOTO_BYTES = MOST_WITH_ONE * MOST_BYTES + FORM_BYTES
"""What the page of a form may bring: its photos and the fields."""


def application(site: Site) -> web.Application:
    """Give the application below `/m`; nobody logs in there."""
    services = site.services
    documents = DocumentPages(
        documents=services.knowledge.documents,
        changes=services.knowledge.element_changes,
        pictures=services.pictures.published,
        index=services.answering.index,
        clock=site.clock,
        county=site.county,
    )
    cases = CasePages(
        links=site.links,
        ledger=services.disclosure.ledger,
        letters=services.procedure.letters,
        copies=services.procedure.copies,
        files=services.tickets.given_files,
        tickets=services.tickets.ledger,
        complaints=services.complaints.ledger,
        appointments=services.appointments.ledger,
        activities=services.activities.ledger,
        opinions=services.opinions.ledger,
        matters=services.matters.ledger,
        clock=site.clock,
        texts=site.texts,
        scripts=site.phone.scripts if site.phone else None,
        public_url=site.public_url,
    )
    own = (
        OwnCasePages(
            site.phone,
            links=site.links,
            sources=services.cases(site.texts),
            bound=services.matters.bindings.sees,
            texts=site.texts,
            clock=site.clock,
            public_url=site.public_url,
        ).routes()
        if site.phone
        else []
    )
    receipts = ReceiptPages(
        links=site.links,
        ledger=services.disclosure.ledger,
        complaints=services.complaints.ledger,
        appointments=services.appointments.ledger,
        activities=services.activities.ledger,
        opinions=services.opinions.ledger,
        matters=services.matters.ledger,
        clock=site.clock,
        texts=site.texts,
    )
    opinions = OpinionPages(
        services.opinions.service,
        door=site.personal,
        links=site.links,
        clock=site.clock,
        texts=site.texts,
    )
    questionnaires = QuestionnairePages(
        services.questionnaires.service, door=site.personal, clock=site.clock, texts=site.texts
    )
    forms = (
        FormPages(
            links=site.links,
            door=site.forms,
            pictures=services.pictures.service,
            clock=site.clock,
            texts=site.texts,
        ).routes()
        if site.forms
        else []
    )
    activities = PublicActivityPages(
        services.activities.service,
        issues=services.activities.issues,
        clock=site.clock,
        texts=site.texts,
    )
    subscriptions = (
        SubscriptionPages(services.subscriptions.service, door=site.personal).routes()
        if site.personal
        else []
    )
    catalogue = PublicCataloguePages(
        services.openness.catalogue,
        public=documents.public,
        documents=services.knowledge.documents,
        reviews=services.knowledge.reviews,
    )
    figures = PublicFigurePages(
        services.oversight.statistics.ledger,
        requests=services.disclosure.figures,
        county=site.county,
        clock=site.clock,
        texts=site.texts,
    )
    feeds = FeedPages(
        services.openness.outlet_ledger,
        sources=Sources(site.texts, public_url=site.public_url),
        county=site.county.name,
        public_url=site.public_url,
        clock=site.clock,
        texts=site.texts,
    )
    visits = counting_visits(services.oversight.statistics.visits)
    area = web.Application(middlewares=[visits, limit_body(wider={"/m/forms/": PHOTO_BYTES})])
    area.add_routes([*documents.routes(), *cases.routes(), *receipts.routes(), *own, *forms])
    area.add_routes([*opinions.routes(), *questionnaires.routes(), *activities.routes(), *subscriptions])
    area.add_routes([*figures.routes(), *feeds.routes()])
    materials = MaterialPages(
        documents.public, bundles=site.bundles, library=Library(services.answering.index)
    )
    area.add_routes(materials.routes())
    area.add_routes(FlowPages(documents.public, paths=openness_paths(site.texts)).routes())
    area.add_routes(
        [
            *catalogue.routes(),
            *PublicColumnPages(
                services.openness.columns, events=site.bundles, library=Library(services.answering.index)
            ).routes(),
            *PublicContactPages(services.openness.contacts).routes(),
            *PublicProjectPages(services.openness.projects, photos=services.pictures.of_projects).routes(),
        ]
    )
    return area
