"""Accounts kept before second factors and one-time passwords came log in as before, on both engines, and back again."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from argon2 import PasswordHasher
from sqlalchemy import Connection, text

from adapters.storage.engine import create_database, sqlite_url
from adapters.storage.migrate import FOLDER, upgrade
from bot.clock import SystemClock
from bot.database import Database
from handlers.accounts.account import Role
from handlers.accounts.passwords import Passwords
from handlers.accounts.service import AccountService
from tests.integration.postgres import Server

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
ACCOUNT = """
INSERT INTO accounts (login, display_name, unit, roles, password_hash, disabled, created_at, failures, locked_until)
VALUES ('wang', '王丽', '', '["staff"]', :kept, false, '2026-01-01', 4, '2036-01-01')
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def before(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    server: Server | None = None
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
    url = server.new_database() if server else sqlite_url(tmp_path)
    database = create_database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(_up_to_ninth)
        await connection.execute(text(ACCOUNT), {"kept": CHEAP.hash("a long password")})
    yield database
    await database.close()
    if server:
        server.drop(url)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


def _up_to_ninth(connection: Connection) -> None:
    command.upgrade(_config(connection), "0009")


def _down_to_ninth(connection: Connection) -> None:
    command.downgrade(_config(connection), "0009")


async def test_an_account_of_before_logs_in_and_its_old_lock_is_gone(before: Database) -> None:
    await upgrade(before)
    service = AccountService(before, clock=SystemClock(), passwords=Passwords(CHEAP))
    account = await service.verify("wang", "a long password")
    assert account
    assert (account.roles, account.session_round) == ({Role.STAFF}, 0)
    assert not account.must_change_password
    assert not account.has_second_factor
    async with before.engine.begin() as connection:
        await connection.run_sync(_down_to_ninth)
        row = (await connection.execute(text("SELECT login, failures, locked_until FROM accounts"))).one()
    assert tuple(row) == ("wang", 0, None)
