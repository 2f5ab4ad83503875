"""What the outbox really did with a case's messages is read in the case, every try with its answer, by whoever sees the case."""

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.errors import InputError
from bot.outbound import attempts, outbox
from bot.outbound.attempts import DeliveryAttempt
from bot.outbound.ladder import Rung
from bot.outbound.outbox import ParcelRecord
from handlers.disclosure.case.lifecycle import Step
from handlers.disclosure.proceeding.service_record import ServiceRecord
from tests.factories.proceedings import STAFF, STRANGER, Bureau


async def test_a_message_that_failed_and_was_tried_again_is_told_so(database: Database) -> None:
    bureau = Bureau(database)
    number, other = await bureau.filed(), await bureau.filed("form-2")
    record = ServiceRecord(database)
    assert await record.of(number, clerk=STAFF) == ()
    for one in (number, other):
        await bureau.take(one, Step.CONFIRM, confirmed_with="电话")
    async with database.transaction() as tx:
        first = (await tx.scalars(select(ParcelRecord.id).order_by(ParcelRecord.id))).first()
        assert first is not None
        refused = DeliveryAttempt(Rung.SERVICE, errcode=45015, rid="r1")
        attempts.note(tx, first, refused, now=bureau.clock.now())
        await outbox.mark_waiting(tx, first, reason="errcode 45015")
    bureau.later(1)
    async with database.transaction() as tx:
        attempts.note(tx, first, DeliveryAttempt(Rung.PASSIVE, messages=1), now=bureau.clock.now())
        await outbox.mark_sent(tx, first, now=bureau.clock.now())
    [sent] = await record.of(number, clerk=STAFF)
    assert (sent.state, sent.sent_at) == ("sent", bureau.clock.now())
    assert [(one.rung, one.errcode) for one in sent.tries] == [("service", 45015), ("passive", 0)]
    assert number in sent.words
    assert other not in sent.words
    [waiting] = await record.of(other, clerk=STAFF)
    assert (waiting.sent_at, waiting.tries) == (None, ())
    with pytest.raises(InputError):
        await record.of(number, clerk=STRANGER)
