"""A decision cannot be made without its facts; what is missing is told in Chinese."""

from datetime import date

import pytest

from bot.errors import InputError, ProcedureError
from handlers.disclosure.decision.counsel import CounselSettings
from handlers.disclosure.decision.decision import ReplyDecision, lacks, needs_call, search_records
from handlers.disclosure.decision.facts import Fact, read
from handlers.disclosure.decision.grounds import BY_GROUND, AnswerGround, outcome_of
from handlers.disclosure.decision.lack import told
from handlers.disclosure.decision.outcomes import Outcome
from tests.factories.decisions import ASKED, DECIDED_ON, answer, decision, item
from tests.factories.talk import TEXTS

NEEDED = [(ground, need) for ground in AnswerGround for need in BY_GROUND[ground].needs]


def words(*items: object, on: date = DECIDED_ON, **more: object) -> list[str]:
    found = lacks(items, decided_on=on, counsel=CounselSettings(), **more)  # type: ignore[arg-type]
    return [told(lack, TEXTS) for lack in found]


@pytest.mark.parametrize("ground", AnswerGround)
def test_a_ground_with_its_facts_decides_and_is_counted_in_its_row(ground: AnswerGround) -> None:
    made = decision(ground)
    assert made.outcome is outcome_of(ground, counsel=CounselSettings())
    assert made.article == BY_GROUND[ground].article


@pytest.mark.parametrize(("ground", "need"), NEEDED)
def test_without_a_needed_fact_there_is_no_decision(ground: AnswerGround, need: tuple[Fact, ...]) -> None:
    lacking = item(answer(ground, **{fact.value: None for fact in need}))
    with pytest.raises(ProcedureError) as refused:
        ReplyDecision((lacking,), DECIDED_ON, TEXTS)
    missing = str(refused.value.values["missing"])
    for fact in need:
        assert TEXTS(f"decision.fact.{fact.value}") in missing
    assert f"第1项（{TEXTS(f'decision.ground.{ground.value}')}）" in missing


def test_all_that_lacks_is_told_at_once() -> None:
    empty = item(answer(AnswerGround.NONEXISTENT, searched_by=None, search_terms=None))
    assert words(empty, item(asked=" ")) == [
        "第1项（政府信息不存在）缺少：检索人（部门）",
        "第1项（政府信息不存在）缺少：检索词",
        "第2项没有写申请的内容",
        "第2项还没有答复",
    ]
    assert words() == ["没有写申请人要的是哪几项"]


@pytest.mark.parametrize(
    ("ground", "changed", "said"),
    [
        (AnswerGround.STATE_SECRET, {"classified_on": "2015-01-01", "secret_years": 10}, "2025年1月1日届满"),
        (AnswerGround.STATE_SECRET, {"secret_until": "2026-11-19", "secret_years": None}, "自行解密"),
        (AnswerGround.STATE_SECRET, {"secret_years": "长期"}, "1到99"),
        (AnswerGround.STATE_SECRET, {"secret_years": "¹"}, "1到99"),
        (AnswerGround.STATE_SECRET, {"classified_on": "2026-12-01"}, "晚于决定的日期"),
        (AnswerGround.THIRD_PARTY, {"opinion": "同意公开"}, "已经同意公开"),
        (AnswerGround.THIRD_PARTY, {"opinion": "未征求"}, "要写明理由"),
        (AnswerGround.NO_CORRECTION, {"notice_until": "2026-11-20"}, "不能认定逾期"),
        (AnswerGround.NO_FEE, {"notice_until": "2026-10-20"}, "不晚于送达"),
        (AnswerGround.NO_CORRECTION, {"no_good_cause": False}, "已核实没有正当理由"),
        (AnswerGround.REPEAT, {"ground_holds": False}, "仍然成立"),
        (AnswerGround.NOT_OURS, {"responsible_contact": None}, "该机关的联系方式"),
        (AnswerGround.NONEXISTENT, {"searched_on": "2026-11-21"}, "晚于决定的日期"),
    ],
)
def test_facts_that_speak_against_the_answer_stop_it(
    ground: AnswerGround, changed: dict[str, object], said: str
) -> None:
    assert said in "；".join(words(item(answer(ground, **changed))))


@pytest.mark.parametrize(
    ("ground", "changed"),
    [
        (AnswerGround.STATE_SECRET, {"secret_until": "2026-11-20", "secret_years": None}),
        (AnswerGround.STATE_SECRET, {"classified_on": "2024-02-29", "secret_years": 5}),
        (AnswerGround.STATE_SECRET, {"release_condition": "工程竣工后", "secret_years": None}),
        (AnswerGround.THIRD_PARTY, {"opinion": "逾期未答复"}),
        (AnswerGround.THIRD_PARTY, {"opinion": "未征求", "reason": "无法取得联系"}),
        (
            AnswerGround.NOT_OURS,
            {"responsible_agency": None, "responsible_contact": None, "responsible_unknown": True},
        ),
    ],
)
def test_other_facts_serve_as_well(ground: AnswerGround, changed: dict[str, object]) -> None:
    assert words(item(answer(ground, **changed))) == []


def test_k8a_a_missing_year_makes_the_whole_partial_with_a_call_and_a_search_record() -> None:
    given = answer(AnswerGround.PROVIDED, part="2005年至2025年")
    missing = answer(AnswerGround.NONEXISTENT, part="2004年")
    made = ReplyDecision((item(given, missing),), DECIDED_ON, TEXTS)
    assert made.outcome is Outcome.PARTIAL
    assert made.article == "第三十六条第（二）项、第四十条、第三十六条第（四）项"
    assert needs_call(made)
    assert [record.text(Fact.SEARCH_TERMS) for record in search_records(made)] == ["2004年、工作报告"]
    assert not needs_call(decision(AnswerGround.NONEXISTENT))


def test_what_is_withheld_beside_what_is_given_is_separated_by_article_37() -> None:
    made = decision(AnswerGround.PROVIDED, AnswerGround.PROCESS)
    assert made.separates
    assert made.article.startswith("第三十七条、")
    assert not decision(AnswerGround.PROVIDED, AnswerGround.NONEXISTENT).separates


def test_parts_of_an_item_are_named() -> None:
    unnamed = item(answer(AnswerGround.PROVIDED, part="2025年"), answer(AnswerGround.NONEXISTENT))
    assert words(unnamed) == ["第1项（政府信息不存在）分成几部分答复时，要写明这一部分指什么"]


def test_several_grounds_with_nothing_given_are_counted_as_somebody_chooses() -> None:
    items = (item(answer(AnswerGround.NONEXISTENT)), item(answer(AnswerGround.PROCESS)))
    assert "要选定统计时算哪一种结果" in words(*items)[0]
    assert words(*items, counted_as=Outcome.DENY_SAFETY)
    made = ReplyDecision(items, DECIDED_ON, TEXTS, counted_as=Outcome.DENY_PROCESS)
    assert made.outcome is Outcome.DENY_PROCESS


def test_all_given_is_granted_whatever_way() -> None:
    assert decision(AnswerGround.PUBLISHED, AnswerGround.PROVIDED).outcome is Outcome.GRANTED


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"nonsense": "a"}, "decision.refused.unknown_fact"),
        ({"secret_level": "内部"}, "decision.refused.choice"),
        ({"searched_on": "昨天"}, "decision.refused.kind"),
        ({"ground_holds": "yes"}, "decision.refused.kind"),
        ({"search_terms": 5}, "decision.refused.kind"),
        ({"reason": "长" * 5000}, "decision.refused.long"),
        ({"search_terms": ["词"] * 300}, "decision.refused.long"),
    ],
)
def test_a_fact_that_cannot_be_read_is_named(fields: dict[str, object], key: str) -> None:
    with pytest.raises(InputError) as refused:
        read(fields)
    assert refused.value.text_key == key
    assert TEXTS(key, **refused.value.values)


def test_lists_are_read_from_lines_and_days_from_dates() -> None:
    sheet = read({"search_terms": "报告\n\n 决算 ", "searched_on": date(2026, 11, 1), "reason": "  "})
    assert sheet.entries(Fact.SEARCH_TERMS) == ("报告", "决算")
    assert sheet.text(Fact.SEARCHED_ON) == "2026年11月1日"
    assert not sheet.has(Fact.REASON)
    assert ASKED
