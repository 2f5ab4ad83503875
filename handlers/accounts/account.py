"""What an account is, and what a new one has to be: pure rules, tried without a database."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.errors import InputError

LOGIN = re.compile(r"[a-z0-9][a-z0-9.\-]{1,39}")
LONGEST_NAME = 40
LONGEST_UNIT = 80
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200


class Role(StrEnum):
    """What an account may open."""

    STAFF = "staff"
    OPERATOR = "operator"
    REVIEWER = "reviewer"
    CHIEF = "chief"
    LINE = "line_checker"
    LEGAL = "legal_checker"
    FORM = "form_checker"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Account:
    """An account as others see it; `unit` is the full name of the unit whose questions and tickets are this person's."""

    login: str
    display_name: str
    roles: frozenset[Role]
    disabled: bool
    created_at: datetime
    last_login_at: datetime | None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account that may be opened."""

    login: str
    display_name: str
    roles: frozenset[Role]
    unit: str


def login_of(typed: str) -> str:
    """Give a log-in name as it is kept, however it was typed."""
    return typed.strip().lower()


def unit_of(typed: str) -> str:
    """Give a unit's name as it is kept."""
    return typed.strip()[:LONGEST_UNIT]


def checked(login: str, *, display_name: str, roles: Iterable[str], unit: str = "") -> NewAccount:
    """Give the account somebody asks for; raises `InputError` for a wrong login, name or role."""
    wanted = NewAccount(login_of(login), display_name.strip(), _roles(roles), unit_of(unit))
    if not LOGIN.fullmatch(wanted.login):
        raise InputError("accounts.refused.login")
    if not 0 < len(wanted.display_name) <= LONGEST_NAME:
        raise InputError("accounts.refused.name")
    return wanted


def check_password(password: str) -> None:
    """Raise `InputError` for a password that is too short or too long."""
    if len(password) < SHORTEST_PASSWORD:
        raise InputError("accounts.refused.password", least=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise InputError("accounts.refused.long_password", most=LONGEST_PASSWORD)


def _roles(roles: Iterable[str]) -> frozenset[Role]:
    given = set(roles)
    if not given or not given <= set(Role):
        raise InputError("accounts.refused.roles", roles="、".join(Role))
    return frozenset(map(Role, given))
