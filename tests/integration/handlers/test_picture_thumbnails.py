"""Thumbnails are made when they are first wanted, sealed, each look noted, and gone with their pictures, on both databases."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from adapters.storage.picture_holders import filed_forms
from bot.audit import AuditRecord
from bot.clock import SettableClock
from bot.database import Database
from bot.privacy import Vault
from handlers.files.png_reader import read_png
from handlers.pictures import store
from handlers.pictures.records import PictureRecord, PictureThumbnailRecord
from handlers.pictures.service import EVIDENCE, BroughtPicture, PictureService
from handlers.pictures.thumbnails import LOOKED, PictureThumbnails
from tests.factories.snapshots import grey_photo, jpeg, png

VAULT = Vault("s" * 43)
NUMBER = "SQ202609010001"
HOLDER = f"{EVIDENCE}{NUMBER}"


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(datetime(2026, 9, 1, 4, tzinfo=UTC))


@pytest.fixture
async def kept(database: Database, clock: SettableClock) -> tuple[str, str, str]:
    """Keep a photo that was turned, a picture, and a photo that nobody can open; give their ids in that order."""
    pictures = PictureService(database, vault=VAULT, clock=clock, filed=filed_forms)
    ids: list[str] = []
    for content in (grey_photo(((0, 255),), turn=6), png(), jpeg()):
        await pictures.keep(BroughtPicture(HOLDER, "desk", "", content))
        ids += [one.id for one in await pictures.pictures(HOLDER) if one.id not in ids]
    first, second, third = ids
    return first, second, third


async def sealed(database: Database) -> dict[str, bytes]:
    async with database.reading() as tx:
        rows = await tx.scalars(select(PictureThumbnailRecord))
        return {row.owner: row.sealed for row in rows}


async def test_they_are_made_once_sealed_and_each_look_is_noted(
    database: Database, clock: SettableClock, kept: tuple[str, str, str]
) -> None:
    thumbnails = PictureThumbnails(database, vault=VAULT, clock=clock)
    first, second = await asyncio.gather(
        *(thumbnails.of(HOLDER, subject=NUMBER, actor=login) for login in ("wangli", "zhaoqi"))
    )
    assert first == second
    # What nobody can open has none; the other two are there, the turned one upright.
    assert first.keys() == set(kept[:2])
    height, width = read_png(first[kept[0]]).shape[:2]
    assert height > width
    held = await sealed(database)
    assert held.keys() == set(kept)
    assert held[kept[2]] == b""
    assert not any(b"PNG" in one for one in held.values())
    # Nothing is made a second time: a module that is not there would come to grief.
    known = PictureThumbnails(database, vault=VAULT, clock=clock, module="no.such.module")
    assert await known.of(HOLDER, subject=NUMBER, actor="wangli") == first
    async with database.reading() as tx:
        looks = (await tx.scalars(select(AuditRecord).where(AuditRecord.action == LOOKED))).all()
    assert sorted(look.actor for look in looks) == ["wangli", "wangli", "zhaoqi"]
    assert {look.subject for look in looks} == {NUMBER}
    assert {frozenset(str(look.detail["pictures"]).split()) for look in looks} == {frozenset(kept[:2])}


async def test_nothing_to_look_at_is_no_look(database: Database, clock: SettableClock) -> None:
    thumbnails = PictureThumbnails(database, vault=VAULT, clock=clock)
    assert await thumbnails.of(HOLDER, subject=NUMBER, actor="wangli") == {}
    async with database.reading() as tx:
        assert await tx.scalar(select(func.count()).select_from(AuditRecord)) == 0


@pytest.mark.usefixtures("kept")
async def test_a_reader_that_is_brought_down_costs_no_page(database: Database, clock: SettableClock) -> None:
    thumbnails = PictureThumbnails(database, vault=VAULT, clock=clock, module="no.such.module")
    assert await thumbnails.of(HOLDER, subject=NUMBER, actor="wangli") == {}


@pytest.mark.usefixtures("kept")
async def test_they_go_with_their_pictures(database: Database, clock: SettableClock) -> None:
    await PictureThumbnails(database, vault=VAULT, clock=clock).of(HOLDER, subject=NUMBER, actor="wangli")
    async with database.transaction() as tx:
        assert await store.delete_where(tx, PictureRecord.holder == HOLDER) == 3
    assert await sealed(database) == {}
