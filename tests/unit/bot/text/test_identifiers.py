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
    identity_number,
    landline,
    mobile,
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
