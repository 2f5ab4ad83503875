"""What becomes of requests when their citizen leaves the account, and how the same person takes one up again.

The request stays as the law asks (art. 45); until it is taken up it is written to on no channel, as one that came on paper.
"""

from handlers.cases import DISCLOSURE
from handlers.departed import DepartedRecords
from handlers.disclosure.case.particulars import open_particulars
from handlers.disclosure.case.records import DisclosureRequestRecord


class DepartedRequests(DepartedRecords):
    """Proven by the end of the applicant's identity number, or by the link of the case."""

    prefix, kind, record = DISCLOSURE, "disclosure", DisclosureRequestRecord

    def proof(self, case: DisclosureRequestRecord) -> str | None:
        """Give the identity number; None once the particulars are gone."""
        if not case.applicant:
            return None
        return open_particulars(self._vault, case.number, case.applicant)["identity"]
