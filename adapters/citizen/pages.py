"""Mounts the pages that citizens open from a chat: documents to read, and their own cases."""

from aiohttp import web

from adapters.citizen.cases import CasePages
from adapters.citizen.documents import DocumentPages
from adapters.console import Site
from adapters.web.access.security import limit_body


def application(site: Site) -> web.Application:
    """Give the application below `/m`; nobody logs in there."""
    services = site.services
    documents = DocumentPages(
        documents=services.knowledge.documents, index=services.index, clock=site.clock, county=site.county
    )
    cases = CasePages(
        links=site.links,
        ledger=services.ledger,
        tickets=services.ticket_ledger,
        clock=site.clock,
        texts=site.texts,
    )
    area = web.Application(middlewares=[limit_body()])
    area.add_routes([*documents.routes(), *cases.routes()])
    return area
