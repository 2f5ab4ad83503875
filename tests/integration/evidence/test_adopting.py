"""Lines from before the chain vouched for them are vouched for by the migration, exactly as the program would."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from adapters.storage.engine import create_database, sqlite_url
from adapters.storage.migrate import FOLDER, upgrade
from bot.audit import count_lines, first_broken, line_faults
from bot.database import Database
from bot.evidence import LineFaultKind
from tests.integration.postgres import Server

OLD = 1203
BEFORE = "0015"
REQUEST = {
    "number": "GK202611200001",
    "form_id": "f",
    "push_key": "",
    "channel": "internet",
    "talk_channel": "wechat",
    "citizen": "o",
    "applicant": b"x",
    "applicant_kind": "natural",
    "name_masked": "李*",
    "identity_fingerprint": "",
    "information": "决算",
    "delivery": "post",
    "notice_version": "1",
    "notice_at": "2026-11-20 02:00:00",
    "state": "received",
    "outcome": "",
    "submitted_at": "2026-11-20 02:00:00",
}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def old(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Give a database of the schema before, with more lines than one entry takes."""
    server: Server | None = None
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
    url = server.new_database() if server else sqlite_url(tmp_path)
    opened = create_database(url)
    async with opened.engine.begin() as connection:
        await connection.run_sync(_fill)
    yield opened
    await opened.close()
    if server:
        server.drop(url)


def _fill(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, BEFORE)
    postgres = connection.dialect.name == "postgresql"
    spelt = [f"'{value}'" if name.endswith("_at") else f":{name}" for name, value in REQUEST.items()]
    false = "false" if postgres else "0"
    connection.execute(
        text(
            f"INSERT INTO disclosure_requests ({', '.join(REQUEST)}, due_provisional) "
            f"VALUES ({', '.join(spelt)}, {false})"
        ),
        {name: value for name, value in REQUEST.items() if not name.endswith("_at")},
    )
    for count in range(OLD):
        detail = f'{{"before": "received", "步骤": "第{count}步"}}' if count % 2 else "{}"
        connection.execute(
            text(
                "INSERT INTO disclosure_events (number, kind, at, actor, detail) "
                f"VALUES ('{REQUEST['number']}', 'noted', '2026-11-20 02:00:00.{count:06d}', 'wang', :detail)"
            ),
            {"detail": detail},
        )


async def test_old_lines_are_adopted_and_guarded(old: Database) -> None:
    await upgrade(old)
    async with old.reading() as tx:
        assert await first_broken(tx) is None
        assert await line_faults(tx) == []
        assert await count_lines(tx) == OLD
        assert list(await tx.scalars(text("SELECT action FROM audit_entries"))) == ["audit:cover"] * 3
    async with old.transaction() as tx:
        if tx.get_bind().dialect.name == "postgresql":
            await tx.execute(text("ALTER TABLE disclosure_events DISABLE TRIGGER only_added"))
        else:
            await tx.execute(text("DROP TRIGGER disclosure_events_no_update"))
        await tx.execute(text("UPDATE disclosure_events SET kind = 'x' WHERE id = 700"))
    async with old.reading() as tx:
        [fault] = await line_faults(tx)
    assert (fault.kind, fault.id, fault.entry) == (LineFaultKind.CHANGED, 700, 2)
