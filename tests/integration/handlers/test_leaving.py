"""A reply does not leave while a copy beside it was looked at by nobody but its maker (art. 37)."""

import pytest

from bot.database import Database
from bot.errors import InputError, ProcedureError, ServiceError
from handlers.disclosure.case.lifecycle import State, Step
from handlers.disclosure.released.service import ReleasedDocuments
from tests.factories import found_papers
from tests.factories.proceedings import COUNSEL, STAFF, STRANGER, TEXTS, VAULT, Bureau
from tests.factories.publication import knowledge_services

DELIVERED = {"way": "direct", "on": "2026-09-01", "proof": "本人签收"}


async def no_office(content: bytes, ending: str) -> bytes:
    raise ServiceError("letters.no_office", permanent=True)


def documents_of(bureau: Bureau) -> ReleasedDocuments:
    return ReleasedDocuments(
        bureau.database,
        vault=VAULT,
        clock=bureau.clock,
        editor=knowledge_services(bureau.database, bureau.clock).editor,
        make_pages=no_office,
    )


async def refused(bureau: Bureau, number: str, step: Step, **fields: str) -> str:
    with pytest.raises(ProcedureError) as stopped:
        await bureau.take(number, step, **fields)
    return TEXTS(stopped.value.text_key, **stopped.value.values)


async def test_an_unchecked_copy_keeps_the_reply_in_the_office(database: Database) -> None:
    bureau = Bureau(database)
    documents, number = documents_of(bureau), await bureau.filed()
    await bureau.signed(number)
    added = await documents.add(number, "决算附表.pdf", found_papers.letter(), clerk=STAFF)
    # A document of which no copy was made does not leave, and stops nothing.
    assert (await bureau.read(number)).unchecked == ()
    first = await documents.make_copy(added, clerk=STAFF)
    told = await refused(bureau, number, Step.DISPATCH)
    assert told.startswith("“决算附表.pdf”第1份副本还没有核对")
    assert ("请wang以外" in told, "第三十七条" in told) == (True, True)
    assert await refused(bureau, number, Step.DELIVER, **DELIVERED) == told
    assert (await bureau.ledger.story(number)).line.state is State.SIGNED

    # The last copy counts: one that was checked does not cover one that was made after it.
    await documents.check_copy(first, clerk=COUNSEL)
    second = await documents.make_copy(added, clerk=STAFF)
    assert "第2份副本" in await refused(bureau, number, Step.DISPATCH)
    [waiting] = (await bureau.read(number)).unchecked
    assert (waiting.document, waiting.serial, waiting.made_by) == (added, 2, "wang")
    await documents.check_copy(second, clerk=COUNSEL)
    assert await bureau.take(number, Step.DISPATCH) is State.SIGNED


async def test_another_agencys_copy_is_answered_like_a_missing_one(database: Database) -> None:
    bureau = Bureau(database)
    documents, number = documents_of(bureau), await bureau.filed()
    added = await documents.add(number, "决算附表.pdf", found_papers.letter(), clerk=STAFF)
    copy = await documents.make_copy(added, clerk=STAFF)
    answers = []
    for identifier in (copy, "0" * 32):
        with pytest.raises(InputError) as no_copy:
            await documents.copy(identifier, clerk=STRANGER)
        with pytest.raises(InputError) as no_check:
            await documents.check_copy(identifier, clerk=STRANGER)
        answers.append((no_copy.value.text_key, no_check.value.text_key))
    assert answers[0] == answers[1] == ("released.refused.missing_copy",) * 2
