"""Identifiers against labelled cases and against their own arithmetic."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.identifiers import (
    ID_CHECKS,
    ID_WEIGHTS,
    IdentifierReading,
    contact_phone,
    credit_code,
    hk_macau_permit,
    identity_facts,
    identity_number,
    landline,
    mobile,
    passport,
)
from tests.shared_data import labelled

TODAY = date(2026, 6, 30)


def read(kind: str, text: str, today: date) -> IdentifierReading | None:
    readers = {"uscc": credit_code, "mobile": mobile, "landline": landline}
    if kind == "resident_id":
        return identity_number(text, today=today)
    return readers[kind](text) if kind in readers else None


def test_labelled_identifiers() -> None:
    rows = [json.loads(line) for line in labelled("disclosure/ids.jsonl").read_text("utf-8").splitlines()]
    wrong = []
    for row in rows:
        found = read(row["kind"], row["input"], date.fromisoformat(row["ref_date"]))
        if found is None:
            continue
        expected = (row["valid"], row["reason"], row["normalized"])
        if (found.valid, found.reason or "ok", found.value if found.valid else None) != expected:
            wrong.append((row["id"], found))
    assert wrong == []


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999))
def test_a_right_check_digit_is_accepted_and_any_other_refused(born: date, serial: int) -> None:
    body = f"339901{born:%Y%m%d}{serial:03d}"
    right = ID_CHECKS[sum(int(d) * w for d, w in zip(body, ID_WEIGHTS, strict=True)) % 11]
    assert identity_number(body + right, today=TODAY).valid
    for other in ID_CHECKS.replace(right, ""):
        assert identity_number(body + other, today=TODAY).reason == "checksum"


@given(st.text(max_size=60))
def test_hostile_text_is_read_without_failing(text: str) -> None:
    for found in (identity_number(text, today=TODAY), credit_code(text), contact_phone(text)):
        assert found.valid == (found.reason is None)


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("13900001234", "13900001234", None),
        ("0599-6612345", "0599-6612345", None),
        ("6612345", "6612345", "area_code"),
        ("", "", "empty"),
        ("我没有电话", "", "empty"),
    ],
)
def test_contact_takes_mobile_or_landline(text: str, value: str, reason: str | None) -> None:
    assert contact_phone(text) == IdentifierReading(value, reason)


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("0570-1234567", "0570-1234567", None),
        ("+86-570-1234567", "0570-1234567", None),
        ("0086 0571 12345678", "0571-12345678", None),
        ("+86 10 12345678", "010-12345678", None),
        ("+86 139 0000 1234", "013900001234", "length"),
        ("1234567", "1234567", "area_code"),
        ("12345678", "12345678", "area_code"),
        ("95598", "95598", "length"),
    ],
)
def test_a_landline_has_its_area_code(text: str, value: str, reason: str | None) -> None:
    assert landline(text) == IdentifierReading(value, reason)


@pytest.mark.parametrize("label", ["Tel：", "phone: ", "手机（微信同号）：", "联系电话:", ":"])
def test_a_label_before_a_colon_is_no_part_of_the_number(label: str) -> None:
    assert mobile(f"{label}139 0000 1234") == IdentifierReading("13900001234")
    assert landline(f"{label}0570-1234567") == IdentifierReading("0570-1234567")
    assert identity_number(f"{label}339901198503142016", today=TODAY) == IdentifierReading(
        "339901198503142016"
    )
    assert credit_code(f"{label}91339901ma0a1b2c2j") == IdentifierReading("91339901MA0A1B2C2J")


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("护照号码：E23456789", "E23456789", None),
        ("passport no. e23456789", "E23456789", None),
        ("EB2345678", "EB2345678", None),
        ("G23456789", "G23456789", None),
        ("EO2345678", "EO2345678", "charset"),
        ("EBC345678", "EBC345678", "charset"),
        ("GA2345678", "GA2345678", "charset"),
        ("G2345678", "G2345678", "length"),
        ("E234567890", "E234567890", "length"),
        ("X12 345", "X12345", None),
        ("X123", "X123", "length"),
        ("X1234567890123456", "X1234567890123456", None),
        ("X12345678901234567", "X12345678901234567", "length"),
        ("没有护照", "", "empty"),
        ("HELLO", "HELLO", "charset"),
        ("X1é345", "X1É345", "charset"),
    ],
)
def test_a_passport_is_read_by_its_form(text: str, value: str, reason: str | None) -> None:
    assert passport(text) == IdentifierReading(value, reason)


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("h2345 6789", "H23456789", None),
        ("M23456789", "M23456789", None),
        ("K23456789", "K23456789", "prefix"),
        ("234567890", "234567890", "prefix"),
        ("H2345678", "H2345678", "length"),
        ("H2345678901", "H2345678901", "length"),
        ("HM2345678", "HM2345678", "charset"),
        ("", "", "empty"),
    ],
)
def test_a_permit_is_h_or_m_and_eight_digits(text: str, value: str, reason: str | None) -> None:
    assert hk_macau_permit(text) == IdentifierReading(value, reason)


@pytest.mark.parametrize(
    ("born", "today", "age"),
    [
        ("20120630", date(2026, 6, 29), 13),
        ("20120630", date(2026, 6, 30), 14),
        ("20120229", date(2026, 2, 28), 13),
        ("20120229", date(2026, 3, 1), 14),
        ("20120229", date(2028, 2, 29), 16),
    ],
)
def test_age_is_counted_in_full_years(born: str, today: date, age: int) -> None:
    facts = identity_facts(f"339901{born}0011", today=today)
    assert (facts.age, facts.male, facts.guarded) == (age, True, age < 14)
    assert not identity_facts(f"339901{born}0021", today=today).male


def test_no_facts_are_drawn_from_what_is_no_number() -> None:
    with pytest.raises(ValueError, match="no"):
        identity_facts("339901201302300011", today=TODAY)
    with pytest.raises(ValueError, match="no"):
        identity_facts("", today=TODAY)


@given(st.text(max_size=60))
def test_hostile_papers_are_read_without_failing(text: str) -> None:
    for found in (passport(text), hk_macau_permit(text)):
        assert found.valid == (found.reason is None)
