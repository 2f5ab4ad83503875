"""A machine is lost: what was backed up is put back into an empty folder, and a citizen goes on with an open form."""

import asyncio
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from adapters.backup.making import BackupSource, back_up
from adapters.backup.restoration import restore
from adapters.sealing.canary import check_keys
from adapters.storage import schema
from bot.database import Database
from knowledge.answers.answer import Answer
from tests.e2e.conversations.stage import TUESDAY, House, Stage, opened_house

pytestmark = pytest.mark.redis
QUESTIONS = ("高龄补贴多少钱", "低保怎么申请", "户口簿丢了怎么补", "今天天气怎么样")


async def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Give all rows of all tables."""
    found = {}
    async with database.reading() as tx:
        for table in schema.METADATA.sorted_tables:
            rows = await tx.execute(select(table).order_by(*table.primary_key.columns))
            found[table.name] = [tuple(row) for row in rows]
    return found


def answers(house: House) -> list[tuple[str, float]]:
    """Give what the index answers, and how sure."""
    answerer = house.ready.services.answering.answerer
    given = []
    for question in QUESTIONS:
        found = answerer.answer(question, today=TUESDAY.date())
        quoted = f"{found.citation.document.id} {found.quoted}" if isinstance(found, Answer) else "declined"
        given.append((quoted, found.confidence))
    return given


async def test_after_a_loss_everything_is_there_again(trained: Path, tmp_path: Path) -> None:
    lost, new, copy = tmp_path / "lost", tmp_path / "new", tmp_path / "copies" / "2026-11-24"
    keys = tmp_path / "safe" / "keys.json"
    keys.parent.mkdir()
    async with opened_house(lost, trained) as house:
        stage = Stage(house)
        citizen = stage.person("甲")
        await stage.do(citizen, "填到 contact_phone")
        await house.ready.notes.flush()
        source = BackupSource(house.ready.resources.database, house.redis, house.ready.vault, lost)
        await check_keys(source.database, source.vault)
        steps: list[str] = []
        manifest = await back_up(source, copy, keys=keys, told=steps.append)
        rows, answered, form = await everything(source.database), answers(house), await stage.kept(citizen)
        settings = house.settings
    (lost / "demo.json").rename(tmp_path / "demo.json")
    await asyncio.to_thread(shutil.rmtree, lost)

    emptied = settings.model_copy(update={"data_dir": new, "redis_url": ""})
    done = await restore(emptied, copy, keys=keys, told=steps.append)
    assert done.rows == sum(manifest.tables.values()) == sum(map(len, rows.values()))
    assert done.redis == sum(manifest.redis.values())
    assert sorted(each.name for each in new.iterdir() if not each.name.startswith("mingbai.db")) == [
        "index", "keys.json", "redis",
    ]  # fmt: skip
    assert len(steps) > 5

    (tmp_path / "demo.json").rename(new / "demo.json")
    shutil.copytree(trained, new / "recognizer")
    again = House(new)
    try:
        await again.open(first=False)
        assert await everything(again.ready.resources.database) == rows
        assert answers(again) == answered
        assert {quoted == "declined" for quoted, _ in answered} == {True, False}
        stage.house = again
        kept = await stage.kept(citizen)
        assert kept == form
        assert kept["slots"]["identity_number"] == "339901198503142016"
        asked = await stage.say(citizen, "13900001234")
        assert (await stage.kept(citizen))["slots"]["requested_slot"] == "delivery", asked
    finally:
        await again.close()
