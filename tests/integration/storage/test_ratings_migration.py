"""Ratings that tickets kept themselves move into the table of all ratings, and whoever has left is named in neither."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import JSON, Boolean, Connection, DateTime, Integer, LargeBinary, MetaData, Table, select

from adapters.storage.engine import create_database, sqlite_url
from adapters.storage.migrate import FOLDER
from bot.database import Database
from handlers.ratings.records import RatingRecord
from tests.integration.postgres import Server

ASKED = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
TICKETS: tuple[dict[str, Any], ...] = (
    {"number": "RG202611200001", "citizen": "oOne", "rating_asked_at": ASKED, "satisfaction": 5},
    {"number": "RG202611200002", "citizen": "oTwo", "rating_asked_at": ASKED, "satisfaction": None},
    {"number": "RG202611200003", "citizen": "gone:abc", "rating_asked_at": ASKED, "satisfaction": 2},
    {"number": "RG202611200004", "citizen": "oFour", "rating_asked_at": None, "satisfaction": None},
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def before(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Give a database as the version before left it, with tickets that were rated, asked about, and neither."""
    server: Server | None = None
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
    url = server.new_database() if server else sqlite_url(tmp_path)
    opened = create_database(url)
    async with opened.engine.begin() as connection:
        await connection.run_sync(_to, "0036")
        await connection.run_sync(_fill)
    yield opened
    await opened.close()
    if server:
        server.drop(url)


def _to(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _fill(connection: Connection) -> None:
    tickets = Table("tickets", MetaData(), autoload_with=connection)
    for ticket in TICKETS:
        usual = {
            column.name: _usual(column.type)
            for column in tickets.columns
            if not column.nullable and column.name not in ticket and column.autoincrement is not True
        }
        own = {"unit": "青岚县民政局", "channel": "wechat", "last_key": ticket["number"]}
        connection.execute(tickets.insert().values({**usual, **own, **ticket}))


def _usual(kind: Any) -> Any:
    if isinstance(kind, DateTime):
        return ASKED
    if isinstance(kind, LargeBinary):
        return b""
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, JSON):
        return []
    return 0 if isinstance(kind, Integer) else ""


async def test_what_was_asked_and_given_before_stands_in_the_table_of_all(before: Database) -> None:
    async with before.engine.begin() as connection:
        await connection.run_sync(_to, "0037")
    async with before.reading() as tx:
        rows = (await tx.scalars(select(RatingRecord).order_by(RatingRecord.number))).all()
    assert [(row.number, row.citizen, row.points) for row in rows] == [
        ("RG202611200001", "oOne", 5), ("RG202611200002", "oTwo", None), ("RG202611200003", "", 2),
    ]  # fmt: skip
    assert {(row.kind, row.unit, row.channel) for row in rows} == {("ticket", "青岚县民政局", "wechat")}
    assert all(row.asked_at == ASKED and row.rated_at is None for row in rows)
