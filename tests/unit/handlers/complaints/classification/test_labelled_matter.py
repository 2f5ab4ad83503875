"""Files of labelled complaints: what is read, and the words for one that cannot be."""

import gzip
import json
from pathlib import Path

import pytest

from bot.errors import InputError
from handlers.complaints.classification import labelled_matter
from handlers.texts import Texts

ROW = {"label": "环境保护", "subject": "油烟", "detail": "熏得睡不着"}


def test_rows_are_read_plain_and_packed(tmp_path: Path) -> None:
    lines = [ROW, {"label": "民政", "tokens": "低保 没有 发"}, {"label": "民政", "detail": "低保"}]
    text = "\n\n".join(json.dumps(row, ensure_ascii=False) for row in lines)
    (tmp_path / "a.jsonl").write_text(text, "utf-8")
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    found = labelled_matter.read(tmp_path / "a.jsonl")
    assert found == labelled_matter.read(tmp_path / "a.jsonl.gz")
    assert [(one.label, one.title, one.body, one.is_raw) for one in found] == [
        ("环境保护", "油烟", "熏得睡不着", True),
        ("民政", "", "低保没有发", False),
        ("民政", "", "低保", True),
    ]


@pytest.mark.parametrize(
    ("name", "content", "key", "said"),
    [
        ("a.jsonl", b"", "empty", "a.jsonl"),
        ("a.jsonl", b"\n \n", "empty", "a.jsonl"),
        ("a.jsonl", b"\xff\xfe", "unreadable", "a.jsonl"),
        ("a.jsonl.gz", b"no gzip", "unreadable", "a.jsonl.gz"),
        ("a.jsonl.gz", gzip.compress(b"{}" * 999, mtime=0)[:-9], "unreadable", "a.jsonl.gz"),
        ("a.jsonl", json.dumps(ROW).encode() + b"\n{", "bad_row", "第 2 行"),
        ("a.jsonl", b"[" * 100_000, "bad_row", "第 1 行"),
        ("a.jsonl", b"[]", "bad_row", "第 1 行"),
        ("a.jsonl", b'{"label": "x"}', "bad_row", "第 1 行"),
        ("a.jsonl", b'{"detail": "x"}', "bad_row", "第 1 行"),
        ("a.jsonl", b'{"label": 3, "detail": "x"}', "bad_row", "第 1 行"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(
    tmp_path: Path, name: str, content: bytes, key: str, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as told:
        labelled_matter.read(tmp_path / name)
    assert told.value.text_key == f"classification.{key}"
    assert said in Texts.load()(told.value.text_key, **told.value.values)
