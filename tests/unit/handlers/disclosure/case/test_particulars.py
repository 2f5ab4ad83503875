"""What was asked, as staff read it: the names of those who ask are hidden like their numbers."""

import pytest

from handlers.disclosure.applicant.representative import Representative
from handlers.disclosure.case.particulars import plain_particulars, representative_of, shown_information

PERSON = {"name": "李一鸣", "person": "", "information": ""}


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("我是李一鸣，要2025年决算", "我是李*，要2025年决算"),
        ("李 一 鸣的低保审批表，电话13800001234", "李*的低保审批表，电话138****1234"),
        ("李一鸣、李一鸣和李鸣", "李*、李*和李鸣"),
        ("李一\n鸣", "李一\n鸣"),
        ("李李一鸣李一", "李李*李一"),
        ("李一　鸣", "李*"),
        ("2025年财政决算报告", "2025年财政决算报告"),
    ],
)
def test_the_applicants_own_name(asked: str, shown: str) -> None:
    assert shown_information({**PERSON, "information": asked}, natural=True) == shown


def test_who_acts_for_an_organisation_is_hidden_and_its_name_is_not() -> None:
    values = {
        "name": "青岚某某有限公司",
        "person": "王小明",
        "rep_name": "赵大勇",
        "legal_representative": "钱一",
        "information": "青岚某某有限公司王小明、赵大勇、钱一申请",
    }
    assert shown_information(values, natural=False) == "青岚某某有限公司王*、赵*、钱*申请"


def test_a_representative_that_was_kept_in_one_line_is_read_as_one_is_kept_now() -> None:
    kept = plain_particulars({"name": "李一鸣", "representative": "王小雨；339901；2026年委托书；盖章"})
    assert kept == {
        "name": "李一鸣",
        "rep_name": "王小雨",
        "rep_identity": "339901",
        "rep_authority": "2026年委托书；盖章",
    }
    assert representative_of(kept) == Representative("王小雨", "339901", "2026年委托书；盖章")
    assert representative_of({"name": "李一鸣"}) is None


@pytest.mark.parametrize("name", ["", "李", " ", "(a+)+", "a.b*c[", "John Smith"])
def test_whatever_a_name_is_made_of(name: str) -> None:
    asked = f"要{name}的材料" + "(a+)" * 50
    shown = shown_information({**PERSON, "name": name, "information": asked}, natural=True)
    assert (name in shown) is (len(name.split() and name.strip()) < 2)


def test_the_spelling_of_a_foreign_name_makes_no_difference() -> None:
    values = {**PERSON, "name": "John Smith", "information": "JOHN SMITH、john smith、JohnSmith"}
    assert shown_information(values, natural=True) == "J*、j*、J*"
