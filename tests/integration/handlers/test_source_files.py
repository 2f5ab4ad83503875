"""Imported files are kept once, sealed, beside their documents, and go when nothing is left that was read from them."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from handlers.source_files.retention import UnusedSourceFiles
from handlers.source_files.service import SourceFiles
from knowledge.documents.document import Document
from knowledge.documents.draft import Draft
from knowledge.library.discards import KEPT, OldDiscards
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
