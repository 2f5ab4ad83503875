"""Which kind of account may do what, as the platform's table has it (protocol §13); without the right a call gives 48001."""

from enum import StrEnum
from typing import Literal

Profile = Literal["service", "service_unverified", "public", "public_unverified", "government", "sandbox"]
PROFILE_NAMES: dict[Profile, str] = {
    "service": "服务号（已认证）",
    "service_unverified": "服务号（未认证）",
    "public": "公众号（已认证）",
    "public_unverified": "公众号（未认证）",
    "government": "公众号（政务，已认证）",
    "sandbox": "测试号",
}


class Right(StrEnum):
    """What a call needs besides a token."""

    NONE = "none"
    MENU = "menu"
    MESSAGES = "messages"
    MENU_MESSAGE = "menu_message"
    NOTICES = "notices"
    CODES = "codes"
    LOGIN = "login"
    ARTICLES = "articles"


_CHAT = frozenset({Right.NONE, Right.MENU, Right.MESSAGES, Right.MENU_MESSAGE, Right.ARTICLES})
_ALL = frozenset(Right)
_RIGHTS: dict[Profile, frozenset[Right]] = {
    "service": _ALL,
    "service_unverified": frozenset({Right.NONE, Right.MENU}),
    "public": _CHAT,
    "public_unverified": frozenset({Right.NONE}),
    "government": _CHAT | {Right.LOGIN},
    # Nearly everything of a verified service account; see `customer_service` for what it lacks.
    "sandbox": _ALL - {Right.MENU_MESSAGE, Right.ARTICLES},
}


def may(profile: Profile, right: Right) -> bool:
    """Say whether an account of the kind has the right."""
    return right in _RIGHTS[profile]
