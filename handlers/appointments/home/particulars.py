"""Where somebody is come to and whom to call before, as it is sealed: those words of one visit open no other."""

import json
from dataclasses import asdict, dataclass

from bot.privacy import Vault

ADDRESS_LETTERS = 120


@dataclass(frozen=True, slots=True)
class ToldHome:
    """The address as it was told, the phone to call, and latitude and longitude where a location was sent."""

    address: str
    phone: str
    position: str = ""


GONE = ToldHome("", "")


def purpose(number: str) -> str:
    """Give the purpose under which the words of a visit are sealed."""
    return f"home-visit:{number}"


def seal_home(vault: Vault, number: str, told: ToldHome) -> bytes:
    """Seal what was told for one visit."""
    return vault.seal(json.dumps(asdict(told), ensure_ascii=False), purpose=purpose(number))


def open_home(vault: Vault, number: str, sealed: bytes) -> ToldHome:
    """Give what was told again; empty once it is gone."""
    return ToldHome(**json.loads(vault.open(sealed, purpose=purpose(number)))) if sealed else GONE
