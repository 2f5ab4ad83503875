"""What a person fills in for each step of a complaint, as data: the desk's forms are drawn from it and read by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import InputError, ProcedureError
from bot.message import Wording
from handlers.complaints.case.kinds import ComplaintResult
from handlers.complaints.case.lifecycle import ARTICLES
from handlers.complaints.case.lifecycle import ComplaintStep as Step
from handlers.complaints.intake.doors import OtherDoor
from handlers.desk.step_form import FieldKind, fits


class ComplaintField(StrEnum):
    """What a step may ask for; the Chinese name is the text `complaints.field.<value>`."""

    MATTER = "matter"
    UNIT = "unit"
    HELPERS = "helpers"
    REASON = "reason"
    DOOR = "door"
    WORKDAYS = "workdays"
    URGENT = "urgent"
    RESULT = "result"
    RESULT_WORDS = "result_words"
    LAW = "law"
    EVIDENCE = "evidence"
    LEAD = "lead"
    CALL_WORDS = "call_words"


F, K = ComplaintField, FieldKind
KINDS: Mapping[ComplaintField, FieldKind] = {
    **dict.fromkeys(ComplaintField, K.LINE),
    **dict.fromkeys((F.REASON, F.RESULT_WORDS, F.EVIDENCE, F.CALL_WORDS), K.WORDS),
    **dict.fromkeys((F.MATTER, F.UNIT, F.DOOR, F.RESULT), K.CHOICE),
    F.WORKDAYS: K.NUMBER,
    F.URGENT: K.TICK,
}
_NEEDS: Mapping[Step, tuple[ComplaintField, ...]] = {
    Step.DECLINE: (F.DOOR, F.REASON),
    Step.DISPATCH: (F.MATTER,),
    Step.OBJECT: (F.REASON,),
    Step.UPHOLD: (F.REASON,),
    Step.REDISPATCH: (F.UNIT, F.REASON),
    Step.HAND_OVER: (F.UNIT, F.REASON),
    Step.EXTEND: (F.WORKDAYS, F.REASON),
    Step.REPORT: (F.RESULT, F.RESULT_WORDS, F.EVIDENCE),
    Step.ANSWER: (F.RESULT_WORDS,),
    Step.SEND_BACK: (F.REASON,),
    Step.MERGE: (F.LEAD,),
    Step.SPLIT: (F.REASON,),
    Step.VISIT: (F.CALL_WORDS,),
    Step.RECORD_CALL: (F.CALL_WORDS,),
    Step.REOPEN: (F.CALL_WORDS, F.REASON),
    Step.SUPERVISE: (F.CALL_WORDS, F.REASON),
    Step.ORDER: (F.REASON,),
    Step.CONCLUDE: (F.RESULT_WORDS,),
}
_MAY: Mapping[Step, tuple[ComplaintField, ...]] = {
    # The duty list names unit, helpers and reason; what is typed here departs from it.
    Step.DISPATCH: (F.UNIT, F.HELPERS, F.REASON, F.URGENT),
    Step.REPORT: (F.LAW,),
}
BY_THEMSELVES = frozenset({Step.SUBMIT, Step.RATE, Step.RATE_LOW, Step.CLOSE_WITH, Step.RECUR, Step.ESCALATE})
"""Steps that no form of the desk takes: the applicant's own, and what follows by itself."""


@dataclass(frozen=True, slots=True)
class ComplaintFormField:
    """One field of a step's form."""

    name: ComplaintField
    required: bool

    @property
    def kind(self) -> FieldKind:
        """How it is filled in."""
        return KINDS[self.name]


@dataclass(frozen=True, slots=True)
class StepChoices:
    """What may be chosen: the classes of the duty list and the county's units."""

    matters: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    def of(self, name: ComplaintField) -> tuple[str, ...]:
        """Give what may be chosen for a field."""
        offered: Mapping[ComplaintField, tuple[str, ...]] = {
            F.MATTER: self.matters,
            F.UNIT: self.units,
            F.DOOR: tuple(OtherDoor),
            F.RESULT: tuple(ComplaintResult),
        }
        return offered.get(name, ())

    def kind(self, name: ComplaintField) -> FieldKind:
        """How a field is filled in: where nothing is listed to choose from, it is written."""
        listed = name not in {F.MATTER, F.UNIT} or self.of(name)
        return KINDS[name] if listed else FieldKind.LINE


@dataclass(frozen=True, slots=True)
class ComplaintOrder:
    """A step as somebody ordered it; what was left empty is not there."""

    step: Step
    values: Mapping[ComplaintField, str]

    def text(self, name: ComplaintField) -> str:
        """Give a field as words, empty when it was left so."""
        return self.values.get(name, "")

    @property
    def helpers(self) -> tuple[str, ...]:
        """The units that help, as they were typed one after the other."""
        parts = self.text(F.HELPERS).replace("，", "、").replace(",", "、").split("、")
        return tuple(part.strip() for part in parts if part.strip())


def fields_of(step: Step) -> tuple[ComplaintFormField, ...]:
    """Give what a step asks for, the required fields first."""
    needed = (ComplaintFormField(name, required=True) for name in _NEEDS.get(step, ()))
    return (*needed, *(ComplaintFormField(name, required=False) for name in _MAY.get(step, ())))


def read_complaint_order(
    step: Step, fields: Mapping[str, str], texts: Wording, *, choices: StepChoices
) -> ComplaintOrder:
    """Read a step's form.

    Raises `ProcedureError` naming every required field that is empty, `InputError` for one that cannot be read.
    """
    values: dict[ComplaintField, str] = {}
    for field in fields_of(step):
        typed = fields.get(field.name.value, "").strip()
        if not typed:
            continue
        if not fits(choices.kind(field.name), typed, choices.of(field.name)):
            raise InputError("complaints.refused.field", field=texts(f"complaints.field.{field.name.value}"))
        values[field.name] = "true" if field.kind is FieldKind.TICK else typed
    order = ComplaintOrder(step, values)
    _require_whole(order, texts)
    for unit in order.helpers:
        if choices.units and unit not in choices.units:
            raise InputError("complaints.refused.helper", unit=unit)
    return order


def _require_whole(order: ComplaintOrder, texts: Wording) -> None:
    """Raise `ProcedureError` naming what lacks; where nothing could be solved, the law behind it is wanted, too."""
    needed = [field.name for field in fields_of(order.step) if field.required]
    if order.text(F.RESULT) == ComplaintResult.UNABLE:
        needed.append(F.LAW)
    if empty := [name for name in needed if name not in order.values]:
        named = "、".join(texts(f"complaints.field.{name.value}") for name in empty)
        raise ProcedureError("complaints.missing.field", article=ARTICLES[order.step], fields=named)
