"""The counter of disputes: reviews and suits of a span, as 表四 classes them (K5a). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.disclosure.annual_report.counting import ReportedRemedy
from handlers.disclosure.annual_report.form import REMEDIES

CORRECTED = "correct"


@dataclass(frozen=True, slots=True)
class Disputes:
    """How many were filed in a span, by kind of 表四; how many ended in it with a correction; and since when none was filed."""

    filed: Mapping[str, int]
    corrected: int
    last_filed_on: date | None

    @property
    def total(self) -> int:
        """All that were filed."""
        return sum(self.filed.values())


def disputes_of(remedies: Sequence[ReportedRemedy], *, first: date, last: date) -> Disputes:
    """Count remedies."""
    own = [one for one in remedies if first <= one.filed_on <= last]
    ended = [one for one in remedies if one.closed_on is not None and first <= one.closed_on <= last]
    return Disputes(
        {kind: sum(one.kind == kind for one in own) for kind in REMEDIES},
        sum(one.result == CORRECTED for one in ended),
        max((one.filed_on for one in remedies if one.filed_on <= last), default=None),
    )
