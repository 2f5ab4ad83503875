import asyncio
import base64
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from bot import audit
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError, ServiceError
from bot.privacy import Vault
from handlers.accounts import totp
from handlers.accounts.account import Role
from handlers.accounts.administration import ONE_TIME_LASTS, Administration
from handlers.accounts.passwords import Passwords
from handlers.accounts.records import AccountRecord, RecoveryCodeRecord
from handlers.accounts.second_factor import RECOVERY_CODES, SecondFactors
from handlers.accounts.service import AccountService
from handlers.texts import Texts

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PASSWORD = "a long password"
CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
SECRET = "a secret of the tests, long enough to be one"
TEXTS = Texts.load()


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(NOW)


@pytest.fixture
def service(database: Database, clock: SettableClock) -> AccountService:
    return AccountService(database, clock=clock, passwords=Passwords(CHEAP))


@pytest.fixture
def administration(database: Database, clock: SettableClock) -> Administration:
    return Administration(database, clock=clock, passwords=Passwords(CHEAP))


@pytest.fixture
def factors(database: Database, clock: SettableClock) -> SecondFactors:
    return SecondFactors(database, vault=Vault(SECRET), clock=clock)


async def add(service: AccountService, login: str = "wang", *roles: Role) -> None:
    await service.add(login, PASSWORD, display_name="王经办", roles=roles or (Role.STAFF,), actor="root")


async def actions(database: Database) -> list[str]:
    async with database.transaction() as tx:
        assert await audit.first_broken(tx) is None
        return list((await tx.scalars(select(audit.AuditRecord.action).order_by(audit.AuditRecord.id))).all())


async def test_a_person_works_at_a_unit(
    database: Database, service: AccountService, administration: Administration
) -> None:
    await add(service, "wang")
    assert (found := await service.find("wang"))
    assert not found.unit
    await administration.set_unit("wang", " 甲县民政局 ", actor="root")
    assert (found := await service.find("wang"))
    assert found.unit == "甲县民政局"
    assert (await service.list())[0].unit == "甲县民政局"
    assert "account:unit" in await actions(database)
    with pytest.raises(InputError):
        await administration.set_unit("nobody", "甲县民政局", actor="root")


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


async def test_a_disabled_account_neither_logs_in_nor_keeps_its_session(
    service: AccountService, administration: Administration
) -> None:
    await add(service)
    assert await service.find("wang")
    await administration.disable("wang", actor="root")
    assert await service.verify("wang", PASSWORD) is None
    assert await service.find("wang") is None
    assert [account.disabled for account in await service.list()] == [True]


async def test_a_new_password_replaces_the_old_and_ends_sessions(
    service: AccountService, administration: Administration
) -> None:
    await add(service)
    await administration.set_password("wang", "quite another one", actor="root")
    assert (now := await service.verify("wang", "quite another one"))
    assert (now.session_round, now.must_change_password) == (1, False)
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


async def test_a_right_password_opens_though_there_is_no_time_to_renew_its_hash(
    database: Database, service: AccountService, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add(service)
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))

    async def busy(_: str) -> str:
        raise ServiceError("accounts.busy", retry_after=5)

    monkeypatch.setattr(stronger, "hashed", busy)
    assert await AccountService(database, clock=SettableClock(NOW), passwords=stronger).verify(
        "wang", PASSWORD
    )


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


async def test_an_unknown_login_is_named(service: AccountService, administration: Administration) -> None:
    with pytest.raises(InputError) as refused:
        await administration.disable("nobody", actor="root")
    assert "nobody" in TEXTS(refused.value.text_key, **refused.value.values)


async def test_a_person_changes_the_password_with_the_old_one(
    database: Database, service: AccountService
) -> None:
    await add(service)
    changed = await service.change_password("wang", PASSWORD, new="quite another one")
    assert changed.session_round == 1
    assert await service.verify("wang", PASSWORD) is None
    assert await service.verify("wang", "quite another one")
    assert "account:own_password" in await actions(database)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("wrong password", "quite another one", "old_password"),
        (PASSWORD, PASSWORD, "same_password"),
        (PASSWORD, "short", "password"),
        (PASSWORD, "the-wang-family", "named_password"),
        (PASSWORD, "ababababab", "plain_password"),
    ],
)
async def test_a_bad_change_of_password_changes_nothing(
    service: AccountService, old: str, new: str, key: str
) -> None:
    await add(service)
    with pytest.raises(InputError) as refused:
        await service.change_password("wang", old, new=new)
    assert refused.value.text_key == f"accounts.refused.{key}"
    assert TEXTS(refused.value.text_key, **refused.value.values)
    assert (kept := await service.verify("wang", PASSWORD))
    assert kept.session_round == 0


async def test_of_two_changes_at_once_one_stands(service: AccountService) -> None:
    await add(service)
    wanted = [f"quite another one {at}" for at in range(4)]
    outcomes = await asyncio.gather(
        *(service.change_password("wang", PASSWORD, new=one) for one in wanted), return_exceptions=True
    )
    assert sum(not isinstance(outcome, Exception) for outcome in outcomes) == 1
    assert sum([await service.verify("wang", one) is not None for one in wanted]) == 1


async def test_a_one_time_password_opens_for_three_days_and_wants_a_change(
    database: Database, service: AccountService, administration: Administration, clock: SettableClock
) -> None:
    await add(service)
    given = await administration.reset_password("wang", actor="root")
    assert await service.verify("wang", PASSWORD) is None
    assert (entered := await service.verify("wang", given))
    assert (entered.must_change_password, entered.session_round) == (True, 1)
    clock.advance(ONE_TIME_LASTS)
    assert await service.verify("wang", given) is None
    again = await administration.reset_password("wang", actor="root")
    changed = await service.change_password("wang", again, new="quite another one")
    assert not changed.must_change_password
    clock.advance(ONE_TIME_LASTS)
    assert await service.verify("wang", "quite another one")
    kept = await actions(database)
    assert kept.count("account:reset") == 2
    async with database.reading() as tx:
        details = [str(detail) for detail in await tx.scalars(select(audit.AuditRecord.detail))]
    assert not [detail for detail in details if given in detail or again in detail]


async def test_roles_change_and_a_disabled_account_comes_back(
    database: Database, service: AccountService, administration: Administration
) -> None:
    await add(service)
    await administration.set_roles("wang", ["operator", "reviewer"], actor="root")
    assert (found := await service.find("wang"))
    assert found.roles == {Role.OPERATOR, Role.REVIEWER}
    await administration.disable("wang", actor="root")
    await administration.enable("wang", actor="root")
    assert (back := await service.verify("wang", PASSWORD))
    assert back.session_round == 1
    await administration.end_sessions("wang", actor="root")
    assert (ended := await service.find("wang"))
    assert ended.session_round == 2
    with pytest.raises(InputError):
        await administration.set_roles("wang", ["mayor"], actor="root")
    assert await actions(database) == [
        "account:add",
        "account:roles",
        "account:disable",
        "account:enable",
        "account:login",
        "account:end_sessions",
    ]


async def test_nobody_shuts_themselves_out(service: AccountService, administration: Administration) -> None:
    await add(service, "wang", Role.ADMIN)
    for act in (
        administration.disable("wang", actor="wang"),
        administration.set_roles(" WANG ", ["staff"], actor="wang"),
        administration.reset_password("wang", actor="wang"),
    ):
        with pytest.raises(InputError) as refused:
            await act
        assert refused.value.text_key == "accounts.refused.oneself"
    assert (found := await service.find("wang"))
    assert found.roles == {Role.ADMIN}


def code_now(secret: str, clock: SettableClock) -> str:
    plain = base64.b32decode(secret.replace(" ", ""))
    return totp.code_of(plain, totp.step_of(clock.now()))


async def test_a_second_factor_is_offered_confirmed_and_asked_for(
    database: Database, service: AccountService, factors: SecondFactors, clock: SettableClock
) -> None:
    await add(service)
    offer = await factors.offer("wang", issuer="明白")
    assert (await factors.offer("wang", issuer="明白")) == offer
    assert not await factors.check("wang", code_now(offer.spelled, clock))
    with pytest.raises(InputError):
        await factors.confirm("wang", "000 000")
    assert (before := await service.find("wang"))
    assert not before.has_second_factor
    codes = await factors.confirm("wang", code_now(offer.spelled, clock))
    assert (after := await service.find("wang"))
    assert after.has_second_factor
    assert len(set(codes)) == RECOVERY_CODES
    # The code that confirmed it opens nothing more, nor does any code twice.
    assert not await factors.check("wang", code_now(offer.spelled, clock))
    clock.advance(timedelta(seconds=30))
    assert await factors.check("wang", code_now(offer.spelled, clock))
    assert not await factors.check("wang", code_now(offer.spelled, clock))
    async with database.reading() as tx:
        row = await tx.get(AccountRecord, "wang")
        kept = (await tx.scalars(select(RecoveryCodeRecord.fingerprint))).all()
    assert row
    assert base64.b32decode(offer.spelled.replace(" ", "")) not in (row.factor_sealed or b"")
    assert not set(kept) & set(codes)
    with pytest.raises(InputError):
        await factors.offer("wang", issuer="明白")
    assert "account:factor_on" in await actions(database)


async def test_a_recovery_code_opens_once(
    database: Database, service: AccountService, factors: SecondFactors, clock: SettableClock
) -> None:
    await add(service)
    await add(service, "zhao")
    offer = await factors.offer("wang", issuer="明白")
    codes = await factors.confirm("wang", code_now(offer.spelled, clock))
    assert not await factors.check("zhao", codes[0])
    opened = await asyncio.gather(*(factors.check("wang", f" {codes[0].upper()} ") for _ in range(5)))
    assert sorted(opened) == [False] * 4 + [True]
    assert await factors.codes_left("wang") == RECOVERY_CODES - 1
    assert (await actions(database)).count("account:recovery_code") == 1


async def test_a_lost_factor_is_taken_away_with_its_codes(
    service: AccountService, administration: Administration, factors: SecondFactors, clock: SettableClock
) -> None:
    await add(service)
    offer = await factors.offer("wang", issuer="明白")
    codes = await factors.confirm("wang", code_now(offer.spelled, clock))
    await administration.remove_second_factor("wang", actor="root")
    assert not await factors.check("wang", codes[0])
    assert await factors.codes_left("wang") == 0
    assert (await factors.offer("wang", issuer="明白")).spelled != offer.spelled
    assert (found := await service.find("wang"))
    assert (found.has_second_factor, found.session_round) == (False, 1)
