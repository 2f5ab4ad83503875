"""A worker killed in the middle, two others at once, documents taken back meanwhile: each is told once, or it waits."""

from pathlib import Path

import pytest

from adapters.storage.engine import sqlite_url
from benchmarks.subscriptions import prove
from tests.integration.postgres import Server

pytestmark = pytest.mark.long
SUBSCRIBERS, PUBLICATIONS = 10_000, 50


async def test_on_sqlite(tmp_path: Path) -> None:
    outcome = await prove(sqlite_url(tmp_path), subscribers=SUBSCRIBERS, count=PUBLICATIONS)
    assert outcome.faults == {}
    assert 0 < outcome.killed_after < outcome.told == outcome.waiting


async def test_on_postgresql(postgres_server: Server) -> None:
    outcome = await prove(postgres_server.new_database(), subscribers=SUBSCRIBERS, count=PUBLICATIONS)
    assert outcome.faults == {}
    assert 0 < outcome.killed_after < outcome.told == outcome.waiting
