from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Action

from bot.clock import SettableClock
from bot.conversation import FORM_ID
from bot.understanding import FALLBACK
from handlers.disclosure.actions import application
from handlers.disclosure.asking import AskCorrection, AskField, summary
from handlers.disclosure.entrance import opening
from handlers.disclosure.explaining import ExplainApplication
from handlers.disclosure.form import FORM, required
from handlers.disclosure.validation import DisclosureForm
from handlers.general.scope import StayCalm
from handlers.texts import Texts
from tests.factories.office import OFFICE
from tests.factories.talk import SENT_AT, Talk, labels, words

TEXTS = Texts.load()
IDENTITY = "339901198503142016"
ROOT = Path(__file__).parents[4]


class Files(Action):
    """Stands where the form files itself and notes what would be filed."""

    def __init__(self) -> None:
        self.filed: list[dict[str, Any]] = []

    def name(self) -> str:
        return FORM.submit

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        self.filed.append(dict(tracker.slots))
        dispatcher.utter_message(text="filed")
        return []


class CancelsForm(Action):
    """Leaves the form when the citizen is sure, as the general slice does."""

    def name(self) -> str:
        return "action_cancel_form"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        dispatcher.utter_message(text="left")
        return [{"event": "active_loop", "name": None, "timestamp": None}]


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.fixture
def talk(files: Files) -> Talk:
    form = DisclosureForm(TEXTS, clock=SettableClock(SENT_AT))
    asks = [*(AskField(slot, TEXTS, office=OFFICE) for slot in FORM.order), AskCorrection(TEXTS)]
    asides = [ExplainApplication(TEXTS, office=OFFICE), StayCalm(TEXTS)]
    return Talk([form, *asks, *asides, files, CancelsForm()])


async def start(talk: Talk, wanted: str = "") -> str:
    talk.conversation.apply(opening(wanted))
    return words(await talk.begin(FORM))


async def answer(talk: Talk, *texts: str) -> str:
    said = ""
    for text in texts:
        intent = "form_back" if text == "上一步" else FALLBACK
        said = words(await talk.fill(FORM, text, intent=intent))
    return said


PERSON = ("1", "青岚县2025年财政决算报告", "1", "李一鸣", IDENTITY, "13800001234")


async def test_what_was_said_already_is_read_back_before_the_second_question(talk: Talk) -> None:
    notice = await start(talk, "青岚县2025年财政决算报告，联系电话13900001234")
    assert notice.startswith("好，您要的信息记下了：青岚县2025年财政决算报告")
    assert "13900001234" not in notice
    assert "记下了" not in await start(talk)


async def test_a_person_is_led_through_to_a_masked_summary(talk: Talk, files: Files) -> None:
    notice = await start(talk)
    assert OFFICE.name in notice
    assert OFFICE.phone in notice
    assert "（1/6）" in await answer(talk, "1")
    assert "（2/6）" in await answer(talk, "青岚县2025年财政决算报告")
    assert "（3/6）" in await answer(talk, "1")
    asked = await answer(talk, "李一鸣")
    assert "（4/6）" in asked
    assert TEXTS("disclosure.notice.sensitive") in asked
    assert "（5/6）" in await answer(talk, IDENTITY)
    assert "（6/6）" in await answer(talk, "138 0000 1234")
    checked = await answer(talk, "1")
    for clear in (IDENTITY, "李一鸣", "13800001234"):
        assert clear not in checked
    for shown in (
        "4. 姓名或单位名称：李*",
        "339***********2016",
        "138****1234",
        "2. 需要的信息：青岚县2025年财政决算报告",
    ):
        assert shown in checked
    assert files.filed == []
    assert await answer(talk, "1") == "filed"
    assert talk.conversation.form is None
    [slots] = files.filed
    filed = application(slots)
    assert (filed.applicant_name, filed.identity_number, filed.contact.phone) == (
        "李一鸣",
        IDENTITY,
        "13800001234",
    )
    assert (filed.notice_version, filed.notice_at) == (TEXTS("disclosure.notice.version"), SENT_AT)
    assert filed.delivery_address == ""
    assert slots[FORM_ID]
    assert talk.conversation.slots.get("identity_number") is None


async def test_an_organisation_gives_code_and_contact_person_and_an_address_for_post(
    talk: Talk, files: Files
) -> None:
    await start(talk)
    assert "单位全称" in await answer(talk, "1", "桂花路改造工程的招投标文件", "2")
    assert "信用代码" in await answer(talk, "青岚县茶叶专业合作社")
    assert "联系人姓名" in await answer(talk, "91350100M000100Y43")
    await answer(talk, "李四 13800001234")
    assert "（7/7）" in await answer(talk, "2")
    checked = await answer(talk, "云岭省青岚县青溪街道人民路12号3栋")
    assert "8. 收件地址：云岭省青岚县青溪街道***" in checked
    assert "青岚县茶叶专业合作社" in checked
    assert "李* 138****1234" in checked
    await answer(talk, "确认提交")
    filed = application(files.filed[0])
    assert filed.contact.person == "李四"
    assert filed.delivery_address == "云岭省青岚县青溪街道人民路12号3栋"


async def test_the_wish_is_prefilled_and_stands_in_the_summary(talk: Talk) -> None:
    await start(talk, "2025年财政决算")
    assert "（2/6）" in await answer(talk, "1")
    assert "2. 需要的信息：2025年财政决算" in await answer(talk, *PERSON[2:], "3")


async def test_a_wish_too_short_is_not_prefilled(talk: Talk) -> None:
    await start(talk, "文件")
    assert "（1/6）" in await answer(talk, "1")


@pytest.mark.parametrize(
    ("before", "text", "fault"),
    [
        (0, "什么意思", "accepting.again"),
        (1, "123", "fault.information_short"),
        (2, "不知道", "fault.kind_unclear"),
        (3, "12345", "fault.name_person"),
        (4, "339901198503142017", "fault.identity_checksum"),
        (5, "6612210", "fault.phone_area_code"),
        (6, "都行", "fault.delivery_unclear"),
    ],
)
async def test_a_fault_is_named_and_the_field_asked_again(
    talk: Talk, before: int, text: str, fault: str
) -> None:
    await start(talk)
    await answer(talk, *PERSON[:before])
    awaited = talk.conversation.awaited
    assert await answer(talk, text) == TEXTS(f"disclosure.{fault}")
    assert talk.conversation.awaited == awaited
    assert talk.conversation.slots.get(awaited or "") is None


async def test_after_a_fault_the_numbered_steps_still_work(talk: Talk) -> None:
    await start(talk)
    await answer(talk, *PERSON[:2], "不知道")
    assert "姓名" in await answer(talk, "1")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("嗯", "nlu_fallback"),
        ("随便吧", "nlu_fallback"),
        ("不", "deny"),
        ("谢谢", "thanks"),
        ("好的，不过电话好像写错了你帮我看看", "affirm"),
    ],
)
async def test_only_a_plain_yes_files(talk: Talk, files: Files, text: str, intent: str) -> None:
    await start(talk)
    await answer(talk, *PERSON, "1")
    replies = await talk.fill(FORM, text, intent=intent)
    assert words(replies) == TEXTS("disclosure.confirming.again")
    assert labels(replies) == ["确认提交", "修改", "取消"]
    assert files.filed == []


async def test_a_spoken_yes_files(talk: Talk, files: Files) -> None:
    await start(talk)
    await answer(talk, *PERSON, "1")
    await talk.fill(FORM, "没问题，提交吧", intent="affirm")
    assert len(files.filed) == 1


async def test_cancelling_files_nothing(talk: Talk, files: Files) -> None:
    await start(talk)
    await answer(talk, *PERSON, "1")
    assert await answer(talk, "3") == "left"
    assert files.filed == []
    assert talk.conversation.slots.get("identity_number") is None


async def test_a_wish_told_in_pieces_is_gathered_and_shown(talk: Talk, files: Files) -> None:
    await start(talk)
    assert "审计" in await answer(talk, "1", "审计")
    assert talk.conversation.slots.get("information") is None
    joined = await answer(talk, "桂花路改造工程的")
    assert "审计；桂花路改造工程的" in joined
    assert "名义" in joined
    open_end = await answer(talk, "上一步", "招标文件、合同，")
    assert "招标文件、合同，" in open_end
    assert "审计" not in open_end
    assert "名义" in await answer(talk, "写完了")
    added = await answer(talk, "还有监理报告")
    assert "招标文件、合同，还有监理报告" in added
    assert "名义" in added
    await answer(talk, *PERSON[2:], "1", "写完了", "另外要2024年的那一份", "1")
    assert files.filed[0]["information"] == "招标文件、合同，还有监理报告；另外要2024年的那一份"


@pytest.mark.parametrize("text", ["还有多久能办好", "还有吗", "还有谁要填？", "另外收费吗"])
async def test_a_question_is_no_part_of_the_wish(talk: Talk, text: str) -> None:
    await start(talk, "2025年财政决算报告")
    await answer(talk, "1", text)
    assert talk.conversation.slots["information"] == "2025年财政决算报告"


async def test_what_would_be_too_long_is_refused_and_the_rest_kept(talk: Talk) -> None:
    await start(talk)
    await answer(talk, "1", "桂花路改造工程的监理报告" * 80)
    assert await answer(talk, "还有" + "合同" * 30) == "\n".join(
        [TEXTS("disclosure.gather.full"), TEXTS("disclosure.ask.applicant_kind", place=2, total=6)]
    )
    assert talk.conversation.slots["information"] == "桂花路改造工程的监理报告" * 80


@pytest.mark.parametrize("words", ["不改", "算了，不改了", "保持不变"])
async def test_a_reopened_field_shows_its_old_value_and_keeps_it_at_a_word(talk: Talk, words: str) -> None:
    await start(talk)
    await answer(talk, *PERSON, "1")
    assert "原来写的是：138****1234" in await correct(talk, "电话")
    assert "请核对" in await answer(talk, words)
    assert talk.conversation.slots["contact_phone"] == "13800001234"


async def test_an_old_value_that_no_longer_fits_is_not_offered(talk: Talk) -> None:
    await start(talk)
    await answer(talk, *PERSON[:4], "上一步", "上一步")
    asked = await answer(talk, "单位")
    assert "单位全称" in asked
    assert "原来写的是" not in asked


async def correct(talk: Talk, field: str) -> str:
    _, understood = talk.hear(f"改{field}", intent="form_correct", slots={"field": field})
    return words(await talk._loop().step(FORM, talk.conversation, understood, f"改{field}"))


@pytest.mark.parametrize(
    ("field", "slot"),
    [
        ("2", "information"),
        ("3", "applicant_kind"),
        ("4", "applicant_name"),
        ("5", "identity_number"),
        ("6", "contact_phone"),
        ("7", "delivery"),
        ("申请人姓名", "applicant_name"),
        ("电话", "contact_phone"),
        ("证件号", "identity_number"),
        ("identity_number", "identity_number"),
        ("类型", "applicant_kind"),
    ],
)
async def test_the_numbers_of_the_summary_are_those_of_correction(talk: Talk, field: str, slot: str) -> None:
    await start(talk)
    await answer(talk, *PERSON, "1")
    await correct(talk, field)
    assert talk.conversation.awaited == slot


async def test_turning_into_an_organisation_asks_name_code_and_contact_anew(talk: Talk) -> None:
    await start(talk)
    await answer(talk, *PERSON, "1")
    await correct(talk, "3")
    assert "单位全称" in await answer(talk, "单位")
    assert talk.conversation.slots.get("identity_number") is None
    assert talk.conversation.slots.get("contact_phone") is None
    assert talk.conversation.slots["information"] == "青岚县2025年财政决算报告"


async def test_correcting_the_kind_to_what_it_was_keeps_the_rest(talk: Talk) -> None:
    await start(talk)
    await answer(talk, *PERSON, "1")
    await correct(talk, "3")
    assert "请核对" in await answer(talk, "个人")


async def test_the_same_kind_again_keeps_the_name_before_there_is_a_number(talk: Talk) -> None:
    await start(talk)
    await answer(talk, *PERSON[:4])
    await correct(talk, "3")
    assert "身份证号码" in await answer(talk, "个人")
    assert talk.conversation.slots["applicant_name"] == "李一鸣"


async def test_changing_from_post_to_another_way_drops_the_address(talk: Talk) -> None:
    await start(talk)
    checked = await answer(talk, *PERSON, "2", "青岚县石桥镇下坝村15号")
    assert "石桥镇***" in checked
    await correct(talk, "7")
    checked = await answer(talk, "到窗口领取")
    assert "收件地址" not in checked
    assert talk.conversation.slots.get("delivery_address") is None


async def test_a_long_description_is_cut_in_the_summary_only(talk: Talk, files: Files) -> None:
    description = "桂花路改造工程的监理报告" * 30
    await start(talk)
    checked = await answer(talk, "1", description, *PERSON[2:], "1")
    assert "（共360字）" in checked
    assert len(checked) < 600
    await answer(talk, "1")
    assert files.filed[0]["information"] == description


async def test_numbers_in_the_description_are_hidden_in_the_summary() -> None:
    slots = {"information": f"本人{IDENTITY}的低保材料", "applicant_kind": "natural", "delivery": "counter"}
    assert IDENTITY not in summary(slots, TEXTS)


def test_an_address_is_required_for_post_only() -> None:
    assert "delivery_address" in required({"delivery": "post"})
    assert "delivery_address" not in required({"delivery": "counter"})


def test_every_field_has_a_question_a_check_and_a_line() -> None:
    for slot in FORM.order:
        assert hasattr(DisclosureForm, f"validate_{slot}")
        if slot not in {"notice_accepted", "request_confirmed"}:
            assert f"disclosure.ask.{slot}" in TEXTS
        if slot != FORM.confirmation:
            assert f"disclosure.summary.{slot}" in TEXTS


def test_the_words_of_the_recogniser_name_the_same_fields() -> None:
    patterns = yaml.safe_load((ROOT / "intents" / "data" / "patterns.yml").read_text("utf-8"))
    assert set(patterns["fields"]) <= set(FORM.order)
    domain = yaml.safe_load((ROOT / "intents" / "data" / "domain.yml").read_text("utf-8"))
    assert tuple(domain["forms"][FORM.name]["required_slots"]) == FORM.order
    asked = {f"action_ask_{FORM.name}_{slot}" for slot in FORM.order}
    assert asked | {FORM.submit, f"validate_{FORM.name}"} <= set(domain["actions"])


async def test_a_private_answer_that_came_with_a_correction_is_not_noted_in_the_talk(talk: Talk) -> None:
    await start(talk)
    await answer(talk, *PERSON)
    said = await answer(talk, "姓名改成李二鸣")
    assert talk.conversation.slots["applicant_name"] == "李二鸣"
    assert "怎么拿到答复" in said
    told = [event["text"] for event in talk.conversation.state()["events"]]
    assert "李二鸣" not in str(told)
    assert TEXTS("forms.private_answer") in told


async def test_a_correction_that_does_not_fit_says_why_and_keeps_the_old_value(talk: Talk) -> None:
    await start(talk)
    await answer(talk, *PERSON)
    assert await answer(talk, "电话改成12345") == TEXTS("disclosure.fault.phone_length")
    assert "怎么拿到答复" in await answer(talk, "不改")
    assert talk.conversation.slots["contact_phone"] == "13800001234"


async def test_an_address_in_four_messages_is_one_address(talk: Talk) -> None:
    await start(talk)
    await answer(talk, *PERSON, "邮寄", "青岚县", "石桥镇", "下坝村")
    assert talk.conversation.slots["delivery_address"] is None
    assert "请核对" in await answer(talk, "15号")
    assert talk.conversation.slots["delivery_address"] == "青岚县石桥镇下坝村15号"


async def test_the_list_of_what_may_be_corrected_shows_numbers_and_no_private_value(talk: Talk) -> None:
    await start(talk)
    await answer(talk, *PERSON)
    listed = await answer(talk, "我想改一下")
    assert "4. 姓名或单位名称：李*" in listed
    assert "李一鸣" not in listed
    assert IDENTITY not in listed
    assert "请写联系电话" in await answer(talk, "6")
