"""A figure, day or name read without full certainty is marked, and what cannot be right is marked whatever the certainty."""

import pytest

from knowledge.documents.scans.scan import DoubtKind
from knowledge.ingest.scans.doubts import doubtful
from tests.factories.scan_pages import doubted, piece


@pytest.mark.parametrize(
    ("text", "odd", "kind", "marked"),
    [
        ("每人每月1,260元", "6", DoubtKind.FIGURE, "1,260"),
        ("自2026年3月1日起", "3", DoubtKind.DATE, "2026年3月1日"),
        ("二〇二六年三月一日", "三", DoubtKind.DATE, "二〇二六年三月一日"),
        ("截至2026-03-01止", "1", DoubtKind.DATE, "2026-03-01"),
        ("补助三百元", "三", DoubtKind.FIGURE, "三百"),
        ("联系人：王建国", "建", DoubtKind.NAME, "王建国"),
        ("比上年提高12.5%", "5", DoubtKind.FIGURE, "12.5%"),
    ],
)
def test_what_is_not_certain_is_marked(text: str, odd: str, kind: DoubtKind, marked: str) -> None:
    (found,) = doubtful(doubted(text, odd, 0, 0))
    assert (found.kind, text[found.start : found.end]) == (kind, marked)
    assert found.certainty == pytest.approx(0.7)


def test_what_is_certain_is_left_alone() -> None:
    assert doubtful(piece("联系人：王建国，自2026年3月1日起每月1,260元，电话0351-1234567", 0, 0)) == []


@pytest.mark.parametrize("text", ["2026年2月30日", "2026-13-01", "每月l20元", "共1O0户"])
def test_what_cannot_be_right_is_marked(text: str) -> None:
    assert doubtful(piece(text, 0, 0))


def test_figures_that_stand_unevenly_may_have_lost_one() -> None:
    whole = piece("金额12345元", 0, 0)
    places = list(whole.places)
    places[4:] = [place + 14 for place in places[4:]]
    assert doubtful(type(whole)(whole.text, whole.certainties, tuple(places), 0, 0, 140, 26))


def test_an_odd_sign_is_marked_and_a_slightly_odd_one_is_not() -> None:
    assert [one.kind for one in doubtful(doubted("津贴发放办法", "放", 0, 0, certainty=0.4))] == [
        DoubtKind.WORD
    ]
    assert doubtful(doubted("津贴发放办法", "放", 0, 0, certainty=0.8)) == []
