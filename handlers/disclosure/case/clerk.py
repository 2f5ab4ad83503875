"""Who acts at the desk: a person with parts in the procedure, in one agency, and perhaps in a unit that handles cases for it."""

from dataclasses import dataclass

from handlers.disclosure.case.lifecycle import Actor

SERVANTS = frozenset({Actor.STAFF, Actor.LEGAL, Actor.HEAD, Actor.SIGNATORY})
"""The parts that belong to the agency a request is addressed to; a handling unit may be another office's."""


@dataclass(frozen=True, slots=True)
class Clerk:
    """A person at the desk; `agency` is a key of the directory, empty for the county's own office.

    `unit` is the full name of the person's unit, to which cases may be given for handling.
    """

    login: str
    parts: frozenset[Actor]
    agency: str = ""
    unit: str = ""

    @property
    def at_home(self) -> bool:
        """Whether this person acts for the county's own office, which makes the report of all agencies (art. 50)."""
        return not self.agency and bool(self.parts & SERVANTS)

    def sees(self, agency: str, unit: str) -> bool:
        """Whether a case of an agency, given to a unit, is this person's to see; every other is as good as missing."""
        return bool(self.parts_in(agency, unit))

    def parts_in(self, agency: str, unit: str) -> frozenset[Actor]:
        """Give the parts that this person has in such a case.

        What was given to no other unit, the office's own staff handle themselves.
        """
        parts = self.parts & SERVANTS if agency == self.agency else frozenset[Actor]()
        if Actor.STAFF in parts and not unit:
            parts |= {Actor.UNIT}
        if Actor.UNIT in self.parts and unit and unit == self.unit:
            parts |= {Actor.UNIT}
        return parts
