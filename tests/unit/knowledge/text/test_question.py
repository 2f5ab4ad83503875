"""A question is read for what it looks for; asking words are let go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.question import AnswerKind, analyse
from knowledge.text.synonyms import variants


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("加装电梯能补多少钱", AnswerKind.MONEY),
        ("救助标准多高", AnswerKind.MONEY),
        ("全市有多少家企业", AnswerKind.NUMBER),
        ("什么时候报名", AnswerKind.TIME),
        ("咨询电话是多少", AnswerKind.PHONE),
        ("在哪里办理", AnswerKind.PLACE),
        ("由哪个部门负责", AnswerKind.BODY),
        ("需要哪些材料", AnswerKind.LIST),
        ("如何申请", AnswerKind.MANNER),
        ("为什么要修订", AnswerKind.REASON),
        ("能不能代办", AnswerKind.OTHER),
    ],
)
def test_kind_of_answer(text: str, kind: AnswerKind) -> None:
    assert analyse(text).answer_kind is kind


def test_asking_words_leave_no_terms() -> None:
    read = analyse("请问如何申请高龄津贴？")
    assert read.words == ("申请", "高龄", "津贴")
    assert read.pairs == ("申请", "请高", "高龄", "龄津", "津贴")
    assert analyse("怎么办呢？").pairs == ()


def test_script_and_width_do_not_matter() -> None:
    assert analyse("申請高齡津貼，８０歲").pairs == analyse("申请高龄津贴,80岁").pairs


def test_document_number_is_read_with_either_bracket() -> None:
    assert analyse("青政发〔2019〕8号还有效吗").number == "青政发20198号"
    assert analyse("请看青政发(2019)第8号").number.endswith("青政发2019第8号")
    assert analyse("2019年8号线").number == ""


@given(st.text(max_size=700))
def test_any_text_can_be_read(text: str) -> None:
    read = analyse(text)
    assert all(len(pair) == 2 for pair in read.pairs)


def test_sayings_are_put_into_the_documents_words() -> None:
    assert variants("低保怎么申请") == ["低保怎么申请", "低保怎么申请 最低生活保障", "最低生活保障怎么申请"]
    both = variants("老人吃低保")
    assert both[0] == "老人吃低保"
    assert "老年人最低生活保障" in both
    assert len(both) <= 5


def test_the_official_word_is_left_alone() -> None:
    assert variants("老年人补什么证") == ["老年人补什么证"]
    assert variants("最低生活保障") == ["最低生活保障"]


def test_what_always_means_the_same_is_replaced_at_once() -> None:
    assert variants("公租房带什么") == ["公共租赁住房材料"]
    assert variants("公共租赁住房和公租房") == ["公共租赁住房和公租房"]
