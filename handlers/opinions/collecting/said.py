"""What somebody wrote, sealed under the number of the opinion, and the mark by which its citizen is known."""

import json
from dataclasses import asdict, dataclass

from bot.privacy import Vault

MARKED_FOR = "opinions/citizen"


@dataclass(frozen=True, slots=True)
class OpinionWords:
    """The words, and who signs them: empty for one without a name."""

    words: str
    name: str = ""
    phone: str = ""


def purpose(number: str) -> str:
    """Give what the words of an opinion are sealed for."""
    return f"opinions/{number}"


def sealed(vault: Vault, number: str, said: OpinionWords) -> bytes:
    """Seal them."""
    return vault.seal(json.dumps(asdict(said), ensure_ascii=False), purpose=purpose(number))


def opened(vault: Vault, number: str, said: bytes) -> OpinionWords:
    """Open them; raises `ServiceError` when no key fits. What was erased says nothing."""
    return OpinionWords(**json.loads(vault.open(said, purpose=purpose(number)))) if said else OpinionWords("")


def mark_of(vault: Vault, citizen: str) -> str:
    """Give the mark of a citizen; empty for nobody."""
    return vault.fingerprint(citizen, purpose=MARKED_FOR) if citizen else ""
