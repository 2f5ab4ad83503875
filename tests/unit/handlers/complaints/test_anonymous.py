"""What leaves the office tells no person and no door."""

import pytest

from handlers.complaints.publication.anonymous import anonymous, personal_in


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("我叫李一鸣，电话13800001234，楼下油烟大", ("李一鸣", "13800001234")),
        ("阳光花园5栋2单元301室停水", ("阳光花园", "5栋", "301")),
        ("人民路26号的路灯坏了", ("人民路", "26号")),
        ("浙A12345占着消防通道", ("A12345",)),
        ("身份证110101199003070011办不了", ("110101199003070011",)),
        ("石桥镇上石村三组的水渠堵了", ("三组", "上石村")),
    ],
)
def test_what_could_tell_somebody_is_gone(text: str, gone: tuple[str, ...]) -> None:
    left = anonymous(text)
    assert not any(one in left for one in gone), left
    assert not personal_in(left), left
    assert personal_in(text)


def test_what_tells_nobody_stays() -> None:
    text = "石桥镇的路灯坏了三个星期没人修"
    assert anonymous(text) == text
    assert not personal_in(text)
