"""What is asked of an event as a whole once it was told of, and what is asked of something else."""

import pytest

from adapters.county import CountyData
from handlers.guides.bundles.following import asked_of_all

LISTED = CountyData.load(None).bundles.listed
TOLD = LISTED[0].name


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("要带什么材料", "materials"),
        ("那都要准备些啥", "materials"),
        ("材料清单呢", "materials"),
        ("需要哪些证件？", "materials"),
        ("多久能办好", ""),
        ("一共要几天", ""),
        ("到哪里办", ""),
        ("电话多少", ""),
        ("网上能办吗", ""),
    ],
)
def test_what_is_asked_of_all(said: str, part: str) -> None:
    found = asked_of_all(said, TOLD, LISTED)
    assert found is not None
    assert (found[0].name, found[1]) == (TOLD, part)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "育儿补贴要什么材料",
        "什么",
        "要",
        "那",
        "补贴多少钱",
        "要带多少钱去",
        "哪些人能领",
        "什么时候发",
        "去",
    ],
)
def test_what_is_asked_of_something_else(said: str) -> None:
    assert asked_of_all(said, TOLD, LISTED) is None


def test_after_another_answer_it_is_asked_of_that_one() -> None:
    assert asked_of_all("要带什么材料", "育儿补贴申领", LISTED) is None
    assert asked_of_all("要带什么材料", "", LISTED) is None
