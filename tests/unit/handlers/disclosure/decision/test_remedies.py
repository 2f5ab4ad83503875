"""The paragraph on remedies: which way comes first, to whom, and when counsel has to write."""

import pytest

from handlers.disclosure.decision.counsel import CounselSettings, ReviewOrder
from handlers.disclosure.decision.decision import ReplyDecision
from handlers.disclosure.decision.grounds import AnswerGround, withheld_by_law
from handlers.disclosure.decision.lack import told
from handlers.disclosure.decision.remedies import remedies, remedies_for_silence
from tests.factories.decisions import COURT_LINE, DECIDED_ON, answer, decision, directory, item
from tests.factories.talk import TEXTS

DIRECTORY = directory()


def said(made: ReplyDecision, key: str = "jiaoyu", *, online: bool = False) -> str:
    agency = DIRECTORY.agency(key)
    assert agency is not None
    found = remedies(made, agency, online=online, wording=TEXTS)
    assert found.lacks == ()
    return "\n".join(found.paragraphs)


@pytest.mark.parametrize(
    "ground", [ground for ground in AnswerGround if ground is not AnswerGround.ADMIN_QUERY]
)
def test_review_first_for_articles_14_to_16_and_choice_for_all_else(ground: AnswerGround) -> None:
    text = said(decision(ground))
    assert ("应当先" in text) is withheld_by_law(ground)
    assert ("六个月" in text) is not withheld_by_law(ground)
    assert "六十日" in text
    assert "青岚县人民政府" in text
    assert "青岚县人民法院" in text


def test_withheld_and_given_side_by_side_are_told_apart() -> None:
    text = said(decision(AnswerGround.PROVIDED, AnswerGround.STATE_SECRET))
    first, second = text.split("\n")
    assert "第十四条至第十六条" in first
    assert "应当先" in first
    assert "其他内容" in second
    assert "六个月" in second


def test_a_missing_year_leaves_the_choice() -> None:
    assert "应当先" not in said(decision(AnswerGround.PROVIDED, AnswerGround.NONEXISTENT))


def test_where_a_special_law_governs_counsel_writes_the_way_to_court() -> None:
    agency = DIRECTORY.agency("ziran")
    assert agency is not None
    open_point = remedies(
        decision(AnswerGround.ADMIN_QUERY, court_line=""), agency, online=False, wording=TEXTS
    )
    assert open_point.paragraphs == ()
    assert "法制审核人员" in told(open_point.lacks[0], TEXTS)
    assert said(decision(AnswerGround.ADMIN_QUERY)).endswith(COURT_LINE)
    settled = CounselSettings(admin_query=ReviewOrder.FIRST)
    made = ReplyDecision((item(answer(AnswerGround.ADMIN_QUERY)),), DECIDED_ON, TEXTS, counsel=settled)
    assert "应当先" in said(made)


def test_counsels_line_is_no_template() -> None:
    made = decision(AnswerGround.ADMIN_QUERY, court_line="{organs}{0.__class__}")
    assert said(made).endswith("{organs}{0.__class__}")


def test_the_government_is_sued_at_the_intermediate_court_and_reviewed_above() -> None:
    text = said(decision(AnswerGround.NONEXISTENT), "xianzhengfu")
    assert "临溪市中级人民法院" in text
    assert "向临溪市人民政府申请" in text


def test_the_justice_bureau_knows_two_organs() -> None:
    assert "青岚县人民政府或者临溪市司法局" in said(decision(AnswerGround.NONEXISTENT), "sifa")


def test_a_vertical_agency_is_reviewed_by_its_own_superior() -> None:
    assert "国家税务总局临溪市税务局" in said(decision(AnswerGround.NONEXISTENT), "shuiwu")


def test_online_delivery_names_the_online_way() -> None:
    assert "线上申请行政复议" in said(decision(AnswerGround.NONEXISTENT), online=True)
    assert "线上" not in said(decision(AnswerGround.NONEXISTENT))


@pytest.mark.parametrize(("order", "word"), [(ReviewOrder.FIRST, "应当先"), (ReviewOrder.CHOICE, "六个月")])
def test_silence_follows_counsel(order: ReviewOrder, word: str) -> None:
    agency = DIRECTORY.agency("jiaoyu")
    assert agency is not None
    counsel = CounselSettings(late_answer=order)
    assert word in remedies_for_silence(agency, counsel=counsel, wording=TEXTS).paragraphs[0]
    assert remedies_for_silence(agency, counsel=CounselSettings(), wording=TEXTS).lacks
