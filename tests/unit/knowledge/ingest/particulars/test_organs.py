"""Names of organs are told apart however they are set, and other words are none."""

import pytest

from knowledge.ingest.particulars.organs import organs_in, same_organs


@pytest.mark.parametrize(
    ("words", "organs"),
    [
        ("青岚县民政局　　青岚县财政局", ("青岚县民政局", "青岚县财政局")),
        ("青 岚 县 教 育 局", ("青岚县教育局",)),
        ("青岚县人民政府 办公室", ("青岚县人民政府办公室",)),
        ("青岚县民政局、青岚县财政局", ("青岚县民政局", "青岚县财政局")),
        (
            "青岚县民政局青岚县财政局国家税务总局青岚县税务局",
            ("青岚县民政局", "青岚县财政局", "国家税务总局青岚县税务局"),
        ),
        ("青岚县交通运输局等4部门", ("青岚县交通运输局",)),
        ("青岚县水利局（盖章）", ("青岚县水利局",)),
        ("中共青岚县委办公室", ("中共青岚县委办公室",)),
        ("各乡镇人民政府", ()),
        ("办公室", ()),
        ("现将有关事项通知如下", ()),
        ("联系人：县民政局", ()),
    ],
)
def test_organs(words: str, organs: tuple[str, ...]) -> None:
    assert organs_in(words) == organs


def test_a_short_name_means_the_long_one() -> None:
    assert same_organs("县市场监管局", "青岚县市场监督管理局")
    assert same_organs("青岚县财政局、青岚县民政局", "青岚县民政局、青岚县财政局")
    assert not same_organs("青岚县人民政府", "青岚县人民政府办公室")
    assert not same_organs("青岚县民政局", "青岚县民政局、青岚县财政局")
