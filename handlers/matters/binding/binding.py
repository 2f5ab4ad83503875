"""The values of binding: what an account claims, what became of it, and what it sees."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from handlers.matters.delivery.matter import MatterHolder


class BindingKind(StrEnum):
    """In what right an account sees a person's matters; also the end of a text key."""

    SELF = "self"
    AGENT = "agent"


class ConfirmedWith(StrEnum):
    """What proved a binding; also the end of a text key."""

    PHONE = "phone"
    COUNTER = "counter"
    HOLDER = "holder"


class BindingOutcome(StrEnum):
    """What became of a code; also the end of a text key. Every refusal is the same one."""

    BOUND = "bound"
    REFUSED = "refused"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True)
class BindingAccount:
    """Who writes, by channel and identifier."""

    citizen: str
    channel: str


@dataclass(frozen=True, slots=True)
class PersonClaim:
    """Whose matters an account says it may see."""

    holder: MatterHolder
    kind: BindingKind


@dataclass(frozen=True, slots=True)
class ClaimOpened:
    """A claim that waits for its proof: the code to be shown, and until when; `sends` where a message may have gone out."""

    code: str
    until: datetime
    sends: bool


@dataclass(frozen=True, slots=True)
class BindingAnswer:
    """What became of a code, and how many tries are left."""

    outcome: BindingOutcome
    left: int = 0
    whom: str = ""


@dataclass(frozen=True, slots=True)
class Binding:
    """A binding as either side of it sees it; names and numbers with their middle hidden."""

    id: int
    mark: str
    kind: BindingKind
    whom: str
    identity: str
    made_at: datetime
    ends_on: date | None
    confirmed_by: ConfirmedWith


@dataclass(frozen=True, slots=True)
class OwnBindings:
    """What an account sees, and which other accounts see its own person's matters."""

    mine: tuple[Binding, ...] = ()
    others: tuple[Binding, ...] = ()
