"""Puts the web side together: pages, consoles, health and errors mounted on one application."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Middleware
from aiohttp_session import session_middleware
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis

from adapters.citizen.cases import CasePages
from adapters.citizen.documents import DocumentPages
from adapters.embedding.access import Understanding
from adapters.knowledge_services import KnowledgeServices
from adapters.operators.desk import desk_routes
from adapters.operators.documents.batch_plans import BatchPlans
from adapters.operators.documents.batch_sheet import BatchSheet
from adapters.operators.documents.batch_steps import BatchSteps
from adapters.operators.documents.batches import BatchPages
from adapters.operators.documents.catalogue import CataloguePages
from adapters.operators.documents.due import DuePages, rules_of
from adapters.operators.documents.editor import EDITOR_BYTES
from adapters.operators.documents.picking import PickingPages
from adapters.operators.documents.preview import Preview
from adapters.operators.documents.proposals import ProposalPages
from adapters.operators.imports.pages import IMPORT_BYTES, ImportPages
from adapters.operators.imports.uploads import Uploads
from adapters.operators.questions.gaps import GapPages
from adapters.operators.questions.log import QuestionPages
from adapters.operators.questions.regression import RegressionPages, require_no_worse
from adapters.operators.questions.trial import TrialPages
from adapters.operators.reviews.findings import LinkChecker
from adapters.operators.reviews.report import ReportPages
from adapters.operators.runs import Runs
from adapters.operators.withheld.register import WithheldPages
from adapters.operators.wording import Wording
from adapters.staff.queue import QueuePages
from adapters.staff.requests import RequestPages
from adapters.staff.tickets import TicketPages
from adapters.web.colleagues import Colleagues
from adapters.web.errors import translate_errors
from adapters.web.gate import Gate
from adapters.web.health import Check, add_health
from adapters.web.links import Links
from adapters.web.login import DemoLogin, LoginPages
from adapters.web.pages import add_pages
from adapters.web.proxies import Proxies
from adapters.web.security import add_headers, clean_address, guard, limit_body
from adapters.web.sessions import RedisSessions
from adapters.web.undelivered import Count
from adapters.web.units import unit_lookups
from bot.clock import Clock
from handlers.accounts.service import AccountService
from handlers.county.profile import County
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.case.service import DisclosureService
from handlers.policy.answer_text import Quoting
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.texts import Texts
from handlers.tickets.ledger import TicketLedger
from handlers.tickets.service import TicketService
from handlers.workdays import load_calendar
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

LONGEST_SESSION = timedelta(hours=8)


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


@dataclass(frozen=True, slots=True)
class Site:
    """Everything the web side needs to know.

    `public_url` decides whether cookies are for https only. `demo_logins` are shown on the log-in page: pass them in
    the demo and nowhere else. `uploads` is a folder that every process of the program can write to.
    """

    services: Services
    texts: Texts
    county: County
    clock: Clock
    redis: Redis
    links: Links
    public_url: str
    uploads: Path
    link_checker: LinkChecker
    registry: CollectorRegistry
    undelivered: Count
    quarantined: Callable[[], Awaitable[int]]
    checks: Mapping[str, Check]
    session_length: timedelta = LONGEST_SESSION
    demo_logins: Sequence[DemoLogin] = field(default_factory=tuple)
    proxies: Proxies = field(default_factory=Proxies)


def add_web(app: web.Application, site: Site) -> None:
    """Mount `/login`, `/logout`, `/staff`, `/operators`, `/m`, `/health`, `/metrics`, `/static` and the error pages.

    Call it before the application starts; the error translation becomes the outermost middleware of all routes.
    """
    secure = site.public_url.startswith("https://")
    app.middlewares[:0] = [translate_errors(site.texts), clean_address]
    add_headers(app, secure=secure)
    add_pages(app, texts=site.texts, county=site.county)
    add_health(
        app,
        checks=site.checks,
        registry=site.registry,
        undelivered=site.undelivered,
        quarantined=site.quarantined,
    )
    app.router.add_get("/", _to_login)
    sessions = RedisSessions(site.redis, secure=secure, longest=site.session_length)
    login = LoginPages(
        accounts=site.services.accounts,
        redis=site.redis,
        texts=site.texts,
        demo_logins=site.demo_logins,
        proxies=site.proxies,
    )
    runs = Runs(site.redis)
    app.on_cleanup.append(lambda _: runs.close())
    for prefix, console, routes in (
        ("/login", None, login.routes()),
        ("/logout", None, login.leaving()),
        ("/staff", "staff", _staff(site)),
        ("/operators", "operators", _operators(site, runs)),
    ):
        app.add_subapp(prefix, _guarded(site, sessions, routes, console=console))
    app.add_subapp("/m", _public(site))


async def _to_login(_: web.Request) -> web.Response:
    raise web.HTTPSeeOther("/login")


def _staff(site: Site) -> list[web.RouteDef]:
    services, colleagues = site.services, Colleagues(site.services.accounts)
    queue = QueuePages(
        ledger=services.ledger, tickets=services.ticket_ledger, texts=site.texts, clock=site.clock
    )
    tickets = TicketPages(
        ledger=services.ticket_ledger,
        service=services.tickets,
        colleagues=colleagues,
        texts=site.texts,
        clock=site.clock,
    )
    requests = RequestPages(
        ledger=services.ledger, service=services.disclosure, colleagues=colleagues, texts=site.texts
    )
    return [*queue.routes(), *tickets.routes(), *requests.routes()]


def _operators(site: Site, runs: Runs) -> list[web.RouteDef]:
    services, knowledge = site.services, site.services.knowledge
    sources = Sources(site.texts, public_url=site.public_url)
    quoting = Quoting(site.texts, sources, county=site.county)
    imports = ImportPages(
        dry_run=knowledge.dry_run,
        imports=knowledge.imports,
        uploads=Uploads(site.uploads),
        runs=runs,
        texts=site.texts,
    )
    trial = TrialPages(
        answerer=services.answerer,
        index=services.index,
        understanding=services.understanding,
        rehearsal=services.rehearsal,
        quoting=quoting,
        sources=sources,
        texts=site.texts,
        clock=site.clock,
    )
    rules = rules_of(site.county)
    catalogue = CataloguePages(
        shelf=knowledge.shelf,
        batch_list=knowledge.batch_list,
        due=services.due,
        rules=rules,
        colleagues=Colleagues(services.accounts),
        texts=site.texts,
        clock=site.clock,
    )
    due = DuePages(
        due=services.due,
        rules=rules,
        approvals=knowledge.approvals,
        particulars=knowledge.particulars,
        texts=site.texts,
    )
    proposals = ProposalPages(
        documents=knowledge.documents,
        abolitions=knowledge.abolitions,
        proposals=knowledge.proposals,
        texts=site.texts,
    )
    batches = _batches(site, runs, proposals)
    desk = desk_routes(
        knowledge=knowledge,
        index=services.index,
        preview=Preview(index=services.index, quoting=quoting, county=site.county, clock=site.clock),
        colleagues=Colleagues(services.accounts),
        texts=site.texts,
        link_checker=site.link_checker,
        rehearsed=partial(require_no_worse, services.rehearsal),
    )
    withheld = WithheldPages(
        register=services.withheld,
        ledger=services.withheld_ledger,
        documents=knowledge.documents,
        shelf=knowledge.shelf,
        wording=Wording(site.texts, Colleagues(services.accounts)),
        texts=site.texts,
        clock=site.clock,
    )
    return [
        *catalogue.routes(),
        *BatchPlans(shelf=knowledge.shelf, batches=knowledge.batches, texts=site.texts).routes(),
        *batches.routes(),
        *due.routes(),
        *imports.routes(),
        *trial.routes(),
        *_asked(site),
        *proposals.routes(),
        *withheld.routes(),
        *ReportPages(findings=knowledge.findings, texts=site.texts, clock=site.clock).routes(),
        *PickingPages(shelf=knowledge.shelf, texts=site.texts).routes(),
        *desk,
    ]


def _batches(site: Site, runs: Runs, proposals: ProposalPages) -> BatchPages:
    knowledge = site.services.knowledge
    steps = BatchSteps(
        documents=knowledge.documents,
        batches=knowledge.batches,
        particulars=knowledge.particulars,
        proposals=knowledge.proposals,
        reviews=knowledge.reviews,
        texts=site.texts,
        link_checker=site.link_checker,
    )
    return BatchPages(
        batches=knowledge.batches,
        batch_list=knowledge.batch_list,
        runs=runs,
        steps=steps,
        sheet=BatchSheet(
            documents=knowledge.documents,
            shelf=knowledge.shelf,
            proposals=knowledge.proposals,
            reviews=knowledge.reviews,
            pages=proposals,
            texts=site.texts,
        ),
        colleagues=Colleagues(site.services.accounts),
        texts=site.texts,
        clock=site.clock,
    )


def _asked(site: Site) -> list[web.RouteDef]:
    services = site.services
    questions = QuestionPages(log=services.questions, texts=site.texts)
    gaps = GapPages(
        gaps=services.gaps,
        county=site.county,
        texts=site.texts,
        clock=site.clock,
        calendar=load_calendar(),
    )
    saved = RegressionPages(
        saved=services.saved,
        rehearsal=services.rehearsal,
        library=Library(services.index),
        texts=site.texts,
    )
    return [*questions.routes(), *gaps.routes(), *saved.routes()]


def _guarded(
    site: Site, sessions: RedisSessions, routes: Sequence[web.RouteDef], *, console: str | None
) -> web.Application:
    """Give the application of one area; its errors are translated inside too, where the visitor is known."""
    gate = Gate(site.texts, units=unit_lookups(site.services.gaps, site.services.ticket_ledger))
    middlewares: list[Middleware] = [
        limit_body(
            wider={
                "/operators/import": IMPORT_BYTES,
                "/operators/editor": EDITOR_BYTES,
                "/operators/editor/": EDITOR_BYTES,
                "/operators/preview": EDITOR_BYTES,
            }
        ),
        translate_errors(site.texts),
        session_middleware(sessions),
        guard(console, accounts=site.services.accounts, permitted=gate.require),
    ]
    area = web.Application(middlewares=middlewares)
    area.add_routes(routes)
    if console is not None:
        gate.check_routes(f"/{console}", area.router.routes())
    return area


def _public(site: Site) -> web.Application:
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
