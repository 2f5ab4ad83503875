"""A short question or an angry word has the length of a name and is none."""

import pytest

from handlers.disclosure.case.fields import ApplicantKind, applicant_name


@pytest.mark.parametrize(
    "said",
    [
        "收费吗",
        "要多久",
        "多少钱",
        "在哪里",
        "找谁",
        "再见",
        "废物",
        "滚蛋",
        "查进度",
        "我要投诉",
        "帮助",
        "更多",
        "不填了",
        # Said again because the answer to it was lost on the way: who applies, and not what the name is.
        "自己",
        "我自己",
        "以个人名义",
        "用单位的名义",
    ],
)
def test_these_are_no_names(said: str) -> None:
    assert applicant_name(said, kind=ApplicantKind.NATURAL).fault == "name_person"


@pytest.mark.parametrize(
    "said",
    [
        "查良",
        "呃，我叫王小雨",
        "嗯王小雨",
        "那个，我的名字叫王小雨",
        "王小雨",
        "欧阳青",
        "马多",
        "谢谢安",
        "阿依古丽·买买提",
        "何为",
    ],
)
def test_rare_names_are_names(said: str) -> None:
    fault = applicant_name(said, kind=ApplicantKind.NATURAL).fault
    assert fault is None
