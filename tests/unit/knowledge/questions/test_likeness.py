"""Whether two citizens ask the same is told from their words; when in doubt they are kept apart."""

import pytest

from knowledge.questions.likeness import JOINED_LIKENESS, Crowd, likeness, sign


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("公租房怎么申请", "怎么申请公共租赁住房"),
        ("低保一个月能领多少钱", "最低生活保障标准是多少"),
        ("无人机飞行要不要报备", "无人机飞行需要报备吗"),
        ("老旧小区加装电梯补助多少", "老小区加装电梯补多少钱"),
        ("农村自来水水费多少钱一吨", "自来水一吨多少钱"),
        ("今年可以放烟花爆竹吗", "烟花爆竹今年能放吗"),
        ("无人机飞行要报备吗？139****1234", "飞无人机要不要报备"),
        ("110***********0011，公租房怎么申请", "公租房怎么申请"),
        # Seen for the first time after the border had been set.
        ("城区哪些路段禁止电动车停放", "电动车停放哪些路段不让停"),
        ("共享单车押金不退找谁", "共享单车的押金一直不退找谁投诉"),
    ],
)
def test_the_same_question_in_other_words_joins(one: str, other: str) -> None:
    assert likeness(sign(one), sign(other)) >= JOINED_LIKENESS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("高龄津贴多少钱", "高龄津贴怎么申请"),
        ("低保怎么申请", "公租房怎么申请"),
        ("结婚登记要带什么", "离婚登记要带什么"),
        ("老年证怎么办", "残疾证怎么办"),
        ("危房改造补助多少钱", "厕所改造补助多少钱"),
        ("青政发〔2019〕8号有效吗", "青政发〔2021〕3号有效吗"),
        # Seen for the first time after the border had been set.
        ("养老机构建设补贴多少", "托育机构建设补贴多少"),
        ("殡葬费用减免", "学费减免"),
    ],
)
def test_another_matter_stays_apart(one: str, other: str) -> None:
    assert likeness(sign(one), sign(other)) < JOINED_LIKENESS


def test_a_question_is_like_itself_and_likeness_has_no_direction() -> None:
    for question in ("公租房怎么申请", "青政发〔2019〕8号有效吗", "无人机飞行需要报备吗"):
        assert likeness(sign(question), sign(question)) == pytest.approx(1.0)
    one, other = sign("农村自来水水费多少钱一吨"), sign("自来水一吨多少钱")
    assert likeness(one, other) == pytest.approx(likeness(other, one))


@pytest.mark.parametrize("question", ["", "？", "怎么办", "多少钱", "😀" * 40, "a" * 900])
def test_words_without_content_join_nothing(question: str) -> None:
    assert Crowd({1: "公租房怎么申请"}).nearest(question) is None


def test_the_most_alike_group_takes_a_question() -> None:
    crowd = Crowd({1: "公租房怎么申请", 2: "无人机飞行需要报备吗"})
    assert crowd.nearest("共享单车押金不退找谁") is None
    crowd.add(3, "共享单车押金不退找谁")
    found = crowd.nearest("共享单车的押金一直不退找谁投诉")
    assert found is not None
    assert found[0] == 3
    assert (crowd.nearest("飞无人机要报备不") or (0, 0))[0] == 2
