"""What somebody tells who signs up, as it is sealed: the name and the phone of one sign-up open no other."""

import json
from dataclasses import asdict, dataclass

from bot.privacy import Vault, mask_name, mask_phone

FINGERPRINT_PURPOSE = "activity-person"


@dataclass(frozen=True, slots=True)
class Participant:
    """Who comes; both are empty where an activity asks for neither."""

    name: str = ""
    phone: str = ""

    @property
    def masked(self) -> "Participant":
        """The same as lists show it."""
        return Participant(
            mask_name(self.name) if self.name else "", mask_phone(self.phone) if self.phone else ""
        )


NOBODY = Participant()
"""Who comes to an activity that asks for nobody's name."""


def purpose(number: str) -> str:
    """Give the purpose under which a participant is sealed."""
    return f"activity-signup:{number}"


def seal_participant(vault: Vault, number: str, participant: Participant) -> bytes:
    """Seal who comes; nothing is nothing to seal."""
    if participant == NOBODY:
        return b""
    return vault.seal(json.dumps(asdict(participant), ensure_ascii=False), purpose=purpose(number))


def open_participant(vault: Vault, number: str, sealed: bytes) -> Participant:
    """Give who comes again; raises `ServiceError` when no key fits."""
    return Participant(**json.loads(vault.open(sealed, purpose=purpose(number)))) if sealed else NOBODY


def open_key(vault: Vault, activity: int, *, citizen: str, channel: str, name: str) -> str:
    """Give what is open at most once: one sign-up for an activity, account and person; nobody is read from it."""
    return vault.fingerprint(f"{activity}\n{channel}\n{citizen}\n{name}", purpose=FINGERPRINT_PURPOSE)
