"""Files of every kind become documents; what is wrong is named with its place and the rest goes on."""

import gzip
import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InputError
from knowledge.documents import guide
from knowledge.documents.document import Kind, Validity
from knowledge.documents.draft import Draft, Fault, Refusal
from knowledge.documents.guide import Mark
from knowledge.ingest import read as reading
from knowledge.ingest.read import read
from knowledge.ingest.readers.jsonl import read_stream
from knowledge.ingest.readers.mapping import parse
from knowledge.ingest.readers.markdown import read_markdown
from tests.shared_data import labelled

COUNTY = Path(__file__).resolve().parents[4] / "knowledge" / "data" / "qinglan"
FRONT = """---
id: policy-a
kind: policy
title: 某县办法
unit: 某县民政局
audience: [个人]
written_on: 2026-01-12
validity: 废止
successor: policy-b
sample: true
---

# 某县办法

第一条 正文。
"""


def lines(*rows: object) -> str:
    return "".join(
        (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n" for row in rows
    )


def drafts(*paths: Path, mapping: str = "") -> list[Draft]:
    return [item for item in read(paths, parse(mapping) if mapping else None) if isinstance(item, Draft)]


def faults(*paths: Path) -> list[Fault]:
    return [item for item in read(paths) if isinstance(item, Fault)]


def test_bad_rows_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    good = {"id": "a", "title": "甲", "text": "正文。"}
    path.write_text(
        lines(
            good,
            "{broken",
            '["a list"]',
            {"id": "b", "title": "乙", "text": "  "},
            {"id": "c", "title": "丙", "text": "正文。", "written_on": "去年"},
            {"id": "d", "title": "丁", "text": "正文。", "validity": "有点用"},
            {"title": "无编号", "id": "", "text": "正文。"},
            {"what": 1},
            {"id": "a", "title": "又是甲", "text": "正文。"},
            "",
            {"id": "z", "title": "末", "text": "正文。"},
        ),
        encoding="utf-8",
    )
    items = list(read([path]))
    read_ids = [item.document.id for item in items if isinstance(item, Draft)]
    assert [one for one in read_ids if not one.startswith("d-")] == ["a", "z"]
    assert len(read_ids) == 3
    found = {item.line: item.reason for item in items if isinstance(item, Fault)}
    assert sorted(line for line in found if line) == [2, 3, 4, 5, 6, 8, 9]
    assert "JSON" in found[2]
    assert "花括号" in found[3]
    assert "正文" in found[4]
    assert "去年" in found[5]
    assert "有点用" in found[6]
    assert "已修改" in found[6]
    assert "title" in found[8]
    assert "--map" not in found[8]
    assert "rows.jsonl:1" in found[9]


def test_packed_and_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl.gz"
    packed = gzip.compress(
        lines(*({"id": str(n), "title": "题", "text": f"正文{n}。" * 50} for n in range(500))).encode()
    )
    path.write_bytes(packed)
    assert len(drafts(path)) == 500
    path.write_bytes(packed[: len(packed) // 2])
    *good, last = read([path])
    assert all(isinstance(item, Draft) for item in good)
    assert isinstance(last, Fault)
    assert "损坏" in last.reason


def test_wrong_encoding_and_endless_line() -> None:
    content = (
        json.dumps({"id": "a", "title": "甲", "text": "正文"}, ensure_ascii=False).encode("gb18030")
        + b"\n" + b"x" * 1000 + b"\n"
        + lines({"id": "b", "title": "乙", "text": "正文。"}).encode()
    )  # fmt: skip
    first, second, third = read_stream(io.BytesIO(content), "rows.jsonl", line_bytes=200)
    assert isinstance(first, Fault)
    assert "UTF-8" in first.reason
    assert isinstance(second, Fault)
    assert second.line == 2
    assert isinstance(third, Draft)
    assert third.line == 3


def test_mapping_is_told_by_the_operator(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(lines({"编号": 7, "标题": "甲", "内容": "正文。", "别的": 1}), encoding="utf-8")
    (draft,) = drafts(path, mapping="id=编号,title=标题,text=内容")
    assert (draft.document.id, draft.document.title, draft.text) == ("7", "甲", "正文。")


@pytest.mark.parametrize("written", ["id=a", "id=a,text", "id=a,text=b,color=c", "", "text=b"])
def test_a_wrong_mapping_is_refused(written: str) -> None:
    with pytest.raises(InputError):
        parse(written)


@pytest.mark.parametrize(
    ("name", "count", "kind"),
    [
        ("policyqa/documents.jsonl.gz", 592, Kind.POLICY),
        ("laws/laws.jsonl.gz", 1500, Kind.POLICY),
        ("replies/replies.jsonl.gz", 2672, Kind.NOTICE),
    ],
)
def test_known_foreign_rows_are_recognised(name: str, count: int, kind: Kind) -> None:
    items = list(read([labelled(name)]))
    assert not [item for item in items if isinstance(item, Fault)]
    assert len(items) == count
    assert all(
        isinstance(item, Draft) and item.document.kind is kind and item.document.title for item in items
    )


def test_markdown_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(FRONT, encoding="utf-8")
    (draft,) = drafts(path)
    document = draft.document
    assert document.validity is Validity.ABOLISHED
    assert document.written_on == date(2026, 1, 12)
    assert (document.successor, document.audience, document.sample) == ("policy-b", ("个人",), True)
    assert draft.text == "# 某县办法\n\n第一条 正文。\n"


def test_unit_gets_its_phone_from_the_county(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "county.yml").write_text("units:\n  - {name: 某县民政局, phone: 0599-1}\n", encoding="utf-8")
    (tmp_path / "policies" / "a.md").write_text(FRONT, encoding="utf-8")
    (draft,) = drafts(tmp_path)
    assert draft.document.unit_phone == "0599-1"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("---\nid: a\n没有结束", "---"),
        ("---\nid: [\n---\n正文。", "说明栏"),
        ("---\n- a\n---\n正文。", "说明栏"),
        ("---\nid: a\ntitle: 甲\n---\n", "正文"),
        ("---\nid: a\ntitle: 甲\ncolour: red\n---\n正文。", "colour"),
        ("---\na: &x [1,1]\nb: [*x,*x]\n---\n正文。", "说明栏"),
        ("---\nid: !!python/object/apply:os.getcwd []\n---\n正文。", "说明栏"),
        ("---\nid: a\ntitle: {b: c}\n---\n正文。", "title"),
        ("---\nid: " + "a" * 200 + "\n---\n正文。", "id"),
        ("---\nid: a\neffective_on: 2026-02-30\n---\n正文。", "effective_on"),
    ],
)
def test_a_bad_markdown_file_is_named(tmp_path: Path, text: str, word: str) -> None:
    (tmp_path / "bad.md").write_text(text, encoding="utf-8")
    (tmp_path / "good.md").write_text(FRONT, encoding="utf-8")
    (fault,) = faults(tmp_path)
    assert fault.file == "bad.md"
    assert word in fault.reason
    assert len(drafts(tmp_path)) == 1


def test_too_large_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(FRONT, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_markdown(path, {}, file_bytes=100)
    assert "MB" in refused.value.at("a.md", None).reason


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.exe").write_bytes(b"MZ")
    (tmp_path / "empty").mkdir()
    reasons = [fault.reason for fault in faults(tmp_path / "none", tmp_path / "a.exe", tmp_path / "empty")]
    assert ["找不到" in reasons[0], ".exe" in reasons[1], "没有能读" in reasons[2]] == [True] * 3


def test_controls_never_reach_the_database(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(
        r'{"id": "a", "title": "甲\u0000乙", "text": "正\u0000文\ud800。\r\n二"}' + "\n", encoding="utf-8"
    )
    (draft,) = drafts(path)
    assert (draft.document.title, draft.text) == ("甲乙", "正文。\n二")


def test_progress_ends_at_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(lines({"id": "a", "title": "甲", "text": "正文。"}), encoding="utf-8")
    steps: list[tuple[int, int]] = []
    list(read([path], progress=lambda done, total: steps.append((done, total))))
    assert steps[-1] == (path.stat().st_size, path.stat().st_size)


def test_the_sample_county_is_sound() -> None:
    assert faults(COUNTY) == []
    found = drafts(COUNTY)
    names = {draft.document.id for draft in found}
    for draft in found:
        document = draft.document
        assert document.sample
        assert {*document.interprets, *document.basis, *filter(None, [document.successor])} <= names, (
            document.id
        )
        assert document.unit_phone or document.kind in {Kind.NOTICE, Kind.GAZETTE, Kind.SERIES, Kind.BOARD}, (
            document.id
        )
    items = [one.document for one in found if one.document.kind is Kind.CATALOGUE]
    assert len(items) >= 12
    assert len({one.theme for one in items}) >= 8
    assert all(one.elements for one in items)


def test_the_sample_countys_guides_are_whole() -> None:
    for draft in drafts(COUNTY):
        if draft.document.kind is Kind.GUIDE:
            found = guide.parts(draft.text)
            assert guide.gaps(found) == (), draft.document.id
            for material in guide.materials(found["materials"]):
                assert material.until or material.mark is not Mark.LATER, (draft.document.id, material.name)


@given(st.binary(max_size=300))
def test_any_bytes_give_drafts_or_faults(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name in ("a.jsonl", "b.jsonl.gz", "c.md"):
        (folder / name).write_bytes(content)
    assert all(isinstance(item, Draft | Fault) for item in reading.read([folder]))
