"""Two measurements of the same questions, compared one by one."""

import json
from pathlib import Path

import pytest

from bot.errors import InputError
from knowledge.evaluation import comparison
from knowledge.evaluation.comparison import Comparison, compare, sign_test


@pytest.mark.parametrize(
    ("better", "worse", "p"),
    [(0, 0, 1.0), (1, 0, 1.0), (5, 5, 1.0), (9, 1, 22 / 1024), (0, 6, 2 / 64), (300, 300, 1.0)],
)
def test_sign_test_is_the_exact_binomial_of_both_sides(better: int, worse: int, p: float) -> None:
    assert sign_test(better, worse) == pytest.approx(p)
    assert sign_test(worse, better) == pytest.approx(p)


def test_only_questions_and_figures_of_both_are_compared() -> None:
    now = {"a": {"f1": 0.5, "right": 1.0}, "b": {"f1": 0.2, "right": 0.0}, "c": {"f1": 1.0, "right": 1.0}}
    before = {"a": {"f1": 0.4, "ms": 3.0}, "b": {"f1": 0.2, "ms": 3.0}, "d": {"f1": 0.0, "ms": 1.0}}
    assert compare(now, before) == {"f1": Comparison(better=1, worse=0, equal=1, p=1.0)}


def test_where_less_is_better_less_is_called_better() -> None:
    now = {"a": {"misled": 0.0, "helped": 1.0}, "b": {"misled": 1.0}, "c": {"noise": 0.0}}
    before = {"a": {"misled": 1.0, "helped": 0.0}, "b": {"misled": 1.0}, "c": {"noise": 1.0}}
    found = compare(now, before)
    assert found["helped"] == Comparison(better=1, worse=0, equal=0, p=1.0)
    assert found["misled"] == Comparison(better=1, worse=0, equal=1, p=1.0)
    assert found["noise"] == Comparison(better=1, worse=0, equal=0, p=1.0)


def test_nothing_shared_compares_nothing() -> None:
    assert compare({"a": {"f1": 1.0}}, {"b": {"f1": 1.0}}) == {}


@pytest.mark.parametrize(
    "text", ["", "[]", '{"total": 1}', '{"questions": {"a": {"f1": "much"}}}', '{"questions": [1]}']
)
def test_a_file_without_questions_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "former.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        comparison.load(path)
    assert told.value.text_key == "knowledge.bad_measurement"


def test_what_was_printed_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "former.json"
    path.write_text(json.dumps({"total": 1, "questions": {"a": {"f1": 1}}}), encoding="utf-8")
    assert comparison.load(path) == {"a": {"f1": 1.0}}
