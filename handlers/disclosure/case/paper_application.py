"""An application that did not come through the chat, as a value."""

from dataclasses import dataclass
from datetime import date

from handlers.disclosure.applicant.categories import ApplicantCategory
from handlers.disclosure.applicant.identity_papers import IdentityPaper
from handlers.disclosure.applicant.representative import Representative
from handlers.disclosure.case.fields import Delivery
from handlers.disclosure.statute.log import Channel


@dataclass(frozen=True, slots=True)
class PaperApplication:
    """An application as staff register it, checked; `linked_to` is the earlier case whose record should be corrected.

    `on` is the civil day of submission, of the signature for the letter, or of its arrival.
    """

    channel: Channel
    on: date
    information: str
    category: ApplicantCategory
    name: str
    paper: IdentityPaper
    identity: str
    phone: str
    delivery: Delivery
    person: str = ""
    address: str = ""
    email: str = ""
    legal_representative: str = ""
    representative: Representative | None = None
    oral: bool = False
    linked_to: str = ""
