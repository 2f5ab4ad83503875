"""How a request stands before a step: its state, its log and the dates that follow, as the conditions of steps look at them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from handlers.disclosure.case.events import DRAFTS, REFUSAL_PROPOSED
from handlers.disclosure.case.lifecycle import State
from handlers.disclosure.statute.clocks import Clocks
from handlers.disclosure.statute.log import Occurrence

ASKED = {
    Occurrence.THIRD_PARTY_SENT: Occurrence.THIRD_PARTY_REPLY,
    Occurrence.AGENCY_SENT: Occurrence.AGENCY_REPLY,
    Occurrence.OTHER_AGENCY_SENT: Occurrence.OTHER_AGENCY_REPLY,
}
"""What was sent to ask for an opinion, and what its arrival is noted as."""


@dataclass(frozen=True, slots=True)
class NotedLine:
    """A line of the log without its time: what, by whom, with which particulars."""

    kind: str
    actor: str
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """A request as it stands: `outcome` is that of the last draft or reply, `category` the applicant's for the report."""

    state: State
    log: Sequence[NotedLine]
    dates: Clocks
    today: date
    category: str = ""

    def happened(self, kind: str) -> bool:
        """Whether something is in the log."""
        return any(line.kind == kind for line in self.log)

    @property
    def draft(self) -> NotedLine | None:
        """The last draft, of a reply or of a refusal."""
        return next((line for line in reversed(self.log) if line.kind in DRAFTS), None)

    @property
    def refusing(self) -> bool:
        """Whether the last draft came straight from what was received, before any search."""
        return self.draft is not None and self.draft.kind == REFUSAL_PROPOSED

    @property
    def fee_from(self) -> str:
        """The state in which the fee was asked for."""
        asked = [line for line in self.log if line.kind == Occurrence.FEE_NOTICE]
        return asked[-1].detail.get("before", "") if asked else ""

    def open_opinions(self) -> tuple[tuple[Occurrence, str], ...]:
        """Give the letters whose opinion is neither in nor overdue: what was sent, and to whom by its reference."""
        sent = {
            (Occurrence(line.kind), line.detail.get("ref", "")): None
            for line in self.log
            if line.kind in ASKED
        }
        return tuple(
            (kind, ref) for kind, ref in sent if not self._answered(kind, ref) and not self._lapsed(kind, ref)
        )

    def _answered(self, kind: Occurrence, ref: str) -> bool:
        answer = ASKED[kind]
        return any(line.kind == answer and line.detail.get("ref", "") == ref for line in self.log)

    def _lapsed(self, kind: Occurrence, ref: str) -> bool:
        days = {
            Occurrence.THIRD_PARTY_SENT: self.dates.third_party_by,
            Occurrence.AGENCY_SENT: self.dates.agency_by,
            Occurrence.OTHER_AGENCY_SENT: self.dates.other_agency_by,
        }[kind]
        last = days.get(ref)
        return last is not None and self.today > last
