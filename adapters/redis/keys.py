"""The names under which things lie in Redis.

Of a Redis Cluster they all lie in one slot, by the tag in braces: a turn changes the citizen's own things together with the
lists of what is in hand, of drafts and of quarantine, and a step of a cluster may only touch one slot.
"""

from typing import ClassVar

PLAIN, TAG = "mingbai", "{mingbai}"


class KeyBeginning:
    """What every name of this process begins with; a process has one Redis."""

    beginning: ClassVar[str] = PLAIN


def lie_in_one_slot(*, together: bool) -> None:
    """Let every name from now on carry the tag of one slot, or none; to be called before the first command."""
    KeyBeginning.beginning = TAG if together else PLAIN


def key_of(kind: str, name: str = "") -> str:
    """Give the full name of something of a kind."""
    return f"{KeyBeginning.beginning}:{kind}:{name}" if name else f"{KeyBeginning.beginning}:{kind}"


def as_named_here(name: bytes) -> bytes:
    """Give a full name as this process would write it, whichever kind of Redis it comes from; others stay as they are."""
    beginning, colon, rest = name.partition(b":")
    known = colon and beginning in {PLAIN.encode(), TAG.encode()}
    return KeyBeginning.beginning.encode() + colon + rest if known else name
