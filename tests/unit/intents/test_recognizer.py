import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.message import LONGEST_TEXT
from bot.understanding import FALLBACK, Context
from intents import evaluation, recognizer
from intents.catalogue import Catalogue
from intents.recognizer import CountyRecognizer
from intents.text import clauses
from tests.factories.examples import examples

DEV_CASES = Path(__file__).parents[4] / "shared" / "data" / "utterances" / "dev.jsonl"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("枫树湾养老院床位费补贴一个月给多少", "ask_policy"),
        ("枇杷种植基地登记要准备哪些材料", "service_guide"),
        ("申请公开竹林公园扩建的施工合同", "disclosure_request"),
        ("我前天报的竹编技师评审过了没有", "case_status"),
        ("巷子里的水沟臭了半年没人管", "appeal"),
        ("帮我约个下周四办竹木运输证", "appointment"),
        ("竹编技师评审窗口在哪层楼", "find_place"),
        ("竹产业的新政策出来了推给我", "subscribe_topic"),
        ("别让机器跟我讲,换真人", "talk_to_human"),
        ("我打四颗星", "rate_service"),
        ("帮我取消后天那个号", "cancel"),
        ("给我背一首唐诗再讲个笑话", "out_of_scope"),
    ],
)
def test_topics_never_trained(county_recognizer: CountyRecognizer, text: str, intent: str) -> None:
    assert county_recognizer.recognize(text).intent == intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        # What is noted down is something told; what is booked is an hour; what is registered is a matter.
        *(
            (text, "appeal")
            for text in (
                "我要登记一个咨询",
                "登记个意见",
                "麻烦登记一下我的诉求",
                "替我记一条建议",
                "能不能登记一个举报",
                "投诉登记",
                "我提一个咨询",
            )
        ),
        *(
            (text, "appointment")
            for text in ("我要登记预约", "登记个明天上午的号", "给我登记下周三办居住证的号")
        ),
        *((text, "disclosure_request") for text in ("登记一份公开申请", "帮我登记一份信息公开申请")),
        ("我登记的投诉怎么样了", "case_status"),
        ("结婚登记要带什么", "service_guide"),
        # An office that comes to the house is booked; who else comes there is not.
        *(
            (text, "appointment")
            for text in (
                "上门办",
                "能上门给我爸办个居住证吗",
                "老人瘫在床上,派人来家里办一下",
                "有没有上门服务",
            )
        ),
        ("物业天天上门催费", "appeal"),
    ],
)
def test_what_is_noted_down_is_told_from_what_is_booked(
    county_recognizer: CountyRecognizer, text: str, intent: str
) -> None:
    assert county_recognizer.recognize(text).intent == intent


def test_two_wishes_in_order(county_recognizer: CountyRecognizer) -> None:
    reading = county_recognizer.recognize("护照过期了要带什么材料去换,顺便帮我预约下周二")
    assert reading.intents == ("service_guide", "appointment")
    assert reading.intent in reading.intents
    assert reading.slot("date") == "week+1:2"


@pytest.mark.parametrize("text", ["我要报名，谢谢", "谢谢，我要报名，在线等", "请问，我要报名，谢谢"])
def test_a_wish_that_only_a_clause_knows(county_recognizer: CountyRecognizer, text: str) -> None:
    assert county_recognizer.recognize(text).intents == ("activity",)


def test_manners_are_no_second_wish(county_recognizer: CountyRecognizer) -> None:
    reading = county_recognizer.recognize("你好,请问高龄津贴一个月多少钱,谢谢")
    assert reading.intents == ("ask_policy",)


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("竹编补贴发多少钱 窗口的小伙子给两颗星", ("ask_policy", "rate_service")),
        ("巷口井盖没了没人管,再帮我约个周三办护照", ("appeal", "appointment")),
    ],
)
def test_wishes_loosely_joined(
    county_recognizer: CountyRecognizer, text: str, wishes: tuple[str, ...]
) -> None:
    assert county_recognizer.recognize(text).intents == wishes


@pytest.mark.parametrize("text", ["GK202604120003 我撤回", "把GK202604120003撤掉吧"])
def test_an_application_called_off_by_number(county_recognizer: CountyRecognizer, text: str) -> None:
    assert county_recognizer.recognize(text).intent == "withdraw_request"


@pytest.mark.parametrize("text", ["GK202604120003 核对过 内容无误", "确认收到 GK202604120003"])
def test_a_registration_confirmed_by_number(county_recognizer: CountyRecognizer, text: str) -> None:
    assert county_recognizer.recognize(text).intent == "confirm_request"


@pytest.mark.parametrize("text", ["电话不对", "姓名有误"])
def test_a_remark_on_a_field_corrects_it_only_in_a_form(
    county_recognizer: CountyRecognizer, text: str
) -> None:
    assert county_recognizer.recognize(text, Context("disclosure_form")).intent == "form_correct"
    assert county_recognizer.recognize(text).intent != "form_correct"


@pytest.mark.parametrize("text", ["那90岁呢", "换成农村户口呢", "那要是租房的呢", "没结婚的呢"])
def test_what_about_another_case_asks_on(county_recognizer: CountyRecognizer, text: str) -> None:
    assert county_recognizer.recognize(text).intent == "ask_policy"


@pytest.mark.parametrize("text", ["啊吧", "个人", "邮寄", "后来就没去管了"])
def test_babble_and_bare_answers_are_no_wish(county_recognizer: CountyRecognizer, text: str) -> None:
    assert county_recognizer.recognize(text).intent == FALLBACK


def test_danger_is_told_beside_the_wish(county_recognizer: CountyRecognizer) -> None:
    assert county_recognizer.recognize("隔壁起火了快来人啊").emergency == "fire"
    assert county_recognizer.recognize("消防验收怎么办").emergency is None


def test_a_bare_number_is_a_choice_only_where_choices_stand(county_recognizer: CountyRecognizer) -> None:
    chosen = county_recognizer.recognize("２", Context(choices=3))
    assert (chosen.intent, chosen.slot("choice")) == (FALLBACK, "2")
    assert county_recognizer.recognize("4", Context(choices=3)).slot("choice") is None
    assert county_recognizer.recognize("1").intent == "affirm"
    assert county_recognizer.recognize("7").intent == FALLBACK


def test_words_that_mean_something_else_inside_a_form(county_recognizer: CountyRecognizer) -> None:
    inside = Context(form="disclosure_form", awaited="contact_phone")
    assert county_recognizer.recognize("继续", inside).intent == "resume_form"
    assert county_recognizer.recognize("继续").intent == "more_answer"
    assert county_recognizer.recognize("电话写错了", inside).slot("field") == "contact_phone"
    assert county_recognizer.recognize("电话写错了").intent == "deny"
    assert county_recognizer.recognize("上一步", inside).intent == "form_back"


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u202e", "\x00\x01"])
def test_an_empty_message_is_a_fallback(county_recognizer: CountyRecognizer, text: str) -> None:
    reading = county_recognizer.recognize(text)
    assert (reading.intent, reading.intents, reading.confidence) == (FALLBACK, (), 0.0)


@settings(
    deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=60))
def test_any_text_has_a_reading(
    county_recognizer: CountyRecognizer, conversation_data: Catalogue, text: str
) -> None:
    reading = county_recognizer.recognize(text)
    assert reading.intent in conversation_data.intents
    assert 0.0 <= reading.confidence <= 1.0
    assert set(reading.intents) <= set(conversation_data.intents)
    assert all(slot.surface in text for slot in reading.slots)


def test_an_unsure_reading_keeps_its_ranking(county_recognizer: CountyRecognizer) -> None:
    strict = recognizer.CountyRecognizer(
        county_recognizer.rules,
        county_recognizer.dangers,
        county_recognizer.reader,
        county_recognizer.slots,
        county_recognizer.model,
        threshold=1.01,
    )
    reading = strict.recognize("那个东西到底怎么说")
    assert reading.intent == FALLBACK
    assert len(reading.ranking) == 5
    assert reading.intents == ()


def test_words_taught_later_are_understood(
    conversation_data: Catalogue,
    county_recognizer: CountyRecognizer,
    trained: Path,
) -> None:
    directory = trained
    taught = recognizer.build(
        conversation_data, directory, words={"item": ["梨园认养登记"], "unit": ["梨园管理处"]}
    )
    reading = taught.recognize("梨园认养登记咋办")
    assert reading.intent == "service_guide"
    assert reading.slot("topic") == "梨园认养登记"
    assert taught.recognize("梨园管理处电话多少").slot("unit") == "梨园管理处"
    assert (
        recognizer.build(conversation_data, directory, words=["梨花节补贴"])
        .recognize("梨花节补贴")
        .slot("topic")
        == "梨花节补贴"
    )
    assert len(list(directory.glob("*.npz"))) == 2


@pytest.mark.parametrize(
    ("form", "parts"),
    [
        ("查进度,然后约明天", ["查进度", "然后约明天"]),
        ("办护照要什么顺便问下地址", ["办护照要什么", "顺便问下地址"]),
        ("进度看完了帮我约周一", ["进度看完了", "帮我约周一"]),
        ("一句话", ["一句话"]),
        ("一,二,三", ["一 二 三"]),
    ],
)
def test_clauses(form: str, parts: list[str]) -> None:
    assert [clause.text for clause in clauses.split(form)] == parts


def test_there_are_never_more_than_five_clauses() -> None:
    assert len(clauses.split("。".join(["查一下进度"] * 40))) == clauses.MOST_CLAUSES


CASES = [
    {"id": "a", "text": "转人工", "intent": "talk_to_human", "intents": ["talk_to_human"], "accept": ["talk_to_human"], "slots": {}, "tags": ["short"]},
    {"id": "b", "text": "GK202604120003到哪了", "intent": "case_status", "intents": ["case_status"], "accept": ["case_status"], "slots": {"case_no": "gk 2026-0412-0003"}, "tags": []},
    {"id": "c", "text": "谢谢", "intent": "greet", "intents": ["greet"], "accept": ["greet"], "slots": {}, "tags": ["short"]},
]  # fmt: skip


def test_scores_count_strictly(county_recognizer: CountyRecognizer) -> None:
    scores = evaluation.score(county_recognizer, CASES)
    assert (scores.total, scores.accuracy, scores.macro_accuracy) == (3, 0.6667, 0.6667)
    assert scores.by_tag == {"short": 0.5}
    assert scores.by_intent["greet"] == 0.0
    assert scores.confusion == {"greet → thanks": 1}
    assert scores.slots == {"case_no": (1, 1)}
    assert scores.failed == ("c",)
    printed = json.loads(scores.to_json())
    assert {"total", "accuracy", "macro_accuracy", "by_intent", "by_tag", "median_ms"} <= set(printed)


def test_slot_scores_count_each_label(county_recognizer: CountyRecognizer) -> None:
    cases = [
        *CASES,
        {"id": "d", "text": "明天去民政局", "slots": {"date": "明天", "place": "教育局", "topic": "民政"}},
    ]
    scores = evaluation.score_slots(county_recognizer, cases)
    assert scores.by_slot == {"case_no": (1, 1), "date": (1, 1), "place": (0, 1), "topic": (0, 1)}
    assert (scores.total, scores.exact, scores.exact_with_topic) == (4, 0.6667, 0.5)
    assert scores.failed == ("d:place", "d:topic")
    assert evaluation.score_slots(county_recognizer, []).exact == 0.0


def test_calibration_compares_what_was_said_with_what_was(county_recognizer: CountyRecognizer) -> None:
    scores = evaluation.score(county_recognizer, CASES)
    assert sum(count for count, _, _ in scores.calibration.values()) == 3
    assert 0.0 < scores.calibration_error < 1.0


def test_scores_of_no_cases(county_recognizer: CountyRecognizer) -> None:
    assert evaluation.score(county_recognizer, []).accuracy == 0.0


def test_an_own_set_in_other_styles_is_understood(county_recognizer: CountyRecognizer) -> None:
    source = Path(__file__).parents[2] / "data" / "utterances-own.jsonl"
    scores = evaluation.score(
        county_recognizer, [json.loads(line) for line in source.read_text("utf-8").splitlines()]
    )
    assert scores.accuracy >= 0.92
    assert scores.macro_accuracy >= 0.90
    assert scores.sure[0] >= 0.95


def test_the_measuring_set_is_understood(county_recognizer: CountyRecognizer) -> None:
    if not DEV_CASES.exists():
        pytest.skip("the shared measuring data are not beside this checkout")
    scores = evaluation.score(
        county_recognizer, [json.loads(line) for line in DEV_CASES.read_text("utf-8").splitlines()]
    )
    assert scores.accuracy >= 0.93
    assert scores.macro_accuracy >= 0.90
    assert all(share >= 0.85 for tag, share in scores.by_tag.items() if tag != "abusive")
    assert scores.multi[0] >= 0.75 * scores.multi[1]


@pytest.mark.parametrize("form", [None, "disclosure_form"])
def test_of_a_long_text_only_the_beginning_is_read(
    county_recognizer: CountyRecognizer, form: str | None
) -> None:
    told = "公租房怎么申请" + "问" * 13_000 + "，我的电话13900001234"
    reading = county_recognizer.recognize(told, Context(form))
    assert len(reading.text) <= LONGEST_TEXT
    assert not [slot for slot in reading.slots if slot.name == "phone"]
