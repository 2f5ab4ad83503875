"""Several machines on one database: one builds the index, the others fetch it; what is torn or away only costs time."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.services.knowledge import KnowledgeServices
from bot.clock import SystemClock
from bot.database import Database
from knowledge.index import generations
from knowledge.index.generations import Index
from knowledge.index.shared_generations import GenerationShare
from knowledge.publication.index_upkeep import IndexUpkeep
from tests.factories.publication import knowledge_services, withdraw
from tests.integration.knowledge.publication.test_index_upkeep import held, publish


@pytest.fixture
async def service(sqlite_database: Database) -> KnowledgeServices:
    found = knowledge_services(sqlite_database, SystemClock())
    await publish(found, "购房", "种粮")
    return found


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Note each generation that is built from all documents."""
    written: list[Path] = []
    write = generations.write

    def noted(directory: Path, *args: object, **named: object) -> object:
        written.append(directory)
        return write(directory, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(generations, "write", noted)
    return written


def machine(database: Database, share: Path) -> IndexUpkeep:
    return IndexUpkeep(database, SystemClock(), share=GenerationShare(share))


@pytest.mark.usefixtures("service")
async def test_of_three_machines_that_start_at_once_one_builds(
    sqlite_database: Database, tmp_path: Path, built: list[Path]
) -> None:
    indexes = [Index(tmp_path / name) for name in ("one", "two", "three")]
    share = tmp_path / "share"
    await asyncio.gather(*(machine(sqlite_database, share).refresh(each) for each in indexes))
    assert len(built) == 1
    assert all(set(held(each)) == {"购房", "种粮"} for each in indexes)
    assert not (share / "building").exists()


async def test_what_is_fetched_is_brought_up_to_the_database(
    service: KnowledgeServices, sqlite_database: Database, tmp_path: Path, built: list[Path]
) -> None:
    share = tmp_path / "share"
    await machine(sqlite_database, share).refresh(Index(tmp_path / "one"))
    await publish(service, "育儿")
    await publish(service, "种粮", words="每人每月九十元")
    await withdraw(service, "购房")
    late = Index(tmp_path / "two")
    await machine(sqlite_database, share).refresh(late)
    assert held(late) == {"种粮": "种粮补贴每人每月九十元。", "育儿": "育儿补贴每人每月六十元。"}
    assert len(built) == 1


def torn(share: Path) -> None:
    [packed] = share.glob("*.tar")
    octets = bytearray(packed.read_bytes())
    octets[len(octets) // 2] ^= 1
    packed.write_bytes(octets)


def cut(share: Path) -> None:
    [packed] = share.glob("*.tar")
    packed.write_bytes(packed.read_bytes()[:-512])


def unnamed(share: Path) -> None:
    (share / "newest.json").write_text("{")


def pointing_elsewhere(share: Path) -> None:
    told = (share / "newest.json").read_text()
    (share / "newest.json").write_text(told.replace('"file": "', '"file": "../../'))
    [packed] = share.glob("*.tar")
    packed.unlink()


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize("spoil", [torn, cut, unnamed, pointing_elsewhere])
async def test_what_is_not_as_it_was_built_is_built_anew(
    sqlite_database: Database, tmp_path: Path, built: list[Path], spoil: Callable[[Path], None]
) -> None:
    share = tmp_path / "share"
    await machine(sqlite_database, share).refresh(Index(tmp_path / "one"))
    spoil(share)
    other, third = Index(tmp_path / "two"), Index(tmp_path / "three")
    await machine(sqlite_database, share).refresh(other)
    assert (set(held(other)), len(built)) == ({"购房", "种粮"}, 2)
    await machine(sqlite_database, share).refresh(third)
    assert (set(held(third)), len(built)) == ({"购房", "种粮"}, 2)


@pytest.mark.usefixtures("service")
async def test_without_the_folder_each_builds_its_own(
    sqlite_database: Database, tmp_path: Path, built: list[Path]
) -> None:
    (tmp_path / "share").write_text("a file where a folder should be")
    index = Index(tmp_path / "one")
    await machine(sqlite_database, tmp_path / "share").refresh(index)
    assert (set(held(index)), len(built)) == ({"购房", "种粮"}, 1)


@pytest.mark.usefixtures("service")
async def test_a_machine_that_died_while_building_holds_nobody_up(
    sqlite_database: Database, tmp_path: Path
) -> None:
    share = tmp_path / "share"
    assert GenerationShare(share).begin()
    assert not GenerationShare(share).begin()
    upkeep = IndexUpkeep(sqlite_database, SystemClock(), share=GenerationShare(share, held_seconds=-1.0))
    index = Index(tmp_path / "one")
    await upkeep.refresh(index)
    assert set(held(index)) == {"购房", "种粮"}


@pytest.mark.usefixtures("service")
async def test_old_packages_go(sqlite_database: Database, tmp_path: Path) -> None:
    share = tmp_path / "share"
    for name in ("one", "two", "three"):
        await machine(sqlite_database, share).refresh(Index(tmp_path / name))
        (share / "newest.json").unlink()
    assert len([*share.glob("*.tar")]) <= 2
    assert not [*share.glob("packing-*")]
