"""Web login inside the client: who opened a page, by openid alone and without asking (snsapi_base, protocol §12)."""

import hashlib
import hmac
import re
import secrets
from urllib.parse import urlencode

from adapters.wechat.api.caller import Caller
from adapters.wechat.api.operation import Operation
from bot.errors import InputError

AUTHORIZE = "/connect/oauth2/authorize"
EXCHANGE = Operation("/sns/oauth2/access_token", "GET", with_token=False)
_CODE = re.compile(r"[A-Za-z0-9_-]{1,128}")


class WebLogin:
    """Sends a browser to the platform and takes it back; the way back is bound to the browser that began.

    `state` goes over the platform and is seen by it; the browser keeps `secret` in a cookie. Only both together are
    taken, so that nobody can be made to open another person's page. Fails closed.
    """

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @staticmethod
    def new_secret() -> str:
        """Give what the browser keeps; the state is drawn from it."""
        return secrets.token_hex(32)

    @staticmethod
    def state_of(secret: str) -> str:
        """Give the state that belongs to a browser's secret: 64 letters and digits."""
        return hashlib.sha256(b"mingbai/wechat/login" + secret.encode()).hexdigest()

    def address(self, back: str, *, secret: str) -> str:
        """Give where to send the browser; the platform wants the parameters in this order."""
        query = urlencode(
            {
                "appid": self._caller.account.appid,
                "redirect_uri": back,
                "response_type": "code",
                "scope": "snsapi_base",
                "state": self.state_of(secret),
            }
        )
        return f"{self._caller.account.login_base.rstrip('/')}{AUTHORIZE}?{query}#wechat_redirect"

    async def citizen(self, *, code: str, state: str, secret: str) -> str:
        """Give the openid of whoever came back.

        Raises InputError when the way back belongs to another browser or tells nobody, PlatformError when the code is
        used up or wrong (the login begins anew), ServiceError when the platform is away.
        """
        if not secret or not hmac.compare_digest(self.state_of(secret).encode(), state.encode()):
            raise InputError("citizen.login.elsewhere")
        if not _CODE.fullmatch(code):
            raise InputError("citizen.login.elsewhere")
        account = self._caller.account
        query = {
            "appid": account.appid,
            "secret": account.secret,
            "code": code,
            "grant_type": "authorization_code",
        }
        answer = await self._caller.call(EXCHANGE, query=query)
        # A snapshot page shows a made-up account, which is nobody's.
        if answer.get("is_snapshotuser") == 1 or not answer.get("openid"):
            raise InputError("citizen.login.nobody")
        return str(answer["openid"])
