"""What is evidence is only added to: the session refuses a change, the database refuses it, and the chain shows it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.audit import AuditRecord, first_broken, line_faults
from bot.clock import SettableClock
from bot.database import Database
from bot.evidence import CoveredLine, EvidenceError, LineFaultKind, covered_line
from bot.privacy import Vault
from handlers.disclosure.case import store
from handlers.disclosure.case.records import DisclosureEventRecord
from handlers.disclosure.case.retention import erase_applicants
from handlers.disclosure.case.service import DisclosureService
from handlers.texts import Texts
from handlers.workdays import load_calendar
from tests.factories.disclosure import FILED_AT, application, origin

TABLES = ("audit_entries", "disclosure_events")


@pytest.fixture
def database(migrated: Database) -> Database:
    """Give a database as the migrations make it: they bring the triggers."""
    return migrated


@pytest.fixture
async def number(database: Database) -> str:
    """Give a request that was filed and confirmed."""
    service = DisclosureService(
        database,
        vault=Vault("a secret of the test"),
        clock=SettableClock(FILED_AT),
        calendar=load_calendar(),
        texts=Texts.load(),
    )
    receipt = await service.submit(application(), origin=origin())
    await service.confirm_receipt(receipt.number, actor="wang")
    return receipt.number


async def unguard(tx: AsyncSession) -> None:
    """Take away the triggers, as only the owner of the database can."""
    for table in TABLES:
        if tx.get_bind().dialect.name == "postgresql":
            await tx.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER only_added"))
        else:
            await tx.execute(text(f"DROP TRIGGER {table}_no_update"))
            await tx.execute(text(f"DROP TRIGGER {table}_no_delete"))


async def tampered(database: Database, statement: str) -> None:
    async with database.transaction() as tx:
        await unguard(tx)
        await tx.execute(text(statement))


async def test_every_line_is_vouched_for_by_its_own_transaction(database: Database, number: str) -> None:
    async with database.reading() as tx:
        lines = await store.log_of(tx, [number])
        entries = (await tx.scalars(select(AuditRecord).order_by(AuditRecord.id))).all()
        assert await line_faults(tx) == []
        assert await first_broken(tx) is None
        assert await audit.count_lines(tx) == 2
    assert [(entry.action, entry.covers) for entry in entries] == [
        ("disclosure:submit", [str(covered_line(lines[0]))]),
        ("disclosure:confirm", [str(covered_line(lines[1]))]),
    ]


async def test_a_line_without_an_entry_after_it_is_vouched_for_all_the_same(
    database: Database, number: str
) -> None:
    async with database.transaction() as tx:
        store.note(tx, number, kind="withdrawn", at=FILED_AT + timedelta(days=2), actor="A")
    async with database.reading() as tx:
        last = (await tx.scalars(select(AuditRecord).order_by(AuditRecord.id.desc()))).first()
        assert await line_faults(tx) == []
        assert await first_broken(tx) is None
    assert last
    assert (last.action, last.actor, len(last.covers or ())) == ("audit:cover", "program", 1)


async def test_the_lines_of_erasure_are_vouched_for(database: Database, number: str) -> None:
    async with database.transaction() as tx:
        assert await erase_applicants(tx, [number], now=FILED_AT) == 1
    async with database.reading() as tx:
        assert await line_faults(tx) == []


async def test_what_was_undone_leaves_nothing_to_vouch_for(database: Database, number: str) -> None:
    with pytest.raises(RuntimeError, match="undone"):
        await _broken_off(database, number)
    async with database.transaction() as tx:
        async with tx.begin_nested() as savepoint:
            store.note(tx, number, kind="withdrawn", at=FILED_AT, actor="A")
            await tx.flush()
            await savepoint.rollback()
        await audit.record(tx, "test:after", actor="wang", subject=number, now=FILED_AT)
    async with database.reading() as tx:
        assert await line_faults(tx) == []
        assert await audit.count_lines(tx) == 2


async def _broken_off(database: Database, number: str) -> None:
    async with database.transaction() as tx:
        store.note(tx, number, kind="withdrawn", at=FILED_AT, actor="A")
        await tx.flush()
        raise RuntimeError("undone")


async def _change(tx: AsyncSession) -> None:
    event = await tx.scalar(select(DisclosureEventRecord))
    assert event
    event.actor = "nobody"
    await tx.flush()


async def _drop(tx: AsyncSession) -> None:
    await tx.delete(await tx.scalar(select(AuditRecord)))
    await tx.flush()


async def _change_all(tx: AsyncSession) -> None:
    await tx.execute(update(AuditRecord).values(actor="nobody"))


async def _drop_all(tx: AsyncSession) -> None:
    await tx.execute(delete(DisclosureEventRecord))


async def _drop_by_table(tx: AsyncSession) -> None:
    await tx.execute(delete(DisclosureEventRecord.__table__))  # type: ignore[arg-type]


async def _slip_in(tx: AsyncSession) -> None:
    await tx.execute(
        insert(DisclosureEventRecord), [{"number": "", "kind": "", "at": FILED_AT, "actor": "", "detail": {}}]
    )


@pytest.mark.parametrize("deed", [_change, _drop, _change_all, _drop_all, _drop_by_table, _slip_in])
async def test_the_session_refuses_to_change_what_is_evidence(
    database: Database, number: str, deed: Callable[[AsyncSession], Awaitable[None]]
) -> None:
    with pytest.raises(EvidenceError, match="only ever added"):
        async with database.transaction() as tx:
            await deed(tx)
    async with database.reading() as tx:
        assert await line_faults(tx) == []
        assert await first_broken(tx) is None
        assert len(await store.log_of(tx, [number])) == 2


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("deed", ["UPDATE {} SET actor = 'nobody'", "DELETE FROM {}", "TRUNCATE {}"])
async def test_the_database_refuses_it_from_another_program(
    database: Database, number: str, table: str, deed: str
) -> None:
    if database.engine.dialect.name == "sqlite":
        # SQLite has no TRUNCATE: it deletes.
        deed = deed.replace("TRUNCATE", "DELETE FROM")
    with pytest.raises(DBAPIError, match="only ever added"):
        async with database.engine.begin() as connection:
            await connection.exec_driver_sql(deed.format(table))
    async with database.reading() as tx:
        assert len(await store.log_of(tx, [number])) == 2
        assert await first_broken(tx) is None


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE disclosure_events SET actor = 'nobody' WHERE kind = 'confirmed'", LineFaultKind.CHANGED),
        ("UPDATE disclosure_events SET at = '2026-11-21 02:00:00' WHERE id = 2", LineFaultKind.CHANGED),
        ("DELETE FROM disclosure_events WHERE kind = 'confirmed'", LineFaultKind.MISSING),
    ],
)
async def test_what_was_changed_all_the_same_is_named(
    database: Database, number: str, statement: str, kind: LineFaultKind
) -> None:
    await tampered(database, statement)
    async with database.reading() as tx:
        [fault] = await line_faults(tx)
        confirmed = await tx.scalar(
            select(AuditRecord.id).where(
                AuditRecord.action == "disclosure:confirm", AuditRecord.subject == number
            )
        )
        assert await first_broken(tx) is None
    assert (fault.kind, fault.table, fault.entry) == (kind, "disclosure_events", confirmed)


async def test_a_line_that_nobody_vouches_for_is_named(database: Database, number: str) -> None:
    values = f"'{number}', 'replied', '2026-11-21 02:00:00', 'nobody', '{{}}'"
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql(
            f"INSERT INTO disclosure_events (number, kind, at, actor, detail) VALUES ({values})"
        )
    async with database.reading() as tx:
        [fault] = await line_faults(tx)
    assert (fault.kind, fault.id, fault.entry) == (LineFaultKind.UNCOVERED, 3, 0)


async def test_a_digest_that_was_made_to_fit_breaks_the_chain(database: Database, number: str) -> None:
    await tampered(database, "UPDATE disclosure_events SET actor = 'nobody' WHERE kind = 'submitted'")
    async with database.transaction() as tx:
        [first, *_] = await store.log_of(tx, [number])
        [entry, *_] = await tx.scalars(select(AuditRecord).order_by(AuditRecord.id))
        await tx.execute(
            text("UPDATE audit_entries SET covers = :covers WHERE id = :id"),
            {"covers": f'["{covered_line(first)}"]', "id": entry.id},
        )
    async with database.reading() as tx:
        assert await line_faults(tx) == []
        assert await first_broken(tx) == entry.id


def test_a_line_is_read_as_it_was_written() -> None:
    line = CoveredLine("disclosure_events", 7, "ab" * 32)
    assert CoveredLine.read(str(line)) == line
    with pytest.raises(ValueError, match="unpack"):
        CoveredLine.read("disclosure_events:7")
