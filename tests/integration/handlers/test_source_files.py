"""Imported files are kept once, sealed, beside their documents, and go when nothing is left that was read from them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from handlers.source_files.origins import TOGETHER_FILES, Origins
from handlers.source_files.retention import UnusedSourceFiles
from handlers.source_files.service import SourceFiles
from knowledge.documents.document import Document
from knowledge.documents.draft import Draft
from knowledge.ingest.read import read
from knowledge.library.discards import KEPT, OldDiscards
from knowledge.library.filters import Filters
from tests.factories.publication import knowledge_services

CONTENT = b"%PDF" + bytes(range(256)) * 3000


async def test_a_file_is_kept_once_and_given_back_whole(database: Database) -> None:
    clock = SettableClock(datetime(2026, 11, 20, tzinfo=UTC))
    knowledge = knowledge_services(database, clock)
    sources = SourceFiles(database, vault=Vault("secret of the tests, long enough"), clock=clock)
    for name in ("a", "b"):
        await knowledge.imports.keep([Draft(Document(name, "公告"), "停水一天。\n", "甲.pdf")], author="chen")
    kept = await sources.keep("甲.pdf", CONTENT, ["a", "没有"], actor="chen")
    assert await sources.keep("又名.pdf", CONTENT, ["a", "b"], actor="chen") == kept
    (one,) = await sources.of("b")
    assert (one.id, one.name, one.octets) == (kept, "甲.pdf", len(CONTENT))
    assert await sources.of("没有") == []
    assert (await sources.fetch(kept, actor="wu"))[1] == CONTENT
    with pytest.raises(InputError, match="no_source"):
        await sources.fetch("0" * 32, actor="wu")
    rule, later = UnusedSourceFiles(), clock.now() + KEPT + timedelta(days=1)
    for name in ("a", "b"):
        await knowledge.discards.discard(name, actor="chen")
    async with database.transaction() as tx:
        assert (await rule.due(tx, now=later)).count == 0
        await OldDiscards().erase(tx, now=later, limit=10)
        assert (await rule.due(tx, now=later)).count == 1
        assert await rule.erase(tx, now=later, limit=10) == 1
    with pytest.raises(InputError, match="no_source"):
        await sources.fetch(kept, actor="wu")


async def test_the_files_of_an_import_are_kept_beside_what_was_read_from_them(
    database: Database, tmp_path: Path
) -> None:
    clock = SettableClock(datetime(2026, 11, 20, tzinfo=UTC))
    knowledge = knowledge_services(database, clock)
    sources = SourceFiles(database, vault=Vault("secret of the tests, long enough"), clock=clock)
    paths = [tmp_path / f"{at}.txt" for at in range(TOGETHER_FILES + 1)]
    for at, path in enumerate(paths):
        path.write_text(f"关于第{at}次停水的公告\n停水{at}天。\n", "utf-8")
    origins = Origins()
    done = await knowledge.imports.keep(origins.noting(read(paths)), author="chen")
    assert (done.added, await sources.keep_all(origins, actor="chen")) == (len(paths), len(paths))
    listed = (await knowledge.shelf.page(Filters())).items
    for one in (listed[0], listed[-1]):
        (kept,) = await sources.of(one.document.id)
        content = (await sources.fetch(kept.id, actor="wu"))[1].decode()
        assert one.document.title in content
    assert await sources.keep_all(origins, actor="chen") == len(paths)
    assert len(await sources.of(listed[0].document.id)) == 1
