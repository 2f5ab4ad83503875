from importlib.resources import files

import pytest

from bot.understanding import Slot
from intents import rules
from intents.catalogue import Catalogue, parse
from intents.rules import Rules, compact
from intents.text.normal_form import normalise


@pytest.fixture(scope="module")
def patterns() -> Rules:
    return rules.load()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我家着火了", "fire"),
        ("楼下起火了快来人", "fire"),
        ("厨房煤气泄漏了怎么办", "gas"),
        ("闻到好大的天然气味", "gas"),
        ("我不想活了", "self_harm"),
        ("有人要跳楼", "self_harm"),
        ("有人持刀砍人", "crime"),
        ("我被人打了", "crime"),
        ("洪水冲进村里了", "flood"),
        ("小孩掉到河里了", "flood"),
        ("路口出车祸了", "traffic"),
        ("我爸晕倒了", "medical"),
        ("孩子误吃了老鼠药", "medical"),
        ("家里进贼了", "crime"),
        ("有人觸電昏迷了", "medical"),
        ("救命", "other"),
        ("救命啊救命!!", "other"),
        ("谁来救救我", "other"),
    ],
)
def test_dangers(patterns: Rules, text: str, kind: str) -> None:
    assert patterns.emergency(normalise(text)) == kind


@pytest.mark.parametrize(
    "text",
    [
        "消防验收怎么办", "火灾保险怎么赔", "火灾事故认定书申请公开", "车祸赔偿标准是多少", "燃气公司说停就停", "煤气开户怎么办理", "防汛预案有吗",
        "楼上吵死了", "笑死我了", "工伤触电怎么认定", "地质灾害补助", "急救证怎么考", "烟花爆竹许可", "电动车在楼道充电怕着火", "去年被打了一直没处理结果",
        "烧烤店冒烟扰民", "想死你们了", "农药经营许可证", "自来水什么时候来了", "下水道污水漫出来了", "救命的药报销吗", "救命恩人要感谢",
    ],
)  # fmt: skip
def test_talk_of_danger_is_no_danger(patterns: Rules, text: str) -> None:
    assert patterns.emergency(normalise(text)) is None


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


def test_every_named_intent_is_in_the_domain(conversation_data: Catalogue) -> None:
    data = parse((files("intents") / "data" / "patterns.yml").read_text("utf-8"))
    named = {*data["commands"], *data["exact"], *(row["intent"] for row in data["evidence"])}
    assert named <= set(conversation_data.intents)


@pytest.mark.parametrize("size", [5_000])
def test_patterns_are_quick_on_hostile_text(patterns: Rules, size: int) -> None:
    for text in ("我" * size, "0" * size, "约 " * size, "(" * size):
        patterns.evidence(text)
        assert patterns.emergency(text) is None
