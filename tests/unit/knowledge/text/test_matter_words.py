"""Papers, fees and classes named in a question: the rules of another are no answer."""

import pytest

from knowledge.text.matter_words import paper_in, things_in


@pytest.mark.parametrize(
    ("words", "things"),
    [
        (("物业费", "多少"), ("物业费",)),
        (("低保户", "慰问金"), ("慰问金",)),
        (("托班", "收费"), ("托班",)),
        (("插秧机", "补贴"), ("插秧机",)),
        (("交费", "缴费", "免费", "公积金", "上班", "司机", "保险"), ()),
    ],
)
def test_a_fee_a_fund_or_a_class_is_a_thing(words: tuple[str, ...], things: tuple[str, ...]) -> None:
    assert things_in(words) == things


def test_a_paper_is_called_by_the_end_of_its_name() -> None:
    assert paper_in("食品经营许可证怎么办") == "许可证"
    assert paper_in("我的驾照到期了") == "驾照"
    assert not paper_in("低保怎么办")


@pytest.mark.parametrize(
    "said", ["办证窗口几点开门", "哪天开始凭证进出", "车要进城的证去哪里申请", "没有证行不行"]
)
def test_what_names_no_paper_asks_about_none(said: str) -> None:
    assert not paper_in(said)
