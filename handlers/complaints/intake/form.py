"""The form of a complaint as a value: its fields in order, how a citizen names them, which steps each one offers."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker

from bot.forms.spec import Aside, FormSpec
from bot.message import Choice, Wording
from handlers.complaints.case.kinds import ComplaintKind, TipCategory
from handlers.complaints.intake.phrases import ASKING, CONTINUING, PHONE, TIMED, WISHED
from handlers.complaints.intake.several import told_apart
from handlers.complaints.intake.tip_categories import category_of
from handlers.talk.form_phrases import BESIDE, CORRECTING, STAYING, UNCHANGED
from handlers.talk.temper import CALM, only_rude
from handlers.talk.turn import hear, step

CHOOSE = "choose"
SKIPPED, ANONYMOUS, INSIST = "skipped", "anonymous", "insist"
"""What optional fields hold that were left out, and what a step carries that goes on past another door."""
URGENT_SLOT, POSITION_SLOT = "complaint_urgent", "complaint_position"
PRIVATE = frozenset({"complaint_name", "complaint_phone"})


def _is_angry(said: str, awaited: str) -> bool:
    return awaited != "complaint_what" and only_rude(said)


FORM = FormSpec(
    name="complaint_form",
    order=(
        *("complaint_what", "complaint_kind", "complaint_category", "complaint_where", "complaint_when"),
        *("complaint_wish", "complaint_name", "complaint_phone", "complaint_confirmed"),
    ),
    submit="action_submit_complaint",
    entrance="appeal",
    confirmation="complaint_confirmed",
    topic="投诉举报",
    gathers="complaint_what",
    continuing=CONTINUING,
    asking=ASKING,
    unchanged=UNCHANGED,
    staying=STAYING,
    correcting=CORRECTING,
    amending=told_apart,
    shaped={"complaint_phone": PHONE},
    free=frozenset(
        {"complaint_what", "complaint_where", "complaint_when", "complaint_wish", "complaint_name"}
    ),
    pieced=frozenset({"complaint_what"}),
    private=PRIVATE,
    located=frozenset({"complaint_where"}),
    beside=BESIDE,
    asides=(Aside(CALM, _is_angry),),
    # The first match counts, so the narrower name stands before the wider one.
    words={
        "complaint_phone": ("电话", "手机", "号码", "联系"),
        "complaint_name": ("名字", "姓名", "匿名", "实名"),
        "complaint_category": ("哪一类", "类别", "分类"),
        "complaint_kind": ("哪一种", "类型", "种类"),
        "complaint_when": ("时间", "什么时候", "几点"),
        "complaint_wish": ("希望", "要求", "怎么解决"),
        "complaint_where": ("地点", "地方", "位置", "地址", "在哪"),
        "complaint_what": ("什么事", "事情", "情况", "内容", "经过"),
    },
)
PLACELESS = frozenset({ComplaintKind.SUGGESTION.value, ComplaintKind.CONSULTATION.value})
"""Kinds that need no place."""


def required(slots: Mapping[str, Any]) -> list[str]:
    """Give the fields to be filled, in order: what was told in other words already is not asked for again."""
    what, kind = str(slots.get("complaint_what") or ""), slots.get("complaint_kind")
    unasked = set()
    if kind != ComplaintKind.TIP:
        unasked.add("complaint_category")
    if kind in PLACELESS:
        unasked |= {"complaint_where", "complaint_when", "complaint_wish"}
    if TIMED.search(what):
        unasked.add("complaint_when")
    if WISHED.search(what):
        unasked.add("complaint_wish")
    if slots.get("complaint_name") in {None, ANONYMOUS}:
        unasked.add("complaint_phone")
    # What was filled all the same, by a correction, is read back.
    return [name for name in FORM.order if name not in unasked or slots.get(name) is not None]


def open_fields(slots: Mapping[str, Any]) -> int:
    """Give how many fields are still to be filled before the complaint is read over."""
    return sum(slots.get(name) is None for name in required(slots) if name != FORM.confirmation)


def steps(wording: Wording, slot: str, *, told: str = "") -> tuple[Choice, ...]:
    """Give the numbered steps that a field offers; none where the citizen writes freely.

    Of the categories of a tip, that which what was `told` comes near is first.
    """

    def words(name: str) -> str:
        return wording(f"complaints.choose.{name}")

    def chooses(label: str, value: str) -> Choice:
        return step(label, CHOOSE, value=value)

    if slot == "complaint_confirmed":
        return (
            step(words("submit"), "affirm"),
            step(words("correct"), "form_correct"),
            step(words("cancel"), "cancel"),
        )
    if slot == "complaint_kind":
        return tuple(chooses(wording(f"complaints.kinds.{kind}"), kind.value) for kind in ComplaintKind)
    if slot == "complaint_category":
        proposed = category_of(told)
        return tuple(
            chooses(wording(f"complaints.category.{category}"), category.value)
            for category in sorted(TipCategory, key=lambda one: one is not proposed)
        )
    if slot == "complaint_name":
        return (chooses(words("anonymous"), ANONYMOUS),)
    if slot in {"complaint_when", "complaint_wish", "complaint_phone"}:
        return (chooses(words("skip"), SKIPPED),)
    return ()


def chosen(value: Any, tracker: Tracker) -> str:
    """Give the words of an answer: those that a chosen step carries, else those typed."""
    said = str(value).strip()
    return hear(tracker).slot("value") if said.startswith(f"/{CHOOSE}") else said
