"""The platform's error answers: codes, words, and the request id that every one of them carries (protocol §13)."""

import secrets
from typing import Any

TEXTS: dict[int, str] = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40004: "invalid media type",
    40005: "invalid file type",
    40006: "invalid meida size",
    40007: "invalid media_id",
    40008: "invalid message type",
    40013: "invalid appid",
    40016: "invalid button size",
    40017: "invalid button type",
    40018: "invalid button name size",
    40019: "invalid button key size",
    40020: "invalid button url size",
    40023: "invalid sub button size",
    40024: "invalid sub button type",
    40025: "invalid sub button name size",
    40026: "invalid sub button key size",
    40027: "invalid sub button url size",
    40029: "invalid code",
    40032: "invalid openid list size",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail!",
    40035: "invalid parameter",
    40037: "invalid template_id",
    40053: "invalid action info",
    40125: "invalid appsecret",
    40163: "code been used",
    40164: "invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist",
    40200: "invalid account type",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41005: "media data missing",
    42001: "access_token expired",
    42002: "refresh_token expired",
    42003: "oauth_code expired",
    43001: "require GET method",
    43002: "require POST method",
    43004: "require subscribe",
    43101: "user refuse to accept the msg",
    44001: "empty media data",
    44002: "empty post data",
    44004: "empty content",
    45002: "content size out of limit",
    45003: "title size out of limit",
    45004: "description size out of limit",
    45008: "article size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower",
    45015: "response out of time limit or subscription is canceled",
    45029: "qrcode count out of limit",
    45047: "out of response count limit",
    45056: "too many tag now, no need to add new",
    45058: "can't modify sys tag",
    45059: "can not tagging too much to one fan",
    45072: "command should be in Typing or CancelTyping",
    45080: "no message exchanged with this user in the last 30 seconds",
    45081: "this user is already in typing state",
    45157: "invalid tag name",
    45158: "tag name is too long",
    45159: "invalid tag id",
    46003: "menu no exist",
    47001: "data format error",
    47003: "argument invalid",
    48001: "api unauthorized",
    48006: "forbid to clear quota because of reaching the limit",
    53503: "draft not checked",
    53600: "invalid article id",
    65301: "not exist this menuid corresponding conditional menu",
    65303: "there is no selfmenu, please create selfmenu first",
    65305: "match rule empty",
    65320: "match rule is no longer supported",
    76021: "cgi_path not found, please check",
}


class RefusalError(Exception):
    """The platform declines a call; `code` is its errcode, `fills` what its words name."""

    def __init__(self, code: int, **fills: str) -> None:
        super().__init__(code)
        self.code = code
        self.fills = fills

    def plain(self) -> dict[str, Any]:
        """Give the JSON answer, with a request id of its own."""
        words = TEXTS.get(self.code, "unknown error")
        for name, value in self.fills.items():
            words = words.replace("{" + name + "}", value)
        return {"errcode": self.code, "errmsg": f"{words} rid: {new_rid()}"}


def new_rid() -> str:
    """Give an id of the platform's shape."""
    return "-".join(secrets.token_hex(4) for _ in range(3))
