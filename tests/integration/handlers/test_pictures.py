"""Citizens' pictures: fetched at once, tried again, told where they cannot be had, sealed, seen with a note of who looked."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from adapters.storage.picture_holders import filed_forms, held_pictures
from bot.audit import AuditRecord
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError, ServiceError
from bot.outbound.outbox import ParcelRecord
from bot.privacy import Vault
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.case.service import DisclosureService
from handlers.pictures.fetching import PictureFetching
from handlers.pictures.records import PicturePartRecord, PictureRecord
from handlers.pictures.retention import OldPictures
from handlers.pictures.service import (
    FORM,
    MOST_WITH_ONE,
    TICKET,
    PictureOutcome,
    PictureService,
    SentPicture,
)
from handlers.texts import Texts
from handlers.workdays import load_calendar
from tests.factories.disclosure import application, origin
from tests.factories.snapshots import SECRET, jpeg, png

START = datetime(2026, 3, 2, 4, tzinfo=UTC)
TEXTS = Texts.load()
VAULT = Vault("s" * 43)
HOLDER = f"{TICKET}RG202603020001"


class Shelf:
    """The channel's files; `outcomes` come first, one a call."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.outcomes: list[Exception] = []
        self.asked: list[str] = []

    async def __call__(self, media: str) -> bytes:
        self.asked.append(media)
        if self.outcomes:
            raise self.outcomes.pop(0)
        return self.files.get(media, jpeg(turn=6))


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(START)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def service(database: Database, clock: SettableClock) -> PictureService:
    return PictureService(database, vault=VAULT, clock=clock, filed=filed_forms)


@pytest.fixture
def fetching(database: Database, clock: SettableClock, shelf: Shelf) -> PictureFetching:
    return PictureFetching(database, shelf, vault=VAULT, clock=clock, texts=TEXTS)


def sent(key: str = "m:1", *, holder: str = HOLDER, citizen: str = "o1") -> SentPicture:
    return SentPicture(holder, "wechat", citizen, key, f"media-{key}", START)


async def told(database: Database) -> list[tuple[str, str]]:
    async with database.reading() as tx:
        rows = await tx.scalars(select(ParcelRecord).order_by(ParcelRecord.id))
        return [(row.citizen, str(row.body["text"])) for row in rows.all()]


async def states(database: Database) -> list[str]:
    async with database.reading() as tx:
        rows = await tx.scalars(select(PictureRecord).order_by(PictureRecord.id))
        return [f"{row.state} {row.reason}".strip() for row in rows.all()]


async def test_a_picture_is_fetched_cleaned_sealed_and_seen_with_a_note(
    database: Database, service: PictureService, fetching: PictureFetching
) -> None:
    assert await service.take(sent()) is PictureOutcome.TAKEN
    assert await fetching.step() == 1
    assert await fetching.step() == 0
    [held] = await service.pictures(HOLDER)
    assert held.kept
    async with database.reading() as tx:
        parts = (await tx.scalars(select(PicturePartRecord))).all()
        assert parts
        assert not any(b"JFIF" in part.sealed for part in parts)
        assert await tx.scalar(select(PictureRecord.media)) == ""
    seen = await service.view(held.id, holder=HOLDER, subject="RG202603020001", actor="wangli")
    assert (seen.turn, seen.content_type) == (6, "image/jpeg")
    assert seen.content.startswith(b"\xff\xd8")
    assert SECRET not in seen.content
    async with database.reading() as tx:
        [entry] = (await tx.scalars(select(AuditRecord).where(AuditRecord.action == "picture:view"))).all()
    assert (entry.actor, entry.subject, entry.detail) == ("wangli", "RG202603020001", {"picture": held.id})
    assert await told(database) == []


async def test_the_same_message_is_one_picture_and_ten_are_too_many(
    database: Database, service: PictureService
) -> None:
    assert await asyncio.gather(*(service.take(sent()) for _ in range(3))) == [PictureOutcome.TAKEN] * 3
    outcomes = [await service.take(sent(f"m:{number}")) for number in range(2, MOST_WITH_ONE + 2)]
    assert outcomes == [*[PictureOutcome.TAKEN] * (MOST_WITH_ONE - 1), PictureOutcome.TOO_MANY]
    assert len(await states(database)) == MOST_WITH_ONE
    assert await service.take(sent("m:99", holder=f"{FORM}other")) is PictureOutcome.TAKEN


async def test_what_the_world_fails_is_tried_again_until_the_channel_lets_go(
    database: Database,
    service: PictureService,
    fetching: PictureFetching,
    *,
    shelf: Shelf,
    clock: SettableClock,
) -> None:
    await service.take(sent())
    shelf.outcomes = [ServiceError()] * 200
    while await states(database) == ["wanted"]:
        await fetching.step()
        clock.advance(timedelta(minutes=20))
    assert await states(database) == ["failed lapsed"]
    assert START + timedelta(days=3) <= clock.now() <= START + timedelta(days=3, hours=1)
    # Ever more seldom, to once an hour: three days cost no more than this.
    assert 70 <= len(shelf.asked) <= 90
    [(citizen, words)] = await told(database)
    assert citizen == "o1"
    assert "过期" in words


@pytest.mark.parametrize(
    ("outcome", "reason", "word"),
    [
        (ServiceError(permanent=True), "gone", "没有这张图片"),
        (b"", "empty", "空的"),
        (b"GIF89a", "kind", "只能收照片"),
        (jpeg()[:50], "broken", "打不开"),
        (png(width=30_000, height=30_000), "pixels", "太大"),
    ],
)
async def test_what_cannot_be_had_is_told_once(
    database: Database,
    service: PictureService,
    fetching: PictureFetching,
    *,
    shelf: Shelf,
    outcome: Exception | bytes,
    reason: str,
    word: str,
) -> None:
    await service.take(sent())
    if isinstance(outcome, bytes):
        shelf.files["media-m:1"] = outcome
    else:
        shelf.outcomes = [outcome]
    await fetching.step()
    assert await fetching.step() == 0
    assert await states(database) == [f"failed {reason}"]
    [(_, words)] = await told(database)
    assert word in words
    assert "请重新发一次" in words
    # One that failed leaves its place free.
    [held] = await service.pictures(HOLDER)
    assert (held.kept, held.reason) == (False, reason)


async def test_two_workers_keep_one_file(
    database: Database, service: PictureService, *, clock: SettableClock, shelf: Shelf
) -> None:
    await service.take(sent())
    workers = [PictureFetching(database, shelf, vault=VAULT, clock=clock, texts=TEXTS) for _ in range(2)]
    assert sum(await asyncio.gather(*(worker.step() for worker in workers))) == 1
    assert await states(database) == ["kept"]


async def test_a_worker_that_dies_is_followed_by_another(
    database: Database,
    service: PictureService,
    fetching: PictureFetching,
    *,
    shelf: Shelf,
    clock: SettableClock,
) -> None:
    await service.take(sent())
    shelf.outcomes = [RuntimeError("killed")]
    with pytest.raises(RuntimeError):
        await fetching.step()
    assert await fetching.step() == 0
    clock.advance(timedelta(minutes=2))
    assert await fetching.step() == 1
    assert await states(database) == ["kept"]


async def test_a_picture_is_shown_with_what_it_belongs_to_only(
    service: PictureService, fetching: PictureFetching
) -> None:
    await service.take(sent())
    [held] = await service.pictures(HOLDER)

    async def seen(identifier: str, holder: str) -> bool:
        try:
            await service.view(identifier, holder=holder, subject="x", actor="wangli")
        except InputError:
            return False
        return True

    assert not await seen(held.id, HOLDER)
    await fetching.step()
    assert await seen(held.id, HOLDER)
    assert not await seen(held.id, f"{TICKET}other")
    assert not await seen("nothing", HOLDER)


async def test_a_file_that_was_changed_is_not_shown(
    database: Database, service: PictureService, fetching: PictureFetching
) -> None:
    await service.take(sent())
    await fetching.step()
    [held] = await service.pictures(HOLDER)
    async with database.transaction() as tx:
        other = VAULT.seal(b"other", purpose=f"citizen-picture:{held.id}:0")
        await tx.execute(update(PicturePartRecord).values(sealed=other))
    with pytest.raises(ServiceError):
        await service.view(held.id, holder=HOLDER, subject="x", actor="wangli")


@pytest.fixture
def file_case(database: Database, clock: SettableClock) -> Callable[[str], object]:
    async def file(form: str) -> str:
        service = DisclosureService(database, vault=VAULT, clock=clock, calendar=load_calendar(), texts=TEXTS)
        return (await service.submit(application(), origin=origin(form, citizen="o1"))).number

    return file


async def test_whoever_leaves_is_named_nowhere_and_a_form_never_filed_goes(
    database: Database,
    service: PictureService,
    fetching: PictureFetching,
    *,
    shelf: Shelf,
    file_case: Callable[[str], object],
) -> None:
    await file_case("f1")  # type: ignore[misc]
    for number, holder in enumerate((f"{FORM}f1", f"{FORM}f2", HOLDER)):
        await service.take(sent(f"m:{number}", holder=holder))
    await service.take(sent("m:9", citizen="o2"))
    await fetching.step()
    await service.take(sent("m:8"))
    assert await service.leave(citizen="o1", channel="wechat") == 4
    async with database.reading() as tx:
        rows = (await tx.execute(select(PictureRecord.holder, PictureRecord.citizen))).all()
        parts = len((await tx.scalars(select(PicturePartRecord))).all())
    assert sorted(map(tuple, rows)) == sorted([(f"{FORM}f1", ""), (HOLDER, ""), (HOLDER, ""), (HOLDER, "o2")])
    assert parts == 3
    # What is still on its way is fetched; nobody is told where it cannot be had.
    shelf.outcomes = [ServiceError(permanent=True)]
    await fetching.step()
    assert await told(database) == []


async def test_a_picture_ends_with_what_it_belongs_to(
    database: Database,
    service: PictureService,
    fetching: PictureFetching,
    *,
    clock: SettableClock,
    file_case: Callable[[str], object],
) -> None:
    number = await file_case("f1")  # type: ignore[misc]
    await service.take(sent("m:1", holder=f"{FORM}f1"))
    await service.take(sent("m:2", holder=f"{FORM}f2"))
    await fetching.step()
    rule = OldPictures(held_pictures)

    async def erased() -> int:
        async with database.transaction() as tx:
            due = (await rule.due(tx, now=clock.now())).count
            assert await rule.erase(tx, now=clock.now(), limit=10) == due
            return due

    clock.advance(timedelta(days=60))
    assert await erased() == 0
    clock.advance(timedelta(seconds=1))
    assert await erased() == 1
    async with database.transaction() as tx:
        chosen = update(DisclosureRequestRecord).where(DisclosureRequestRecord.number == number)
        await tx.execute(chosen.values(applicant=b""))
    assert await erased() == 1
    async with database.reading() as tx:
        assert (await tx.scalars(select(PicturePartRecord))).all() == []
