"""When the message just heard wishes to come, whatever else it tells of days and hours."""

from handlers.appointments.opening.time_wish import TimeWish, read_wish
from handlers.appointments.opening.told_moment import told_moment
from handlers.talk.turn import Heard


def heard_wish(heard: Heard, *, said: str | None = None) -> TimeWish:
    """Read it; `said` are the words where a step's own words stand for the message."""
    day, hour = told_moment(heard.pieces, heard.said, today=heard.on)
    return read_wish(day, hour, said=heard.said if said is None else said, today=heard.on)
