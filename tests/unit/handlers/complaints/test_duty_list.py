from pathlib import Path
from typing import Any

import pytest

from adapters.county import SAMPLE
from handlers.complaints.duty_list import FILE, DutyList, load, of
from handlers.county import agencies

UNITS = ("甲局", "乙局")


def test_the_sample_county_gives_every_class_to_a_unit_of_its_own() -> None:
    units = [agency.name for agency in agencies.load(SAMPLE / agencies.FILE).agencies]
    duties = load(SAMPLE / FILE, units=units)
    assert len(duties.matters) > 20
    noise = duties.duty("油烟噪声扰民")
    assert noise is not None
    assert (noise.unit, noise.workdays) == ("青岚县生态环境局", 7)
    assert duties.duty("没有的") is None


@pytest.mark.parametrize(
    ("tree", "fault"),
    [
        (None, "没有事项"),
        ({"duties": []}, "没有事项"),
        ({"duties": ["油烟"]}, r"duties\[1\]"),
        ({"duties": [{"matter": "油烟"}]}, "主办单位"),
        ({"duties": [{"matter": "油烟", "unit": "丙局"}]}, "丙局"),
        ({"duties": [{"matter": "油烟", "unit": "甲局", "helpers": ["丙局"]}]}, "丙局"),
        ({"duties": [{"matter": "油烟", "unit": "甲局", "helpers": "乙局"}]}, "清单"),
        ({"duties": [{"matter": "油烟", "unit": "甲局", "workdays": 0}]}, "工作日"),
        ({"duties": [{"matter": "油烟", "unit": "甲局", "workdays": True}]}, "工作日"),
        ({"duties": [{"matter": "油烟", "unit": "甲局", "phone": "1"}]}, "phone"),
        ({"duties": [{"matter": "油烟", "unit": "甲局"}, {"matter": "油烟", "unit": "乙局"}]}, "两次"),
    ],
)
def test_what_cannot_be_read_is_named(tree: Any, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        of(tree, origin="duties.yml", units=UNITS)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("duties: [", "utf-8")
    with pytest.raises(ValueError, match=r"duties\.yml"):
        load(tmp_path / FILE, units=UNITS)


def test_no_list_knows_no_class() -> None:
    assert DutyList().matters == ()
