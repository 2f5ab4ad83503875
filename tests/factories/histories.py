"""Random histories of requests: lawful ones and such as should not have happened, over the years whose calendar is known."""

import random
from datetime import date, timedelta

from handlers.disclosure.statute.log import Channel, LogEntry, Occurrence

FIRST_DAY = date(2011, 1, 1)
DAYS = (date(2026, 12, 31) - FIRST_DAY).days
REFS = ("甲公司", "乙合作社", "丙厂")
LATER = (
    *(Occurrence.CORRECTION_NOTICE, Occurrence.CORRECTION_NOTICE, Occurrence.CORRECTION_RECEIVED),
    *(Occurrence.THIRD_PARTY_SENT, Occurrence.THIRD_PARTY_SERVED, Occurrence.THIRD_PARTY_REPLY),
    *(Occurrence.AGENCY_SENT, Occurrence.AGENCY_SERVED, Occurrence.AGENCY_REPLY),
    *(Occurrence.OTHER_AGENCY_SENT, Occurrence.OTHER_AGENCY_REPLY),
    *(Occurrence.EXTENSION_APPROVED, Occurrence.EXTENSION_APPROVED, Occurrence.FEE_NOTICE),
    *(Occurrence.FEE_PAID, Occurrence.ART35_DELAY, Occurrence.REPLIED),
)


def history(dice: random.Random) -> tuple[Channel, list[LogEntry], date]:
    """Give a channel, a log in the order of its days, and a day on which it is looked at."""
    channel = dice.choice(list(Channel))
    day = FIRST_DAY + timedelta(days=dice.randrange(DAYS))
    log = [LogEntry(Occurrence.SUBMITTED, day)]
    for what in (Occurrence.ARRIVED, Occurrence.SIGNED, Occurrence.CONFIRMED):
        if dice.random() < 0.9:
            day += timedelta(days=dice.choice((0, 0, 1, 2, 5)))
            log.append(LogEntry(what, day))
    for what in dice.choices(LATER, k=dice.randrange(9)):
        day += timedelta(days=dice.choice((0, 0, 1, 1, 2, 3, 5, 8, 13, 21)))
        log.append(_line(what, day, dice))
        if what in SERVED and dice.random() < 0.8:
            # A letter is mostly served and often answered; chance alone seldom brings the three together.
            log.append(LogEntry(SERVED[what], day, ref=log[-1].ref))
    return channel, log, day + timedelta(days=dice.choice((0, 1, 10, 30, 60)))


SERVED = {
    Occurrence.THIRD_PARTY_SENT: Occurrence.THIRD_PARTY_SERVED,
    Occurrence.AGENCY_SENT: Occurrence.AGENCY_SERVED,
}


def _line(what: Occurrence, day: date, dice: random.Random) -> LogEntry:
    later = day + timedelta(days=dice.choice((3, 10, 14, 40)))
    return LogEntry(
        what,
        day,
        ref=dice.choice(REFS) if "_sent" in what or "_served" in what or "_reply" in what else "",
        until=later if what is Occurrence.ART35_DELAY or dice.random() < 0.5 else None,
        received_on=day + timedelta(days=dice.choice((0, 1))) if what is Occurrence.FEE_NOTICE else None,
        workdays=dice.choice((1, 5, 10, 15, 20, 21)) if what is Occurrence.EXTENSION_APPROVED else 0,
        justified=dice.random() < 0.5,
    )
