"""What happens to questionnaires by the clock: one whose last day is over is ended, and its figures are kept."""

from sqlalchemy import select

from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from handlers.questionnaires.collecting.desk import QuestionnaireDesk
from handlers.questionnaires.collecting.lifecycle import QuestionnaireState
from handlers.questionnaires.collecting.records import QuestionnaireRecord

ROUND = 5
BOT = "bot"


class QuestionnaireUpkeep:
    """Makes one round; whatever it does is done once, however many workers run."""

    def __init__(self, database: Database, *, desk: QuestionnaireDesk, clock: Clock) -> None:
        self._database = database
        self._desk = desk
        self._clock = clock

    async def step(self) -> int:
        """End what is over; give how many there were."""
        record = QuestionnaireRecord
        over = select(record.number).where(
            record.state == QuestionnaireState.OPEN.value, record.closes_on < local_date(self._clock.now())
        )
        async with self._database.reading() as tx:
            numbers = (await tx.scalars(over.order_by(record.number).limit(ROUND))).all()
        done = 0
        for number in numbers:
            try:
                await self._desk.close(number, actor=BOT)
            except InputError:
                # Another worker, or the desk, was quicker.
                continue
            done += 1
        return done
