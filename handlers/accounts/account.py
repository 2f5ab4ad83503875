"""What an account is, and what a new one has to be: pure rules, tried without a database."""

import re
import secrets
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
FEWEST_CHARACTERS = 5
"""A password of fewer different characters is a row of keys."""
UNMISTAKABLE = "abcdefghjkmnpqrstuvwxyz23456789"
ONE_TIME_GROUP = 4
ONE_TIME_GROUPS = 4


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
    # Parts in disclosure requests beside the staff's: who handles, checks, approves, signs.
    UNIT = "handling_unit"
    COUNSEL = "counsel"
    OFFICE_HEAD = "office_head"
    SIGNATORY = "signatory"


@dataclass(frozen=True, slots=True)
class Account:
    """An account as others see it; `unit` is the full name of the unit whose questions and tickets are this person's.

    A session counts as long as it bears `session_round`.
    """

    login: str
    display_name: str
    roles: frozenset[Role]
    disabled: bool
    created_at: datetime
    last_login_at: datetime | None
    unit: str = ""
    session_round: int = 0
    must_change_password: bool = False
    has_second_factor: bool = False


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
    wanted = NewAccount(login_of(login), display_name.strip(), checked_roles(roles), unit_of(unit))
    if not LOGIN.fullmatch(wanted.login):
        raise InputError("accounts.refused.login")
    if not 0 < len(wanted.display_name) <= LONGEST_NAME:
        raise InputError("accounts.refused.name")
    return wanted


def check_password(password: str, *, login: str = "") -> None:
    """Raise `InputError` for a password that is too short, too long, of a few characters, or holds the log-in name."""
    if len(password) < SHORTEST_PASSWORD:
        raise InputError("accounts.refused.password", least=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise InputError("accounts.refused.long_password", most=LONGEST_PASSWORD)
    if len(set(password)) < FEWEST_CHARACTERS:
        raise InputError("accounts.refused.plain_password", least=FEWEST_CHARACTERS)
    if login and login in password.lower():
        raise InputError("accounts.refused.named_password")


def one_time_password() -> str:
    """Give a password to be read out or written down: four groups, no letters or figures that look alike."""
    drawn = (secrets.choice(UNMISTAKABLE) for _ in range(ONE_TIME_GROUPS * ONE_TIME_GROUP))
    return "-".join("".join(group) for group in zip(*[drawn] * ONE_TIME_GROUP, strict=True))


def checked_roles(roles: Iterable[str]) -> frozenset[Role]:
    """Give the roles somebody asks for; raises `InputError` for none at all or an unknown one."""
    given = set(roles)
    if not given or not given <= set(Role):
        raise InputError("accounts.refused.roles", roles="、".join(Role))
    return frozenset(map(Role, given))
