"""A talk that is held by a person: what the engine has to know of it, to be silent meanwhile.

While the slot `HELD_SLOT` is filled, every message goes to the action `STAY` first. It answers what is left of it: an
empty slot gives the talk back, `passes` in it lets this one message through, anything else keeps the program silent.
"""

from collections.abc import Mapping
from typing import Any

HELD_SLOT = "held_by_person"
STAY = "action_stay_with_person"
CALL = "talk_to_human"


def is_held(slots: Mapping[str, Any]) -> bool:
    """Whether a person holds the talk, so that this message is theirs."""
    held = slots.get(HELD_SLOT)
    return isinstance(held, Mapping) and not held.get("passes")
