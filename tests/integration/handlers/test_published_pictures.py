"""Pictures of a response are copies that stay as long as its document, whatever becomes of the case, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.storage.picture_holders import filed_forms, held_pictures
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from handlers.pictures.published import RESPONSE, ChosenPicture, PublishedPictures
from handlers.pictures.retention import OldPictures
from handlers.pictures.service import EVIDENCE, BroughtPicture, PictureService
from knowledge.documents.document import Kind
from knowledge.library.editor import Editor, WrittenVersion
from tests.factories.snapshots import SECRET, grey_photo, png
from tests.integration.handlers.test_complaint_publication import NoNotice

VAULT = Vault("s" * 43)
HOLDER = f"{EVIDENCE}SQ202609010001"


async def test_copies_stay_with_their_document_and_the_case_s_go(database: Database) -> None:
    clock = SettableClock(datetime(2026, 9, 1, 4, tzinfo=UTC))
    pictures = PictureService(database, vault=VAULT, clock=clock, filed=filed_forms)
    published = PublishedPictures(database, vault=VAULT, clock=clock)
    for content in (grey_photo(((0, 255),), turn=6), png()):
        await pictures.keep(BroughtPicture(HOLDER, "desk", "", content))
    held = await pictures.pictures(HOLDER)
    values = {"title": "漏水的回应", "kind": Kind.RESPONSE.value}
    editor = Editor(database, clock, index=NoNotice())
    document = (await editor.create(WrittenVersion(values, "已修好。"), actor="wangli")).document.id
    chosen = [ChosenPicture(one.id, HOLDER) for one in held]
    for _ in range(2):
        # Whoever sends the form twice publishes nothing twice.
        await published.choose(chosen, document=document, subject="SQ202609010001", actor="wangli")
    assert len(await published.of(document)) == 2
    stolen = [ChosenPicture(held[0].id, f"{EVIDENCE}SQ202609010002")]
    with pytest.raises(InputError):
        await published.choose(stolen, document=document, subject="SQ202609010002", actor="wangli")
    with pytest.raises(InputError):
        await published.file(held[0].id)
    clock.advance(timedelta(days=400))
    rule = OldPictures(held_pictures)
    async with database.transaction() as tx:
        # There is no case any more, and the document is there.
        assert await rule.erase(tx, now=clock.now(), limit=10) == 2
    assert await pictures.pictures(HOLDER) == ()
    for one in await published.of(document):
        file = await published.file(one.id)
        assert (file.document, SECRET in file.content) == (document, False)
    assert len(await pictures.pictures(f"{RESPONSE}{document}")) == 2
