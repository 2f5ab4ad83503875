"""The forms of the lawful steps as the case page shows them: drawn from what each step asks for, nothing by hand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.message import Wording
from handlers.desk.step_form import FieldKind
from handlers.disclosure.case.lifecycle import ARTICLES, Step
from handlers.disclosure.proceeding.case_file import CaseFile
from handlers.disclosure.proceeding.step_fields import StepField, fields_of

BESIDE = frozenset(
    {
        *(Step.EXTEND, Step.ASK_REASONS, Step.FIX_DELAY, Step.ASK_FEE, Step.WITHDRAW),
        *(Step.OPEN_REMEDY, Step.END_REMEDY, Step.CORRECT_REPLY),
    }
)
"""Lawful all along, and seldom what comes next."""


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field with its words; `choices` are values with their words, `hints` what is often typed, `proposed` stands chosen."""

    name: str
    label: str
    kind: str
    required: bool
    choices: Sequence[tuple[str, str]] = ()
    hints: Sequence[str] = ()
    proposed: str = ""


@dataclass(frozen=True, slots=True)
class StepForm:
    """A step that may be taken now: its words, its article, its fields, and the question asked before it is final."""

    step: str
    words: str
    article: str
    fields: tuple[ShownField, ...]
    ask: str
    beside: bool


def step_forms(
    file: CaseFile, texts: Wording, *, units: Sequence[str], coming: Step | None
) -> list[StepForm]:
    """Give the forms of the steps that somebody may take now, `coming` before the others, what is seldom taken last."""
    forms = [
        StepForm(
            step=step.value,
            words=texts(f"disclosure.step.{step.value}"),
            article=ARTICLES[step],
            fields=tuple(_shown(step, file, texts, units)),
            ask=texts(f"staff.step_ask.{step.value}") if f"staff.step_ask.{step.value}" in texts else "",  # type: ignore[operator]
            beside=step in BESIDE,
        )
        for step in file.steps
    ]
    return sorted(forms, key=lambda form: (form.beside, form.step != coming))


def _shown(step: Step, file: CaseFile, texts: Wording, units: Sequence[str]) -> Iterator[ShownField]:
    for field in fields_of(step):
        if field.name is StepField.REF and not file.refs:
            continue
        if field.name is StepField.CATEGORY and file.category:
            continue
        group = "category" if field.name is StepField.CATEGORY else "option"
        choices = [(value, texts(f"disclosure.{group}.{value}")) for value in field.choices]
        kind = field.kind
        if field.name is StepField.REF:
            kind, choices = FieldKind.CHOICE, [(letter.ref, letter.words) for letter in file.refs]
        yield ShownField(
            name=field.name.value,
            label=texts(f"disclosure.field.{field.name.value}"),
            kind=kind.value,
            required=field.required,
            choices=choices,
            hints=units if field.name is StepField.UNIT else (),
        )
