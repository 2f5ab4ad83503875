"""What the outbox really did with a case's messages is read in the case, every try with its answer, by whoever sees the case."""

import io
import re
import zipfile

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.errors import InputError, ProcedureError
from bot.outbound import attempts, outbox
from bot.outbound.attempts import DeliveryAttempt
from bot.outbound.ladder import Rung
from bot.outbound.outbox import ParcelRecord
from handlers.disclosure.case.lifecycle import Step
from handlers.disclosure.letters.service import IssuedLetter
from handlers.disclosure.proceeding.service_letter import ServiceLetters
from handlers.disclosure.proceeding.service_record import ServiceRecord
from tests.factories.proceedings import COUNSEL, STAFF, STRANGER, TEXTS, VAULT, Bureau


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


def service_letters(bureau: Bureau) -> ServiceLetters:
    return ServiceLetters(
        bureau.database,
        letters=bureau.letters,
        agencies=bureau.agencies,
        vault=VAULT,
        clock=bureau.clock,
        texts=TEXTS,
    )


def words_of(letter: IssuedLetter) -> str:
    """Give the words of a letter as its Word file holds them."""
    with zipfile.ZipFile(io.BytesIO(letter.content)) as word:
        return re.sub(r"<[^>]+>", "", word.read("word/document.xml").decode())


async def test_a_reply_that_went_in_chat_has_its_record_filled_from_the_outbox(database: Database) -> None:
    bureau, number = Bureau(database), await Bureau(database).filed()
    made = service_letters(bureau)
    await bureau.signed(number)
    with pytest.raises(InputError):
        await made.issue(number, clerk=STAFF)
    await bureau.take(number, Step.DISPATCH)
    bureau.on(11, 10)
    async with database.transaction() as tx:
        parcel = (await tx.scalars(select(ParcelRecord.id).order_by(ParcelRecord.id.desc()))).first()
        assert parcel is not None
        now = bureau.clock.now()
        attempts.note(tx, parcel, DeliveryAttempt(Rung.SERVICE, errcode=-1), now=now)
        attempts.note(tx, parcel, DeliveryAttempt(Rung.SERVICE, messages=1, msgid="m77"), now=now)
        await outbox.mark_sent(tx, parcel, now=now)
    assert await bureau.delivery.settle() == 1
    told = words_of(await made.issue(number, clerk=STAFF))
    for words in (number, "青政公开答〔2026〕第1号", "2026年11月10日", "消息编号m77", "微信"):
        assert words in told
    for clerk, why in ((STRANGER, InputError), (COUNSEL, ProcedureError)):
        with pytest.raises(why):
            await made.issue(number, clerk=clerk)


async def test_a_reply_that_went_by_post_has_what_staff_noted_in_its_record(database: Database) -> None:
    bureau, number = Bureau(database), await Bureau(database).filed()
    await bureau.signed(number)
    await bureau.take(number, Step.DELIVER, way="post", on="2026-09-01", proof="EMS 1234567")
    told = words_of(await service_letters(bureau).issue(number, clerk=STAFF))
    for words in ("2026年9月1日", "EMS 1234567", TEXTS("disclosure.option.post")):
        assert words in told
