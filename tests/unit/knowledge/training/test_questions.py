"""The training questions keep what a judge needs: exact spans, and no sign but the content that tells their kinds."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from math import log
from pathlib import Path
from statistics import mean, median
from typing import Any

import pytest

import knowledge

DATA = Path(knowledge.__file__).parent / "data"
ASPECTS = frozenset(
    [
        "amount",
        "who",
        "when",
        "where",
        "how",
        "materials",
        "phone",
        "yes_no",
        "limit",
        "penalty",
        "what_changed",
        "other",
    ],
)
STYLES = frozenset(["keyword", "plain", "story", "voice", "dialect", "telegram", "polite", "angry"])
PERSONAS = frozenset(
    [
        "resident",
        "elderly",
        "migrant",
        "business",
        "parent",
        "farmer",
        "worker",
        "student",
        "disabled",
        "young",
    ],
)
LACKS = frozenset(["aspect", "group", "place", "year", "matter", "object"])
SECONDS = frozenset(["answered", "not_stated", "new_matter"])
CHI_SQUARE_95 = {7: 14.07, 9: 16.92, 12: 21.03}
"""The value that independent properties pass once in twenty times by chance, by the degrees of freedom."""

Row = dict[str, Any]


def _lines(name: str) -> list[Row]:
    text = (DATA / "training" / f"{name}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


QUESTIONS, OWN = _lines("questions"), _lines("documents")
SINGLE = ("answerable", "near_miss")


@cache
def _texts() -> dict[str, str]:
    texts = {row["id"]: row["text"] for row in OWN}
    for path in (DATA / "qinglan").glob("*/*.md"):
        _, head, body = path.read_text("utf-8").split("---\n", 2)
        texts[re.findall(r"(?m)^id: (\S+)$", head)[0]] = body
    return texts


def _turns(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        yield row
        if row["kind"] == "follow_up":
            yield row["second"]


def _of(kind: str) -> list[Row]:
    return [row for row in QUESTIONS if row["kind"] == kind]


def _bigrams(text: str) -> set[str]:
    return {"".join(pair) for pair in pairwise(re.sub(r"[^\w]", "", text))}


def _overlap(row: Row) -> float:
    asked = _bigrams(row["question"])
    return len(asked & _bigrams(_texts()[row["document"]])) / len(asked)


def test_there_are_enough_of_each_kind() -> None:
    kinds = Counter(row["kind"] for row in QUESTIONS)
    seconds = Counter(row["second"]["kind"] for row in _of("follow_up"))
    assert kinds["answerable"] >= 1200
    assert kinds["near_miss"] >= 1200
    assert kinds["follow_up"] >= 550
    assert min(seconds[kind] for kind in SECONDS) >= 150


def test_no_name_and_no_question_stands_twice() -> None:
    asked = [(row["question"], row.get("second", {}).get("question")) for row in QUESTIONS]
    for names in ([row["id"] for row in QUESTIONS], [row["id"] for row in OWN], asked):
        assert [name for name, times in Counter(names).items() if times > 1] == []


def test_every_field_holds_one_of_its_values() -> None:
    assert {row["kind"] for row in QUESTIONS} == {*SINGLE, "follow_up"}
    assert {row["style"] for row in QUESTIONS} == STYLES
    assert {row["persona"] for row in QUESTIONS} == PERSONAS
    assert {turn["aspect"] for turn in _turns(QUESTIONS)} == ASPECTS
    assert {row["second"]["kind"] for row in _of("follow_up")} == SECONDS
    assert all(turn["question"].strip() for turn in _turns(QUESTIONS))


def test_every_document_asked_about_is_there() -> None:
    assert [turn["question"] for turn in _turns(QUESTIONS) if turn["document"] not in _texts()] == []


def test_every_span_stands_word_for_word_in_its_document() -> None:
    absent = [
        (turn["question"], span)
        for turn in _turns(QUESTIONS)
        for span in turn["answers"]
        if not span.strip() or span not in _texts()[turn["document"]]
    ]
    assert absent == []


def test_what_can_be_answered_has_a_span_and_a_near_miss_says_what_is_not_stated() -> None:
    for turn in _turns(QUESTIONS):
        unanswered = turn["kind"] in {"near_miss", "not_stated"}
        assert bool(turn["answers"]) is not unanswered, turn["question"]
        assert ("missing" in turn) is unanswered, turn["question"]
        if unanswered:
            assert turn["missing"]["kind"] in LACKS, turn["question"]
            assert turn["missing"]["what"], turn["question"]


def test_a_new_matter_is_asked_of_another_document_and_the_others_of_the_same() -> None:
    for row in _of("follow_up"):
        elsewhere = row["second"]["document"] != row["document"]
        assert elsewhere is (row["second"]["kind"] == "new_matter"), row["id"]


def _chi_square(rows: list[tuple[str, str]]) -> tuple[float, int]:
    """How far two properties are from being independent, and the degrees of freedom of their table."""
    both, left, right = Counter(rows), Counter(a for a, _ in rows), Counter(b for _, b in rows)
    expected = {(a, b): left[a] * right[b] / len(rows) for a in left for b in right}
    statistic = sum((both[cell] - count) ** 2 / count for cell, count in expected.items())
    return statistic, (len(left) - 1) * (len(right) - 1)


@pytest.mark.parametrize("field", ["style", "persona"])
def test_how_a_question_is_put_does_not_tell_whether_it_is_answered(field: str) -> None:
    statistic, freedom = _chi_square(
        [(row[field], row["kind"]) for row in QUESTIONS if row["kind"] in SINGLE]
    )
    assert statistic < CHI_SQUARE_95[freedom]


def test_how_a_pair_is_put_does_not_tell_what_its_second_question_is() -> None:
    statistic, freedom = _chi_square([(row["style"], row["second"]["kind"]) for row in _of("follow_up")])
    assert statistic < CHI_SQUARE_95[freedom]


def _guesses(known: list[Row], asked: list[Row]) -> float:
    """Guess kinds from characters alone, by naive Bayes, and give the share guessed right."""
    counts = {kind: Counter[str]() for kind in SINGLE}
    for row in known:
        counts[row["kind"]].update(_bigrams(row["question"]))
    weights = {
        pair: log((counts["near_miss"][pair] + 0.5) / (counts["answerable"][pair] + 0.5))
        for pair in counts["near_miss"] | counts["answerable"]
    }
    right = 0
    for row in asked:
        score = sum(weights.get(pair, 0.0) for pair in _bigrams(row["question"]))
        right += (score > 0) is (row["kind"] == "near_miss")
    return right / len(asked)


def test_the_question_alone_does_not_tell_whether_it_is_answered() -> None:
    """Half of the documents teach, the other half is guessed: little above a coin may be gained."""
    single = [row for row in QUESTIONS if row["kind"] in SINGLE]
    taught = set(sorted(_texts())[::2])
    halves = [[row for row in single if (row["document"] in taught) is side] for side in (True, False)]
    assert _guesses(*halves) < 0.65
    assert _guesses(*reversed(halves)) < 0.65


def test_length_does_not_tell_whether_a_question_is_answered() -> None:
    answered, missed = (mean(len(row["question"]) for row in _of(kind)) for kind in SINGLE)
    assert abs(answered - missed) <= 0.1 * answered


@pytest.mark.parametrize("aspect", sorted(ASPECTS))
def test_no_aspect_belongs_to_one_kind_alone(aspect: str) -> None:
    answered, missed = (sum(row["aspect"] == aspect for row in _of(kind)) for kind in SINGLE)
    assert min(answered, missed) >= 0.5 * max(answered, missed)


@pytest.mark.parametrize("kind", SINGLE)
def test_questions_use_words_of_their_own(kind: str) -> None:
    assert median(_overlap(row) for row in _of(kind)) <= 0.25


def test_styles_keep_their_shape() -> None:
    for row in (row for row in QUESTIONS if row["kind"] in SINGLE):
        length = len(row["question"])
        if row["style"] == "story":
            assert 60 <= length <= 160, row["question"]
        if row["style"] == "keyword":
            assert 4 <= length <= 12, row["question"]
        if row["style"] == "voice":
            assert not re.search("[，。？！、；]", row["question"]), row["question"]


def test_documents_are_short_and_say_that_they_are_invented() -> None:
    for row in OWN:
        assert set(row) == {"id", "title", "issuer", "date", "region", "text", "sample"}, row["id"]
        assert 400 <= len(row["text"]) <= 1500, row["id"]
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", row["date"]), row["id"]
        assert row["text"].endswith(f"（示例：{row['region']}为虚构地名，内容不作为办事依据。）"), row["id"]


def test_every_document_of_our_own_is_asked_about() -> None:
    asked = Counter((row["document"], row["kind"]) for row in QUESTIONS)
    assert [row["id"] for row in OWN if not all(asked[row["id"], kind] for kind in SINGLE)] == []
