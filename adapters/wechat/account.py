"""Which official account we are: its keys, its mode and where its platform answers."""

import re
from dataclasses import dataclass, field
from typing import Literal

OFFICIAL_API = "https://api.weixin.qq.com"
OFFICIAL_PICTURES = "https://mp.weixin.qq.com"
OFFICIAL_LOGIN = "https://open.weixin.qq.com"
OFFICIAL_SCRIPTS = "https://res.wx.qq.com"
_AES_KEY = re.compile(r"[A-Za-z0-9+/]{43}")
_APPID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TOKEN_LENGTHS = range(3, 33)

Mode = Literal["clear", "compatible", "safe"]


@dataclass(frozen=True, slots=True)
class OfficialAccount:
    """The account's settings, checked once (protocol §1); secrets stay out of its printed form.

    `account` is our own `gh_…` id, to which every push must be addressed. A wrong value raises ValueError naming
    the setting, never its content. In production only the official addresses are taken, so that no simulator
    can stand between us and citizens by accident.
    """

    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    appid: str
    secret: str = field(repr=False)
    account: str
    mode: Mode = "safe"
    api_base: str = OFFICIAL_API
    picture_base: str = OFFICIAL_PICTURES
    login_base: str = OFFICIAL_LOGIN
    script_base: str = OFFICIAL_SCRIPTS
    production: bool = False

    def __post_init__(self) -> None:
        """Refuse values with which nothing could be verified, sealed or sent."""
        if len(self.token) not in _TOKEN_LENGTHS or not self.token.isascii():
            raise ValueError("WECHAT_TOKEN must be 3 to 32 letters or digits")
        if self.mode not in {"clear", "compatible", "safe"}:
            raise ValueError("WECHAT_MODE must be clear, compatible or safe")
        if (self.mode != "clear" or self.aes_key) and not _AES_KEY.fullmatch(self.aes_key):
            raise ValueError("WECHAT_AES_KEY must be 43 letters or digits")
        if not _APPID.fullmatch(self.appid):
            raise ValueError("WECHAT_APPID is missing or has characters an appid never has")
        for name, base, official in (
            ("WECHAT_API_BASE", self.api_base, OFFICIAL_API),
            ("WECHAT_PICTURE_BASE", self.picture_base, OFFICIAL_PICTURES),
            ("WECHAT_LOGIN_BASE", self.login_base, OFFICIAL_LOGIN),
            ("WECHAT_SCRIPT_BASE", self.script_base, OFFICIAL_SCRIPTS),
        ):
            if not base.startswith(("http://", "https://")):
                raise ValueError(f"{name} must begin with http:// or https://")
            if self.production and base.rstrip("/") != official:
                raise ValueError(f"{name} must be {official} in production")
