"""Likely typing errors are told by the county's own words; its own terms are none."""

from pathlib import Path

import pytest

from knowledge.documents.draft import Draft
from knowledge.ingest.read import read
from knowledge.publication.proofreading.misprints import Vocabulary

QINGLAN = Path(__file__).parents[5] / "knowledge" / "data" / "qinglan"


@pytest.fixture(scope="module")
def drafts() -> list[Draft]:
    return [one for one in read([QINGLAN]) if isinstance(one, Draft)]


@pytest.fixture(scope="module")
def vocabulary(drafts: list[Draft]) -> Vocabulary:
    return Vocabulary.of(one.text for one in drafts)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("请带申清表到窗口。", "申请表"),
        ("提交审请材料。", "申请"),
        ("到民正局办理。", "民政局"),
        ("在工做日受理。", "工作日"),
        ("经济困南的家庭。", "困难"),
    ],
)
def test_a_planted_mistake_is_found(vocabulary: Vocabulary, text: str, meant: str) -> None:
    (one,) = vocabulary.misprints(text)
    assert one.instead == meant
    assert len(text[one.start : one.end]) == len(meant)


def test_the_sample_county_raises_few_false_alarms(vocabulary: Vocabulary, drafts: list[Draft]) -> None:
    alarms = [(one.document.id, each.excerpt) for one in drafts for each in vocabulary.misprints(one.text)]
    assert len(alarms) <= len(drafts) // 20, alarms


def test_without_a_vocabulary_nothing_is_a_mistake() -> None:
    assert Vocabulary().misprints("请带申清表到民正局。") == ()
