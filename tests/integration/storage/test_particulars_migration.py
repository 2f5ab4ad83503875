"""Documents kept before the new particulars came have what their lists need after the migration."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from adapters.storage.engine import create_database, sqlite_url
from adapters.storage.migrate import FOLDER, upgrade
from bot.database import Database
from knowledge.library.filters import Filters
from knowledge.library.listing import Shelf

GUIDE = "## 申报材料\n\n- 其他材料\n\n## 咨询电话\n\n0599-1234567\n"
DOCUMENT = """
INSERT INTO knowledge_documents (id, title, kind, number, issuer, unit, unit_phone, theme, genre, level, place, audience,
  written_on, published_on, validity, successor, interprets, basis, disclosure, form, life_stage, online, sample, source,
  state, current_version, created_at, updated_at)
VALUES ('g', '旧指南', 'GUIDE', '', '甲县', '', '', '', '', '', '', '[]', '2024-02-01', NULL, 'VALID', '', '[]', '[]',
  'ACTIVE', '', '', 0, 0, '', 'DRAFT', 1, '2026-01-01', '2026-01-01')
"""
VERSION = """
INSERT INTO knowledge_versions (document_id, number, card, text, digest, author, note, created_at)
VALUES ('g', 1, '{"id":"g","title":"旧指南","kind":"guide"}', :text, '', 'w', '', '2026-01-01')
"""


@pytest.fixture
async def before(tmp_path: Path) -> AsyncIterator[Database]:
    database = create_database(sqlite_url(tmp_path))
    async with database.engine.begin() as connection:
        await connection.run_sync(_to_second)
        await connection.execute(text(DOCUMENT))
        await connection.execute(text(VERSION), {"text": GUIDE})
    yield database
    await database.close()


def _to_second(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "0002")


async def test_what_was_kept_is_described(before: Database) -> None:
    await upgrade(before)
    async with before.reading() as tx:
        rows = await tx.execute(text("SELECT dated_on, guide_gaps, guide_phones FROM knowledge_documents"))
        (row,) = rows.all()
    assert row.dated_on == "2024-02-01"
    assert '"catch_all"' in row.guide_gaps
    assert "0599-1234567" in row.guide_phones
    page = await Shelf(before).page(Filters(year=2024))
    assert [one.document.dated_on for one in page.items] == [date(2024, 2, 1)]
    assert page.items[0].document.must_say == ()
