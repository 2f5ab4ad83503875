"""A form that was left: what it held is kept for half an hour, so that leaving by mistake loses nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from bot.forms.spec import FormSpec

LEFT_SLOT = "left_form"
KEPT_SECONDS = 30 * 60


@dataclass(frozen=True, slots=True)
class LeftForm:
    """The form's name, its filled fields, and the POSIX time at which it was left."""

    name: str
    fields: Mapping[str, Any]
    at: float

    @classmethod
    def of(cls, spec: FormSpec, slots: Mapping[str, Any], *, at: float) -> Self:
        """Take what a form holds as it is left; a yes to its filing is not kept."""
        kept = [name for name in spec.on_page if name != spec.confirmation and slots.get(name) is not None]
        return cls(spec.name, {name: slots[name] for name in kept}, at)

    @classmethod
    def kept(cls, slots: Mapping[str, Any], *, now: float) -> Self | None:
        """Give the form that was left lately; None when there is none, or its time is over."""
        held = slots.get(LEFT_SLOT)
        if not isinstance(held, Mapping) or now - float(held["at"]) > KEPT_SECONDS:
            return None
        return cls(str(held["name"]), dict(held["fields"]), float(held["at"]))

    def plain(self) -> dict[str, Any]:
        """Give it as plain values for the slot."""
        return {"name": self.name, "fields": dict(self.fields), "at": self.at}
