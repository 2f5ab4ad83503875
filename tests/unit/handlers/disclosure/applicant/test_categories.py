"""An organisation's kind is told by its name where the name tells one, and else by what its people call it."""

import pytest

from handlers.disclosure.applicant.categories import (
    ORGANISATIONS,
    ApplicantCategory,
    category_of_name,
    category_said,
)
from handlers.texts import Texts

Kind = ApplicantCategory


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("青岚县茶叶专业合作社", Kind.BUSINESS),
        ("青岚（临溪）建设有限公司", Kind.BUSINESS),
        ("青岚县石桥镇王记饭店", Kind.BUSINESS),
        ("云岭正大律师事务所", Kind.LEGAL_SERVICE),
        ("青岚县公证处", Kind.LEGAL_SERVICE),
        ("云岭省农业科学研究院", Kind.RESEARCH),
        ("青岚县茶叶协会", Kind.PUBLIC_WELFARE),
        ("青岚县慈善总会", Kind.PUBLIC_WELFARE),
        ("石桥镇下坝村村民委员会", None),
        ("青岚县第一中学", None),
        # Two kinds in one name tell none.
        ("青岚县企业研究院", None),
    ],
)
def test_a_name_tells_the_kind_or_is_asked_about(name: str, kind: Kind | None) -> None:
    assert category_of_name(name) is kind


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("我们是公司", Kind.BUSINESS),
        ("科研单位", Kind.RESEARCH),
        ("社会团体", Kind.PUBLIC_WELFARE),
        ("律所", Kind.LEGAL_SERVICE),
        ("村委会", Kind.OTHER),
        ("其他", Kind.OTHER),
        ("单位", None),
        ("不知道", None),
    ],
)
def test_the_answer_tells_the_kind(said: str, kind: Kind | None) -> None:
    assert category_said(said) is kind


def test_every_choice_that_is_offered_reads_as_itself() -> None:
    texts = Texts.load()
    assert [category_said(texts(f"disclosure.choose.{kind}")) for kind in ORGANISATIONS] == list(
        ORGANISATIONS
    )
