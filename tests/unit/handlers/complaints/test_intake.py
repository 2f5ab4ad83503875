"""The way in, the doors that lead elsewhere, the form's answers one by one."""

from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from adapters.county import CountyData
from handlers.complaints.case.kinds import ComplaintKind, TipCategory
from handlers.complaints.intake.actions import complaint_of
from handlers.complaints.intake.doors import OtherDoor, door_of
from handlers.complaints.intake.entrance import RegisterAfterDanger, StartComplaint
from handlers.complaints.intake.form import ANONYMOUS, FORM, SKIPPED, required, steps
from handlers.complaints.intake.phrases import ANONYMOUS as UNNAMED
from handlers.complaints.intake.phrases import BARE, CONTINUING, SKIPS, called_kind, kind_of, tells_trouble
from handlers.complaints.intake.prompts import summary
from handlers.complaints.intake.redirection import Redirection
from handlers.complaints.intake.validation import ComplaintForm
from handlers.county.bodies import load
from handlers.general.actions import actions as general
from tests.factories.talks import TEXTS, county, run, tracker

OFFICE = CountyData.load(None).office


class Counted:
    """Stands in for the service: remembers which doors were shown."""

    def __init__(self) -> None:
        self.doors: list[str] = []

    async def show_door(self, door: str) -> None:
        self.doors.append(door)


def entrance(counted: Counted | None = None) -> StartComplaint:
    redirection = Redirection(TEXTS, service=counted or Counted())  # type: ignore[arg-type]
    return StartComplaint(TEXTS, redirection=redirection, county=county(), office=OFFICE, bodies=load(TEXTS))


@pytest.mark.parametrize(
    ("said", "door"),
    [
        ("举报我们村支书贪污低保款", OtherDoor.DISCIPLINE),
        ("局长收红包才给办", OtherDoor.DISCIPLINE),
        ("村主任拿了我家三千块说包办残疾证", OtherDoor.DISCIPLINE),
        ("窗口那个人跟我要红包才肯盖章", OtherDoor.DISCIPLINE),
        ("我塞给所长两条烟", OtherDoor.DISCIPLINE),
        ("八千块送给了支书，宅基地还没批", OtherDoor.DISCIPLINE),
        ("村主任收了我家两年的卫生费没开票", None),
        ("窗口的人问我要户口本", None),
        ("物业的人跟我要停车钱", None),
        ("我不服行政处罚决定", OtherDoor.REVIEW),
        ("要申请行政复议", OtherDoor.REVIEW),
        ("法院判决了他还不还钱", OtherDoor.LITIGATION),
        ("我们正在打官司", OtherDoor.LITIGATION),
        ("已经申请劳动仲裁了太慢", OtherDoor.ARBITRATION),
        ("这事信访局已经受理了", OtherDoor.PETITION),
        ("我对信访答复不满意", OtherDoor.PETITION),
        ("要求公开征地补偿方案和账目明细", OtherDoor.DISCLOSURE),
        ("楼下烧烤油烟熏得睡不着", None),
        ("老板拖欠工资三个月不发", None),
        ("村干部态度差不给盖章", None),
        ("医院门口的路灯坏了", None),
        ("法院旁边的小区噪音扰民", None),
        ("信访局门口的路塌了", None),
        ("小区物业不公开账目", None),
    ],
)
def test_words_that_ask_for_another_door(said: str, door: OtherDoor | None) -> None:
    assert door_of(said) is door


def test_every_door_says_why_and_where() -> None:
    for door in OtherDoor:
        assert len(TEXTS(f"complaints.door.{door.value}")) > 10


async def test_another_door_is_shown_counted_and_not_final() -> None:
    counted = Counted()
    said = await run(entrance(counted), tracker("举报我们村支书贪污低保款", intent="appeal"))
    assert "12388" in said.text
    assert counted.doors == ["discipline"]
    assert said.events == []
    label, payload = said.steps[0]
    assert label == TEXTS("complaints.choose.insist")
    opened = await run(
        entrance(counted),
        tracker(payload, intent="appeal", entities={"said": "举报我们村支书贪污低保款", "insist": "yes"}),
    )
    assert opened.slots["complaint_what"] == "举报我们村支书贪污低保款"
    assert counted.doors == ["discipline"]


async def test_a_wish_for_documents_is_offered_the_form_filled_in() -> None:
    said = await run(entrance(), tracker("要求公开征地补偿方案和账目明细", intent="appeal"))
    assert said.steps[0][1].startswith("/disclosure_request")
    assert "征地补偿方案" in said.steps[0][1]


@pytest.mark.parametrize(
    ("said", "told", "kind"),
    [
        ("我要投诉", None, None),
        ("我要举报", None, "report"),
        ("爆料", None, "tip"),
        ("提个建议", None, "suggestion"),
        ("楼下烧烤油烟熏得睡不着", "楼下烧烤油烟熏得睡不着", "complaint"),
        ("桂花路的路灯坏了半个月没人修", "桂花路的路灯坏了半个月没人修", "help"),
        ("工地凌晨三点还在打桩 管不管", "工地凌晨三点还在打桩 管不管", "help"),
        ("噪音扰民", None, "complaint"),
        ("小区垃圾好几天没拉，苍蝇乱飞", "小区垃圾好几天没拉，苍蝇乱飞", "help"),
        ("我要反映一件事，事情是这样的", None, None),
    ],
)
async def test_the_form_opens_with_what_was_said(said: str, told: str | None, kind: str | None) -> None:
    opened = await run(entrance(), tracker(said, intent="appeal"))
    assert opened.events[0]["name"] == FORM.name
    assert opened.slots["complaint_what"] == told
    assert opened.slots["complaint_kind"] == (kind if told or BARE.fullmatch(said) else None)
    assert "12345" in opened.text
    assert "0599-6612210" in opened.text


async def test_what_no_document_answers_is_registered_as_a_consultation_and_asks_for_no_place() -> None:
    question = "公园里能不能放风筝，晚上放行不行"
    chosen = {"said": question, "register": "yes", "kind": "consultation"}
    opened = await run(entrance(), tracker("登记成咨询", intent="appeal", entities=chosen))
    assert opened.slots["complaint_what"] == question
    assert opened.slots["complaint_kind"] == "consultation"
    assert "complaint_where" not in required(opened.slots)
    strange = await run(
        entrance(), tracker("登记成咨询", intent="appeal", entities={**chosen, "kind": "secret"})
    )
    assert strange.slots["complaint_kind"] == "help"


async def test_what_may_only_be_a_question_is_offered_and_not_opened() -> None:
    said = await run(entrance(), tracker("自来水发黄能喝吗", intent="appeal"))
    assert said.events == []
    assert '"register": "yes"' in said.steps[0][1]


async def test_inside_another_form_no_second_one_is_opened() -> None:
    said = await run(entrance(), tracker("投诉噪音扰民没人管", intent="appeal", form="disclosure_form"))
    assert said.events == []
    assert "填完或者取消" in said.text


async def test_danger_first_then_the_offer_to_register_but_nothing_to_whoever_is_in_distress() -> None:
    (warning,) = (one for one in general(TEXTS, county()) if one.name() == "action_warn_emergency")
    beside = RegisterAfterDanger(warning, TEXTS, quiet={"self_harm"})
    said = "隔壁饭店漏气没人管"
    heard = tracker(said, intent="appeal", ranking=["appeal"], emergency="gas")
    told = await run(beside, heard)
    assert "119" in told.texts[0]
    assert '"urgent": "yes"' in told.steps[-1][1]
    quiet = tracker("不想活了没人管我", intent="appeal", ranking=["appeal"], emergency="self_harm")
    assert all("complaint" not in payload for _, payload in (await run(beside, quiet)).steps)
    assert TEXTS("complaints.entrance.after_danger") not in (await run(beside, quiet)).texts


async def check(field: str, said: str, **given: Any) -> dict[str, Any]:
    """Give what the form makes of an answer."""
    form = ComplaintForm(TEXTS, redirection=Redirection(TEXTS, service=Counted()))  # type: ignore[arg-type]
    found = getattr(form, f"validate_{field}")(said, CollectingDispatcher(), tracker(said, **given), {})
    values: dict[str, Any] = await found if hasattr(found, "__await__") else found
    return values


@pytest.mark.parametrize(
    ("field", "said", "value"),
    [
        ("complaint_where", "县医院对面", "县医院对面"),
        ("complaint_where", "就在你们县医院对面那个巷子", "就在你们县医院对面那个巷子"),
        ("complaint_where", "石桥镇下坝村15号", "石桥镇下坝村15号"),
        ("complaint_where", "要多久能办好", None),
        ("complaint_where", "不知道", None),
        ("complaint_where", "12345", None),
        ("complaint_where", "好的", None),
        ("complaint_where", "匿名会不会查不了", None),
        ("complaint_where", "我先忙去了", None),
        ("complaint_where", "老地方", "老地方"),
        ("complaint_when", "昨天晚上", "昨天晚上"),
        ("complaint_when", "记不清了", SKIPPED),
        ("complaint_wish", "没有", SKIPPED),
        ("complaint_wish", "赶紧修好", "赶紧修好"),
        ("complaint_name", "匿名吧", ANONYMOUS),
        ("complaint_name", "我叫王小雨", "王小雨"),
        ("complaint_name", "为什么要名字？", None),
        ("complaint_name", "完了", None),
        ("complaint_name", "半年前", None),
        ("complaint_name", "欧阳明", "欧阳明"),
        ("complaint_name", "我叫蒯小", "蒯小"),
        ("complaint_name", "青岚顺达物流公司", "青岚顺达物流公司"),
        ("complaint_phone", "13900001234", "13900001234"),
        ("complaint_phone", "139", None),
        ("complaint_phone", "不方便", SKIPPED),
        ("complaint_kind", "是举报", "report"),
        ("complaint_kind", "随便", None),
        ("complaint_category", "城管", TipCategory.ENFORCEMENT.value),
        ("complaint_category", "综合治理", TipCategory.PUBLIC_ORDER.value),
        ("complaint_confirmed", "再想想", None),
        ("complaint_confirmed", "确认", True),
    ],
)
async def test_each_answer(field: str, said: str, value: Any) -> None:
    assert (await check(field, said))[field] == value


async def test_a_location_message_is_a_place() -> None:
    fields = {"lat": "30.12", "lng": "119.51", "label": "人民路1号"}
    values = await check("complaint_where", "（发来一个位置）", kind="location", fields=fields)
    assert values == {"complaint_where": "人民路1号", "complaint_position": "30.12,119.51"}


@pytest.mark.parametrize(
    "said", ["还有就是半夜还划拳", "另外他家还占着消防通道", "我打过三次电话都没用", "都反映过好几次了没人理"]
)
def test_more_of_the_story_goes_on_with_it(said: str) -> None:
    assert CONTINUING.search(said)


@pytest.mark.parametrize("said", ["县医院对面", "另外问一下低保多少钱？", "还有多久能办好吗", "我家楼下"])
def test_a_place_or_a_question_does_not_go_on_with_it(said: str) -> None:
    assert not CONTINUING.search(said)


@pytest.mark.parametrize(
    ("said", "skips"), [("跳过", True), ("不清楚", True), ("没有", True), ("没人管", False)]
)
def test_words_that_leave_a_field_out(said: str, skips: bool) -> None:
    assert bool(SKIPS.fullmatch(said)) is skips


def test_whoever_wishes_no_name() -> None:
    assert all(UNNAMED.fullmatch(said) for said in ("匿名", "我要匿名", "不想留名字", "保密", "不留"))
    assert not UNNAMED.fullmatch("王小雨")


def test_kinds_by_words() -> None:
    assert kind_of("爆料有人倒泔水") is ComplaintKind.TIP
    assert kind_of("举报黑诊所") is ComplaintKind.REPORT
    assert kind_of("希望在路口加个红绿灯") is ComplaintKind.SUGGESTION
    assert kind_of("路灯坏了") is ComplaintKind.HELP
    assert called_kind("我要投诉") is None


def test_only_what_happened_and_where_have_to_be_told() -> None:
    told = {"complaint_what": "今天楼下油烟大，希望有人管", "complaint_kind": "complaint"}
    assert required(told) == [
        "complaint_what", "complaint_kind", "complaint_where", "complaint_name", "complaint_confirmed",
    ]  # fmt: skip
    assert "complaint_category" in required({**told, "complaint_kind": "tip"})
    assert "complaint_where" not in required({**told, "complaint_kind": "suggestion"})
    assert "complaint_phone" in required({**told, "complaint_name": "王小雨"})


def test_a_filled_form_is_a_complaint_and_is_read_back_masked_to_others() -> None:
    slots = {
        **dict.fromkeys(FORM.order, SKIPPED),
        "complaint_what": "油烟大",
        "complaint_kind": "tip",
        "complaint_category": "market",
        "complaint_where": "县医院",
        "complaint_name": "王小雨",
        "complaint_phone": "13900001234",
        "complaint_urgent": True,
    }
    made = complaint_of(slots, version="1")
    assert (made.kind, made.category, made.anonymous, made.urgent) == (
        ComplaintKind.TIP,
        TipCategory.MARKET,
        False,
        True,
    )
    assert (made.told.when, made.told.phone) == ("", "13900001234")
    own, noted = (summary(slots, TEXTS, own=own) for own in (True, False))
    assert "王小雨" in own
    assert "13900001234" in own
    assert "王小雨" not in noted
    assert "13900001234" not in noted


def test_what_destroys_is_never_number_one() -> None:
    for slot in FORM.order:
        offered = steps(TEXTS, slot)
        assert not offered or offered[0].payload != "/cancel"


@pytest.mark.parametrize(
    ("said", "tells"),
    [
        ("小区门口垃圾堆成山了", True),
        ("自来水发黄好几天了，烧开都有味道", True),
        ("楼上漏水，物业推来推去", True),
        ("建议县里给高龄老人免费坐公交", True),
        ("建议书怎么写", False),
        ("小区垃圾怎么分类", False),
        ("拖欠工资去哪里告？", False),
        ("投诉殡仪馆乱收费，县里几天给答复", False),
        ("公租房申请条件", False),
        ("大棚里的瓜没人收，农业局有没有电话能反映", False),
        ("饲料车堵在路口过不去，有个热线能说一说不", False),
        ("街上污水横流，有没有人管", True),
        ("办居住证收不收工本费", False),
        ("老房子加固镇里修不修", False),
        ("门口垃圾一个礼拜没人收，你们收不收", True),
        ("半夜打桩吵得人睡不着，管不管", True),
    ],
)
def test_trouble_is_told_where_nothing_is_asked(said: str, tells: bool) -> None:
    assert tells_trouble(said) is tells


@pytest.mark.parametrize(
    ("said", "outside"),
    [
        ("杭州火车站广场上的出租车乱收费", True),
        ("我在杭州打工，村里的路灯坏了没人修", False),
        ("青岚县城到杭州的班车甩客", False),
        ("楼下烧烤油烟大", False),
        ("温州来的车乱停", False),
        ("密云一家超市乱收费", True),
    ],
)
def test_what_happened_in_another_county_has_its_door_there(said: str, outside: bool) -> None:
    assert (door_of(said, county="青岚县") is OtherDoor.OUTSIDE) is outside


async def test_whoever_calls_unnamed_is_not_asked_for_a_name() -> None:
    opened = await run(entrance(), tracker("我要举报，但我不想让人知道我是谁", intent="appeal"))
    assert opened.slots["complaint_name"] == ANONYMOUS
    assert opened.slots["complaint_kind"] == "report"
    assert opened.slots["complaint_what"] is None
