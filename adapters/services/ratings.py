"""What asks for ratings, with the one thing that must be known before: that nobody is asked who was in distress lately."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.message import Wording
from handlers.activities.signup.attended import Attended, AttendedEnd
from handlers.appointments.finished import FinishedVisit, VisitEnd
from handlers.ratings.questions import EndedCase, RatingQuestions
from handlers.ratings.records import ACTIVITY, APPOINTMENT
from handlers.tickets.store import was_distressed

QUIET = timedelta(days=90)


def rating_questions(texts: Wording) -> RatingQuestions:
    """Give it, for every service that asks."""

    async def distressed(tx: AsyncSession, citizen: str, channel: str, now: datetime) -> bool:
        return await was_distressed(tx, citizen, channel, since=now - QUIET)

    return RatingQuestions(texts, distressed=distressed)


def rating_of_visits(ratings: RatingQuestions) -> VisitEnd:
    """Give what asks, once a visit is over, how it was."""

    async def ask(tx: AsyncSession, visit: FinishedVisit, now: datetime) -> None:
        ended = EndedCase(visit.number, APPOINTMENT, visit.citizen, visit.channel)
        await ratings.ask(tx, ended, now=now)

    return ask


def rating_of_activities(ratings: RatingQuestions) -> AttendedEnd:
    """Give what asks those who were there, once an activity is over, how it was."""

    async def ask(tx: AsyncSession, attended: Attended, now: datetime) -> bool:
        ended = EndedCase(attended.number, ACTIVITY, attended.citizen, attended.channel, attended.unit)
        return await ratings.ask(tx, ended, now=now)

    return ask
