"""What the words said so far settle: the place, where only one does the matter, and the slot, where only one fits."""

from handlers.appointments.booking.service import AppointmentService
from handlers.appointments.intake.form import time_value
from handlers.appointments.intake.nearest import named_place
from handlers.appointments.opening.catalogue import AppointmentCounty
from handlers.appointments.opening.time_wish import TimeWish


def settled_place(county: AppointmentCounty, matter: str, said: str) -> str | None:
    """Give the place named, or the only one there is; None where it has to be chosen."""
    places = county.places_for(matter)
    meant = named_place(places, said) or (places[0] if len(places) == 1 else None)
    return meant.key if meant else None


async def settled_time(service: AppointmentService, matter: str, place: str, wish: TimeWish) -> str | None:
    """Give the slot where a day was named and exactly one fits; None where one has to be chosen."""
    if not wish.is_one_day or wish.fault:
        return None
    answer = await service.answer(matter, place, wish)
    slots = [one.slot for one in answer.slots if not answer.refusal]
    exact = [slot for slot in slots if slot.starts == wish.at]
    if exact or (len(slots) == 1 and wish.at is None):
        return time_value((exact or slots)[0])
    return None
