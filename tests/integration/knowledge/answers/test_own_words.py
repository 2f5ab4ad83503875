"""A question's own words find the same inside a matter whatever was asked before: kept or read anew, the answers are the same."""

from collections.abc import Sequence
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from knowledge.answers.answer import Answer
from knowledge.answers.answerer import Answerer
from knowledge.answers.inquiry import Inquiry
from knowledge.answers.own_words import OwnReading, OwnReadings
from knowledge.answers.stretches import Stretches
from knowledge.evaluation.report import build
from knowledge.index.generations import Index

COUNTY = Path(__file__).resolve().parents[4] / "knowledge" / "data" / "qinglan"
TODAY = date(2026, 11, 21)
BEFORE = ("高龄津贴多少钱", "高龄津贴怎么申请", "80岁以上老人每月有多少补贴")
ASKED = ("要什么材料", "公租房租金一个月多少", "那外省户口的呢", "几号发放", "火星移民补贴多少")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return build([COUNTY], tmp_path_factory.mktemp("county")).index


@pytest.fixture(scope="module")
def document(county: Index) -> str:
    found = Answerer(county).answer(BEFORE[0], today=TODAY)
    assert isinstance(found, Answer)
    return found.citation.document.id


def told(answerer: Answerer, document: str, question: str, before: str) -> tuple[object, ...]:
    leaves = [
        answerer.leaves(document, question, before=before, today=TODAY, least=least)
        for least in (0.3, 0.6, 0.8)
    ]
    return (*leaves, answerer.answer(question, today=TODAY, about=document, before=before))


def test_what_was_kept_answers_like_what_is_read_anew(county: Index, document: str) -> None:
    keeping = Answerer(county)
    for before, question in product(BEFORE, ASKED):
        assert told(keeping, document, question, before) == told(
            Answerer(county), document, question, before
        ), (before, question)


def test_what_was_read_once_is_not_read_again(
    county: Index, document: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[str] = []
    judge = Stretches.judged

    def noting(own: Stretches, inquiry: object, found: object) -> object:
        judged.append(inquiry.question)  # type: ignore[attr-defined]
        return judge(own, inquiry, found)  # type: ignore[arg-type]

    monkeypatch.setattr(Stretches, "judged", noting)
    answerer = Answerer(county)
    answerer.answer("要什么材料", today=TODAY)
    judged.clear()
    answerer.answer("要什么材料", today=TODAY, about=document, before=BEFORE[0])
    assert judged.count("要什么材料") == 1
    answerer.answer("要什么材料", today=TODAY, about=document, before=BEFORE[1])
    assert judged.count("要什么材料") == 1
    # Another day other rules may count, and other questions are read.
    answerer.answer("要什么材料", today=date(2026, 11, 22), about=document, before=BEFORE[1])
    answerer.answer("几号发放", today=TODAY, about=document, before=BEFORE[1])
    assert judged.count("几号发放") >= 1
    assert judged.count("要什么材料") >= 2


def test_other_words_for_the_same_question_are_read_once(
    county: Index, document: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    reading = OwnReadings._read

    def noting(own: OwnReadings, inquiry: Inquiry, docnums: Sequence[int]) -> OwnReading | None:
        read.append(inquiry.question)
        return reading(own, inquiry, docnums)

    monkeypatch.setattr(OwnReadings, "_read", noting)
    keeping = Answerer(county)
    for question in ("公租房租金一个月多少", "请问公租房租金一个月多少？", "公租房租金一年多少"):
        assert told(keeping, document, question, BEFORE[0]) == told(
            Answerer(county), document, question, BEFORE[0]
        ), question
        read.append("|")
    # Each is read anew by the answerer beside it; the one that keeps reads what asks of another period again.
    assert "".join(read).split("|")[:3] == [
        "公租房租金一个月多少" * 2,
        "请问公租房租金一个月多少？",
        "公租房租金一年多少" * 2,
    ]


def test_it_is_forgotten_with_a_document_that_is_withdrawn(tmp_path: Path) -> None:
    index = build([COUNTY], tmp_path / "index").index
    answerer = Answerer(index)
    found = answerer.answer(BEFORE[0], today=TODAY)
    assert isinstance(found, Answer)
    about = found.citation.document.id
    first = answerer.answer("要什么材料", today=TODAY, about=about, before=BEFORE[0])
    assert first.best is not None
    index.hide(first.best.citation.document.id)
    again = answerer.answer("要什么材料", today=TODAY, about=about, before=BEFORE[1])
    assert again == Answerer(index).answer("要什么材料", today=TODAY, about=about, before=BEFORE[1])
    assert again.best is None or again.best.citation.document.id != first.best.citation.document.id
