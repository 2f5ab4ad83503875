"""Plain words of everyday people in the form: agreement, names, refusals, ways that are not there, questions about it."""

import pytest

from bot.forms.left import LeftForm
from handlers.disclosure.application import addresses
from handlers.disclosure.application.actions import RIGHT
from handlers.disclosure.application.amendments import amended
from handlers.disclosure.application.form import FORM
from handlers.disclosure.application.phrases import CONTINUING
from handlers.disclosure.application.questions import about
from handlers.disclosure.application.validation import consents
from handlers.disclosure.case import fields
from handlers.disclosure.case.fields import ApplicantKind
from handlers.talk.form_phrases import STAYING
from tests.factories.application_form import PERSON, answer, start
from tests.factories.talk import Talk

HELD = "2025年城东街道路灯维修合同"


@pytest.mark.parametrize(
    "said",
    ["嗯嗯，同意", "我已经看过了，同意", "看过啦可以", "没意见，开始填吧", "要得", "都看完了没问题，往下走", "我要申请", "申请吧",
     "行行行", "知道了，继续", "好嘞", "OK", "成，办吧", "愿意", "告知看过了"],
)  # fmt: skip
def test_agreement_in_plain_words_goes_on(said: str) -> None:
    assert consents(said)


@pytest.mark.parametrize(
    "said",
    ["不同意", "我不愿意", "同意什么", "先不申请了", "等等，我再看看", "看不懂", "没看明白", "算了", "可以不填吗", "这个要钱吗",
     "不想给身份证", "别办了", "同意？", "取消"],
)  # fmt: skip
def test_what_is_no_agreement_does_not(said: str) -> None:
    assert not consents(said)


@pytest.mark.parametrize(
    ("said", "name"),
    [("我姓陈，叫陈安平", "陈安平"), ("免贵姓吴，吴小桃", "吴小桃"), ("李 明", "李明"), ("李国强（男）", "李国强"), ("叫王小雨", "王小雨"),
     ("张三丰,男", "张三丰"), ("那英子", "那英子"), ("叫天顺", "天顺")],
)  # fmt: skip
def test_a_name_is_taken_out_of_what_stands_around_it(said: str, name: str) -> None:
    checked = fields.applicant_name(said, kind=ApplicantKind.NATURAL)
    assert (checked.value, checked.fault) == (name, None)


@pytest.mark.parametrize(
    "said", ["不知道", "今天天气真好", "你猜", "保密", "干嘛要写名字", "不方便说", "等会再说", "随便写"]
)
def test_what_is_no_name_is_none(said: str) -> None:
    assert fields.applicant_name(said, kind=ApplicantKind.NATURAL).fault == "name_person"


@pytest.mark.parametrize("said", ["发我邮箱 a@example.com", "传真给我", "QQ发我", "短信发过来"])
def test_a_way_that_is_not_there_is_asked_about(said: str) -> None:
    assert fields.delivery(said).fault == "delivery_other"


@pytest.mark.parametrize(
    ("said", "kind"),
    [("替我们村合作社申请", "organisation"), ("帮我们公司申请的", "organisation"), ("我个人申请", "natural")],
)
def test_who_applies_for_whom(said: str, kind: str) -> None:
    assert fields.applicant_kind(said).value == kind


@pytest.mark.parametrize("said", ["就那个路灯的", "那个合同", "这个事情的材料", "相关文件资料"])
def test_a_vague_wish_is_asked_about(said: str) -> None:
    assert fields.information(said).fault == "information_short"


def test_what_was_refused_is_not_part_of_the_wish() -> None:
    assert fields.wish("不是这份，我要的是教育局的明细") == "教育局的明细"
    assert fields.wish("不要这份，我要水利局2024年的账目") == "水利局2024年的账目"


@pytest.mark.parametrize(
    ("said", "now"),
    [
        ("不是2025年，是2023年的", "2023年城东街道路灯维修合同"),
        ("年份不对，要2024年的", "2024年城东街道路灯维修合同"),
        ("改成2024年的", "2024年城东街道路灯维修合同"),
        ("写错了，应该是石桥镇的", "2025年石桥镇路灯维修合同"),
        ("不是路灯，是井盖", "2025年城东街道井盖维修合同"),
        ("2025年", None),
        ("石桥镇", None),
        ("改电话", None),
        ("好的", None),
    ],
)
def test_a_correction_changes_what_it_names_and_keeps_the_rest(said: str, now: str | None) -> None:
    assert amended(HELD, said) == now


@pytest.mark.parametrize(
    "said",
    [
        "还是申请吧，接着来",
        "我不取消申请",
        "算了不取消了",
        "点错了，继续填",
        "别取消啊，我还要办的",
        "把刚才填的找回来",
    ],
)
def test_who_stays_after_all_stays(said: str) -> None:
    assert STAYING.fullmatch(said)


@pytest.mark.parametrize("said", ["取消申请", "不申请了", "不填了", "确定取消", "退出", "不要了"])
def test_who_leaves_leaves(said: str) -> None:
    assert not STAYING.fullmatch(said)


@pytest.mark.parametrize(
    "said", ["路灯合同之外，付款凭证也要", "对了，我还想要2024年的", "验收报告也一起给我"]
)
def test_what_is_wanted_besides_is_added(said: str) -> None:
    assert CONTINUING.search(said)


@pytest.mark.parametrize("said", ["电话也要写吗", "我还要改电话", "我也要去窗口吗", "还要多久"])
def test_what_asks_or_corrects_is_not_added(said: str) -> None:
    assert not CONTINUING.search(said)


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("你们会不会把我号码卖了", "privacy"),
        ("帮我爹申请的", "agent"),
        ("我看不清字，谁帮我填", "help"),
        ("身份证丢了，用社保卡行吗", "papers"),
        ("不想给身份证号行不行", "identity"),
        ("交了以后能反悔不", "withdraw"),
        ("驾驶证行不行", "papers"),
        ("能叫我儿子替我填吗", "agent"),
        ("用护照可以吗", "papers"),
        ("提交了还能撤回吗", "withdraw"),
    ],
)
def test_questions_about_the_application_are_answered_there(said: str, topic: str) -> None:
    assert about(said) == topic


def test_why_a_name_is_wanted_is_asked_in_its_field_only() -> None:
    assert about("干嘛要写名字", private=True) == "identity"


@pytest.mark.parametrize("said", ["内容没错", "没问题", "都对的", "看过了，无误", "对，没错"])
def test_agreement_with_the_receipt(said: str) -> None:
    assert RIGHT.fullmatch(said)


@pytest.mark.parametrize("said", ["不对", "有错", "电话不对", "没问题吗？我再想想"])
def test_what_does_not_agree_with_the_receipt(said: str) -> None:
    assert not RIGHT.fullmatch(said)


def test_what_lies_above_a_village_is_put_before_it() -> None:
    assert addresses.begins_low("下坝村15号")
    assert not addresses.begins_low("青岚县石桥镇下坝村15号")
    assert addresses.joined("下坝村15号", "青岚县石桥镇") == "青岚县石桥镇下坝村15号"
    assert addresses.joined("下坝村15号", "青岚县石桥镇上坝村3号") == "青岚县石桥镇上坝村3号"


async def test_a_village_alone_asks_for_county_and_town(talk: Talk) -> None:
    await start(talk)
    assert "乡镇" in await answer(talk, *PERSON, "邮寄", "下坝村15号")
    assert "请核对" in await answer(talk, "青岚县石桥镇")
    assert talk.conversation.slots["delivery_address"] == "青岚县石桥镇下坝村15号"


async def test_another_number_alone_corrects_the_phone(talk: Talk) -> None:
    await start(talk)
    assert "怎么拿到" in await answer(talk, *PERSON, "不是这个号，13900005678")
    assert talk.conversation.slots["contact_phone"] == "13900005678"


async def test_a_year_is_changed_on_the_checking_page_and_the_rest_kept(talk: Talk) -> None:
    await start(talk)
    checked = await answer(talk, *PERSON, "1", "信息写错了，改成2024年的")
    assert "需要的信息：青岚县2024年财政决算报告" in checked
    assert "请核对" in checked


def test_a_form_that_was_left_is_kept_for_half_an_hour() -> None:
    left = LeftForm.of(FORM, {"information": HELD, "request_confirmed": True, "delivery": None}, at=1000.0)
    assert left.fields == {"information": HELD}
    slots = {"left_form": left.plain()}
    assert LeftForm.kept(slots, now=1000.0 + 1799) == left
    assert LeftForm.kept(slots, now=1000.0 + 1801) is None
    assert LeftForm.kept({}, now=0.0) is None


async def test_a_field_named_with_its_new_value_is_changed(talk: Talk) -> None:
    await start(talk)
    assert "联系电话：13900005678" in await answer(talk, *PERSON, "1", "电话换一个，13900005678")


def test_no_objection_is_agreement() -> None:
    assert consents("没啥意见，你继续")
    assert not consents("没意见就怪了，不填")
