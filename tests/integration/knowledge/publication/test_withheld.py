"""What is not made public: three persons, no step skipped, viewing on record, looked at again in time."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.audit import AuditRecord
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from bot.privacy import Vault
from handlers.workdays import load_calendar
from knowledge.answers.answer import Answer, Decline
from knowledge.answers.answerer import Answerer
from knowledge.documents.document import Disclosure, Document
from knowledge.documents.draft import Draft
from knowledge.index.generations import Index
from knowledge.library.due import DueLists, DueSettings, Task
from knowledge.publication.lifecycle import Duty, Person
from knowledge.publication.submission import Submission
from knowledge.publication.withheld.ledger import WithheldLedger
from knowledge.publication.withheld.lifecycle import POINTS, TABLE, Ground, Stage, Step
from knowledge.publication.withheld.records import WithheldRecord
from knowledge.publication.withheld.service import RegisterMove, Registration, WithheldRegister
from knowledge.publication.withheld.store import WithheldFilters
from tests.factories.publication import knowledge_services, release

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
ENTRY = Registration(
    title="某项目评审专家名单",
    unit="甲县财政局",
    ground=Ground.PRIVACY,
    reason="公开会损害专家个人权益",
    decided_by="县财政局局长办公会",
    decided_on=date(2026, 11, 1),
    review_on=date(2027, 11, 1),
    summary="专家姓名和电话",
    kept_at="档案室三柜",
)
CLERK = Person("clerk", frozenset({Duty.DRAFT}))
CHECKER = Person("checker", frozenset({Duty.FIRST, Duty.SECOND}))
CHIEF = Person("chief", frozenset({Duty.FIRST, Duty.SECOND, Duty.FINAL}))
ALL = Person("all", frozenset(Duty))
CHECK = RegisterMove(Step.CHECK, frozenset(POINTS[Step.CHECK]))
SEAL = RegisterMove(Step.SEAL, frozenset(POINTS[Step.SEAL]))


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(NOW)


@pytest.fixture
def register(database: Database, clock: SettableClock) -> WithheldRegister:
    return WithheldRegister(database, vault=Vault("s" * 32), clock=clock)


@pytest.fixture
def ledger(database: Database) -> WithheldLedger:
    return WithheldLedger(database)


async def sealed(register: WithheldRegister, entry: Registration = ENTRY) -> int:
    number = (await register.register(entry, actor=CLERK)).id
    await register.take(number, CHECK, actor=CHECKER)
    return (await register.take(number, SEAL, actor=CHIEF)).id


async def test_from_the_register_to_the_seal(
    register: WithheldRegister, ledger: WithheldLedger, database: Database
) -> None:
    first = await sealed(register)
    record, steps = await ledger.read(first)
    assert (record.year, record.number, record.stage) == (2026, 1, Stage.SEALED)
    assert [(one.step, one.actor) for one in steps] == [
        (Step.REGISTER, "clerk"), (Step.CHECK, "checker"), (Step.SEAL, "chief"),
    ]  # fmt: skip
    assert (await register.register(ENTRY, actor=CLERK)).number == 2
    async with database.reading() as tx:
        for row in await tx.scalars(select(WithheldRecord)):
            assert "专家".encode() not in row.sealed
        told = [str(entry.detail) for entry in await tx.scalars(select(AuditRecord))]
    assert not any("专家" in words for words in told)


async def test_what_is_sealed_is_opened_with_a_reason_and_on_record(
    register: WithheldRegister, ledger: WithheldLedger
) -> None:
    number = await sealed(register)
    with pytest.raises(ProcedureError):
        await register.view(number, reason="想看一看", actor=CHECKER)
    with pytest.raises(InputError):
        await register.view(number, reason=" ", actor=CHIEF)
    assert await register.view(number, reason="办理行政复议", actor=CHIEF) == ("专家姓名和电话", "档案室三柜")
    last = (await ledger.read(number))[1][-1]
    assert (last.step, last.actor, last.reason) == (Step.VIEW, "chief", "办理行政复议")


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("step", [Step.CHECK, Step.SEAL, Step.SEND_BACK, Step.RENEW, Step.RELEASE])
async def test_no_step_out_of_turn(
    register: WithheldRegister, database: Database, stage: Stage, step: Step
) -> None:
    number = (await register.register(ENTRY, actor=CLERK)).id
    async with database.transaction() as tx:
        row = await tx.get(WithheldRecord, number)
        assert row is not None
        row.stage = stage.value
    move = RegisterMove(step, frozenset(POINTS.get(step, ())), "有充分的理由", date(2028, 1, 1))
    if (stage, step) in TABLE:
        assert (await register.take(number, move, actor=ALL)).stage is TABLE[stage, step].to
    else:
        with pytest.raises(ProcedureError):
            await register.take(number, move, actor=ALL)


async def test_three_persons_also_after_a_return(register: WithheldRegister) -> None:
    number = (await register.register(ENTRY, actor=ALL)).id
    with pytest.raises(ProcedureError) as refused:
        await register.take(number, CHECK, actor=ALL)
    assert refused.value.text_key == "withheld.refused.same_person"
    await register.take(number, RegisterMove(Step.SEND_BACK, reason="依据写错了"), actor=CHECKER)
    amended = await register.amend(number, replace(ENTRY, ground=Ground.BUSINESS), actor=CLERK)
    assert (amended.stage, amended.ground) == (Stage.REGISTERED, Ground.BUSINESS)
    # A new entry begins the count anew: only those who act on it have to differ.
    await register.take(number, CHECK, actor=CHIEF)
    with pytest.raises(ProcedureError):
        await register.take(number, SEAL, actor=CHIEF)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"title": " "}, "no_title"),
        ({"unit": ""}, "no_unit"),
        ({"reason": ""}, "no_reason"),
        ({"decided_by": ""}, "no_decided_by"),
        ({"ground": Ground.STATE_SECRET}, "no_basis"),
        ({"decided_on": date(2026, 11, 21)}, "decided_later"),
        ({"review_on": date(2026, 11, 20)}, "review_on"),
        ({"review_on": date(2040, 1, 1)}, "review_on"),
    ],
)
async def test_what_is_missing_is_named(
    register: WithheldRegister, change: dict[str, object], key: str
) -> None:
    with pytest.raises(InputError) as refused:
        await register.register(replace(ENTRY, **change), actor=CLERK)  # type: ignore[arg-type]
    assert refused.value.text_key == f"withheld.refused.{key}"


async def test_it_is_looked_at_again_in_time(
    register: WithheldRegister, database: Database, clock: SettableClock
) -> None:
    number = await sealed(register)
    lists = DueLists(database, clock=clock, calendar=load_calendar())
    assert (await lists.all(DueSettings("甲县")))[Task.WITHHELD] == ()
    clock.set(datetime(2027, 10, 15, 2, tzinfo=UTC))
    [due] = (await lists.all(DueSettings("甲县")))[Task.WITHHELD]
    assert (due.id, due.on, due.overdue) == (str(number), date(2027, 11, 1), False)
    clock.set(datetime(2027, 11, 2, 2, tzinfo=UTC))
    assert (await lists.all(DueSettings("甲县")))[Task.WITHHELD][0].overdue
    with pytest.raises(InputError):
        await register.take(number, RegisterMove(Step.RENEW, reason="理由仍然成立"), actor=CHIEF)
    move = RegisterMove(Step.RENEW, reason="理由仍然成立", review_on=date(2028, 11, 1))
    assert (await register.take(number, move, actor=CHIEF)).review_on == date(2028, 11, 1)
    assert (await lists.all(DueSettings("甲县")))[Task.WITHHELD] == ()
    freed = await register.take(number, RegisterMove(Step.RELEASE, reason="项目已经结束"), actor=CHIEF)
    assert freed.stage is Stage.RELEASED


async def test_what_is_public_is_withdrawn_first_and_what_is_sealed_is_not_submitted(
    register: WithheldRegister, database: Database, clock: SettableClock
) -> None:
    knowledge = knowledge_services(database, clock)
    draft = Draft(Document("p", "专家名单", issuer="甲县财政局"), "名单见附件。\n", "x", 1)
    await knowledge.imports.keep([draft], author="w", publish=True)
    entry = replace(ENTRY, document_id="p")
    number = (await register.register(entry, actor=CLERK)).id
    await register.take(number, CHECK, actor=CHECKER)
    with pytest.raises(InputError) as refused:
        await register.take(number, SEAL, actor=CHIEF)
    assert refused.value.text_key == "withheld.refused.public"
    await knowledge.reviews.withdraw("p", actor=CHIEF, reason="不应公开")
    await register.take(number, SEAL, actor=CHIEF)
    submission = Submission(Disclosure.ACTIVE, interpretation_reason="不需要")
    with pytest.raises(InputError) as refused:
        await knowledge.reviews.submit("p", submission, actor=CLERK)
    assert refused.value.text_key == "withheld.refused.sealed"
    await register.take(number, RegisterMove(Step.RELEASE, reason="已经公布"), actor=CHIEF)
    await knowledge.reviews.submit("p", submission, actor=CLERK)


def brought(answered: Answer | Decline) -> set[str]:
    """Give the documents that an answer rests on, or that a no says come nearest."""
    if isinstance(answered, Answer):
        return {answered.citation.document.id}
    return {one.id for one in (*answered.nearest, *answered.offered)}


async def test_nothing_of_what_is_sealed_answers_or_is_found(
    register: WithheldRegister, database: Database, clock: SettableClock, tmp_path: Path
) -> None:
    """It answers while it is public; once it is sealed neither an answer nor a search brings it, nor what the register says of it."""
    knowledge, index = knowledge_services(database, clock), Index(tmp_path / "index")
    question, today = "评审专家每次评审费多少钱", date(2026, 11, 20)
    rows = [
        Draft(
            Document("p", "某项目评审专家名单", issuer="甲县财政局"), "评审专家每次评审费三百元。\n", "x", 1
        ),
        Draft(Document("q", "停车收费办法", issuer="甲县财政局"), "居民停车每月六十元。\n", "x", 2),
    ]
    await knowledge.imports.keep(rows, author="w", publish=True)
    await knowledge.upkeep.refresh(index)
    index.reload()
    assert "p" in brought(Answerer(index).answer(question, today=today))
    await knowledge.reviews.withdraw("p", actor=CHIEF, reason="不应公开")
    await sealed(register, replace(ENTRY, document_id="p"))
    await knowledge.upkeep.refresh(index)
    index.reload()
    for asked in (question, ENTRY.title, ENTRY.summary, ENTRY.kept_at):
        assert "p" not in brought(Answerer(index).answer(asked, today=today))
    assert index.reader is not None
    assert list(index.reader.identifiers) == ["q"]
    assert await knowledge.upkeep.withdrawn() == {"p"}
    assert (await knowledge.documents.read("p")).listed.public_version is None
    # Once it is released it goes through the three reviews like everything else, and is found again (O3).
    [number] = [row.id for row in (await WithheldLedger(database).page(WithheldFilters()))[0]]
    await register.take(number, RegisterMove(Step.RELEASE, reason="项目已经结束"), actor=CHIEF)
    await release(knowledge, "p")
    await knowledge.upkeep.refresh(index)
    index.reload()
    assert "p" in brought(Answerer(index).answer(question, today=today))


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (WithheldFilters(), 2),
        (WithheldFilters(stage=Stage.SEALED), 1),
        (WithheldFilters(ground=Ground.PRIVACY), 1),
        (WithheldFilters(unit="甲县财政局"), 2),
        (WithheldFilters(text="合同"), 1),
        (WithheldFilters(text="%"), 0),
        (WithheldFilters(due_by=date(2027, 12, 1)), 1),
        (WithheldFilters(due_by=date(2027, 1, 1)), 0),
    ],
)
async def test_the_register_is_narrowed(
    register: WithheldRegister, ledger: WithheldLedger, filters: WithheldFilters, found: int
) -> None:
    await sealed(register)
    await register.register(replace(ENTRY, title="采购合同", ground=Ground.BUSINESS), actor=CLERK)
    rows, more = await ledger.page(filters)
    assert (len(rows), more) == (found, False)
    assert (await ledger.counts())[Stage.SEALED] == 1
    assert await ledger.units() == ["甲县财政局"]
