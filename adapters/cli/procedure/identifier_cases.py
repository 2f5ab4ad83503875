"""Labelled identity papers, organisation codes and phones through the readers."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from adapters.cli.procedure.outcome import CaseOutcome, CheckedCases, differences, records
from bot.privacy import mask_identity, mask_paper, mask_phone
from bot.text.identifiers import (
    IdentifierReading,
    credit_code,
    hk_macau_permit,
    identity_facts,
    identity_number,
    landline,
    mobile,
    passport,
)
from handlers.disclosure.statute.reading import civil_day

RESIDENT = "resident_id"
READERS: Mapping[str, Callable[[str, date], IdentifierReading]] = {
    RESIDENT: lambda text, today: identity_number(text, today=today),
    "uscc": lambda text, _: credit_code(text),
    "mobile": lambda text, _: mobile(text),
    "landline": lambda text, _: landline(text),
    "passport": lambda text, _: passport(text),
    "hk_macau_permit": lambda text, _: hk_macau_permit(text),
}
MASKS: Mapping[str, Callable[[str], str]] = {
    RESIDENT: mask_identity,
    "mobile": mask_phone,
    "landline": mask_phone,
    "passport": mask_paper,
    "hk_macau_permit": mask_paper,
}


def check(paths: Sequence[Path]) -> CheckedCases:
    """Hold each record of a known kind against its reader; the input may hold other words around the number.

    A record whose date cannot be read fails. Raises `ValueError` naming file and line where a line is no JSON object.
    """
    outcomes, ignored = [], 0
    for path in paths:
        for number, record in records(path):
            if record.get("kind") not in READERS or not isinstance(record.get("input"), str):
                ignored += 1
                continue
            try:
                today = civil_day(record["ref_date"]) if record.get("ref_date") else date.max
                faults = _faults(record, today)
            except ValueError as error:
                faults = (f"{path.name} 第{number}行读不懂：ref_date {error}",)
            outcomes.append(CaseOutcome(str(record.get("id", number)), faults))
    return CheckedCases(tuple(outcomes), ignored)


def _faults(record: Mapping[str, Any], today: date) -> tuple[str, ...]:
    kind = str(record["kind"])
    read = READERS[kind](record["input"], today)
    found: dict[str, Any] = {
        "valid": read.valid,
        "reason": read.reason or "ok",
        "normalized": read.value if read.valid else None,
    }
    if read.valid:
        found["masked"] = MASKS.get(kind, str)(read.value)
    faults = differences(record, found)
    if read.valid and kind == RESIDENT and isinstance(record.get("derived"), dict):
        faults += differences(record["derived"], _derived(read.value, today))
    return faults


def _derived(number: str, today: date) -> dict[str, Any]:
    facts = identity_facts(number, today=today)
    return {
        "birth": facts.born_on.isoformat(),
        "sex": "M" if facts.male else "F",
        "age_on_ref": facts.age,
        "under_14_on_ref": facts.guarded,
    }
