"""Records of natural questions, read from their files."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from bot.errors import InputError
from knowledge.evaluation import natural_questions
from knowledge.evaluation.natural_questions import QuestionKind, WantedAnswer

ANSWERABLE: dict[str, Any] = {
    "qid": "a", "kind": "answerable", "question": "多少钱", "style": "voice", "docids": ["d"], "also": ["e"],
    "answers": ["六十元"],
}  # fmt: skip
FOLLOW_UP: dict[str, Any] = {
    **ANSWERABLE, "qid": "f", "kind": "follow_up", "second": {"question": "那九十岁呢", "docids": ["d"], "answers": ["八十元"]},
}  # fmt: skip
MISS: dict[str, Any] = {
    "qid": "m", "kind": "near_miss", "question": "几号发", "near": ["d"], "short": "几号发放", "style": "plain",
}  # fmt: skip


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n\n" for row in rows), encoding="utf-8")
    return path


def test_every_kind_is_read(tmp_path: Path) -> None:
    plain = {name: value for name, value in ANSWERABLE.items() if name not in {"kind", "style"}}
    rows = [ANSWERABLE, FOLLOW_UP, MISS, plain]
    asked, follow, miss, older = natural_questions.load(written(tmp_path / "cases.jsonl", rows))
    assert asked.first == WantedAnswer("多少钱", ("六十元",), ("d", "e"))
    assert (asked.style, asked.second) == ("voice", None)
    assert follow.kind is QuestionKind.FOLLOW_UP
    assert follow.second == WantedAnswer("那九十岁呢", ("八十元",), ("d",))
    assert (miss.near, miss.short) == (("d",), "几号发放")
    assert (older.kind, older.style) == (QuestionKind.ANSWERABLE, "")


def test_packed_files_are_read(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(MISS).encode()))
    assert [one.id for one in natural_questions.load(path)] == ["m"]


@pytest.mark.parametrize(
    "row",
    [
        {**ANSWERABLE, "kind": "guess"},
        {**ANSWERABLE, "answers": []},
        {**ANSWERABLE, "answers": [" "]},
        {**ANSWERABLE, "question": " "},
        {**MISS, "near": []},
        {name: value for name, value in FOLLOW_UP.items() if name != "second"},
        {**FOLLOW_UP, "second": {"question": "那呢", "answers": []}},
        {**FOLLOW_UP, "second": None},
        {name: value for name, value in MISS.items() if name != "qid"},
    ],
)
def test_what_a_kind_lacks_is_said_with_its_line(tmp_path: Path, row: dict[str, Any]) -> None:
    path = written(tmp_path / "cases.jsonl", [ANSWERABLE, row])
    with pytest.raises(InputError) as told:
        natural_questions.load(path)
    assert (told.value.text_key, told.value.values) == (
        "knowledge.bad_questions",
        {"file": "cases.jsonl", "line": 2},
    )


def test_strangers_are_drawn_by_the_seed_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = written(
        tmp_path / "strangers.jsonl", [{"qid": f"{n:02}", "question": f"第{n}个"} for n in range(40)]
    )
    drawn = natural_questions.strangers(path, most=10, seed=1)
    names = [one.id for one in drawn]
    assert len(names) == 10
    assert names == sorted(names)
    assert {one.kind for one in drawn} == {QuestionKind.UNANSWERABLE}
    assert names == [one.id for one in natural_questions.strangers(path, most=10, seed=1)]
    assert names != [one.id for one in natural_questions.strangers(path, most=10, seed=2)]
    assert len(natural_questions.strangers(path, most=0, seed=1)) == 40
    assert len(natural_questions.strangers(path, most=99, seed=1)) == 40
