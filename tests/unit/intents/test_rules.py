import pytest

from bot.understanding import Slot
from intents import rules
from intents.catalogue import Catalogue
from intents.rules import Rules, compact
from intents.text.normal_form import normalise


@pytest.fixture(scope="module")
def patterns() -> Rules:
    return rules.load()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("更多", "more_answer"), ("继续", "more_answer"), ("下一页", "more_answer"), ("原文", "show_source"), ("看原文", "show_source"),
        ("出处", "show_source"), ("帮助", "help"), ("菜单", "help"), ("你能干什么", "help"), ("上一步", "form_back"), ("返回上一步", "form_back"),
        ("继续填写", "resume_form"), ("改第2项", "form_correct"), ("电话写错了", "form_correct"), ("改信息", "form_correct"), ("修改联系电话", "form_correct"),
    ],
)  # fmt: skip
def test_commands(patterns: Rules, text: str, intent: str) -> None:
    found = patterns.command(compact(normalise(text)))
    assert found is not None
    assert found[0] == intent


@pytest.mark.parametrize(
    "text",
    [
        "更多补贴有哪些",
        "原文件丢了怎么补",
        "帮助老人的政策",
        "我要修改户口",
        "电话打不通",
        "返回中国要隔离吗",
        "菜单价格投诉",
    ],
)
def test_sentences_are_no_commands(patterns: Rules, text: str) -> None:
    assert patterns.command(compact(normalise(text))) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("改第2项", "2"),
        ("修改第三项", "3"),
        ("电话写错了", "contact_phone"),
        ("修改联系电话", "contact_phone"),
        ("姓名填错了", "applicant_name"),
        ("改一下地址", "delivery_address"),
    ],
)
def test_the_field_to_correct(patterns: Rules, text: str, value: str) -> None:
    found = patterns.command(compact(normalise(text)))
    assert found is not None
    slot: Slot = found[1][0]
    assert (slot.name, slot.value) == ("field", value)


def test_exact_words_with_particles_and_repeats(patterns: Rules) -> None:
    assert patterns.exact("人工") == "talk_to_human"
    assert patterns.exact("人工啊") == "talk_to_human"
    assert patterns.exact("人工人工人工") == "talk_to_human"
    assert patterns.exact("no") == "deny"
    assert patterns.exact("帮我查进度") == "case_status"
    assert patterns.exact("我要满意") is None
    assert patterns.exact("嗯谢谢") is None


def test_every_named_intent_is_in_the_domain(patterns: Rules, conversation_data: Catalogue) -> None:
    named = (
        set(patterns.command_intents)
        | {item.intent for item in patterns._evidence}
        | set(patterns._exact.values())
    )
    assert named <= set(conversation_data.intents)


@pytest.mark.parametrize("size", [5_000])
def test_patterns_are_quick_on_hostile_text(patterns: Rules, size: int) -> None:
    for text in ("我" * size, "0" * size, "约 " * size, "(" * size):
        assert sum(patterns.evidence(text).values()) >= 0.0
