"""The doors by which the world comes in: WeChat's, the other channels', the pages, and that of a Rasa server."""

from collections.abc import Sequence
from datetime import timedelta

from aiohttp import web
from prometheus_client import REGISTRY

from adapters.dialogue import FORMS
from adapters.main import Program, account_of
from adapters.operators.reviews.links import LinkTrial
from adapters.rasa.actions import Actions as RasaActions
from adapters.rasa.pickup import Pickup as RasaPickup
from adapters.rasa.server import application as rasa_application
from adapters.redis.quarantine import Quarantine
from adapters.site import Site, add_web
from adapters.web import undelivered
from adapters.web.api import MessageApi
from adapters.web.health import database_check, redis_check
from adapters.web.links import Links
from adapters.web.login import DemoLogin
from adapters.web.pickup import Pickup
from adapters.web.proxies import Proxies, networks
from adapters.wechat.push.webhook import Counterpart, Webhook
from handlers.general.floor import Floor
from intents import catalogue


def application(program: Program, *, demo_logins: Sequence[DemoLogin] = ()) -> web.Application:
    """Give the HTTP side: WeChat's door, the other channels', the consoles and the citizens' pages."""
    settings = program.settings
    app = web.Application()
    counterpart = Counterpart(
        program.reception, program.texts, clock=program.clock, budget=settings.answer_budget
    )
    app.add_routes(Webhook(account_of(settings), counterpart).routes())
    api = MessageApi(
        program.reception,
        Pickup(program.resources.database, clock=program.clock),
        key=settings.api_key.get_secret_value(),
        clock=program.clock,
        wording=program.texts,
    )
    app.add_routes(api.routes())
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


def _site(program: Program, demo_logins: Sequence[DemoLogin]) -> Site:
    settings, resources = program.settings, program.resources

    async def index_ready() -> bool:
        return program.services.index.reader is not None

    return Site(
        services=program.services,
        texts=program.texts,
        county=program.county,
        clock=program.clock,
        redis=resources.redis,
        links=Links(settings.secret_key.get_secret_value(), public_url=settings.public_url),
        public_url=settings.public_url,
        uploads=resources.folder / "uploads",
        link_checker=LinkTrial(
            resources.http,
            is_enabled=settings.link_check,
            public_url=settings.public_url,
            is_public=program.services.knowledge.documents.is_public,
        ),
        registry=REGISTRY,
        undelivered=undelivered.counter(resources.database, clock=program.clock),
        quarantined=Quarantine(resources.redis).count,
        checks={
            "database": database_check(resources.database),
            "redis": redis_check(resources.redis),
            "index": index_ready,
        },
        session_length=timedelta(hours=settings.session_hours),
        demo_logins=demo_logins,
        proxies=Proxies(networks(settings.trusted_proxies)),
    )
