"""What an import did or would do, as plain values that can be kept while its page is looked at."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from adapters.operators.documents.proposal_sheet import doubt_of, label
from adapters.web import dates
from handlers.texts import Texts
from knowledge.documents.change_summary import ChangeSummary
from knowledge.documents.document import Validity
from knowledge.documents.draft import ABOLISHES, Proposed
from knowledge.ingest.particulars.secrecy import is_grade
from knowledge.library.dry_run import TriedRow, Twin, VersionOffer
from knowledge.library.import_choices import row_key
from knowledge.library.imports import Imported

SHOWN_ROWS = 300
FAULTY, CHANGED, CREATED, UNCHANGED = "faulty", "changed", "created", "unchanged"
# In the order in which a person has to look at them.
TONES = {FAULTY: "bad", CHANGED: "info", CREATED: "good", UNCHANGED: ""}
ALIKE = "alike"
PARTS = (*TONES, ALIKE)


@dataclass(frozen=True, slots=True)
class ShownParticular:
    """A proposed particular: its name, its value, the words it was taken from, and whether it is doubtful."""

    name: str
    value: str
    evidence: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """What became, or would become, of one row of a file.

    `fields` are what is proposed for it, `twins` what it nearly repeats, `account` what it changes, `worth` what is to
    be said of its validity. `key` names it when a person leaves it out, `offer` is what it may be a new version of,
    `secret` that it bears a grade of secrecy: such a row comes in only when somebody ticks it.
    """

    outcome: str
    tone: str
    file: str
    line: int | None
    title: str = ""
    reason: str = ""
    fields: tuple[ShownParticular, ...] = ()
    ends: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    twins: tuple[Twin, ...] = ()
    account: ChangeSummary | None = None
    worth: str = ""
    key: str = ""
    offer: VersionOffer | None = None
    secret: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """Give the parts of the result that it belongs to."""
        return (self.outcome, ALIKE) if self.twins else (self.outcome,)


def checked(rows: Iterable[TriedRow], texts: Texts) -> Mapping[str, Any]:
    """Give what an import would do, faults first: they are what a person has to mend."""
    lines = [_line(row, texts) for row in rows]
    counts = Counter(part for line in lines for part in line.parts)
    return _result(lines, {part: counts[part] for part in PARTS}, written=False)


def imported(done: Imported) -> Mapping[str, Any]:
    """Give what an import did, with the rows it skipped."""
    lines = [
        ImportedRow(FAULTY, TONES[FAULTY], fault.file, fault.line, reason=fault.reason)
        for fault in done.faults
    ]
    tally = {
        FAULTY: len(done.faults),
        CHANGED: done.changed,
        CREATED: done.added,
        UNCHANGED: done.unchanged,
    }
    counts = {"proposed": done.proposed, "replaced": done.replaced, "unregistered": done.unregistered}
    return {**_result(lines, tally, written=True), **counts}


def _result(lines: list[ImportedRow], tally: Mapping[str, int], *, written: bool) -> Mapping[str, Any]:
    ordered = sorted(lines, key=lambda line: list(TONES).index(line.outcome))
    return {
        "rows": [asdict(line) for line in _first(ordered)],
        "total": len(lines),
        "tally": tally,
        "useful": tally[CREATED] + tally[CHANGED],
        "written": written,
        **dict.fromkeys(("proposed", "replaced", "unregistered"), 0),
    }


def _first(lines: list[ImportedRow]) -> list[ImportedRow]:
    """Give so many lines of each part that a page can show; whatever is alike is never lost behind the rest."""
    room = dict.fromkeys(PARTS, SHOWN_ROWS)
    found = []
    for line in lines:
        if any(room[part] for part in line.parts):
            found.append(line)
            for part in line.parts:
                room[part] = max(0, room[part] - 1)
    return found


def shown(result: Mapping[str, Any], part: str) -> dict[str, Any]:
    """Give what a page shows of a result: the rows of one part, or the first of all; `more` are left out."""
    rows = [
        row
        for row in result["rows"]
        if not part or row["outcome"] == part or (part == ALIKE and row["twins"])
    ]
    total = result["tally"].get(part, 0) if part else result["total"]
    rows = rows[:SHOWN_ROWS]
    listed = f"/operators?{urlencode({'validity': Validity.UNREGISTERED.value})}"
    return {
        **result,
        "rows": rows,
        "more": total - len(rows),
        "part": part,
        "unregistered_listed": listed,
    }


def _line(row: TriedRow, texts: Texts) -> ImportedRow:
    """Set a row of the dry run as a line of the page."""
    fields = row.proposal.fields if row.proposal else ()
    shown: dict[str, ShownParticular] = {}
    for one in fields:
        if one.field != ABOLISHES:
            shown.setdefault(one.field, _field(one, texts))
    outcome = row.outcome.value
    return ImportedRow(
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
        account=row.account,
        worth=worth(row, texts),
        key=row_key(row.file, row.line),
        offer=row.offer,
        secret=any(one.field == "disclosure" and is_grade(one.evidence) for one in fields),
    )


def worth(row: TriedRow, texts: Texts) -> str:
    """Give what is to be said of a row's validity: that another law took its place, or that nobody registered it."""
    law = row.successor
    if law is None:
        return texts("operators.import.unregistered") if row.unregistered else ""
    kind = "doubtful" if not law.certain else "revised" if law.revised else "replaced"
    return texts(f"operators.import.{kind}", title=law.title, day=dates.day(law.in_force_on))


def _field(one: Proposed, texts: Texts) -> ShownParticular:
    value = texts(f"citizen.kinds.{one.value}") if one.field == "kind" else one.value
    doubt = "" if one.is_certain else doubt_of(one, texts)
    return ShownParticular(label(one.field, texts), value, one.evidence, doubt)
