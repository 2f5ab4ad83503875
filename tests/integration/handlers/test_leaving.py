"""A reply does not leave while a copy beside it was looked at by nobody but its maker (art. 37)."""

import pytest

from bot.database import Database
from bot.errors import InputError, ProcedureError, ServiceError
from handlers.disclosure.case.lifecycle import State, Step
from handlers.disclosure.decision.grounds import AnswerGround
from handlers.disclosure.released.for_applicant import GivenCopies
from handlers.disclosure.released.service import ReleasedDocuments
from tests.factories import found_papers
from tests.factories.proceedings import COUNSEL, HEAD, SIGNATORY, STAFF, STRANGER, TEXTS, VAULT, Bureau
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


def given_by(bureau: Bureau) -> GivenCopies:
    return GivenCopies(bureau.database, vault=VAULT, clock=bureau.clock)


async def checked(documents: ReleasedDocuments, number: str, name: str) -> str:
    added = await documents.add(number, name, found_papers.letter(2), clerk=STAFF)
    await documents.check_copy(await documents.make_copy(added, clerk=STAFF), clerk=COUNSEL)
    return added


async def test_checked_copies_go_with_the_reply_and_the_first_opening_is_noted(database: Database) -> None:
    bureau = Bureau(database)
    documents, given, number = documents_of(bureau), given_by(bureau), await bureau.filed()
    await bureau.signed(number)
    added = await checked(documents, number, "张三的账户.pdf")
    kept = await checked(documents, number, "内部.pdf")
    await documents.keep_back(kept, stays=True, clerk=STAFF)
    assert await given.listed(number) == ()
    assert await given.content(number, 1) is None
    await bureau.take(number, Step.DISPATCH)
    [copy] = await given.listed(number)
    assert (copy.place, copy.pages) == (1, 2)
    told = (await bureau.sent())[-1]
    assert "随答复提供的文件有1份" in told
    assert "张三" not in told

    first, second = await given.content(number, 1), await given.content(number, 1)
    assert first == second
    assert first is not None
    assert first.startswith(b"%PDF-")
    assert [await given.content(number, place) for place in (0, 2)] == [None, None]
    story = await bureau.ledger.story(number)
    kinds = [line.kind for line in story.timeline]
    assert (kinds.count("copies_left"), kinds.count("copy_opened")) == (1, 1)
    assert not any("张三" in str(line.detail) for line in story.timeline)
    document = await documents.document(added, clerk=STAFF)
    assert document.copies[-1].left_at == bureau.clock.now()
    assert document.copies[-1].opened_at == bureau.clock.now()
    with pytest.raises(InputError) as out:
        await documents.keep_back(added, stays=True, clerk=STAFF)
    assert out.value.text_key == "released.refused.left_already"


async def test_while_the_reply_is_corrected_nothing_is_given_and_then_only_what_went_with_the_new_one(
    database: Database,
) -> None:
    bureau = Bureau(database)
    documents, given, number = documents_of(bureau), given_by(bureau), await bureau.filed()
    await bureau.signed(number)
    added = await checked(documents, number, "决算附表.pdf")
    await bureau.take(number, Step.DELIVER, **DELIVERED)
    [before] = await given.listed(number)
    wrong = await given.content(number, before.place)
    await bureau.take(number, Step.CORRECT_REPLY, HEAD, reason="遮盖有遗漏")
    assert (await given.listed(number), await given.content(number, 1)) == ((), None)

    box = (9.0, 15.5, 70.0, 19.5)
    await documents.cover(added, 1, box, ground="third_party", note="", clerk=STAFF)
    await documents.check_copy(await documents.make_copy(added, clerk=STAFF), clerk=COUNSEL)
    await bureau.take(number, Step.DRAFT_REPLY)
    await bureau.take(number, Step.PASS_REVIEW, COUNSEL)
    await bureau.take(number, Step.SIGN, SIGNATORY)
    assert await given.listed(number) == ()
    await bureau.take(number, Step.DELIVER, **DELIVERED)
    right = await given.content(number, 1)
    assert right is not None
    assert right != wrong


async def test_a_reply_that_gives_nothing_takes_nothing_with_it(database: Database) -> None:
    bureau = Bureau(database)
    documents, given, number = documents_of(bureau), given_by(bureau), await bureau.filed()
    await bureau.take(number, Step.CONFIRM, confirmed_with="电话")
    await bureau.take(number, Step.ASSIGN)
    await checked(documents, number, "方案.pdf")
    # One that nobody checked does not keep a refusal in the office either: it does not go with it.
    added = await documents.add(number, "草稿.pdf", found_papers.letter(), clerk=STAFF)
    await documents.make_copy(added, clerk=STAFF)
    facts: dict[str, object] = {
        "process_kind": "过程稿",
        "reason": "方案还在讨论，没有定稿。",
        "no_duty_checked": True,
    }
    await bureau.write(number, AnswerGround.PROCESS, facts, STAFF)
    await bureau.take(number, Step.DRAFT_REPLY)
    await bureau.take(number, Step.PASS_REVIEW, COUNSEL)
    await bureau.take(number, Step.SIGN, SIGNATORY)
    assert await bureau.take(number, Step.DISPATCH) is State.SIGNED
    assert await given.listed(number) == ()
    assert "随答复提供" not in (await bureau.sent())[-1]
