"""A matter as its system delivers it: checked field by field, so that what is wrong is told by name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from bot.privacy import Vault, mask_identity, mask_name
from handlers.matters.delivery.lifecycle import MatterState, MatterStepState

IDENTITY = "identity"
"""The purpose of the keyed hash by which whoever bears a number is found, here as with the requests for information."""


def identity_mark(vault: Vault, number: str) -> str:
    """Give the keyed hash of an identity number or a credit code in its normal form."""
    return vault.fingerprint(number, purpose=IDENTITY)


def holder_purpose(number: str) -> str:
    """Give the purpose under which the holder of a matter is sealed."""
    return f"matter:{number}"


@dataclass(frozen=True, slots=True)
class MatterHolder:
    """Whose a matter is, in clear: an identity number or a credit code in its normal form; `phone` is empty for none."""

    name: str
    identity: str
    phone: str = ""
    is_company: bool = False

    @property
    def masked(self) -> str:
        """The name as the bound account and the desk read it; a company's is no secret."""
        return self.name if self.is_company else mask_name(self.name)

    @property
    def masked_identity(self) -> str:
        """The number with its middle hidden."""
        return mask_identity(self.identity)

    def sealed(self, vault: Vault, *, purpose: str) -> bytes:
        """Give it sealed."""
        told = {"name": self.name, "identity": self.identity, "phone": self.phone, "company": self.is_company}
        return vault.seal(json.dumps(told, ensure_ascii=False), purpose=purpose)

    @classmethod
    def opened(cls, vault: Vault, sealed: bytes, *, purpose: str) -> "MatterHolder":
        """Open a sealed one; raises `ServiceError` where no key fits."""
        told = json.loads(vault.open(sealed, purpose=purpose))
        return cls(told["name"], told["identity"], told["phone"], told["company"])


@dataclass(frozen=True, slots=True)
class MatterStep:
    """One step of a matter, with its own unit and days."""

    name: str
    unit: str
    state: MatterStepState
    started_on: date | None = None
    ended_on: date | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class DeliveredMatter:
    """A matter as one system knows it under its `outer` number."""

    outer: str
    title: str
    unit: str
    state: MatterState
    holder: MatterHolder
    opened_on: date
    due_on: date | None = None
    ended_on: date | None = None
    steps: tuple[MatterStep, ...] = field(default=())

    def digest(self, vault: Vault) -> str:
        """Give a keyed hash of all it says: the same statement again changes nothing."""
        holder = self.holder
        told = [
            *(self.title, self.unit, self.state, holder.name, holder.identity, holder.phone),
            *map(str, (self.opened_on, self.due_on, self.ended_on)),
            *(
                [one.name, one.unit, one.state, *map(str, (one.started_on, one.ended_on, one.due_on))]
                for one in self.steps
            ),
        ]
        whole = sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
        return vault.fingerprint(whole, purpose="matter-statement")


@dataclass(frozen=True, slots=True)
class StepChange:
    """What became of one step of a matter, the first being 1."""

    outer: str
    place: int
    state: MatterStepState
    dates: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statement:
    """All that a system says at once: matters whole, steps of known ones, and matters it takes back."""

    matters: tuple[DeliveredMatter, ...] = ()
    changes: tuple[StepChange, ...] = ()
    withdrawn: tuple[str, ...] = ()
