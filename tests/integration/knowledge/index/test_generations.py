"""Generations on a real disk: swapped whole, crashes leave the old one serving."""

import os
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from knowledge.documents.document import Document
from knowledge.index.generations import Index
from knowledge.index.writer import FORMAT
from knowledge.search.lookup import readings_of, search

TODAY = date(2026, 3, 2)


def documents(*names: str) -> list[tuple[Document, str]]:
    return [
        (Document(name, f"{name}办法"), f"{name}补贴每人每月六十元。申请人向{name}办公室提出。")
        for name in names
    ]


def best(index: Index, text: str) -> str | None:
    assert index.reader is not None
    found = search(readings_of(text), index.reader, today=TODAY)
    return index.reader.id_of(found.ranked.documents()[0]) if found else None


def test_reader_sees_the_new_generation_only_after_reload(tmp_path: Path) -> None:
    index = Index(tmp_path)
    assert not index.reload()
    index.build(documents("购房", "种粮"))
    assert index.reader is None
    assert index.reload()
    assert not index.reload()
    other = Index(tmp_path)
    other.reload()
    index.build(documents("购房", "种粮", "育儿"))
    assert best(other, "种粮补贴") == "种粮"
    assert other.reader is not None
    assert "育儿" not in other.reader.identifiers
    assert other.reload()
    assert best(other, "育儿补贴") == "育儿"


def test_crash_while_building_leaves_the_old_one(tmp_path: Path) -> None:
    index = Index(tmp_path)
    name = index.build(documents("购房"))

    def broken() -> Iterator[tuple[Document, str]]:
        yield from documents("育儿")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        index.build(broken())
    index.reload()
    assert index.name == name
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current", name, "writing.lock"]


def test_crash_before_the_pointer_moves_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Index(tmp_path)
    name = index.build(documents("购房"))
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(OSError, match="disk full"):
            index.build(documents("育儿"))
    index.reload()
    assert index.name == name
    assert index.build(documents("种粮")) == "gen-3"


def test_old_generations_go_after_their_grace(tmp_path: Path) -> None:
    index = Index(tmp_path, grace_seconds=0.2)
    index.build(documents("购房"))
    index.reload()
    kept = index.reader
    index.build(documents("育儿"))
    assert (tmp_path / "gen-1").exists()
    time.sleep(0.3)
    index.build(documents("种粮"))
    assert not (tmp_path / "gen-1").exists()
    assert (tmp_path / "gen-3").exists()
    # Whoever began with the removed generation can finish with it.
    assert kept is not None
    assert kept.document(0).id == "购房"
    assert search(readings_of("购房补贴"), kept, today=TODAY) is not None


def test_grace_begins_when_a_generation_stops_being_current(tmp_path: Path) -> None:
    index = Index(tmp_path, grace_seconds=60)
    name = index.build(documents("购房"))
    long_ago = time.time() - 3600
    os.utime(tmp_path / name, (long_ago, long_ago))
    index.build(documents("育儿"))
    assert (tmp_path / name).exists()


def test_what_a_killed_build_left_is_swept(tmp_path: Path) -> None:
    left = tmp_path / "gen-7.building"
    left.mkdir(parents=True)
    time.sleep(0.05)
    assert Index(tmp_path, abandoned_seconds=0.0).build(documents("购房")) == "gen-8"
    assert not left.exists()


def test_builders_at_once_end_with_one_sound_generation(tmp_path: Path) -> None:
    threads = [
        threading.Thread(target=Index(tmp_path).build, args=(documents(*(f"第{n}种{m}" for m in range(40))),))
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    index = Index(tmp_path)
    assert index.reload()
    assert index.reader is not None
    assert len(index.reader.docnums) == 40
    assert not list(tmp_path.glob("*.building"))


def test_pointer_to_nowhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "current").write_text("gen-9", encoding="ascii")
    with pytest.raises((OSError, ValueError)):
        Index(tmp_path).reload()
    (tmp_path / "current").write_text("../../etc", encoding="ascii")
    assert not Index(tmp_path).reload()


def test_characters_outside_the_basic_plane_keep_their_places(tmp_path: Path) -> None:
    index = Index(tmp_path)
    text = "😀𠮷甲乙。" * 100 + "高龄津贴每人每月六十元。"
    index.build([(Document("a", "津贴😀"), text)])
    index.reload()
    reader = index.reader
    assert reader is not None
    pieces = list(map(reader.texts.passage, range(reader.texts.passage_count)))
    assert "".join(pieces) == text


def test_a_generation_of_another_format_is_not_loaded(tmp_path: Path) -> None:
    index = Index(tmp_path)
    shape = tmp_path / index.build(documents("购房")) / "shape.json"
    shape.write_text(shape.read_text("utf-8").replace(f'"format": {FORMAT}', '"format": 0'), encoding="utf-8")
    assert not index.reload()
    assert index.reader is None
    index.build(documents("购房"))
    assert index.reload()
