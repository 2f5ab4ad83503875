"""Nothing that a citizen asks of matters reads a whole table: the plans of every statement, on both engines."""

import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError
from handlers.credit.service import CreditRegister
from handlers.matters.binding.binding import BindingAccount, BindingKind, PersonClaim
from tests.factories.matters import FIRM, HOUSES, NOW, STEPS, VAULT, ZHANG, MatterDesk, matter

ME = BindingAccount("oPlans0001", "wechat")
TABLES = (
    "matters",
    "matter_steps",
    "matter_bindings",
    "matter_binding_claims",
    "credit_entries",
    "audit_entries",
)
# SQLite says SCAN for a whole table, and for a walk along an index from its first row to its last.
# What is not over, taken back or ended is nearly everything: found by that alone it is a whole table, too.
SCANNED = re.compile(
    rf"SCAN ({'|'.join(TABLES)})\b|Seq Scan on ({'|'.join(TABLES)})\b|ix_matters_withdrawn_at|ix_matter_bindings_ended_at"
)
Ask = Callable[[MatterDesk, str], Awaitable[object]]
QUESTIONS: dict[str, Ask] = {
    "every matter": lambda desk, _: desk.office.ledger.cases_of(ME.citizen),
    "one matter": lambda desk, number: desk.office.ledger.case(number, citizen=ME.citizen),
    "the page of a link": lambda desk, number: desk.office.ledger.sheet(number),
    "whoever stands at the counter": lambda desk, _: desk.office.ledger.of_person(ZHANG.identity),
    "what it sees": lambda desk, _: desk.office.bindings.sees(ME.citizen),
    "bindings": lambda desk, _: desk.office.bindings.bindings(ME),
    "whether a code is awaited": lambda desk, _: desk.office.bindings.awaits_code(ME),
    "a claim": lambda desk, _: desk.office.bindings.claim(PersonClaim(ZHANG, BindingKind.SELF), ME),
    "a code": lambda desk, _: desk.office.bindings.enter("000000", ME),
    "a word for an agent": lambda desk, _: desk.office.bindings.grant("00000000", ME),
    "a code at the counter": lambda desk, _: desk.office.counter.look("00000000", clerk="clerk"),
    "leaving": lambda desk, _: desk.office.bindings.leave(ME),
    "a delivery": lambda desk, _: desk.deliver(HOUSES, matters=[matter("A-001", steps=list(STEPS))], withdrawn=["A-002"]),
    "a company": lambda desk, _: CreditRegister(desk.database, vault=VAULT, clock=SettableClock(NOW)).look(
        FIRM.identity, citizen=ME.citizen, channel="wechat"
    ),
}  # fmt: skip


async def explained(database: Database, statement: str, given: Any) -> str:
    """Give the plan of a statement; PostgreSQL reads so small a table whole unless that is dear to it."""
    async with database.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text("SET LOCAL enable_seqscan = off"))
            rows = await connection.exec_driver_sql(f"EXPLAIN {statement}", given)
            return "\n".join(row[0] for row in rows)
        rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        return "\n".join(row[3] for row in rows)


@pytest.mark.parametrize("question", QUESTIONS)
async def test_no_question_reads_a_whole_table(database: Database, question: str) -> None:
    desk = await MatterDesk(database).opened()
    rows = [matter("A-001", steps=list(STEPS)), *(matter(f"A-{at:03}", FIRM) for at in range(2, 40))]
    number = (await desk.deliver(HOUSES, matters=rows)).numbers["A-001"]
    await desk.bound(ME, ZHANG)
    await desk.bound(ME, FIRM)
    asked: list[tuple[str, Any]] = []
    listened = database.engine.sync_engine

    def note(_: object, __: object, statement: str, given: Any, ___: object, many: bool) -> None:
        # The newest entry of the audit is found from the end, without a condition.
        newest = "audit_entries" in statement and "WHERE" not in statement
        read = statement.startswith(("SELECT", "UPDATE", "DELETE")) and not newest
        if read and any(one in statement for one in TABLES):
            asked.append((statement, given[0] if many else given))

    event.listen(listened, "before_cursor_execute", note)
    with suppress(InputError):
        await QUESTIONS[question](desk, number)
    event.remove(listened, "before_cursor_execute", note)
    assert asked
    plans = {statement: await explained(database, statement, given) for statement, given in asked}
    assert {statement: plan for statement, plan in plans.items() if SCANNED.search(plan)} == {}
