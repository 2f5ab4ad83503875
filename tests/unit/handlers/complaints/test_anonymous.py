"""What leaves the office tells no person and no door."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("渠塌了半个月，稻田进不了水，我叫李一鸣", "渠塌了半个月，稻田进不了水"),
        ("我叫李某，电话13800001234，楼下油烟大", "楼下油烟大"),
        ("渠塌了。我叫李一鸣，电话是13800001234，请尽快修", "渠塌了。请尽快修"),
        ("渠塌了，联系电话：0599-6612345。", "渠塌了。"),
        ("您好我叫李某。渠塌了", "渠塌了"),
        ("我是村民李一鸣，家住阳光花园5栋301室，停水", "我是村民某，某处，停水"),
        ("我叫李一鸣", ""),
        ("我找了李某，他说不管", "我找了某，他说不管"),
        ("渠塌了！！没人修\n", "渠塌了！！没人修\n"),
        ("", ""),
    ],
)
def test_who_somebody_is_leaves_no_trace_in_the_sentence(text: str, left: str) -> None:
    assert anonymous(text) == left


@given(st.text(alphabet="我叫李某电话是，。138*、\n渠塌了 ", max_size=60))
def test_any_text_is_read_and_nothing_is_added_but_what_hides(text: str) -> None:
    assert set(anonymous(text)) <= {*text, *"某处*"}


def test_what_tells_nobody_stays() -> None:
    text = "石桥镇的路灯坏了三个星期没人修"
    assert anonymous(text) == text
    assert not personal_in(text)
