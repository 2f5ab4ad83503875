"""What an applicant tells, as it is sealed: those words of one complaint open no other."""

import json
from dataclasses import asdict, dataclass

from bot.privacy import Vault
from handlers.complaints.case.kinds import ComplaintKind, TipCategory
from knowledge.text.persons import mask_question

PLACE_LETTERS = 200


@dataclass(frozen=True, slots=True)
class ToldComplaint:
    """The clear words of a complaint; `position` is latitude and longitude as a location message gives them."""

    what: str
    where: str
    when: str = ""
    wish: str = ""
    name: str = ""
    phone: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint as a citizen tells it, with the notice that was read; `urgent` says that danger was told of."""

    told: ToldComplaint
    kind: ComplaintKind
    notice_version: str
    category: TipCategory | None = None
    anonymous: bool = True
    urgent: bool = False


def purpose(number: str) -> str:
    """Give the purpose under which the words of a complaint are sealed."""
    return f"complaint:{number}"


def seal_told(vault: Vault, number: str, told: ToldComplaint) -> bytes:
    """Seal what was told for one complaint."""
    return vault.seal(json.dumps(asdict(told), ensure_ascii=False), purpose=purpose(number))


def open_told(vault: Vault, number: str, sealed: bytes) -> ToldComplaint:
    """Give what was told again; empty once its time of keeping is over."""
    return ToldComplaint(**json.loads(vault.open(sealed, purpose=purpose(number)))) if sealed else GONE


GONE = ToldComplaint("", "")


def masked_place(where: str) -> str:
    """Give a place as lists show it, numbers and names of persons hidden."""
    return mask_question(where)[:PLACE_LETTERS]
