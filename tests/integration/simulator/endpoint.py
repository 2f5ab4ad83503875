"""A small adapter for the simulator's own tests; its crypto is wechatpy's, so the simulator is checked against other code."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from aiohttp import web
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import InvalidSignatureException
from wechatpy.utils import check_signature

from adapters.wechat.simulator.protocol.settings import Mode, SimulatorSettings
from adapters.wechat.simulator.protocol.switches import Switches

TOKEN, AES_KEY, APPID = "testToken1", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wxtest0000000001"
ACCOUNT, SECRET, CITIZEN = "gh_test00000001", "test-secret", "oTest_citizen_00000000000001"


@dataclass(slots=True)
class Push:
    """One delivery as the endpoint received it."""

    query: dict[str, str]
    body: bytes
    fields: dict[str, str]


Behaviour = Callable[[Push], Awaitable[web.Response]]


def reply_xml(push: Push, kind: str = "text", inside: str = "", **changed: str) -> str:
    values = {
        "ToUserName": push.fields["FromUserName"],
        "FromUserName": push.fields["ToUserName"],
        "CreateTime": str(int(time.time())),
        "MsgType": kind,
    } | changed
    head = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    return f"<xml>{head}{inside}</xml>"


def text_xml(push: Push, text: str, **changed: str) -> str:
    return reply_xml(push, "text", f"<Content>{escape(text)}</Content>", **changed)


@dataclass(slots=True)
class Endpoint:
    """Serves the adapter's URL on a free port; `behave` decides what is answered."""

    mode: Mode = "safe"
    behave: Behaviour | None = None
    echo: bool = True
    received: list[Push] = field(default_factory=list)
    url: str = ""
    _runner: Any = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/wechat", self._verify)
        app.router.add_post("/wechat", self._push)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/wechat"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    def settings(self, **changed: Any) -> SimulatorSettings:
        values: dict[str, Any] = {
            "callback_url": self.url,
            "token": TOKEN,
            "aes_key": AES_KEY,
            "appid": APPID,
            "secret": SECRET,
            "account": ACCOUNT,
            "mode": self.mode,
            "timeout": 2.0,
            "switches": Switches(pause_between_deliveries=0.0),
        }
        return SimulatorSettings(**(values | changed))

    def sealed(self, xml: str, nonce: str = "nonce1") -> str:
        return str(WeChatCrypto(TOKEN, AES_KEY, APPID).encrypt_message(xml, nonce))

    def answer(self, xml: str) -> web.Response:
        text = xml if self.mode == "clear" else self.sealed(xml)
        return web.Response(text=text, content_type="text/xml")

    async def _verify(self, request: web.Request) -> web.Response:
        query = request.query
        check_signature(TOKEN, query["signature"], query["timestamp"], query["nonce"])
        return web.Response(text=query["echostr"] if self.echo else "something else")

    async def _push(self, request: web.Request) -> web.Response:
        query, body = dict(request.query), await request.read()
        try:
            check_signature(TOKEN, query["signature"], query["timestamp"], query["nonce"])
            xml = body.decode() if self.mode == "clear" else self._opened(query, body)
        except InvalidSignatureException:
            return web.Response(status=403)
        if abs(time.time() - int(query["timestamp"])) > 600:
            return web.Response(status=403)
        push = Push(query, body, {child.tag: child.text or "" for child in ET.fromstring(xml)})
        self.received.append(push)
        if self.behave is not None:
            return await self.behave(push)
        return self.answer(text_xml(push, f"收到：{push.fields.get('Content', push.fields['MsgType'])}"))

    def _opened(self, query: dict[str, str], body: bytes) -> str:
        crypto = WeChatCrypto(TOKEN, AES_KEY, APPID)
        return str(crypto.decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"]))


def always(make: Callable[[Push], web.Response], delay: float = 0.0) -> Behaviour:
    async def behave(push: Push) -> web.Response:
        if delay:
            await asyncio.sleep(delay)
        return make(push)

    return behave
