"""The application form as a value: its fields in order, how a citizen names them, which steps each one offers."""

from collections.abc import Iterable, Mapping
from typing import Any

from rasa_sdk import Tracker

from bot.forms.spec import DOUBTED_SLOT, Aside, FormSpec
from bot.message import Choice, Wording
from handlers.disclosure.applicant.categories import ORGANISATIONS, category_of_name
from handlers.disclosure.application.addressee import ADDRESSEE, CHOOSE_ADDRESSEE, named_in_form
from handlers.disclosure.application.amendments import amended
from handlers.disclosure.application.phrases import ASKING, CONTINUING, IDENTITY, PHONE
from handlers.disclosure.application.questions import about
from handlers.disclosure.application.representation import (
    AGENT_FIELDS,
    AUTHORITIES,
    BY_AGENT,
    PAPERS,
    REPRESENT,
    told_in_form,
)
from handlers.disclosure.case.fields import ROUTES, ApplicantKind, Delivery
from handlers.talk.form_phrases import BESIDE, CORRECTING, STAYING, UNCHANGED
from handlers.talk.temper import CALM, only_rude
from handlers.talk.turn import hear, step

EXPLAIN = "action_explain_application"
PRIVATE = frozenset(
    {
        *("applicant_name", "identity_number", "contact_phone", "delivery_address"),
        *("agent_name", "agent_identity"),
    }
)


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
        # Behind what everybody fills in, so that the numbers by which fields are corrected stay.
        "organisation_kind",
        *AGENT_FIELDS,
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
    free=frozenset({"information", "applicant_name", "delivery_address", "agent_name"}),
    pieced=frozenset({"information", "delivery_address"}),
    private=PRIVATE,
    unasked=(ADDRESSEE, BY_AGENT, *PAPERS.values(), "legal_representative"),
    pictured=frozenset({"agent_authority"}),
    beside=BESIDE,
    asides=(
        Aside(CALM, _is_angry),
        Aside(CHOOSE_ADDRESSEE, named_in_form),
        Aside(REPRESENT, told_in_form),
        Aside(EXPLAIN, _asks_about_it),
    ),
    # The first match counts, so the narrower name stands before the wider one.
    words={
        "agent_identity": ("代理人身份证", "代理人证件", "代理人的证件", "代理人的身份证"),
        "agent_authority": ("委托书",),
        "agent_name": ("代理人",),
        "organisation_kind": ("单位类别", "单位类型", "单位种类"),
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
    """Give the fields to be filled, in order.

    An address is asked only where something is posted, the kind of organisation only of one, and of a representative only
    where one files.
    """
    left_out = {
        *(() if slots.get("delivery") == Delivery.POST else ("delivery_address",)),
        # While an answer is checked its field holds the words as they were said.
        *(() if slots.get("applicant_kind") == ApplicantKind.ORGANISATION else ("organisation_kind",)),
        *(() if slots.get(BY_AGENT) else AGENT_FIELDS),
    }
    return [name for name in FORM.order if name not in left_out]


def progress(slots: Mapping[str, Any], slot: str) -> tuple[int, int]:
    """Give a field's place among the fields that are really filled in, and how many these are."""
    counted = [name for name in _counted(slots) if name != slot]
    before = [name for name in counted if FORM.order.index(name) < FORM.order.index(slot)]
    return len(before) + 1, len(counted) + 1


def _counted(slots: Mapping[str, Any]) -> list[str]:
    """Give the fields that the citizen is asked for; the name of an organisation may tell its kind."""
    name = slots.get("applicant_name")
    told = name is None or category_of_name(str(name)) is not None
    untold = {*UNCOUNTED, *(("organisation_kind",) if told else ())}
    return [each for each in required(slots) if each not in untold]


def kind_in(slots: Mapping[str, Any]) -> ApplicantKind:
    """Give the kind of applicant chosen; a person until something else is said."""
    return ApplicantKind(slots.get("applicant_kind") or ApplicantKind.NATURAL)


def open_fields(slots: Mapping[str, Any]) -> int:
    """Give how many fields are still to be filled before the application is read over."""
    return sum(slots.get(name) is None for name in _counted(slots))


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
    values: Mapping[str, Iterable[str]] = {
        "applicant_kind": ApplicantKind,
        "delivery": ROUTES,
        "organisation_kind": ORGANISATIONS,
        "agent_authority": AUTHORITIES,
    }
    # The choice names its own value, so that no recogniser can take "个人" for a call for a person.
    return tuple(step(words(value), CHOOSE, value=words(value)) for value in values.get(slot, ()))


def doubted(slots: Mapping[str, Any]) -> str:
    """Give the description that was doubted because it asks; empty when none was, or another field's words were."""
    words = str(slots.get(DOUBTED_SLOT) or "")
    return "" if words.startswith(tuple(f"{name}\n" for name in PAPERS)) else words


def insisting(wording: Wording) -> tuple[Choice, ...]:
    """Give the step by which a question that was doubted is applied for all the same."""
    words = wording("disclosure.choose.insist")
    return (step(words, CHOOSE, value=words),)


def chosen(value: Any, tracker: Tracker) -> str:
    """Give the words of an answer: those that a chosen step carries, else those typed."""
    said = str(value)
    return hear(tracker).slot("value") if said.startswith(f"/{CHOOSE}") else said
