"""Questions on the procedure are told from requests, and each answer names the article it rests on."""

import pytest

from handlers.disclosure.application.explanations import ExplainApplication
from handlers.disclosure.application.procedure import LONGEST_QUESTION_LETTERS, TOPICS, asked_of_procedure
from handlers.talk.precedence import LookAlone
from tests.factories.application_form import TEXTS
from tests.factories.office import OFFICE
from tests.factories.talks import county, run, tracker

OF_NO_ARTICLE = {"kept_chat", "anonymous", "office"}


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("外省的公司能申请你们的信息公开吗", "who"),
        ("政府信息公开多少天给答复", "time"),
        ("公开申请还能延期吗", "extended"),
        ("平信寄去的公开申请从哪天起算", "received"),
        ("公开申请要我补正，有几天时间", "mended"),
        ("第三方不同意公开，还能拿到吗", "other_party"),
        ("一年申请信息公开几十次要收钱吗", "excessive"),
        ("对公开答复不服去哪里复议", "remedy"),
        ("公开办一直不答复，找谁投诉", "supervision"),
        ("哪些信息不公开", "withheld"),
        ("申请公开会不会被拒绝", "withheld"),
        ("依申请公开是什么意思", "meaning"),
        ("什么叫依申请公开", "meaning"),
        ("政府信息公开是啥？", "meaning"),
        ("依申请公开和主动公开有什么区别", "meaning"),
        ("什么样的信息可以申请公开", "wanted"),
        ("申请信息公开要带什么材料", "content"),
        ("公开办在几楼", "office"),
        ("申请信息公开要写些什么", "content"),
        ("眼睛看不见，信息公开能口头申请吗", "unable"),
        ("信息公开申请找错部门了怎么办", "not_here"),
        ("同样的信息能再申请公开吗", "repeated"),
        ("只公开一部分，剩下的涂黑，这样申请公开合理吗", "partial"),
        ("我们的对话记录保存多久", "kept_chat"),
        ("只是问问政策要不要登记身份证", "anonymous"),
    ],
)
def test_what_is_asked(said: str, topic: str) -> None:
    assert asked_of_procedure(said) == topic


@pytest.mark.parametrize(
    "said",
    [
        "我要申请公开2024年的征地补偿方案",
        "申请公开关于学校选址的会议纪要可以吗",
        "公开招聘结果在哪看",
        "申请公开两个方案的区别是什么",
        "低保多久能批下来",
        "我的公开申请几天能办好",
        "信息公开",
        "申请信息公开要多久" + "，请说清楚" * LONGEST_QUESTION_LETTERS,
    ],
)
def test_requests_cases_and_other_matters_are_none(said: str) -> None:
    assert asked_of_procedure(said) == ""


@pytest.mark.parametrize("topic", TOPICS)
async def test_every_answer_is_told_with_the_countys_own_facts(topic: str) -> None:
    explaining = ExplainApplication(TEXTS, office=OFFICE, county=county())
    text = TEXTS(f"disclosure.procedure.{topic}", **explaining._facts())
    assert "{" not in text
    assert topic in OF_NO_ARTICLE or "条" in text


async def test_a_question_is_answered_and_the_way_to_apply_offered() -> None:
    explaining = ExplainApplication(TEXTS, office=OFFICE, county=county())

    looking = LookAlone("action_ask_policy", explaining.look)
    said = await run(looking, tracker("挂号信寄的公开申请哪天算收到"))
    assert "签收的那天" in said.text
    assert "第三十一条" in said.text
    assert said.steps
