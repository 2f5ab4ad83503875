"""Batches on real databases: planned, carried out alone or by two, undone; each act in the audit."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from adapters.services.knowledge import KnowledgeServices
from bot.audit import AuditRecord
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import BotError, InputError, ProcedureError
from knowledge.documents.document import Disclosure, Document, DocumentState, Kind
from knowledge.documents.draft import Draft
from knowledge.publication.batches.instruction import Will
from knowledge.publication.batches.records import Batch
from knowledge.publication.batches.rules import MOST_LOOKED_AT, Action, BatchStage
from knowledge.publication.lifecycle import Duty, Person, Step
from knowledge.publication.reviews import ReviewVerdict
from tests.factories.publication import knowledge_services

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
AUTHOR = Person("chen", frozenset({Duty.DRAFT}))
CHECKER = Person("lin", frozenset({Duty.LINE}))
REVIEWER = Person("sun", frozenset({Duty.FIRST, Duty.SECOND}))
CHIEF = Person("wu", frozenset({Duty.FIRST, Duty.SECOND, Duty.FINAL}))
CLERK = Person("wang", frozenset({Duty.SERVE}))
ADMIN = Person("guan", frozenset({Duty.OVERSEE}))


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(NOW)


@pytest.fixture
def knowledge(database: Database, clock: SettableClock) -> KnowledgeServices:
    return knowledge_services(database, clock)


async def public(knowledge: KnowledgeServices, count: int) -> list[str]:
    """Make so many documents public and give their ids."""
    drafts = [
        Draft(Document(f"n{at:03}", f"通知{at}", Kind.NOTICE), f"第{at}号通知的正文。", "rows.jsonl", at)
        for at in range(count)
    ]
    await knowledge.imports.keep(drafts, author="test", publish=True)
    return [one.document.id for one in drafts]


async def proposed(knowledge: KnowledgeServices, names: list[str], actor: Person = AUTHOR) -> int:
    number = await knowledge.batches.plan(Action.WITHDRAW, names, value="清理", actor=actor)
    begun = await knowledge.batches.begin(number, Will(typed=str(len(names))), actor=actor)
    assert begun.stage is BatchStage.PROPOSED
    return number


async def steps(database: Database, number: int) -> list[tuple[str, str]]:
    async with database.reading() as tx:
        rows = await tx.scalars(
            select(AuditRecord)
            .where(AuditRecord.action.startswith("batch:"), AuditRecord.subject == str(number))
            .order_by(AuditRecord.id)
        )
        return [(row.action.removeprefix("batch:"), row.actor) for row in rows]


async def withdrawn(knowledge: KnowledgeServices, batch: Batch, actor: Person) -> None:
    """Take the step on every document, as a run does."""
    for item in batch.items:
        public_version = (await knowledge.documents.read(item.document_id)).listed.public_version
        await knowledge.reviews.withdraw(item.document_id, actor=actor, reason=batch.value)
        await knowledge.batches.did(batch.id, item.place, mark=public_version)
    await knowledge.batches.finish(batch.id)


async def test_withdrawing_many_takes_a_second_person(
    knowledge: KnowledgeServices, database: Database
) -> None:
    names = await public(knowledge, 21)
    number = await proposed(knowledge, names)
    assert (await knowledge.documents.read(names[0])).listed.state is DocumentState.PUBLISHED
    for person in (AUTHOR, CHECKER, CLERK):
        assert await knowledge.batch_list.to_confirm(person) == []
        with pytest.raises(ProcedureError):
            await knowledge.batches.confirm(number, typed="21", actor=person)
    [line] = await knowledge.batch_list.to_confirm(REVIEWER)
    assert (line.batch.id, line.included) == (number, 21)
    with pytest.raises(InputError):
        await knowledge.batches.confirm(number, typed="20", actor=REVIEWER)
    begun = await knowledge.batches.confirm(number, typed="21", actor=REVIEWER)
    assert (begun.stage, begun.confirmed_by) == (BatchStage.RUNNING, REVIEWER.login)
    with pytest.raises(ProcedureError):
        await knowledge.batches.confirm(number, typed="21", actor=CHIEF)
    assert await steps(database, number) == [("plan", "chen"), ("propose", "chen"), ("confirm", "sun")]


async def test_whoever_proposes_cannot_confirm_whatever_the_duty(knowledge: KnowledgeServices) -> None:
    number = await proposed(knowledge, await public(knowledge, 21), CHIEF)
    with pytest.raises(ProcedureError) as refused:
        await knowledge.batches.confirm(number, typed="21", actor=CHIEF)
    assert refused.value.text_key == "batches.refused.same_person"
    await knowledge.batches.confirm(number, typed="21", actor=ADMIN)


async def test_a_proposal_expires_and_is_taken_back_by_its_author_only(
    knowledge: KnowledgeServices, clock: SettableClock, database: Database
) -> None:
    names = await public(knowledge, 21)
    first, second = await proposed(knowledge, names), await proposed(knowledge, names)
    with pytest.raises(ProcedureError):
        await knowledge.batches.recall(first, actor=CHIEF)
    await knowledge.batches.recall(first, actor=AUTHOR)
    with pytest.raises(ProcedureError):
        await knowledge.batches.confirm(first, typed="21", actor=CHIEF)
    assert (await steps(database, first))[-1] == ("recall", "chen")
    clock.advance(timedelta(days=7, minutes=1))
    assert await knowledge.batch_list.to_confirm(CHIEF) == []
    with pytest.raises(ProcedureError) as late:
        await knowledge.batches.confirm(second, typed="21", actor=CHIEF)
    assert late.value.text_key == "batches.refused.expired"


async def test_small_batches_of_a_day_count_together(
    knowledge: KnowledgeServices, clock: SettableClock
) -> None:
    names = await public(knowledge, 25)
    for at, stage in ((0, BatchStage.RUNNING), (12, BatchStage.PROPOSED)):
        number = await knowledge.batches.plan(
            Action.WITHDRAW, names[at : at + 12], value="清理", actor=AUTHOR
        )
        assert (await knowledge.batches.begin(number, Will(), actor=AUTHOR)).stage is stage
    other = await knowledge.batches.plan(Action.WITHDRAW, names[12:], value="清理", actor=CHECKER)
    assert (await knowledge.batches.begin(other, Will(), actor=CHECKER)).stage is BatchStage.RUNNING
    clock.advance(timedelta(days=1, minutes=1))
    later = await knowledge.batches.plan(Action.WITHDRAW, names[12:], value="清理", actor=AUTHOR)
    assert (await knowledge.batches.begin(later, Will(), actor=AUTHOR)).stage is BatchStage.RUNNING


@pytest.mark.parametrize(
    ("will", "key"),
    [
        (Will(attribute="主动公开", reason="x"), "batches.refused.none"),
        (Will(frozenset({"n000"}), attribute="主动公开", reason="x"), "batches.refused.left_out"),
        (Will(frozenset({"n000"}), leaves_out=True, reason="x"), "publishing.refused.no_attribute"),
        (
            Will(frozenset({"n000"}), leaves_out=True, attribute="主动公开", reason=" "),
            "batches.refused.no_attribute_reason",
        ),
    ],
)
async def test_a_submission_lacks_no_human_act(knowledge: KnowledgeServices, will: Will, key: str) -> None:
    names = await public(knowledge, 2)
    number = await knowledge.batches.plan(Action.SUBMIT, names, value="", actor=AUTHOR)
    with pytest.raises(InputError) as refused:
        await knowledge.batches.begin(number, will, actor=AUTHOR)
    assert refused.value.text_key == key
    assert (await knowledge.batch_list.read(number)).stage is BatchStage.PLANNED


async def test_a_plan_is_its_authors_and_takes_the_duty(knowledge: KnowledgeServices) -> None:
    names = await public(knowledge, 1)
    for action, person in ((Action.SUBMIT, CHIEF), (Action.THEME, CHECKER), (Action.WITHDRAW, CLERK)):
        with pytest.raises(ProcedureError):
            await knowledge.batches.plan(action, names, value="x", actor=person)
    number = await knowledge.batches.plan(Action.THEME, names, value="养老", actor=AUTHOR)
    colleague = Person("zhao", frozenset({Duty.DRAFT}))
    for person in (colleague, CHIEF):
        with pytest.raises(ProcedureError):
            await knowledge.batches.begin(number, Will(), actor=person)
    with pytest.raises(InputError):
        await knowledge.batches.plan(
            Action.CONFIRM, [str(n) for n in range(MOST_LOOKED_AT + 1)], value="", actor=AUTHOR
        )
    with pytest.raises(InputError):
        await knowledge.batch_list.read(99)


async def test_what_was_withdrawn_is_put_back_word_for_word_by_the_final_reviewer(
    knowledge: KnowledgeServices, database: Database, clock: SettableClock
) -> None:
    names = await public(knowledge, 2)
    number = await knowledge.batches.plan(Action.WITHDRAW, names, value="弄错了", actor=AUTHOR)
    await withdrawn(knowledge, await knowledge.batches.begin(number, Will(), actor=AUTHOR), AUTHOR)
    for person in (AUTHOR, REVIEWER, ADMIN):
        with pytest.raises(ProcedureError):
            await knowledge.batches.undo(number, typed="", actor=person)
        with pytest.raises(ProcedureError):
            await knowledge.reviews.put_back(names[0], version=1, actor=person, reason="弄错了")
    begun = await knowledge.batches.undo(number, typed="", actor=CHIEF)
    for item in begun.done:
        listed = await knowledge.reviews.put_back(
            item.document_id, version=item.mark or 0, actor=CHIEF, reason="弄错了"
        )
        assert (listed.state, listed.public_version) == (DocumentState.PUBLISHED, 1)
        await knowledge.batches.undid(number, item.place)
    await knowledge.batches.finish(number)
    assert [one.step for one in await knowledge.reviews.history(names[0])] == [Step.WITHDRAW, Step.PUT_BACK]
    with pytest.raises(ProcedureError):
        await knowledge.batches.undo(number, typed="", actor=CHIEF)
    assert (await steps(database, number))[-1] == ("undo", "wu")
    async with database.reading() as tx:
        rows = await tx.scalars(select(AuditRecord).where(AuditRecord.action == "knowledge:put_back"))
        assert {row.subject for row in rows} == set(names)


async def test_undoing_ends_after_some_days(knowledge: KnowledgeServices, clock: SettableClock) -> None:
    names = await public(knowledge, 1)
    number = await knowledge.batches.plan(Action.WITHDRAW, names, value="x", actor=AUTHOR)
    await withdrawn(knowledge, await knowledge.batches.begin(number, Will(), actor=AUTHOR), AUTHOR)
    clock.advance(timedelta(days=7, minutes=1))
    with pytest.raises(ProcedureError) as late:
        await knowledge.batches.undo(number, typed="", actor=CHIEF)
    assert late.value.text_key == "batches.refused.late"
    clock.advance(timedelta(days=23))
    assert await knowledge.batch_list.recent() == []


async def refused(knowledge: KnowledgeServices, name: str, version: int = 1) -> str:
    with pytest.raises(BotError) as error:
        await knowledge.reviews.put_back(name, version=version, actor=CHIEF, reason="弄错了")
    return error.value.text_key


async def test_nothing_is_put_back_that_was_not_public_or_may_not_be(knowledge: KnowledgeServices) -> None:
    [name, closed, again] = await public(knowledge, 3)
    assert await refused(knowledge, name) == "publishing.refused.step"
    for one in (name, closed, again):
        await knowledge.reviews.withdraw(one, actor=AUTHOR, reason="x")
    # No other version than the one that was public, and nothing after another step.
    newer = Draft(Document(name, "通知", Kind.NOTICE), "没有人审过的新正文。", "rows.jsonl", 1)
    await knowledge.imports.keep([newer], author="chen")
    assert await refused(knowledge, name, 2) == "publishing.refused.changed_since"
    await knowledge.particulars.change(
        closed, {"disclosure": Disclosure.ON_REQUEST.value}, actor=AUTHOR.login
    )
    assert await refused(knowledge, closed) == "knowledge.not_public"
    with pytest.raises(InputError):
        await knowledge.reviews.put_back(again, version=1, actor=CHIEF, reason=" ")
    assert (await knowledge.documents.read(name)).listed.public_version is None


async def test_a_verdict_is_no_way_around_a_step_of_its_own(knowledge: KnowledgeServices) -> None:
    [name] = await public(knowledge, 1)
    await knowledge.reviews.withdraw(name, actor=AUTHOR, reason="x")
    for step in (Step.PUT_BACK, Step.WITHDRAW, Step.SUBMIT):
        with pytest.raises(ProcedureError) as error:
            await knowledge.reviews.decide(name, ReviewVerdict(step, 1), actor=CHIEF)
        assert error.value.text_key == "publishing.refused.step"
