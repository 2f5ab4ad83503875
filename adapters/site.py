"""The HTTP side put together: WeChat's door, the other channels', the consoles, the pages, and that of a Rasa server."""

from collections.abc import Sequence
from datetime import timedelta

from aiohttp import web
from aiohttp.typedefs import Middleware
from aiohttp_session import session_middleware
from prometheus_client import REGISTRY

from adapters.citizen import pages as citizen
from adapters.citizen.form_sheets import form_sheets
from adapters.console import Site
from adapters.dialogue import FORMS
from adapters.main import Program, account_of
from adapters.operators import desk as operators
from adapters.operators import menu as desk_menu
from adapters.operators.reviews.links import LinkTrial
from adapters.operators.runs import RunRegistry
from adapters.rasa.actions import Actions as RasaActions
from adapters.rasa.pickup import RasaPickup
from adapters.rasa.server import application as rasa_application
from adapters.redis.memory import RedisMemory
from adapters.redis.quarantine import Quarantine
from adapters.settings import networks
from adapters.staff import desk as staff
from adapters.visitors.doors import add_visitors
from adapters.web import backlog
from adapters.web.access.authorization import Authorization
from adapters.web.access.duties import roles_with_clear_data
from adapters.web.access.login import DemoLogin, LoginPages
from adapters.web.access.proxies import Proxies
from adapters.web.access.security import Door, add_headers, clean_address, guard, limit_body
from adapters.web.access.sessions import RedisSessions
from adapters.web.access.units import unit_lookups
from adapters.web.access.visitor import OWN
from adapters.web.account.factor import FactorPages
from adapters.web.account.overview import OverviewPages
from adapters.web.account.password import PasswordPages
from adapters.web.api import MessageApi
from adapters.web.complaint_api import ComplaintApi
from adapters.web.errors import translate_errors
from adapters.web.form_door import FormDoor
from adapters.web.health import add_health, database_check, redis_check
from adapters.web.hotline_api import HotlineApi
from adapters.web.links import Links
from adapters.web.matter_api import MatterApi
from adapters.web.pages import add_pages
from adapters.web.personal_door import PersonalDoor
from adapters.web.phone_door import PageScripts, PhoneDoor
from adapters.web.pickup import ChannelPickup
from adapters.wechat.account_kinds import AccountFeature, has
from adapters.wechat.api.alarms import sounding
from adapters.wechat.push.webhook import Counterpart, Webhook
from handlers.general.floor import Floor
from intents import catalogue


def application(program: Program, *, demo_logins: Sequence[DemoLogin] = ()) -> web.Application:
    """Give the HTTP side: WeChat's door, the other channels', the consoles and the citizens' pages."""
    settings = program.settings
    app = web.Application()
    counterpart = Counterpart(
        program.reception,
        program.texts,
        clock=program.clock,
        budget=settings.answer_budget,
        receipts=program.delivery.receipts.note,
        typing=program.delivery.typing.show,
    )
    app.add_routes(Webhook(account_of(settings), counterpart).routes())
    api = MessageApi(
        program.reception,
        ChannelPickup(program.resources.database, clock=program.clock),
        key=settings.api_key.get_secret_value(),
        clock=program.clock,
        wording=program.texts,
    )
    app.add_routes(api.routes())
    links = Links(settings.secret_key.get_secret_value(), public_url=settings.public_url)
    complaints = ComplaintApi(
        program.services.complaints.registration,
        pictures=program.services.pictures.service,
        key=settings.api_key.get_secret_value(),
        address=lambda number: links.case(number, now=program.clock.now()),
        wording=program.texts,
    )
    app.add_routes(complaints.routes())
    hotline = HotlineApi(
        program.services.complaints.hotline_in,
        secret=settings.hotline_secret.get_secret_value(),
        clock=program.clock,
        wording=program.texts,
    )
    app.add_routes(hotline.routes())
    add_visitors(app, program)
    matters = MatterApi(
        program.services.matters.taking_in,
        program.services.matters.sources,
        clock=program.clock,
        wording=program.texts,
    )
    app.add_routes(matters.routes())
    add_web(app, _site(program, demo_logins))
    return app


def action_server(program: Program) -> web.Application:
    """Give the same actions at the protocol of a Rasa server."""
    token = program.settings.actions_token.get_secret_value()
    return rasa_application(
        RasaActions(
            program.actions,
            domain=catalogue.load().domain,
            forms=FORMS,
            recognizer=program.recognizer,
            wording=program.texts,
            waiting=RasaPickup(
                program.resources.database, clock=program.clock, wording=program.texts
            ).waiting,
            floor=Floor(program.texts),
        ),
        token=token,
        texts=program.texts,
    )


def add_web(app: web.Application, site: Site) -> None:
    """Mount `/login`, `/logout`, `/account`, `/staff`, `/operators`, `/m`, `/health`, `/metrics`, `/static` and the error pages.

    Call it before the application starts; the error translation becomes the outermost middleware of all routes.
    """
    secure = site.public_url.startswith("https://")
    app.middlewares[:0] = [translate_errors(site.texts), clean_address]
    add_headers(app, secure=secure)
    add_pages(app, texts=site.texts, county=site.county, shared={"desk_menu": desk_menu.menu})
    add_health(
        app,
        checks=site.checks,
        registry=site.registry,
        undelivered=site.undelivered,
        quarantined=site.quarantined,
        memory=site.memory,
        alarms=site.alarms,
    )
    app.router.add_get("/", _to_login)
    _add_areas(app, site, RedisSessions(site.redis, secure=secure, longest=site.session_length))
    app.add_subapp("/m", citizen.application(site))


async def _to_login(_: web.Request) -> web.Response:
    raise web.HTTPSeeOther("/login")


def _add_areas(app: web.Application, site: Site, sessions: RedisSessions) -> None:
    """Mount what needs a session: the log-in page, everybody's own account, and the two consoles."""
    login = LoginPages(
        accounts=site.services.access.accounts,
        second_factors=site.services.access.second_factors,
        redis=site.redis,
        texts=site.texts,
        clock=site.clock,
        demo_logins=site.demo_logins,
        proxies=site.proxies,
    )
    runs = RunRegistry(site.redis)
    app.on_cleanup.append(lambda _: runs.close())
    for prefix, console, routes in (
        ("/login", None, login.routes()),
        ("/logout", None, login.leaving()),
        (f"/{OWN}", OWN, _own_account(site)),
        ("/staff", "staff", staff.routes(site)),
        ("/operators", "operators", operators.routes(site, runs)),
    ):
        app.add_subapp(prefix, _guarded(site, sessions, routes, console=console))


def _guarded(
    site: Site, sessions: RedisSessions, routes: Sequence[web.RouteDef], *, console: str | None
) -> web.Application:
    """Give the application of one area; its errors are translated inside too, where the visitor is known."""
    authorization = Authorization(
        site.texts, units=unit_lookups(site.services.asked.gaps, site.services.tickets.ledger)
    )
    door = Door(secure=site.public_url.startswith("https://"), factor_roles=site.factor_roles)
    middlewares: list[Middleware] = [
        limit_body(wider={**operators.WIDER_BODIES, **staff.WIDER_BODIES}),
        translate_errors(site.texts),
        session_middleware(sessions),
        guard(console, accounts=site.services.access.accounts, permitted=authorization.require, door=door),
    ]
    area = web.Application(middlewares=middlewares)
    area.add_routes(routes)
    if console is not None:
        authorization.check_routes(f"/{console}", area.router.routes())
    return area


def _own_account(site: Site) -> list[web.RouteDef]:
    """Give the pages below `/account`."""
    services = site.services
    overview = OverviewPages(
        accounts=services.access.accounts,
        administration=services.access.administration,
        second_factors=services.access.second_factors,
        redis=site.redis,
        clock=site.clock,
    )
    password = PasswordPages(
        accounts=services.access.accounts, redis=site.redis, texts=site.texts, proxies=site.proxies
    )
    factor = FactorPages(
        accounts=services.access.accounts,
        administration=services.access.administration,
        second_factors=services.access.second_factors,
        redis=site.redis,
        texts=site.texts,
        proxies=site.proxies,
    )
    return [*overview.routes(), *password.routes(), *factor.routes()]


def _site(program: Program, demo_logins: Sequence[DemoLogin]) -> Site:
    settings, resources = program.settings, program.resources

    async def index_ready() -> bool:
        return program.services.answering.index.reader is not None

    return Site(
        services=program.services,
        texts=program.texts,
        county=program.county.profile,
        calendar=program.county.calendar,
        clock=program.clock,
        redis=resources.redis,
        database=resources.database,
        links=Links(settings.secret_key.get_secret_value(), public_url=settings.public_url),
        public_url=settings.public_url,
        uploads=resources.folder / "uploads",
        link_checker=link_trial(program),
        may_call_out=program.settings.link_check,
        registry=REGISTRY,
        undelivered=backlog.counter(resources.database, clock=program.clock),
        quarantined=Quarantine(resources.redis).count,
        memory=RedisMemory(resources.redis).figures,
        alarms=sounding(resources.redis, program.clock),
        checks={
            "database": database_check(resources.database),
            "redis": redis_check(resources.redis),
            "index": index_ready,
        },
        session_length=timedelta(hours=settings.session_hours),
        demo_logins=demo_logins,
        proxies=Proxies(networks(settings.trusted_proxies)),
        factor_roles=roles_with_clear_data() if settings.second_factor else frozenset(),
        explainer=program.explainer,
        bundles=program.county.bundles,
        forms=FormDoor(
            program.reception,
            program.gate.conversation,
            program.vault,
            form_sheets(
                program.texts, program.county.office, program.county.agencies, program.county.appointments
            ),
        ),
        phone=_phone(program),
        personal=PersonalDoor(
            Links(settings.secret_key.get_secret_value(), public_url=settings.public_url),
            program.vault,
            program.clock,
        ),
    )


def link_trial(program: Program) -> LinkTrial:
    """Give what tries links, over the network where the settings allow it."""
    return LinkTrial(
        is_enabled=program.settings.link_check,
        public_url=program.settings.public_url,
        is_public=program.services.knowledge.documents.is_public,
    )


def _phone(program: Program) -> PhoneDoor:
    """Give what the account's kind and secret let its pages have from the platform."""
    settings, client = program.settings, program.client
    if not settings.wechat_secret.get_secret_value():
        return PhoneDoor(program.vault)
    login = client.login if has(settings.wechat_kind, AccountFeature.LOGIN) else None
    scripts = PageScripts(client.scripts.config, account_of(settings).script_base.rstrip("/"))
    return PhoneDoor(program.vault, login, scripts)
