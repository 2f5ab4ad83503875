import asyncio
from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from bot import audit
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError
from handlers.accounts.account import Role
from handlers.accounts.passwords import Passwords
from handlers.accounts.records import AccountRecord
from handlers.accounts.service import LOCK_LASTS, TRIES_BEFORE_LOCK, AccountService
from handlers.texts import Texts

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PASSWORD = "a long password"
CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
TEXTS = Texts.load()


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(NOW)


@pytest.fixture
def service(database: Database, clock: SettableClock) -> AccountService:
    return AccountService(database, clock=clock, passwords=Passwords(CHEAP))


async def add(service: AccountService, login: str = "wang", *roles: Role) -> None:
    await service.add(login, PASSWORD, display_name="王经办", roles=roles or (Role.STAFF,), actor="root")


async def actions(database: Database) -> list[str]:
    async with database.transaction() as tx:
        assert await audit.first_broken(tx) is None
        return list((await tx.scalars(select(audit.AuditRecord.action).order_by(audit.AuditRecord.id))).all())


async def test_a_person_works_at_a_unit(database: Database, service: AccountService) -> None:
    await add(service, "wang")
    assert (found := await service.find("wang"))
    assert not found.unit
    await service.set_unit("wang", " 甲县民政局 ", actor="root")
    assert (found := await service.find("wang"))
    assert found.unit == "甲县民政局"
    assert (await service.list())[0].unit == "甲县民政局"
    assert "account:unit" in await actions(database)
    with pytest.raises(InputError):
        await service.set_unit("nobody", "甲县民政局", actor="root")


async def test_an_account_logs_in_with_its_password(database: Database, service: AccountService) -> None:
    await add(service, "Wang", Role.OPERATOR, Role.STAFF)
    account = await service.verify(" WANG ", PASSWORD)
    assert account
    assert (account.login, account.roles) == ("wang", {Role.STAFF, Role.OPERATOR})
    assert account.last_login_at == NOW
    assert await service.verify("wang", "another password") is None
    assert await service.verify("nobody", PASSWORD) is None
    assert await actions(database) == ["account:add", "account:login"]


async def test_the_password_is_kept_as_a_hash_only(database: Database, service: AccountService) -> None:
    await add(service)
    async with database.transaction() as tx:
        row = await tx.get(AccountRecord, "wang")
    assert row
    assert row.password_hash.startswith("$argon2id$")
    assert PASSWORD not in row.password_hash


async def test_repeated_failures_lock_and_the_lock_ends(
    database: Database, service: AccountService, clock: SettableClock
) -> None:
    await add(service)
    for _ in range(TRIES_BEFORE_LOCK):
        assert await service.verify("wang", "wrong password") is None
    assert await service.verify("wang", PASSWORD) is None
    clock.advance(LOCK_LASTS)
    assert await service.verify("wang", PASSWORD)
    assert await actions(database) == ["account:add", "account:lock", "account:login"]


async def test_guesses_at_once_are_all_counted(service: AccountService) -> None:
    await add(service)
    await asyncio.gather(
        *(service.verify("wang", f"wrong password {place}") for place in range(TRIES_BEFORE_LOCK))
    )
    assert await service.verify("wang", PASSWORD) is None


async def test_a_login_between_failures_starts_the_count_anew(service: AccountService) -> None:
    await add(service)
    for _ in range(2):
        for _ in range(TRIES_BEFORE_LOCK - 1):
            await service.verify("wang", "wrong password")
        assert await service.verify("wang", PASSWORD)


async def test_a_disabled_account_neither_logs_in_nor_keeps_its_session(service: AccountService) -> None:
    await add(service)
    assert await service.find("wang")
    await service.disable("wang", actor="root")
    assert await service.verify("wang", PASSWORD) is None
    assert await service.find("wang") is None
    assert [account.disabled for account in await service.list()] == [True]


async def test_a_new_password_replaces_the_old_and_ends_a_lock(service: AccountService) -> None:
    await add(service)
    for _ in range(TRIES_BEFORE_LOCK):
        await service.verify("wang", "wrong password")
    await service.set_password("wang", "quite another one", actor="root")
    assert await service.verify("wang", "quite another one")
    assert await service.verify("wang", PASSWORD) is None


async def test_an_old_hash_is_renewed_at_login(database: Database, service: AccountService) -> None:
    await add(service)
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))
    renewing = AccountService(database, clock=SettableClock(NOW), passwords=stronger)
    assert await renewing.verify("wang", PASSWORD)
    async with database.transaction() as tx:
        row = await tx.get(AccountRecord, "wang")
    assert row
    assert "t=2" in row.password_hash
    assert await renewing.verify("wang", PASSWORD)


async def test_a_broken_hash_is_no_login(database: Database, service: AccountService) -> None:
    await add(service)
    async with database.transaction() as tx:
        row = await tx.get(AccountRecord, "wang")
        assert row
        row.password_hash = "no hash at all"
    assert await service.verify("wang", PASSWORD) is None


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"login": "王"}, "login"),
        ({"login": "a"}, "login"),
        ({"login": "a' or 1=1"}, "login"),
        ({"display_name": "  "}, "name"),
        ({"password": "short"}, "password"),
        ({"password": "x" * 201}, "long_password"),
        ({"roles": []}, "roles"),
        ({"roles": ["king"]}, "roles"),
    ],
)
async def test_wrong_values_are_refused_in_words(service: AccountService, changed: dict, key: str) -> None:  # type: ignore[type-arg]
    values = {"login": "li", "password": PASSWORD, "display_name": "李", "roles": [Role.ADMIN], **changed}
    with pytest.raises(InputError) as refused:
        await service.add(
            values["login"],
            values["password"],
            display_name=values["display_name"],
            roles=values["roles"],
            actor="root",
        )
    assert refused.value.text_key == f"accounts.refused.{key}"
    assert TEXTS(refused.value.text_key, **refused.value.values)


async def test_a_login_is_given_once(service: AccountService) -> None:
    await add(service)
    with pytest.raises(InputError) as refused:
        await add(service, "WANG")
    assert "wang" in TEXTS(refused.value.text_key, **refused.value.values)


async def test_an_unknown_login_is_named(service: AccountService) -> None:
    with pytest.raises(InputError) as refused:
        await service.disable("nobody", actor="root")
    assert "nobody" in TEXTS(refused.value.text_key, **refused.value.values)
