"""What a person fills in for each step, as data: the desk's forms are drawn from it, and what comes back is read by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.errors import InputError, ProcedureError
from bot.message import Wording
from handlers.desk.step_form import FieldKind, fits
from handlers.disclosure.annual_report.form import REMEDIES, RESULTS
from handlers.disclosure.applicant.categories import ApplicantCategory
from handlers.disclosure.case.lifecycle import ARTICLES, Step

PENDING = "pending"


class StepField(StrEnum):
    """What a step may ask for; the Chinese name is the text `disclosure.field.<value>`."""

    REASON = "reason"
    POINTS = "points"
    GUIDANCE = "guidance"
    UNTIL = "until"
    ON = "on"
    CONSULTED = "consulted"
    PARTY = "party"
    EXTRACT = "extract"
    CONCERN = "concern"
    REF = "ref"
    OPINION = "opinion"
    OPINION_WORDS = "opinion_words"
    WORKDAYS = "workdays"
    COUNTS = "counts"
    SCALE = "scale"
    COUNT = "count"
    AMOUNT = "amount"
    PAY_HOW = "pay_how"
    UNIT = "unit"
    WAY = "way"
    PROOF = "proof"
    JUSTIFIED = "justified"
    CATEGORY = "category"
    REMEDY = "remedy"
    RESULT = "result"
    ADDITION = "addition"
    CONFIRMED_WITH = "confirmed_with"


class Consulted(StrEnum):
    """Whose opinion is asked for: the third party (art. 32), a co-making agency (art. 34), another agency (art. 11)."""

    THIRD_PARTY = "third_party"
    AGENCY = "agency"
    OTHER_AGENCY = "other_agency"


class DeliveryWay(StrEnum):
    """How a reply reaches its applicant (国办公开办函〔2016〕235号): by hand, through somebody entrusted, by post, online."""

    DIRECT = "direct"
    ENTRUSTED = "entrusted"
    POST = "post"
    ONLINE = "online"


class OpinionGiven(StrEnum):
    """What was answered to a letter asking for an opinion."""

    AGREES = "agrees"
    OBJECTS = "objects"


SPECS: Mapping[StepField, tuple[FieldKind, tuple[str, ...]]] = {
    **dict.fromkeys(StepField, (FieldKind.LINE, ())),
    **dict.fromkeys(
        (
            StepField.REASON,
            StepField.POINTS,
            StepField.GUIDANCE,
            StepField.EXTRACT,
            StepField.CONCERN,
            StepField.OPINION_WORDS,
            StepField.ADDITION,
        ),
        (FieldKind.WORDS, ()),
    ),
    **dict.fromkeys((StepField.UNTIL, StepField.ON), (FieldKind.DAY, ())),
    **dict.fromkeys((StepField.WORKDAYS, StepField.COUNT, StepField.AMOUNT), (FieldKind.NUMBER, ())),
    StepField.JUSTIFIED: (FieldKind.TICK, ()),
    StepField.CONSULTED: (FieldKind.CHOICE, tuple(Consulted)),
    StepField.OPINION: (FieldKind.CHOICE, tuple(OpinionGiven)),
    StepField.SCALE: (FieldKind.CHOICE, ("requests", "pages")),
    StepField.WAY: (FieldKind.CHOICE, tuple(DeliveryWay)),
    StepField.CATEGORY: (FieldKind.CHOICE, tuple(ApplicantCategory)),
    StepField.REMEDY: (FieldKind.CHOICE, tuple(REMEDIES)),
    StepField.RESULT: (FieldKind.CHOICE, tuple(result for result in RESULTS if result != PENDING)),
}
_NEEDS: Mapping[Step, tuple[StepField, ...]] = {
    Step.ASK_CORRECTION: (StepField.POINTS, StepField.GUIDANCE, StepField.UNTIL),
    Step.CORRECT: (StepField.ADDITION, StepField.ON),
    Step.LAPSE_CORRECTION: (StepField.REASON,),
    Step.CONSULT: (StepField.CONSULTED, StepField.PARTY, StepField.EXTRACT),
    Step.RECORD_ARRIVAL: (StepField.ON, StepField.PROOF),
    Step.RECORD_OPINION: (StepField.REF, StepField.OPINION, StepField.OPINION_WORDS, StepField.ON),
    Step.RETURN_DRAFT: (StepField.REASON,),
    Step.RETURN_REFUSAL: (StepField.REASON,),
    Step.SEND_BACK: (StepField.REASON,),
    Step.SEND_BACK_REFUSAL: (StepField.REASON,),
    Step.EXTEND: (StepField.REASON, StepField.WORKDAYS),
    Step.ASK_REASONS: (StepField.COUNTS, StepField.UNTIL),
    Step.FIX_DELAY: (StepField.REASON, StepField.UNTIL),
    Step.ASK_FEE: (StepField.SCALE, StepField.COUNT, StepField.AMOUNT, StepField.PAY_HOW),
    Step.PAY_FEE: (StepField.ON, StepField.PROOF),
    Step.PAY_FEE_SEARCHED: (StepField.ON, StepField.PROOF),
    Step.LAPSE_FEE: (StepField.REASON,),
    Step.DELIVER: (StepField.WAY, StepField.ON, StepField.PROOF),
    Step.CORRECT_REPLY: (StepField.REASON,),
    Step.OPEN_REMEDY: (StepField.REMEDY, StepField.ON),
    Step.END_REMEDY: (StepField.RESULT, StepField.ON),
    Step.WITHDRAW: (StepField.REASON, StepField.ON),
}
_MAY: Mapping[Step, tuple[StepField, ...]] = {
    Step.CONFIRM: (StepField.CONFIRMED_WITH, StepField.CATEGORY),
    Step.CORRECT: (StepField.JUSTIFIED,),
    Step.ASSIGN: (StepField.UNIT,),
    Step.CONSULT: (StepField.CONCERN,),
    Step.RECORD_ARRIVAL: (StepField.REF,),
    Step.PASS_REVIEW: (StepField.REASON,),
    Step.ARCHIVE: (StepField.CATEGORY,),
}
BY_THEMSELVES = frozenset({Step.SUBMIT, Step.REGISTER, Step.REPORT_ERROR})
"""Steps that make a case, and so are not taken on one."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a step's form."""

    name: StepField
    required: bool

    @property
    def kind(self) -> FieldKind:
        """How it is filled in."""
        return SPECS[self.name][0]

    @property
    def choices(self) -> tuple[str, ...]:
        """What may be chosen."""
        return SPECS[self.name][1]


def fields_of(step: Step) -> tuple[FormField, ...]:
    """Give what a step asks for, the required fields first."""
    needed = (FormField(name, required=True) for name in _NEEDS.get(step, ()))
    return (*needed, *(FormField(name, required=False) for name in _MAY.get(step, ())))


@dataclass(frozen=True, slots=True)
class StepOrder:
    """A step as somebody ordered it; what was left empty is not there."""

    step: Step
    values: Mapping[StepField, str]

    def text(self, name: StepField) -> str:
        """Give a field as words, empty when it was left so."""
        return self.values.get(name, "")

    def day(self, name: StepField) -> date | None:
        """Give a day, or None when it was left empty."""
        return date.fromisoformat(self.values[name]) if name in self.values else None


def read_order(step: Step, fields: Mapping[str, str], texts: Wording) -> StepOrder:
    """Read a step's form.

    Raises `ProcedureError` naming every required field that is empty, `InputError` for one that cannot be read.
    """
    values: dict[StepField, str] = {}
    for field in fields_of(step):
        typed = fields.get(field.name.value, "").strip()
        if typed:
            values[field.name] = _value(field, typed, texts)
    empty = [field.name for field in fields_of(step) if field.required and field.name not in values]
    if empty:
        named = "、".join(texts(f"disclosure.field.{name.value}") for name in empty)
        raise ProcedureError("disclosure.missing.field", article=ARTICLES[step], fields=named)
    return StepOrder(step, values)


def _value(field: FormField, typed: str, texts: Wording) -> str:
    if not fits(field.kind, typed, field.choices):
        raise InputError("disclosure.refused.field", field=texts(f"disclosure.field.{field.name.value}"))
    return "true" if field.kind is FieldKind.TICK else typed
