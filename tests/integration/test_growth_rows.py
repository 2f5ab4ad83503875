"""What a grown county is made of fits the tables of both engines, and is as many as was asked for."""

from itertools import chain

from sqlalchemy import func, select, text

from benchmarks.growth import cases, messages
from benchmarks.growth.bulk import Bulk
from bot.database import Database
from bot.outbound.outbox import ParcelRecord
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.tickets.records import OPEN, TicketRecord
from knowledge.questions.records import QuestionRecord

CASES, MESSAGES, RUNNING = 400, 500, 5


async def test_cases_of_all_kinds_and_messages_are_written(database: Database) -> None:
    url = database.engine.url.set(drivername=database.engine.dialect.name)
    await Bulk(url.render_as_string(hide_password=False)).write(
        chain(cases.batches(CASES, RUNNING), messages.batches(MESSAGES, CASES // cases.EACH))
    )
    async with database.reading() as tx:
        counted = {
            record: await tx.scalar(select(func.count()).select_from(record))
            for record in (DisclosureRequestRecord, TicketRecord, QuestionRecord, ParcelRecord)
        }
        assert list(counted.values()) == [60, 60, 300, 200]
        open_ = select(TicketRecord).where(TicketRecord.state == OPEN).order_by(TicketRecord.opened_at)
        newest = (await tx.scalars(open_)).all()
        assert len(newest) == RUNNING
        assert newest[-1].opened_at.tzinfo is not None
        assert (await tx.scalars(select(ParcelRecord).limit(1))).one().body == {"text": "您的申请已经收到。"}
        assert await tx.scalar(text("SELECT count(*) FROM ratings WHERE rated_at IS NULL")) == 0
