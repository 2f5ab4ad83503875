"""The table of outcomes against the form and the sheet, written a second time."""

import json

from handlers.disclosure.decision.counsel import CounselSettings
from handlers.disclosure.decision.grounds import BY_GROUND, AnswerGround, facts_of, grounds_under, outcome_of
from handlers.disclosure.decision.grounds import ROWS as GROUND_ROWS
from handlers.disclosure.decision.outcomes import (
    ROWS,
    WITHHELD_BY_LAW,
    DecisionQuestion,
    Outcome,
    earlier_questions,
)
from tests.factories.talk import TEXTS
from tests.shared_data import labelled

CELLS = """
granted （一） 第三十六条
partial （二） 第三十七条
deny_state_secret （三）1 第十四条
deny_law_forbidden （三）2 第十四条
deny_safety （三）3 第十四条
deny_third_party （三）4 第十五条
deny_internal （三）5 第十六条第一款
deny_process （三）6 第十六条第二款
deny_enforcement_file （三）7 第十六条第二款
deny_admin_query （三）8 第三十六条第（七）项
unable_not_held （四）1 第三十六条第（四）项
unable_need_creation （四）2 第三十八条
unable_unclear （四）3 第三十条
refuse_complaint （五）1 第三十九条第一款
refuse_repeat （五）2 第三十六条第（六）项
refuse_publication （五）3 第三十九条第二款
refuse_massive （五）4 第三十五条
refuse_reconfirm （五）5
other_no_correction （六）1 第三十条
other_no_fee （六）2 第四十二条
other_misc （六）3
"""


def test_the_rows_are_those_of_the_form_in_its_order() -> None:
    wanted = [line.split() for line in CELLS.strip().splitlines()]
    assert [(row.outcome.value, row.cell) for row in ROWS] == [(line[0], line[1]) for line in wanted]
    for row, line in zip(ROWS, wanted, strict=True):
        assert row.article.startswith(line[2]) if len(line) > 2 else row.article == ""


def test_the_keys_are_those_of_the_labelled_cases() -> None:
    path = labelled("disclosure/annual-report-case.jsonl")
    meta = json.loads(path.read_text("utf-8").splitlines()[0])
    assert [outcome.value for outcome in Outcome] == meta["outcomes"]


def test_review_comes_first_for_the_seven_of_articles_14_to_16_alone() -> None:
    assert [row.outcome for row in ROWS if row.outcome in WITHHELD_BY_LAW] == [
        row.outcome for row in ROWS[2:9]
    ]


def test_every_outcome_but_partial_has_a_ground() -> None:
    counsel = CounselSettings()
    assert {outcome_of(ground, counsel=counsel) for ground in AnswerGround} == set(Outcome) - {
        Outcome.PARTIAL
    }


def test_every_ground_has_one_row_and_ends_one_question() -> None:
    assert [row.ground for row in GROUND_ROWS] == list(AnswerGround)
    assert sorted(ground for question in DecisionQuestion for ground in grounds_under(question)) == sorted(
        AnswerGround
    )
    assert all(BY_GROUND[ground].needs for ground in AnswerGround)


def test_no_later_question_is_answered_before_the_earlier_ones() -> None:
    assert earlier_questions(DecisionQuestion.CORRECTED) == ()
    asked = [TEXTS(f"decision.question.{one.value}") for one in earlier_questions(DecisionQuestion.WORDING)]
    assert asked == ["补不补", "是不是", "谁负责", "有没有", "给不给", "怎么给"]


def test_counsel_places_what_has_no_row_of_its_own() -> None:
    moved = CounselSettings.of({"consultation_row": "refuse_complaint"}, origin="f")
    assert outcome_of(AnswerGround.CONSULTATION, counsel=moved) is Outcome.REFUSE_COMPLAINT
    assert outcome_of(AnswerGround.CONSULTATION, counsel=CounselSettings()) is Outcome.OTHER_MISC
    assert outcome_of(AnswerGround.ARCHIVED, counsel=CounselSettings()) is Outcome.UNABLE_NOT_HELD


def test_everything_named_has_words() -> None:
    keys = [f"decision.outcome.{outcome.value}" for outcome in Outcome]
    keys += [f"decision.ground.{ground.value}" for ground in AnswerGround]
    keys += [f"decision.question.{question.value}" for question in DecisionQuestion]
    keys += [f"decision.fact.{fact.value}" for ground in AnswerGround for fact in facts_of(ground)]
    assert [key for key in keys if key not in TEXTS] == []
