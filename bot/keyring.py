"""The keys that seal personal data: the latest one seals, each opens what names it, the first what names none.

A key's id is drawn from its secret, so that a wrong secret is an unknown id and never a wrong text.
"""

from dataclasses import dataclass, field
from typing import Protocol, Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ID_BYTES = 4


@dataclass(frozen=True, slots=True)
class SealingKey:
    """One key; it seals from `seals_from` on (POSIX seconds), and opens from the moment it is on the ring."""

    id: str
    secret: str = field(repr=False)
    seals_from: float = 0.0

    @classmethod
    def of(cls, secret: str, *, seals_from: float = 0.0) -> Self:
        """Give the key of a secret."""
        return cls(derived(secret, b"mingbai/key-id", length=ID_BYTES).hex(), secret, seals_from)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys in the order they were added; `fingerprint_key` outlives them, or nobody would be found again."""

    keys: tuple[SealingKey, ...]
    fingerprint_key: bytes = field(repr=False)

    @classmethod
    def of(cls, secret: str) -> Self:
        """Give the ring of a single secret."""
        return cls((SealingKey.of(secret),), derived(secret, b"mingbai/fingerprint"))

    def sealing(self, now: float) -> SealingKey:
        """Give the key that seals at an instant (POSIX seconds): the latest one whose time has come."""
        return next((key for key in reversed(self.keys) if key.seals_from <= now), self.keys[0])

    def with_key(self, key: SealingKey) -> "KeyRing":
        """Give the ring with a key more; raises `ValueError` when it is there already."""
        if any(each.id == key.id for each in self.keys):
            raise ValueError(f"the ring has a key {key.id} already")
        return KeyRing((*self.keys, key), self.fingerprint_key)

    def without(self, identifier: str) -> "KeyRing":
        """Give the ring without a key; raises `ValueError` when it has none of that id, or no other one."""
        kept = tuple(key for key in self.keys if key.id != identifier)
        if not kept or len(kept) == len(self.keys):
            raise ValueError(f"the key {identifier} cannot be taken off the ring")
        return KeyRing(kept, self.fingerprint_key)


class RingSource(Protocol):
    """Where the ring comes from; it may grow while the program runs."""

    def ring(self, *, fresh: bool = False) -> KeyRing:
        """Give the ring, at most a second old; `fresh` looks at once. Gives the same object while nothing changed."""
        ...


class FixedRing:
    """A ring that stays as it is."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def ring(self, *, fresh: bool = False) -> KeyRing:
        """Give the ring."""
        del fresh
        return self._ring


def derived(secret: str, info: bytes, *, length: int = 32) -> bytes:
    """Draw a key for one use from a secret."""
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(secret.encode())
