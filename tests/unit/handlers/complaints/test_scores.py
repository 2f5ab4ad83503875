import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.complaints.case.scores import ASPECTS, ServiceRating, rating_in


def scores(*values: int) -> dict[str, int]:
    return dict(zip(ASPECTS, values, strict=True))


@pytest.mark.parametrize(
    ("said", "given", "low"),
    [
        ("速度5 效果2 态度4", scores(5, 2, 4), True),
        ("评价 速度5分，效果3分，态度5分", scores(5, 3, 5), False),
        ("5 4 5", scores(5, 4, 5), False),
        ("评价：5、5、5", scores(5, 5, 5), False),
        ("５ ２ ４", scores(5, 2, 4), True),
        ("都5分", scores(5, 5, 5), False),
        ("三项都一分", scores(1, 1, 1), True),
        ("态度四星", {"attitude": 4}, False),
        ("效果2分", {"effect": 2}, True),
        ("速度三 态度五", {"speed": 3, "attitude": 5}, False),
        ("SQ202611200001 5 5 5", scores(5, 5, 5), False),
    ],
)
def test_scores_by_figures_and_by_words(said: str, given: dict[str, int], low: bool) -> None:
    rating = rating_in(said)
    assert rating is not None
    assert (rating.scores, rating.low) == (given, low)


def test_words_stay_beside_the_scores() -> None:
    rating = rating_in("速度5 效果2 态度4，油烟还是有")
    assert rating is not None
    assert rating.words == "油烟还是有"


@pytest.mark.parametrize(
    "said", ["没解决", "还是没解决", "问题没有解决。", "根本没解决，天天还在烧", "事情没处理好"]
)
def test_nothing_solved_is_a_rating(said: str) -> None:
    rating = rating_in(said)
    assert rating is not None
    assert (rating.unsolved, rating.low, rating.scores) == (True, True, {})


@pytest.mark.parametrize(
    "said",
    [
        *("", "评价", "5", "0 5 5", "6 5 5", "速度9", "12345", "没解决过这种事吗", "效果怎么样", "态度很差"),
        *("办事大厅服务5分钟办好", "服务5号窗口在哪", "我要投诉", "2026年5月5日"),
    ],
)
def test_other_words_are_no_rating(said: str) -> None:
    assert rating_in(said) is None


@given(
    st.dictionaries(st.sampled_from(ASPECTS), st.integers(1, 5)),
    st.booleans(),
)
def test_the_log_keeps_a_rating_whole(given_scores: dict[str, int], unsolved: bool) -> None:
    rating = ServiceRating(given_scores, unsolved)
    assert ServiceRating.of(rating.plain()) == rating
    assert rating.low == (unsolved or any(score < 3 for score in given_scores.values()))


@given(st.text(max_size=60))
def test_any_words_are_read_without_fault(said: str) -> None:
    rating = rating_in(said)
    assert rating is None or all(1 <= score <= 5 for score in rating.scores.values())
