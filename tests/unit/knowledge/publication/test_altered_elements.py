"""What reads otherwise in another version of a guide, element by element."""

from datetime import date

import pytest

from knowledge.publication.element_changes import ELEMENTS, ElementChange, altered

OLD = "# 甲\n\n## 办理时限\n\n15个工作日。\n\n## 收费标准\n\n每件10元\n\n## 受理地点\n\n大厅"


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (OLD, []),
        (OLD.replace("大厅", "大厅 \n"), []),
        (OLD.replace("15个", "10个"), [("limit", "15个工作日。", "10个工作日。")]),
        (
            OLD.replace("每件10元", "免费").replace("15个", "10个"),
            [("limit", "15个工作日。", "10个工作日。"), ("fee", "每件10元", "免费")],
        ),
        (OLD + "\n\n## 受理时间\n\n工作日", [("hours", "", "工作日")]),
        ("没有分项", [("limit", "15个工作日。", ""), ("fee", "每件10元", ""), ("place", "大厅", "")]),
    ],
)
def test_each_element_is_compared(new: str, found: list[tuple[str, str, str]]) -> None:
    assert list(altered(OLD, new)) == found


def test_a_limit_that_takes_less_time_is_said_to_be_shorter() -> None:
    day = date(2026, 3, 1)
    assert ElementChange("limit", "15个工作日", "10个工作日", day).shorter
    assert not ElementChange("limit", "10个工作日", "15个工作日", day).shorter
    assert not ElementChange("fee", "15个工作日", "10个工作日", day).shorter
    assert not ElementChange("limit", "6月25日前", "10个工作日", day).shorter


def test_names_fit_their_column() -> None:
    assert max(map(len, ELEMENTS)) <= 12
