"""What somebody says is there, and all that is still missing, at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.guides.lacking import lack, matter_said, papers_said
from knowledge.documents.guide import materials

LISTED = materials(
    "- 最低生活保障申请书（现场填写）\n- 申请人居民身份证（电子证照可替代）\n- 户口簿（电子证照可替代）\n- 收入证明（可容缺，5个工作日内补交）\n"
    "- 婚姻登记信息（无需提供，部门数据共享）\n- 残疾人证（仅残疾人提供）"
)


@pytest.mark.parametrize(
    ("said", "papers"),
    [
        ("我有身份证和户口本，还差什么", "身份证和户口本"),
        ("申请低保我带了身份证、户口本，还缺啥", "身份证、户口本"),
        ("手上有身份证，够不够", "身份证"),
        ("我准备好了户口簿和照片 还需要带什么吗", "户口簿和照片"),
        ("材料有身份证户口本，齐了吗", "身份证户口本"),
        ("我只有身份证还要别的吗", "身份证"),
    ],
)
def test_what_is_there_is_heard(said: str, papers: str) -> None:
    assert papers_said(said).strip("，, ") == papers


@pytest.mark.parametrize(
    "said",
    ["还差什么", "我有两个孩子", "有没有补贴", "申请低保要什么材料", "我有身份证", "", "我还有几天年假"],
)
def test_other_messages_are_left_alone(said: str) -> None:
    assert not papers_said(said)


@pytest.mark.parametrize(
    ("said", "matter"),
    [
        ("申请低保我有身份证和户口本，还差什么", "申请低保"),
        ("我有身份证，办结婚登记够不够", "办结婚登记"),
        ("我有身份证和户口本，还差什么", ""),
        ("办公租房，我手上有身份证还要什么", "办公租房"),
    ],
)
def test_the_matter_stands_before_or_behind_the_papers(said: str, matter: str) -> None:
    assert matter_said(said) == matter


@given(st.text(max_size=130))
def test_what_is_read_as_the_matter_was_said(said: str) -> None:
    matter = matter_said(said)
    assert len(matter) <= len(said)
    assert set(matter) <= set(said)


def test_everything_that_is_missing_is_told_at_once() -> None:
    told = lack(LISTED, "身份证和户口本")
    names = [[one.name for one in group] for group in (told.held, told.bring, told.later, told.waived)]
    assert names == [
        ["申请人居民身份证", "户口簿"],
        ["最低生活保障申请书", "残疾人证"],
        ["收入证明"],
        ["婚姻登记信息"],
    ]


def test_who_has_nothing_lacks_everything_and_who_has_all_lacks_nothing() -> None:
    assert len(lack(LISTED, "什么也没有").bring) == 4
    everything = "申请书、身份证、户口本、收入证明、残疾证"
    assert not lack(LISTED, everything).bring
    assert not lack(LISTED, everything).later
