"""What a new account has to be, and how what is typed becomes what is kept."""

import pytest
from argon2 import PasswordHasher

from bot.errors import InputError
from handlers.accounts.account import (
    LONGEST_NAME,
    LONGEST_PASSWORD,
    LONGEST_UNIT,
    SHORTEST_PASSWORD,
    Role,
    check_password,
    checked,
    login_of,
    unit_of,
)
from handlers.accounts.passwords import Passwords
from handlers.texts import Texts


def test_what_is_typed_is_kept_in_one_form() -> None:
    wanted = checked("  Wang.Li ", display_name=" 王丽 ", roles=["staff"], unit=" 甲县财政局 ")
    assert (wanted.login, wanted.display_name, wanted.unit) == ("wang.li", "王丽", "甲县财政局")
    assert wanted.roles == frozenset({Role.STAFF})
    assert login_of("\tROOT ") == "root"
    assert unit_of("局" * (LONGEST_UNIT + 1)) == "局" * LONGEST_UNIT


@pytest.mark.parametrize(
    "login", ["", "w", "王丽", "wang li", "-wang", ".wang", "wang_li", "w" * 41, "wang\nli"]
)
def test_a_login_is_short_and_plain(login: str) -> None:
    with pytest.raises(InputError) as refused:
        checked(login, display_name="王丽", roles=["staff"])
    assert refused.value.text_key == "accounts.refused.login"


@pytest.mark.parametrize("login", ["ab", "wang.li", "wang-2", "2wang", "w" * 40])
def test_a_login_of_forty_signs_is_taken(login: str) -> None:
    assert checked(login, display_name="王丽", roles=["staff"]).login == login


@pytest.mark.parametrize(
    ("name", "good"), [("", False), ("  ", False), ("丽" * LONGEST_NAME, True), ("丽" * 41, False)]
)
def test_a_name_is_wanted(name: str, *, good: bool) -> None:
    if good:
        assert checked("wang", display_name=name, roles=["staff"]).display_name == name
        return
    with pytest.raises(InputError) as refused:
        checked("wang", display_name=name, roles=["staff"])
    assert refused.value.text_key == "accounts.refused.name"


@pytest.mark.parametrize("roles", [[], ["mayor"], ["staff", "mayor"], ["STAFF"]])
def test_only_known_roles_are_given_and_all_are_named(roles: list[str]) -> None:
    with pytest.raises(InputError) as refused:
        checked("wang", display_name="王丽", roles=roles)
    assert refused.value.text_key == "accounts.refused.roles"
    assert all(role in str(refused.value.values["roles"]) for role in Role)


def refusal_of(password: str) -> str:
    try:
        check_password(password)
    except InputError as error:
        return Texts.load()(error.text_key, **error.values)
    return ""


def test_a_password_has_a_length() -> None:
    assert str(SHORTEST_PASSWORD) in refusal_of("p" * (SHORTEST_PASSWORD - 1))
    assert str(LONGEST_PASSWORD) in refusal_of("p" * (LONGEST_PASSWORD + 1))
    assert refusal_of("p" * SHORTEST_PASSWORD) == refusal_of("p" * LONGEST_PASSWORD) == ""


async def test_a_password_fits_its_own_hash_only() -> None:
    quick = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    kept = await quick.hashed("correct horse")
    assert await quick.fits("correct horse", kept)
    assert not await quick.fits("correct hors", kept)
    assert not await quick.fits("correct horse", None)
    assert not await quick.fits("correct horse", "no hash at all")
    assert not quick.outdated(kept)
    assert Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)).outdated(kept)
