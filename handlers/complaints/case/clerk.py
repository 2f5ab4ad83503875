"""Who acts on complaints at the desk: the office takes all of them in, a unit sees those it was given."""

from dataclasses import dataclass

from handlers.complaints.case.kinds import SHIELDED
from handlers.complaints.case.lifecycle import ComplaintActor

OFFICE = frozenset({ComplaintActor.OFFICE, ComplaintActor.HEAD})
"""The parts of the complaints office, which sees every complaint but those about its own people."""
IDENTITY_PERMIT = "identity_permit"
"""The line of a log by which the office's head lets a unit know who told it (信访工作条例第三十条)."""


@dataclass(frozen=True, slots=True)
class ComplaintClerk:
    """A person at the desk; `unit` is the full name of the person's unit, to which complaints may be given."""

    login: str
    parts: frozenset[ComplaintActor]
    unit: str = ""

    @property
    def at_office(self) -> bool:
        """Whether this person belongs to the office that sees every complaint."""
        return bool(self.parts & OFFICE)

    def sees(self, unit: str, helpers: tuple[str, ...] = ()) -> bool:
        """Whether a complaint is this person's to see; every other is as good as missing."""
        own = ComplaintActor.UNIT in self.parts and bool(self.unit) and self.unit in {unit, *helpers}
        return self.at_office or own

    def parts_in(self, unit: str) -> frozenset[ComplaintActor]:
        """Give the parts that this person has in a complaint given to a unit; whoever helps only reads and notes."""
        parts = self.parts & OFFICE
        if ComplaintActor.UNIT in self.parts and unit and unit == self.unit:
            parts |= {ComplaintActor.UNIT}
        return parts

    def may_reveal(
        self, unit: str, *, kind: str, anonymous: bool, permitted: frozenset[str] = frozenset()
    ) -> bool:
        """Whether this person may open who told it; `permitted` are the units that the office's head has let know.

        A unit learns of nobody who wished to stay unnamed, or who reported or tipped off (信访工作条例第三十条); there it is
        the office's head who may, and whom the head permits.
        """
        if anonymous or kind in SHIELDED:
            let_know = ComplaintActor.UNIT in self.parts and self.unit in permitted
            return ComplaintActor.HEAD in self.parts or let_know
        return self.at_office or ComplaintActor.UNIT in self.parts_in(unit)
