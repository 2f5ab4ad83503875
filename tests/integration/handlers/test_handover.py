"""A case goes into a colleague's hands: with its reason, in the log and the audit, and to nobody who may not handle it."""

import pytest
from sqlalchemy import select

from bot import audit
from bot.audit import AuditRecord
from bot.database import Database
from bot.errors import BotError, InputError, ProcedureError
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.ledger import LedgerPage
from handlers.disclosure.case.lifecycle import Actor, State, Step
from handlers.disclosure.case.papers import PaperKind
from handlers.disclosure.case.store import Filter
from tests.factories.proceedings import COUNSEL, HEAD, SIGNATORY, STAFF, STRANGER, UNIT, Bureau

ZHAO = Clerk("zhao", frozenset({Actor.STAFF}))
OTHER_UNIT = Clerk("other", frozenset({Actor.UNIT}), agency="jiaoyu", unit="青岚县教育局")


async def give(
    bureau: Bureau, number: str, to: Clerk | None, *, by: Clerk = STAFF, reason: str = "外出培训"
) -> None:
    version = (await bureau.read(number)).version
    await bureau.handover.hand_over(number, to, reason=reason, clerk=by, version=version)


async def of(bureau: Bureau, clerk: Clerk) -> LedgerPage:
    return await bureau.ledger.page(Filter(clerk=clerk, handler=clerk.login))


async def test_a_case_goes_into_other_hands_with_its_reason(database: Database) -> None:
    bureau = Bureau(database)
    number = await bureau.filed()
    await bureau.take(number, Step.CONFIRM, confirmed_with="电话")
    await bureau.take(number, Step.ASSIGN)
    before = await bureau.ledger.story(number)
    assert [line.number for line in (await of(bureau, STAFF)).lines] == [number]
    await give(bureau, number, ZHAO, by=HEAD, reason="王丽外出培训，13800001234")
    story, file = await bureau.ledger.story(number), await bureau.read(number)
    assert (story.line.state, story.dates) == (State.SEARCHING, before.dates)
    assert (file.handler, story.line.handler) == ("zhao", "zhao")
    assert (len((await of(bureau, STAFF)).lines), len((await of(bureau, ZHAO)).lines)) == (0, 1)
    last = story.timeline[-1]
    assert (last.kind, last.words, last.actor) == ("handed_over", "移交给同事", "head")
    assert last.detail == {"from": "wang", "to": "zhao"}
    [paper] = [paper for paper in file.papers if paper.kind is PaperKind.HANDOVER]
    assert (paper.content, paper.author) == ({"words": "王丽外出培训，13800001234"}, "head")
    async with database.reading() as tx:
        entries = (
            await tx.scalars(select(AuditRecord).where(AuditRecord.action == "disclosure:hand-over"))
        ).all()
        assert [(entry.subject, entry.detail) for entry in entries] == [(number, last.detail)]
        assert await audit.first_broken(tx) is None


@pytest.mark.parametrize(
    ("to", "by", "reason", "key"),
    [
        (None, STAFF, "外出", "disclosure.refused.handover_to"),
        (COUNSEL, STAFF, "外出", "disclosure.refused.handover_to"),
        (UNIT, STAFF, "外出", "disclosure.refused.handover_to"),  # the case was not given to that unit
        (STRANGER, STAFF, "外出", "disclosure.refused.handover_to"),
        (STAFF, HEAD, "外出", "disclosure.refused.handover_same"),
        (ZHAO, STAFF, "  ", "disclosure.refused.handover_reason"),
        (ZHAO, STAFF, "长" * 501, "disclosure.refused.handover_reason"),
        (ZHAO, COUNSEL, "外出", "disclosure.refused.actor"),
        (ZHAO, SIGNATORY, "外出", "disclosure.refused.actor"),
        (ZHAO, STRANGER, "外出", "disclosure.refused.no_case"),
    ],
)
async def test_what_cannot_be_handed_over_stays_where_it_is(
    database: Database, to: Clerk | None, by: Clerk, reason: str, key: str
) -> None:
    bureau = Bureau(database)
    number = await bureau.filed()
    await bureau.take(number, Step.CONFIRM, confirmed_with="电话")
    await bureau.take(number, Step.ASSIGN)
    with pytest.raises(BotError) as refused:
        await give(bureau, number, to, by=by, reason=reason)
    assert refused.value.text_key == key
    assert (await bureau.read(number)).handler == "wang"


async def test_within_the_unit_it_lies_with_and_not_once_it_is_closed(database: Database) -> None:
    bureau = Bureau(database)
    number = await bureau.filed()
    await bureau.take(number, Step.CONFIRM, confirmed_with="电话")
    await bureau.take(number, Step.ASSIGN, unit=UNIT.unit)
    with pytest.raises(InputError):
        await give(bureau, number, OTHER_UNIT)
    await give(bureau, number, UNIT)
    assert (await bureau.read(number)).handler == "unit"
    version = (await bureau.read(number)).version
    with pytest.raises(InputError) as stale:
        await bureau.handover.hand_over(number, STAFF, reason="退回", clerk=UNIT, version=version - 1)
    assert (stale.value.text_key, stale.value.values["who"]) == ("disclosure.refused.changed", "wang")
    await bureau.take(number, Step.WITHDRAW, reason="书面撤回", on="2026-09-01")
    with pytest.raises(ProcedureError):
        await give(bureau, number, STAFF)
