"""Looks at each newly registered complaint once, and opens an event where many tell of the same in a short time and place.

A job, not a part of the registration: a citizen never waits for it. Each look reads so many lines at most of the hour around
a complaint and of its own 乡镇, so that the five hundredth of a burst costs what the first did, and what happens elsewhere at
the same time hides nothing.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from handlers.cases import next_number
from handlers.complaints.case.lifecycle import ComplaintActor
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.incidents.records import ComplaintIncidentRecord
from handlers.complaints.repeats import store as signs
from handlers.complaints.repeats.likeness import shared_percent
from handlers.complaints.repeats.records import ComplaintSignRecord
from handlers.complaints.repeats.store import NearSearch

PREFIX = "SJ"
AT_ONCE = 50
WINDOW = timedelta(minutes=60)
LEAST_ALIKE = 5
LEAST_SHARED_PERCENT = 50
LEAST_SHARED_TERMS = 2
EACH_TERM = 30
COMPARED = 40


class IncidentSifting:
    """Opens events and attaches complaints to them."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def step(self) -> int:
        """Look at the next complaints that nobody has looked at; give how many."""
        record = ComplaintSignRecord
        waiting = select(record).where(record.sifted.is_(False)).order_by(record.at, record.number)
        async with self._database.transaction() as tx:
            # Whoever comes second waits here, and then finds only what the first has left.
            rows = (await tx.scalars(waiting.limit(AT_ONCE).with_for_update())).all()
            for row in rows:
                await self._sift(tx, row)
                row.sifted = True
                await tx.flush()
        return len(rows)

    async def _sift(self, tx: AsyncSession, sign: ComplaintSignRecord) -> None:
        if sign.incident:
            return
        alike = await self._alike(tx, sign)
        known = Counter(other.incident for other in alike if other.incident)
        if known and await self._attach(tx, known.most_common(1)[0][0], [sign]):
            return
        free = [other for other in alike if not other.incident]
        if len(free) + 1 >= LEAST_ALIKE:
            await self._open(tx, sorted([*free, sign], key=lambda one: (one.at, one.number)))

    @staticmethod
    async def _alike(tx: AsyncSession, sign: ComplaintSignRecord) -> Sequence[ComplaintSignRecord]:
        """Give the complaints within an hour of one that share most of its terms, in the same place or area."""
        near = NearSearch(sign.at - WINDOW, sign.at + WINDOW, (sign.area, "") if sign.area else ())
        found = await signs.sharing_near(tx, sign.terms, near, each=EACH_TERM)
        found.pop(sign.number, None)
        likest = sorted(found, key=lambda number: (-len(found[number]), number))[:COMPARED]
        rows = (await signs.signs_of(tx, likest)).values()
        return [row for row in rows if _is_alike(sign, row)]

    async def _open(self, tx: AsyncSession, members: Sequence[ComplaintSignRecord]) -> None:
        now, lead = self._clock.now(), members[0]
        complaint = await tx.get_one(ComplaintRecord, lead.number)
        number = await next_number(tx, PREFIX, now=now)
        tx.add(
            ComplaintIncidentRecord(
                number=number,
                title=complaint.gist,
                place=complaint.place,
                area=lead.area,
                lead=lead.number,
                members=0,
                opened_at=now,
                last_at=now,
            )
        )
        await tx.flush()
        await self._attach(tx, number, members)
        detail = {"lead": lead.number, "members": str(len(members))}
        await audit.record(
            tx,
            "complaint:incident",
            actor=ComplaintActor.BOT.value,
            subject=number,
            now=now,
            detail=detail,
        )

    async def _attach(self, tx: AsyncSession, number: str, members: Sequence[ComplaintSignRecord]) -> bool:
        """Attach complaints to an event; give False where it is closed."""
        incident = await tx.get(ComplaintIncidentRecord, number, with_for_update=True)
        if incident is None or incident.closed_at is not None:
            return False
        for sign in members:
            sign.incident = number
        incident.members += len(members)
        incident.last_at = max(incident.last_at, *(sign.at for sign in members))
        incident.look_at = self._clock.now()
        return True


def _is_alike(one: ComplaintSignRecord, other: ComplaintSignRecord) -> bool:
    shared = len(set(one.terms) & set(other.terms))
    like = shared >= LEAST_SHARED_TERMS and shared_percent(one.terms, other.terms) >= LEAST_SHARED_PERCENT
    return like and abs(one.at - other.at) <= WINDOW and _is_near(one, other)


def _is_near(one: ComplaintSignRecord, other: ComplaintSignRecord) -> bool:
    """Whether two tell of one place: the same, or the same area; of which nothing is known may be anywhere."""
    if one.area and other.area:
        return one.area == other.area
    return not one.place or not other.place or one.place == other.place
