"""Parcels written before the ladder keep their place, get their time, and go on."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, select, text

from adapters.storage.engine import create_database, sqlite_url
from adapters.storage.migrate import FOLDER, upgrade
from bot.clock import SettableClock
from bot.database import Database
from bot.outbound import outbox
from bot.outbound.deadlines import Deadlines
from bot.outbound.outbox import Parcel, ParcelRecord
from tests.integration.postgres import Server

NOW = datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC)
ROW = (
    "INSERT INTO outbox (dedup, channel, citizen, body, state, attempts, created_at, due_at, reason)"
    " VALUES (:dedup, 'wechat', :citizen, '{\"text\": \"一\"}', :state, :attempts, :at, :at, '')"
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def before(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Give a database as the version before left it, with parcels."""
    server: Server | None = None
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
    url = server.new_database() if server else sqlite_url(tmp_path)
    opened = create_database(url)
    async with opened.engine.begin() as connection:
        await connection.run_sync(_to, "0014")
        at = NOW - timedelta(days=20)
        for number, state in enumerate(("sent", "waiting", "due", "failed"), 1):
            values = {"dedup": str(number), "citizen": f"o{number}", "state": state, "attempts": number % 2}
            await connection.execute(text(ROW), {**values, "at": at if server else at.replace(tzinfo=None)})
    yield opened
    await opened.close()
    if server:
        server.drop(url)


def _to(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


async def test_what_was_written_before_goes_on(before: Database) -> None:
    await upgrade(before)

    async def task(tx: object, parcel: Parcel) -> str:
        return f"T{parcel.id}"

    clock = SettableClock(NOW)
    deadlines = Deadlines(before, clock, lambda kind, channel, at: at + timedelta(days=2), task)
    while await deadlines.step():
        pass
    async with before.transaction() as tx:
        rows = (await tx.scalars(select(ParcelRecord).order_by(ParcelRecord.id))).all()
        assert [(row.kind, row.state, row.task) for row in rows] == [
            ("answer", "sent", ""),
            ("answer", "waiting", "T2"),
            ("answer", "due", "T3"),
            ("answer", "failed", ""),
        ]
        claimed = await outbox.claim(tx, "wechat", now=NOW, limit=5, lease=timedelta(minutes=2))
        assert [parcel.id for parcel in claimed] == [3]
