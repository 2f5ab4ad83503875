"""What each kind of official account may do (protocol §13), so that nothing is tried that the platform must refuse."""

from enum import StrEnum
from typing import Literal

AccountKind = Literal["service", "service_unverified", "public", "public_unverified", "government", "sandbox"]


class AccountFeature(StrEnum):
    """What a county may have from its account besides the answer to a message, which every account has."""

    MENU = "menu"
    MESSAGES = "messages"
    MENU_MESSAGES = "menu_messages"
    PICTURES = "pictures"
    CODES = "codes"
    NOTICES = "notices"
    LOGIN = "login"
    ARTICLES = "articles"


_CHAT = frozenset(
    {
        AccountFeature.MENU,
        AccountFeature.MESSAGES,
        AccountFeature.MENU_MESSAGES,
        AccountFeature.PICTURES,
        AccountFeature.ARTICLES,
    }
)
_EVERYTHING = frozenset(AccountFeature)
FEATURES: dict[AccountKind, frozenset[AccountFeature]] = {
    "service": _EVERYTHING,
    "service_unverified": frozenset({AccountFeature.MENU}),
    "public": _CHAT,
    "public_unverified": frozenset(),
    "government": _CHAT | {AccountFeature.LOGIN},
    "sandbox": _EVERYTHING - {AccountFeature.MENU_MESSAGES, AccountFeature.ARTICLES},
}


def has(kind: AccountKind, feature: AccountFeature) -> bool:
    """Say whether an account of a kind may use a feature."""
    return feature in FEATURES[kind]
