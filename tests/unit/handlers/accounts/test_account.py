"""What a new account has to be, and how what is typed becomes what is kept."""

import asyncio
import threading

import pytest
from argon2 import PasswordHasher

from bot.errors import InputError, ServiceError
from handlers.accounts.account import (
    LONGEST_NAME,
    LONGEST_PASSWORD,
    LONGEST_UNIT,
    SHORTEST_PASSWORD,
    Role,
    check_password,
    checked,
    login_of,
    one_time_password,
    unit_of,
)
from handlers.accounts.passwords import BUSY_SECONDS, THREADS, Passwords
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


def row_of(length: int) -> str:
    """Give a password of a length, of enough different characters."""
    return ("correct horse battery staple " * 10)[:length]


def test_a_password_has_a_length() -> None:
    assert str(SHORTEST_PASSWORD) in refusal_of(row_of(SHORTEST_PASSWORD - 1))
    assert str(LONGEST_PASSWORD) in refusal_of(row_of(LONGEST_PASSWORD + 1))
    assert refusal_of(row_of(SHORTEST_PASSWORD)) == refusal_of(row_of(LONGEST_PASSWORD)) == ""


@pytest.mark.parametrize("password", ["aaaaaaaaaaaa", "1212121212", "abababababab", "1111222233334444"])
def test_a_row_of_keys_is_no_password(password: str) -> None:
    assert "不同" in refusal_of(password)


def test_a_password_of_ones_own_holds_no_log_in_name() -> None:
    with pytest.raises(InputError) as refused:
        check_password("my-WangLi-2026", login="wangli")
    assert refused.value.text_key == "accounts.refused.named_password"
    check_password("my-WangLi-2026")


def test_one_time_passwords_are_good_ones_and_each_another() -> None:
    given = {one_time_password() for _ in range(200)}
    assert len(given) == 200
    for password in given:
        check_password(password)
        assert not set(password) & set("01ilo")


async def test_a_password_fits_its_own_hash_only() -> None:
    quick = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    kept = await quick.hashed("correct horse")
    assert await quick.fits("correct horse", kept)
    assert not await quick.fits("correct hors", kept)
    assert not await quick.fits("correct horse", None)
    assert not await quick.fits("correct horse", "no hash at all")
    assert not quick.outdated(kept)
    assert Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)).outdated(kept)


class SlowHasher(PasswordHasher):
    """Takes its time, and counts how many work at once."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.at_once, self.most = 0, 0
        self.free = threading.Event()
        self.through = 0

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        self.free.wait(30)
        self.at_once -= 1
        self.through += 1
        return super().hash(password, salt=salt)


async def test_two_hundred_at_once_wait_in_a_line_that_has_an_end() -> None:
    """The threads that messages are read in stay free: today's fault was that log-ins took all of them."""
    hasher = SlowHasher()
    line = Passwords(hasher, most_waiting=16)
    tries = [asyncio.create_task(line.hashed(f"password {at}")) for at in range(200)]
    await asyncio.sleep(0)
    await asyncio.to_thread(lambda: None)
    assert hasher.through == 0, "no password has made room for what needed a thread"
    refused = [task for task in tries if task.done()]
    hasher.free.set()
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert len(refused) == 200 - 16
    errors = [outcome for outcome in outcomes if isinstance(outcome, ServiceError)]
    assert len(errors) == 200 - 16
    assert {(error.text_key, error.retry_after) for error in errors} == {("accounts.busy", BUSY_SECONDS)}
    assert hasher.most == THREADS
    assert await line.hashed("and once more")


async def test_who_goes_away_leaves_the_line() -> None:
    hasher = SlowHasher()
    line = Passwords(hasher, most_waiting=2)
    tries = [asyncio.create_task(line.hashed("password")) for _ in range(2)]
    await asyncio.sleep(0)
    tries[1].cancel()
    with pytest.raises(asyncio.CancelledError):
        await tries[1]
    hasher.free.set()
    assert await line.hashed("password")
    await tries[0]
