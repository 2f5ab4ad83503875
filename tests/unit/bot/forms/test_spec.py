"""How citizens name a field of the application, and what they say when they correct one."""

import pytest

from handlers.disclosure.application.form import FORM


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("改信息", "信息"), ("电话写错了", "电话"), ("我想改一下", ""), ("写错了", ""), ("第四项写错了", "第四项"),
        ("把电话改一下", "电话"), ("能改一下电话吗", "电话"), ("申请人电话错了", "申请人电话"),
        ("不对，应该是李一鸣", ""),
    ],
)  # fmt: skip
def test_a_wish_to_correct_names_its_field_or_none(said: str, named: str) -> None:
    assert FORM.correction(said) == (named, "")


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("电话改成13900001234", "contact_phone", "13900001234"),
        ("电话错了，是13900001234", "contact_phone", "13900001234"),
        ("名字写错了，应该是李一鸣", "applicant_name", "李一鸣"),
        ("改成邮寄", "delivery", "邮寄"),
        ("算了还是改成电子版吧", "delivery", "电子版"),
        ("改为单位", "applicant_kind", "单位"),
    ],
)
def test_the_new_answer_may_come_with_the_correction(said: str, field: str, value: str) -> None:
    found = FORM.correction(said)
    assert found is not None
    assert (FORM.named(found[0]), found[1]) == (field, value)


@pytest.mark.parametrize(
    "said",
    [
        "修改2024年预算的决定", "修改信息公开目录", "更正决算报告", "高龄津贴改成多少了", "是李一鸣", "王改之",
        "电话是多少", "他是我爸", "桂花路是哪年改造的",
    ],
)  # fmt: skip
def test_what_is_wanted_or_asked_is_no_correction(said: str) -> None:
    assert FORM.correction(said) is None
