"""How a place or a unit is told of: address, hours, phone, and that it is invented where it is."""

from bot.message import Wording
from handlers.county.profile import Unit
from handlers.places.directory import Place


class PlaceCards:
    """Writes them; `sample` says that the places are invented, and every card has to say so."""

    def __init__(self, wording: Wording, *, sample: bool) -> None:
        self._wording = wording
        self._sample = wording("places.sample") if sample else ""

    def of(self, target: Place | Unit) -> str:
        """Give the card of a place, or of a unit, of which only the phone is known."""
        if isinstance(target, Unit):
            return self._wording("places.unit", name=target.name, phone=target.phone, sample=self._sample)
        card = self._wording(
            "places.card",
            name=target.name,
            sample=self._sample,
            address=target.address,
            hours=self._hours(target),
            phone=target.phone,
        )
        return f"{card}\n{self._wording('places.note', note=target.note)}" if target.note else card

    def _hours(self, place: Place) -> str:
        hours = place.hours
        lines = [self._wording("places.hours.workdays", hours=hours.workdays)]
        if hours.late:
            lines.append(self._wording("places.hours.late", hours=hours.late))
        if hours.rest_days:
            lines.append(self._wording("places.hours.rest_days", hours=hours.rest_days))
        else:
            lines.append(self._wording("places.hours.rest_days_unknown"))
        return "\n".join(lines)
