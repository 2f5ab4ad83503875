"""Who acts for an applicant."""

from dataclasses import dataclass

from handlers.disclosure.applicant.identity_papers import IdentityPaper


@dataclass(frozen=True, slots=True)
class Representative:
    """Who applies for somebody else: name, paper and its number, and what shows the authority.

    A power of attorney and both identities are asked for in practice; no article of the Regulation names more.
    """

    name: str
    identity: str
    authority: str
    paper: IdentityPaper = IdentityPaper.RESIDENT
