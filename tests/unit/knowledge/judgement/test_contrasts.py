"""Of several things that exclude one another the one that is asked for has to be told of."""

from importlib import resources

import pytest
import yaml

from knowledge.judgement.contrasts import Contrast, compared, members_in
from knowledge.text.normal_form import fold


@pytest.mark.parametrize(
    ("question", "told", "held", "other"),
    [
        ("厂子注销要几天", "企业开办当天办结", 0, 1),
        ("厂子注销要几天", "申请注销的，即日办结", 1, 0),
        ("初中几号报名", "义务教育学校8月报名", 1, 0),
        ("托班一个月多少钱", "公办幼儿园保教费每月三百元", 0, 1),
        ("门诊报多少", "所需材料：身份证", 0, 0),
    ],
)
def test_a_stretch_is_compared_by_what_it_names(question: str, told: str, held: float, other: float) -> None:
    found = compared(members_in(fold(question)), members_in(fold(told)))
    assert (found.held, found.other) == (held, other)


def test_of_several_classes_each_counts_alike() -> None:
    asked = members_in("民办幼儿园的伙食费")
    assert compared(asked, members_in("公办高中的住宿费")) == Contrast(held=0.0, other=1.0, absent=0.0)
    assert compared(asked, members_in("公办幼儿园")) == Contrast(held=1 / 3, other=1 / 3, absent=1 / 3)


def test_every_class_has_members_to_tell_apart_in_their_normal_form() -> None:
    text = resources.files("knowledge").joinpath("data/contrasts.yml").read_text(encoding="utf-8")
    for name, members in yaml.safe_load(text).items():
        assert len(members) > 1, name
        for words in members.values():
            assert all(fold(word) == word and len(word) > 1 for word in words.split()), words
