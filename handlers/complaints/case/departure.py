"""What becomes of complaints when their citizen leaves the account, and how the same person takes one up again.

Units go on with a complaint; its applicant is told nothing in chat until it is taken up.
"""

from handlers.cases import COMPLAINT
from handlers.complaints.case.particulars import open_told
from handlers.complaints.case.records import ComplaintRecord
from handlers.departed import DepartedRecords


class DepartedComplaints(DepartedRecords):
    """Proven by the end of the phone number that was left; who left none has only the link."""

    prefix, kind, record = COMPLAINT, "complaint", ComplaintRecord

    def proof(self, case: ComplaintRecord) -> str | None:
        """Give the phone number; None once what was told is gone."""
        return open_told(self._vault, case.number, case.told).phone if case.told else None
