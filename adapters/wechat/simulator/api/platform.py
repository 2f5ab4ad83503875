"""The whole simulated API: every group of its endpoints, mounted for one world."""

from aiohttp import web

from adapters.wechat.simulator.api.articles import ArticleApi
from adapters.wechat.simulator.api.codes import CodeApi
from adapters.wechat.simulator.api.credentials import Credentials
from adapters.wechat.simulator.api.customer_service import CustomerService
from adapters.wechat.simulator.api.endpoints import Gateway
from adapters.wechat.simulator.api.login import LoginApi
from adapters.wechat.simulator.api.media import MediaApi
from adapters.wechat.simulator.api.menu import MenuApi
from adapters.wechat.simulator.api.notices import Notices
from adapters.wechat.simulator.api.page_scripts import PageScriptApi
from adapters.wechat.simulator.api.people import PeopleApi
from adapters.wechat.simulator.delivery.pusher import Pusher
from adapters.wechat.simulator.world.world import World


def routes(world: World, pusher: Pusher) -> list[web.RouteDef]:
    """Give the routes of the whole API for one world."""
    login = LoginApi(world)
    groups = (
        Credentials(world),
        CustomerService(world),
        Notices(world, pusher),
        MenuApi(world),
        MediaApi(world),
        ArticleApi(world),
        CodeApi(world),
        PeopleApi(world),
        login,
        PageScriptApi(world, login.tickets),
    )
    endpoints = [endpoint for group in groups for endpoint in group.endpoints()]
    profile = world.settings.profile == "sandbox"
    world.daily_limits = {each.path: each.daily[profile] for each in endpoints if any(each.daily)}
    return Gateway(world).routes(endpoints)
