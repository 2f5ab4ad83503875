"""What an import did or would do, as plain values that can be kept while its page is looked at."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from adapters.operators.proposals import label
from handlers.texts import Texts
from knowledge.checking import Checked, Twin
from knowledge.imports import Imported
from knowledge.ingest.proposal import ABOLISHES, Proposed

SHOWN = 300
FAULTY, CREATED, CHANGED, UNCHANGED = "faulty", "created", "changed", "unchanged"
TONES = {FAULTY: "bad", CREATED: "good", CHANGED: "info", UNCHANGED: ""}


@dataclass(frozen=True, slots=True)
class Field:
    """A proposed particular: its name, its value, and the words it was taken from."""

    name: str
    value: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Line:
    """What became, or would become, of one row of a file; what is proposed for it, and what it nearly repeats."""

    outcome: str
    tone: str
    file: str
    line: int | None
    title: str = ""
    reason: str = ""
    fields: tuple[Field, ...] = ()
    ends: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    twins: tuple[Twin, ...] = ()


def checked(rows: Iterable[Checked], texts: Texts) -> Mapping[str, Any]:
    """Give what an import would do, faults first: they are what a person has to mend."""
    lines = [_line(row, texts) for row in rows]
    tally = dict.fromkeys(TONES, 0)
    for line in lines:
        tally[line.outcome] += 1
    return _result(lines, tally, written=False)


def imported(done: Imported) -> Mapping[str, Any]:
    """Give what an import did, with the rows it skipped."""
    lines = [
        Line(FAULTY, TONES[FAULTY], fault.file, fault.line, reason=fault.reason) for fault in done.faults
    ]
    tally = {
        CREATED: done.added,
        CHANGED: done.changed,
        UNCHANGED: done.unchanged,
        FAULTY: len(done.faults),
    }
    return _result(lines, tally, written=True, proposed=done.proposed)


def _result(
    lines: list[Line], tally: Mapping[str, int], *, written: bool, proposed: int = 0
) -> Mapping[str, Any]:
    ordered = sorted(lines, key=lambda line: list(TONES).index(line.outcome))
    return {
        "rows": [asdict(line) for line in ordered[:SHOWN]],
        "more": max(0, len(lines) - SHOWN),
        "tally": tally,
        "useful": tally[CREATED] + tally[CHANGED],
        "written": written,
        "proposed": proposed,
    }


def _line(row: Checked, texts: Texts) -> Line:
    """Set a row of the dry run as a line of the page."""
    fields = row.proposal.fields if row.proposal else ()
    shown: dict[str, Field] = {}
    for one in fields:
        if one.field != ABOLISHES:
            shown.setdefault(one.field, _field(one, texts))
    outcome = row.outcome.value
    return Line(
        outcome,
        TONES[outcome],
        row.file,
        row.line,
        title=row.title,
        reason=row.reason,
        fields=tuple(shown.values()),
        ends=tuple(one.value for one in fields if one.field == ABOLISHES),
        notes=row.proposal.notes if row.proposal else (),
        twins=row.twins,
    )


def _field(one: Proposed, texts: Texts) -> Field:
    value = texts(f"citizen.kinds.{one.value}") if one.field == "kind" else one.value
    return Field(label(one.field, texts), value, one.evidence)
