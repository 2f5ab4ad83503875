"""Who sees to openness in a unit, as people ask for it."""

import pytest

from handlers.contacts.actions import unit_asked_of

NAMES = ("青岚县民政局", "青岚县住房和城乡建设局")


@pytest.mark.parametrize(
    "said",
    [
        "民政局政务公开找谁",
        "青岚县民政局信息公开谁负责",
        "民政局的政务公开电话",
        "政务公开的分管领导民政局是哪个",
    ],
)
def test_a_unit_is_asked_of(said: str) -> None:
    assert unit_asked_of(said, NAMES) == "青岚县民政局"


def test_a_unit_may_be_called_by_its_short_form() -> None:
    assert unit_asked_of("住建局政务公开谁负责", NAMES) == "青岚县住房和城乡建设局"
    assert unit_asked_of("县住建局的信息公开是哪位管", NAMES) == "青岚县住房和城乡建设局"


@pytest.mark.parametrize("said", ["民政局电话多少", "信息公开找谁", "民政局公开哪些事项", "低保找谁", ""])
def test_whatever_else_is_asked_is_left_to_others(said: str) -> None:
    assert unit_asked_of(said, NAMES) == ""
