"""How well particulars are read out of files: labelled files through the importer, field by field.

A label is a row `{"file": name, field: value, …}`; `issuer` and `abolishes` are lists, an empty value says that the
file tells none, a field left out is not judged. Titles are compared without blanks, issuers whatever their order; of a
paper that ended its number counts, or its title where it has none.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knowledge.documents.draft import ABOLISHES, Draft, Proposal, Proposed
from knowledge.ingest.read import read

FIELDS = ("title", "number", "issuer", "written_on", "effective_on", "expires_on", "disclosure")
FILE = "file"
Label = Mapping[str, Any]


@dataclass
class FieldTally:
    """What came of one field: `missed` were told and not proposed, `invented` proposed and not told."""

    judged: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0
    invented: int = 0
    wrong_marked: int = 0
    right_marked: int = 0

    @property
    def share(self) -> float:
        """Give the share of the judged that is right; 1 when none was judged."""
        return self.right / self.judged if self.judged else 1.0

    def count(self, outcome: str, proposed: Proposed | None) -> None:
        """Count one outcome, and whether the proposal was marked as doubtful."""
        self.judged += 1
        setattr(self, outcome, getattr(self, outcome) + 1)
        marked = proposed is not None and not proposed.is_certain
        self.wrong_marked += marked and outcome in ("wrong", "invented")
        self.right_marked += marked and outcome == "right"


@dataclass
class ParticularsReport:
    """The tallies by field, and every failure as `file: field: proposed ≠ told`."""

    total: int = 0
    fields: dict[str, FieldTally] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """Give the report as plain values."""
        wrong = sum(one.wrong + one.invented for one in self.fields.values())
        right = sum(one.right for one in self.fields.values())
        marked = sum(one.wrong_marked for one in self.fields.values())
        doubted = sum(one.right_marked for one in self.fields.values())
        return {
            "total": self.total,
            "by_field": {
                name: {**vars(one), "share": round(one.share, 4)} for name, one in self.fields.items()
            },
            "wrong": wrong,
            "wrong_marked_doubtful": round(marked / wrong, 4) if wrong else 1.0,
            "right_marked_doubtful": round(doubted / right, 4) if right else 0.0,
            "failed": self.failed,
        }


def measure(
    paths: Sequence[Path], labels: Iterable[Label], *, progress: Callable[[int, int], None] | None = None
) -> ParticularsReport:
    """Read the files and compare what is proposed with their labels; a file that could not be read failed."""
    drafts = {
        Path(item.file).name: item for item in read(paths, progress=progress) if isinstance(item, Draft)
    }
    report = ParticularsReport()
    for label in labels:
        report.total += 1
        draft = drafts.get(label[FILE])
        if draft is None or draft.proposal is None:
            report.failed.append(f"{label[FILE]}: 没有读到")
        judge(report, label, draft.proposal if draft and draft.proposal else Proposal(()))
    return report


def judge(report: ParticularsReport, label: Label, proposal: Proposal) -> None:
    """Add what was proposed for one file to a report."""
    for name in FIELDS:
        if name in label:
            proposed = next((one for one in proposal.fields if one.field == name), None)
            _judge_field(report, label, name, proposed)
    if ABOLISHES in label:
        _judge_ended(report, label, [one for one in proposal.fields if one.field == ABOLISHES])


def _judge_field(report: ParticularsReport, label: Label, name: str, proposed: Proposed | None) -> None:
    told, value = label[name], proposed.value if proposed else ""
    if not told and not value:
        return
    same = _same(name, value, told)
    outcome = "right" if same else "missed" if not value else "wrong" if told else "invented"
    report.fields.setdefault(name, FieldTally()).count(outcome, proposed)
    if not same:
        doubt = f" ({proposed.certainty:.2f})" if proposed else ""
        report.failed.append(f"{label[FILE]}: {name}: {value}{doubt} ≠ {told}")


def _same(name: str, value: str, told: Any) -> bool:
    if name == "issuer":
        return Counter(value.split("、")) == Counter(told if isinstance(told, list) else [told])
    return "".join(value.split()) == "".join(str(told).split())


def _judge_ended(report: ParticularsReport, label: Label, proposed: Sequence[Proposed]) -> None:
    tally = report.fields.setdefault(ABOLISHES, FieldTally())
    left = list(proposed)
    for told in label[ABOLISHES]:
        found = next((one for one in left if told in one.value), None)
        if found:
            left.remove(found)
        else:
            report.failed.append(f"{label[FILE]}: {ABOLISHES}: ≠ {told}")
        tally.count("right" if found else "missed", found)
    for one in left:
        tally.count("invented", one)
        report.failed.append(f"{label[FILE]}: {ABOLISHES}: {one.value} ({one.certainty:.2f}) ≠")
