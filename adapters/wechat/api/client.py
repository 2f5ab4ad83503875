"""The platform's API as this program uses it: one attribute for each group of its documentation."""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
from redis.asyncio import Redis

from adapters.wechat.account import OfficialAccount
from adapters.wechat.api.articles import ArticleCalls
from adapters.wechat.api.caller import Caller
from adapters.wechat.api.media import MediaCalls
from adapters.wechat.api.menu_calls import MenuCalls
from adapters.wechat.api.messages import MessageCalls
from adapters.wechat.api.notices import NoticeCalls
from adapters.wechat.api.page_script import PageScript
from adapters.wechat.api.people import PeopleCalls, TagCalls
from adapters.wechat.api.qr_codes import QrCodeCalls
from adapters.wechat.api.quota import QuotaCalls
from adapters.wechat.api.web_login import WebLogin
from bot.clock import Clock


class Client:
    """Every group of calls with the shared token; see `Caller` for what they raise."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        redis: Redis,
        *,
        account: OfficialAccount,
        clock: Clock | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        caller = Caller(session, redis, account=account, clock=clock, sleep=sleep)
        self.token = caller.token
        self.messages = MessageCalls(caller)
        self.notices = NoticeCalls(caller)
        self.menus = MenuCalls(caller)
        self.media = MediaCalls(caller)
        self.articles = ArticleCalls(caller)
        self.codes = QrCodeCalls(caller)
        self.people = PeopleCalls(caller)
        self.tags = TagCalls(caller)
        self.quota = QuotaCalls(caller)
        self.login = WebLogin(caller)
        self.scripts = PageScript(caller, redis)
