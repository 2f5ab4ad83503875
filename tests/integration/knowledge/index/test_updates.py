"""Updates of an index: what they give is what a generation built anew gives, and what they leave behind is little."""

import json
import tempfile
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.answers.answer import Answer, Decline
from knowledge.answers.answerer import Answerer
from knowledge.documents.document import Document, Kind, Validity
from knowledge.index.blocks import PAIRS, WORDS
from knowledge.index.generations import Index
from knowledge.index.reader import Reader
from knowledge.index.tables import TABLES
from knowledge.index.writer import Shape
from knowledge.search.lookup import readings_of, search
from knowledge.text.clauses import COUNTED
from knowledge.text.question import analyse
from tests.factories.examples import examples

TODAY = date(2026, 3, 2)
MATTERS = ("高龄津贴", "公租房", "医保报销", "育儿补贴", "种粮补贴", "殡葬服务", "噪声管理", "公交免费")
WORDINGS = (
    "县民政局负责发放，本人持身份证提出",
    "乡镇窗口受理，十个工作日内办结",
    "由县财政安排，每月十日前到账",
)
QUESTIONS = (
    *(f"{matter}每月多少钱" for matter in MATTERS), *(f"{matter}到哪里办" for matter in MATTERS[:4]),
    "甲政发〔2026〕3号是什么", "谁负责发放", "十个工作日",
)  # fmt: skip

Wordings = dict[str, int]


def document(matter: str, wording: int) -> tuple[Document, str, int]:
    at = MATTERS.index(matter)
    heir = MATTERS[(at + 1) % len(MATTERS)] if wording == 2 else ""
    described = Document(
        matter,
        f"甲县{matter}办法" if wording < 2 else f"甲县{matter}规定",
        kind=Kind.GUIDE if at % 3 == 0 else Kind.POLICY,
        number=f"甲政发〔2026〕{at}号",
        published_on=date(2026, 1, 1 + at),
        validity=Validity.ABOLISHED if heir else Validity.VALID,
        successor=heir,
        basis=(MATTERS[at - 1],),
    )
    articles = "".join(
        f"第{number}条 {matter}{WORDINGS[(wording + place) % 3]}，每人每月{at + wording + place + 1}0元。\n"
        for place, number in enumerate("一二三四五"[: 2 + wording])
    )
    return described, articles, wording + 1


def compare(updated: Index, anew: Index) -> None:
    """Check that both indexes give the same answers, and scores that differ by the average length of blocks alone."""
    one, other = Answerer(updated), Answerer(anew)
    for question in QUESTIONS:
        first = one.answer(question, today=TODAY)
        second = other.answer(question, today=TODAY)
        assert first.confidence == pytest.approx(second.confidence, abs=0.02), question
        assert told(first) == told(second), question


def told(result: Answer | Decline) -> object:
    if isinstance(result, Decline):
        return None, result.unit
    ties = [[one.id for one in some] for some in (result.policies, result.interpretations, result.guides)]
    return result.citation, result.best.answer, result.best.quoted, result.best.path, result.best.number, ties


steps = st.lists(
    st.dictionaries(st.sampled_from(MATTERS), st.sampled_from((None, 0, 1, 2)), min_size=1, max_size=4),
    min_size=1,
    max_size=8,
)


@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(before=st.sets(st.sampled_from(MATTERS), min_size=1), changes=steps)
def test_updates_give_what_a_rebuild_gives(before: set[str], changes: list[dict[str, int | None]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder) / "updated")
        there: Wordings = dict.fromkeys(before, 0)
        index.build(document(matter, 0) for matter in sorted(there))
        for change in changes:
            gone = {matter for matter, wording in change.items() if wording is None}
            added = {matter: wording for matter, wording in change.items() if wording is not None}
            index.update([document(*each) for each in sorted(added.items())], gone)
            there = {matter: at for matter, at in (there | added).items() if matter not in gone}
            # Every generation in between is read, as a serving process would.
            index.reload()
        anew = Index(Path(folder) / "anew")
        anew.build(document(*each) for each in sorted(there.items()))
        anew.reload()
        same_statistics(index.reader, anew.reader)
        compare(index, anew)


def same_statistics(updated: Reader | None, anew: Reader | None) -> None:
    """Check everything that is counted: nothing of a document that is gone may weigh in."""
    assert updated is not None
    assert anew is not None
    assert list(updated.identifiers) == list(anew.identifiers)
    for question in map(analyse, QUESTIONS):
        assert updated.telling_pairs(question) == anew.telling_pairs(question)
        for pair in question.pairs:
            assert updated.rarity(PAIRS, pair) == anew.rarity(PAIRS, pair)
        for word in question.words:
            assert updated.rarity(WORDS, word) == anew.rarity(WORDS, word)
    for own, other in zip(updated.docnums, anew.docnums, strict=True):
        assert updated.document(own) == anew.document(other)
        assert updated.outline(own) == anew.outline(other)
        assert clauses(updated, own) == clauses(anew, other)
        assert identified(updated, updated.successor_of(own)) == identified(anew, anew.successor_of(other))
        number = anew.name_of(other).number.replace(" ", "")
        assert identified(updated, updated.numbered(number)) == identified(anew, anew.numbered(number))


def identified(reader: Reader, docnum: int | None) -> str | None:
    return None if docnum is None else reader.id_of(docnum)


def clauses(reader: Reader, docnum: int) -> list[tuple[object, ...]]:
    """Give the passages of a document with their clauses, counted from its own beginning."""
    texts = reader.texts
    start, _ = texts.text_range(docnum)
    rows: list[tuple[object, ...]] = []
    for number in texts.passage_range(docnum):
        held = texts.clauses(*texts.clause_range(number))
        rows.append(
            (
                texts.passage(number),
                texts.bare(*texts.bounds_of(number)).tolist(),
                (held.ends - start).tolist(),
                held.marks.tolist(),
                held.counts.tolist(),
                [int(texts.passage_counts(number, kind)) for kind in range(len(COUNTED))],
            )
        )
    return rows


@pytest.fixture
def index(tmp_path: Path) -> Index:
    found = Index(tmp_path)
    found.build(document(matter, 0) for matter in MATTERS)
    found.reload()
    return found


def best(index: Index, text: str) -> str | None:
    assert index.reader is not None
    found = search(readings_of(text), index.reader, today=TODAY)
    return index.reader.id_of(found.ranked.documents()[0]) if found else None


def test_a_document_taken_out_is_found_no_more_and_comes_back(index: Index) -> None:
    index.update([], {"种粮补贴"})
    index.reload()
    assert index.reader is not None
    assert "种粮补贴" not in index.reader.identifiers
    assert best(index, "种粮补贴每月多少") != "种粮补贴"
    index.update([document("种粮补贴", 1)], ())
    index.reload()
    assert best(index, "种粮补贴每月多少") == "种粮补贴"


def test_everything_taken_out_leaves_nothing(index: Index) -> None:
    index.update([], MATTERS)
    index.reload()
    assert index.reader is not None
    assert not index.reader.docnums
    assert search(readings_of("种粮补贴"), index.reader, today=TODAY) is None


def test_a_crash_while_updating_leaves_the_old_one_and_the_next_update_is_sound(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = index.name
    with monkeypatch.context() as patched:
        patched.setattr(Shape, "write", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(OSError, match="disk full"):
            index.update([document("种粮补贴", 2)], {"公租房"})
    assert not index.reload()
    assert index.name == name
    # The crashed update had already written behind the rows that count.
    index.update([document("殡葬服务", 1)], ())
    index.reload()
    anew = Index(tmp_path / "anew")
    anew.build(document(matter, int(matter == "殡葬服务")) for matter in MATTERS)
    anew.reload()
    same_statistics(index.reader, anew.reader)


def test_whoever_began_with_the_old_generation_can_finish_with_it(index: Index) -> None:
    kept = index.reader
    assert kept is not None
    for wording in (1, 2, 1):
        index.update([document("育儿补贴", wording)], {"公租房"})
        index.reload()
    assert [kept.document(docnum).title for docnum in kept.docnums_of(["公租房"])] == ["甲县公租房办法"]
    found = search(readings_of("育儿补贴每月多少"), kept, today=TODAY)
    assert found is not None
    assert kept.id_of(found.ranked.documents()[0]) == "育儿补贴"


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_many_updates_leave_one_segment_more_and_no_open_files(index: Index, tmp_path: Path) -> None:
    index.reload()
    opened = open_files()
    for wording in (1, 2) * 6:
        index.update([document("育儿补贴", wording)], ())
        index.reload()
    meta = json.loads((tmp_path / str(index.name) / "blocks" / "meta.json").read_text("utf-8"))
    assert len(meta["segments"]) == 2
    assert open_files() <= opened + 1


def test_tables_are_shared_and_not_copied(index: Index, tmp_path: Path) -> None:
    first = tmp_path / str(index.name)
    second = tmp_path / index.update([document("育儿补贴", 1)], ())
    for table in TABLES:
        assert (first / table.name).samefile(second / table.name)


def test_a_line_of_updates_grows_worn(index: Index) -> None:
    found = index.contents()
    assert found is not None
    assert found.versions == dict.fromkeys(MATTERS, 1)
    assert not found.worn
    for _ in range(11):
        index.update([document("育儿补贴", 1)], {"公租房"})
        index.update([document("公租房", 1)], ())
    worn = index.contents()
    assert worn is not None
    assert worn.versions == dict.fromkeys(MATTERS, 1) | {"育儿补贴": 2, "公租房": 2}
    assert worn.worn


@pytest.fixture
def damaged(index: Index, tmp_path: Path) -> Path:
    return tmp_path / str(index.name)


def test_a_table_cut_short_is_told(damaged: Path) -> None:
    rows = json.loads((damaged / "shape.json").read_text("ascii"))["rows"]["bare"]
    with (damaged / "bare").open("r+b") as stream:
        stream.truncate(rows)
    with pytest.raises((OSError, ValueError)):
        Index(damaged.parent).reload()


def test_numbers_count_in_eight_bytes(index: Index) -> None:
    assert index.reader is not None
    assert index.reader.texts.passage_bounds([0]).dtype == np.int64
