"""What a form holds: a typed view of the slots in which Rasa keeps fields, gathered words and old values alike."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.forms.spec import ASKED_SLOT, GATHERED_SLOT, REOPENED_SLOT, FormSpec


@dataclass(frozen=True, slots=True)
class FormSlots:
    """The slots of a conversation as a form reads them; nothing here changes them, changes are given back."""

    slots: Mapping[str, Any]

    @property
    def asked(self) -> str | None:
        """What the form asked besides its fields: whether to leave, or which field to correct."""
        return self.slots.get(ASKED_SLOT)

    @property
    def reopened(self) -> dict[str, Any]:
        """What reopened fields held before."""
        return dict(self.slots.get(REOPENED_SLOT) or {})

    def is_filled(self, name: str) -> bool:
        """Whether a field has its answer."""
        return self.slots.get(name) is not None

    def filled(self, spec: FormSpec) -> int:
        """Give how many of a form's fields have their answers."""
        return sum(map(self.is_filled, spec.order))

    def first_empty(self, spec: FormSpec) -> str | None:
        """Give the first field of a form that has no answer; None when all have theirs."""
        return next((name for name in spec.order if not self.is_filled(name)), None)

    def field_before(self, spec: FormSpec, awaited: str) -> str:
        """Give the filled field nearest before the awaited one; at the start there is nowhere to go back to."""
        earlier = spec.order[: spec.order.index(awaited)] if awaited in spec.order else spec.order
        return next(filter(self.is_filled, reversed(earlier)), awaited)

    def gathered(self, name: str) -> str:
        """Give what was said so far for a field that is told in several messages."""
        return str(self._pieces().get(name) or "")

    def with_piece(self, name: str, said: str) -> dict[str, str]:
        """Give the gathered words with those of one field as they are now."""
        return {**self._pieces(), name: said}

    def without(self, *names: str) -> dict[str, str] | None:
        """Give the gathered words without those of some fields; None when nothing is left."""
        return {field: said for field, said in self._pieces().items() if field not in names} or None

    def reopening(self, spec: FormSpec, name: str, *, leaving: str = "") -> dict[str, Any]:
        """Give the slots after a field was opened again: its old value is kept to return to, a yes given is void.

        Who corrects another field instead is `leaving` the one opened last, which then gets its old value back.
        """
        held, kept = self.slots.get(name), self.reopened
        back = {leaving: kept.pop(leaving)} if leaving in kept and leaving != name else {}
        kept |= {} if held is None else {name: held}
        return {
            **back,
            name: None,
            spec.confirmation: None,
            REOPENED_SLOT: kept or None,
            GATHERED_SLOT: self.without(name),
        }

    def still_reopened(self, spec: FormSpec, changed: Collection[str]) -> dict[str, Any] | None:
        """Give the old values still kept of reopened fields: a field that has changed since does not get its old one back."""
        gone = frozenset(changed) & frozenset(spec.order)
        return {name: value for name, value in self.reopened.items() if name not in gone} or None

    def _pieces(self) -> dict[str, str]:
        held = self.slots.get(GATHERED_SLOT)
        return dict(held) if isinstance(held, Mapping) else {}
