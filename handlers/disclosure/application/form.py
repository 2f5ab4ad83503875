"""The application form as a value: its fields in order, how a citizen names them, which steps each one offers."""

from collections.abc import Iterable, Mapping
from typing import Any

from rasa_sdk import Tracker

from bot.forms.spec import Aside, FormSpec
from bot.message import Choice, Wording
from handlers.disclosure.application.addressee import ADDRESSEE, CHOOSE_ADDRESSEE, named_in_form
from handlers.disclosure.application.amendments import amended
from handlers.disclosure.application.phrases import ASKING, CONTINUING, IDENTITY, PHONE
from handlers.disclosure.application.questions import about
from handlers.disclosure.case.fields import ROUTES, ApplicantKind, Delivery
from handlers.talk.form_phrases import BESIDE, CORRECTING, STAYING, UNCHANGED
from handlers.talk.temper import CALM, only_rude
from handlers.talk.turn import hear, step

EXPLAIN = "action_explain_application"
PRIVATE = frozenset({"applicant_name", "identity_number", "contact_phone", "delivery_address"})


def _asks_about_it(said: str, awaited: str) -> bool:
    return bool(about(said, private=awaited in PRIVATE))


def _is_angry(said: str, awaited: str) -> bool:
    del awaited
    return only_rude(said)


FORM = FormSpec(
    name="disclosure_form",
    order=(
        "notice_accepted",
        "information",
        "applicant_kind",
        "applicant_name",
        "identity_number",
        "contact_phone",
        "delivery",
        "delivery_address",
        "request_confirmed",
    ),
    submit="action_submit_disclosure",
    entrance="disclosure_request",
    confirmation="request_confirmed",
    topic="政府信息公开申请",
    gathers="information",
    continuing=CONTINUING,
    asking=ASKING,
    unchanged=UNCHANGED,
    staying=STAYING,
    correcting=CORRECTING,
    amending=amended,
    shaped={"contact_phone": PHONE, "identity_number": IDENTITY},
    free=frozenset({"information", "applicant_name", "delivery_address"}),
    pieced=frozenset({"information", "delivery_address"}),
    private=PRIVATE,
    unasked=(ADDRESSEE,),
    beside=BESIDE,
    asides=(Aside(CALM, _is_angry), Aside(CHOOSE_ADDRESSEE, named_in_form), Aside(EXPLAIN, _asks_about_it)),
    # The first match counts, so the narrower name stands before the wider one.
    words={
        "applicant_name": ("姓名", "名字", "名称"),
        "identity_number": ("身份证", "证件", "信用代码"),
        "delivery_address": ("地址", "收件"),
        "contact_phone": ("电话", "手机", "联系", "号码"),
        "applicant_kind": ("申请人", "类型", "类别", "个人", "单位", "公民"),
        "delivery": (
            *("领取", "接收", "获取", "寄送", "邮寄", "提供", "方式", "送达", "邮箱"),
            *("电子", "窗口", "自取", "快递", "纸质"),
        ),
        "information": ("信息", "内容", "文件", "描述"),
        "notice_accepted": ("告知",),
    },
)
CHOOSE = "choose"
UNCOUNTED = frozenset({"notice_accepted", "request_confirmed"})


def required(slots: Mapping[str, Any]) -> list[str]:
    """Give the fields to be filled, in order; an address is asked only where something is posted."""
    posted = slots.get("delivery") == Delivery.POST
    return [name for name in FORM.order if posted or name != "delivery_address"]


def progress(slots: Mapping[str, Any], slot: str) -> tuple[int, int]:
    """Give a field's place among the fields that are really filled in, and how many these are."""
    counted = [name for name in required(slots) if name not in UNCOUNTED]
    return counted.index(slot) + 1, len(counted)


def kind_in(slots: Mapping[str, Any]) -> ApplicantKind:
    """Give the kind of applicant chosen; a person until something else is said."""
    return ApplicantKind(slots.get("applicant_kind") or ApplicantKind.NATURAL)


def open_fields(slots: Mapping[str, Any]) -> int:
    """Give how many fields are still to be filled before the application is read over."""
    return sum(slots.get(name) is None for name in required(slots) if name not in UNCOUNTED)


def steps(wording: Wording, slot: str) -> tuple[Choice, ...]:
    """Give the numbered steps that a field offers; none where the citizen writes freely."""

    def words(name: str) -> str:
        return wording(f"disclosure.choose.{name}")

    if slot == "notice_accepted":
        return (
            step(words("accept"), "affirm"),
            step(words("by_person"), "talk_to_human"),
            step(words("not_now"), "cancel"),
        )
    if slot == "request_confirmed":
        return (
            step(words("submit"), "affirm"),
            step(words("correct"), "form_correct"),
            step(words("cancel"), "cancel"),
        )
    # Of the ways to be answered those that the talk can bring about itself; e-mail is registered by staff.
    values: Mapping[str, Iterable[str]] = {"applicant_kind": ApplicantKind, "delivery": ROUTES}
    # The choice names its own value, so that no recogniser can take "个人" for a call for a person.
    return tuple(step(words(value), CHOOSE, value=words(value)) for value in values.get(slot, ()))


def insisting(wording: Wording) -> tuple[Choice, ...]:
    """Give the step by which a question that was doubted is applied for all the same."""
    words = wording("disclosure.choose.insist")
    return (step(words, CHOOSE, value=words),)


def chosen(value: Any, tracker: Tracker) -> str:
    """Give the words of an answer: those that a chosen step carries, else those typed."""
    said = str(value)
    return hear(tracker).slot("value") if said.startswith(f"/{CHOOSE}") else said
