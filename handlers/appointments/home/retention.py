"""How long it is kept who was come to where: as long as who came; and what erasing does on request."""

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.appointments.booking.retention import OldVisits
from handlers.appointments.home.lifecycle import HomeState
from handlers.appointments.home.records import HomeVisitEventRecord, HomeVisitRecord
from handlers.appointments.home.service import given_back

OLD_HOME_VISITS = OldVisits("home_visits", HomeVisitRecord, HomeVisitEventRecord)


async def erase_home_visits(tx: AsyncSession, *, citizen: str, channel: str) -> int:
    """Delete all that a citizen asked for, in the caller's transaction; nobody comes any more."""
    record = HomeVisitRecord
    theirs = and_(record.citizen == citizen, record.channel == channel)
    rows = (await tx.scalars(select(record).where(theirs).with_for_update())).all()
    for row in rows:
        await given_back(tx, row, HomeState(row.state))
    return await OLD_HOME_VISITS.delete(tx, [row.number for row in rows])
