"""Among a hundred thousand matters "我的" takes as long as among a thousand: a ratio of one run, and far below what anybody notices."""

from pathlib import Path

import pytest

from adapters.storage.engine import sqlite_url
from benchmarks.matters import FEW, MOST_MS, Grown, grown
from tests.integration.postgres import Server

pytestmark = pytest.mark.long
MANY = 100 * FEW


def hold(outcome: Grown) -> None:
    assert outcome.shown == 7.5, "five of one person, ten of two"
    for question, spent in outcome.many.items():
        assert outcome.ratio(question) < 3, (question, outcome)
        assert spent.middle < MOST_MS, (question, outcome)


async def test_on_sqlite(tmp_path: Path) -> None:
    folders = tmp_path / "few", tmp_path / "many"
    for folder in folders:
        folder.mkdir()
    few, many = map(sqlite_url, folders)
    hold(await grown((few, many), count=MANY))


async def test_on_postgresql(postgres_server: Server) -> None:
    hold(await grown((postgres_server.new_database(), postgres_server.new_database()), count=MANY))
