"""Every text of the slice exists, is short, and asks for no value that the code does not give."""

import re
from pathlib import Path

import pytest

from handlers.disclosure.applicant.categories import ApplicantCategory
from handlers.disclosure.applicant.identity_papers import IdentityPaper
from handlers.disclosure.application.form import FORM
from handlers.disclosure.case import lifecycle
from handlers.disclosure.case.events import EVENT_KINDS
from handlers.disclosure.case.fields import ROUTES, ApplicantKind, Delivery
from handlers.disclosure.case.papers import PaperKind
from handlers.disclosure.proceeding.registration_form import FIELDS
from handlers.disclosure.proceeding.step_fields import StepField, fields_of
from handlers.disclosure.proceeding.told import TOLD
from handlers.disclosure.statute.log import Channel
from tests.factories.talk import TEXTS

SLICE = Path(__file__).parents[4] / "handlers" / "disclosure"
LITERAL = re.compile(r'"(disclosure(?:\.[a-z_0-9]+)+)"')


def used() -> set[str]:
    texts = {key for path in SLICE.rglob("*.py") for key in LITERAL.findall(path.read_text("utf-8"))}
    return texts - {"disclosure.ask", "disclosure.choose", "disclosure.page"}


def test_every_key_in_the_code_has_a_text() -> None:
    assert len(used()) > 15
    assert {key for key in used() if key not in TEXTS} == set()


@pytest.mark.parametrize("state", lifecycle.State)
def test_every_state_has_words(state: lifecycle.State) -> None:
    assert f"disclosure.state.{state}" in TEXTS
    assert f"disclosure.turn.{state}" in TEXTS


@pytest.mark.parametrize("step", lifecycle.Step)
def test_every_step_has_words(step: lifecycle.Step) -> None:
    assert f"disclosure.step.{step}" in TEXTS


@pytest.mark.parametrize("kind", sorted(EVENT_KINDS))
def test_every_line_of_the_log_has_words(kind: str) -> None:
    assert f"disclosure.event.{kind}" in TEXTS


@pytest.mark.parametrize("step", lifecycle.Step)
def test_every_field_of_a_step_has_words_and_so_has_every_choice(step: lifecycle.Step) -> None:
    for field in fields_of(step):
        assert f"disclosure.field.{field.name}" in TEXTS
        group = "category" if field.name is StepField.CATEGORY else "option"
        for choice in field.choices:
            assert f"disclosure.{group}.{choice}" in TEXTS


def test_every_word_of_the_registration_form_is_there() -> None:
    for name in FIELDS:
        assert f"disclosure.register.{name}" in TEXTS
    for group, values in (("channel", Channel), ("category", ApplicantCategory), ("paper", PaperKind)):
        assert all(f"disclosure.{group}.{value}" in TEXTS for value in values)
    assert all(f"disclosure.identity_paper.{paper}" in TEXTS for paper in IdentityPaper)


def test_what_the_applicant_is_told_of_a_step_is_there() -> None:
    assert all(f"disclosure.told.{step}" in TEXTS for step in TOLD)


FAULTS = [
    *("information_short", "information_long", "information_question", "kind_unclear", "name_person"),
    *("name_organisation", "identity_minor", "contact_person", "delivery_unclear", "address_incomplete"),
    *(
        f"identity_{reason}"
        for reason in [
            "empty",
            "charset",
            "legacy_15",
            "length",
            "province",
            "date",
            "date_future",
            "checksum",
        ]
    ),
    *(f"code_{reason}" for reason in ["empty", "charset", "legacy_15", "length", "checksum"]),
    *(f"phone_{reason}" for reason in ["empty", "charset", "not_mobile", "length", "prefix", "area_code"]),
]


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_has_words(fault: str) -> None:
    assert TEXTS.placeholders(f"disclosure.fault.{fault}") == frozenset()


def test_every_choice_has_words() -> None:
    for name in (*ApplicantKind, *ROUTES):
        assert f"disclosure.choose.{name}" in TEXTS
    for way in Delivery:
        assert f"disclosure.delivery.{way}" in TEXTS


def test_no_text_is_longer_than_a_reply() -> None:
    for key in sorted(TEXTS.keys()):
        if key.startswith("disclosure."):
            assert len(TEXTS._entries[key]) <= 300, key


def test_the_questions_take_place_total_and_notice_only() -> None:
    for key in sorted(TEXTS.keys()):
        if key.startswith("disclosure.ask."):
            assert TEXTS.placeholders(key) <= {"place", "total", "notice"}, key
        if key.startswith("disclosure.summary.") and key.rpartition(".")[2] in FORM.order:
            assert TEXTS.placeholders(key) <= {"place", "value"}, key
