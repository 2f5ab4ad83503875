"""No place holds something of citizens that retention and a person's rights do not know of."""

import pytest

from adapters.backup.redis_content import KEPT, LEFT
from adapters.redis.person import PERSONAL
from adapters.rights import person_file
from adapters.rights.holdings import (
    BY_ITSELF,
    CONSENT,
    KINDS,
    KINDS_APART,
    REMINDER,
    TABLES,
    TABLES_APART,
    Erasure,
    unknown,
)
from adapters.rights.retention import retention_of
from adapters.sealing.places import COLUMNS
from adapters.sealing.places import KINDS as SEALED_KINDS
from adapters.storage import schema
from bot.clock import SystemClock
from bot.privacy import Vault
from bot.retention import RetentionTerms
from handlers.texts import Texts

REDIS = {*KEPT, *LEFT}
TEXTS = Texts.load()
# Bytes that are sealed and no citizen's: a secret of staff and where staff are told, and an official register.
SEALED_APART = {
    "disclosure_file_parts",
    "source_file_parts",
    "knowledge_scan_parts",
    "accounts",
    "staff_notice_addresses",
    "knowledge_withheld",
}


def rules() -> set[str]:
    """Give the names of the rules of retention; nothing is connected for that."""
    nothing: object = None
    retention = retention_of(
        nothing,  # type: ignore[arg-type]
        nothing,  # type: ignore[arg-type]
        vault=Vault("s" * 32),
        clock=SystemClock(),
        terms=RetentionTerms(),
        tickets=nothing,  # type: ignore[arg-type]
        texts=TEXTS,
    )
    return set(retention.names)


def test_every_table_and_every_kind_of_redis_is_known() -> None:
    assert unknown(schema.METADATA.tables, REDIS) == set()
    assert not TABLES.keys() & TABLES_APART.keys()
    assert not KINDS.keys() & KINDS_APART.keys()


@pytest.mark.parametrize(
    ("tables", "kinds", "strange"),
    [
        ({*schema.METADATA.tables, "vaccinations"}, REDIS, {"vaccinations"}),
        (schema.METADATA.tables, {*REDIS, "photos"}, {"redis.photos"}),
        (schema.METADATA.tables.keys() - {"tickets"}, REDIS, {"tickets"}),
    ],
)
def test_a_new_place_and_one_that_is_gone_are_told(
    tables: set[str], kinds: set[str], strange: set[str]
) -> None:
    assert unknown(tables, kinds) == strange


def test_every_sealed_place_is_held_or_no_citizens() -> None:
    assert {column.table.name for column in COLUMNS} - SEALED_APART <= TABLES.keys()
    assert TABLES_APART.keys() >= SEALED_APART
    assert {kind.kind for kind in SEALED_KINDS} <= KINDS.keys()


def test_every_holding_is_ended_by_a_rule_that_is_there() -> None:
    ends = {name for holding in (*TABLES.values(), *KINDS.values()) for name in holding.ends}
    assert ends - {BY_ITSELF, CONSENT, REMINDER} <= rules()
    assert all(holding.ends for holding in (*TABLES.values(), *KINDS.values()))


def test_a_persons_file_has_every_holding() -> None:
    assert {table.name for table in person_file.TABLES} == TABLES.keys()
    assert {kind.kind for kind in PERSONAL} == KINDS.keys()
    sealed = {column.table.name: column.column.key for column in COLUMNS}
    for table in person_file.TABLES:
        assert table.sealed == sealed.get(table.name, ""), table.name
    purposes = {kind.kind: kind.purpose for kind in SEALED_KINDS}
    for kind in PERSONAL:
        assert kind.purpose == purposes.get(kind.kind, ""), kind.kind


def test_everything_has_words() -> None:
    for rule in rules():
        assert f"retention.rule.{rule}" in TEXTS, rule
        assert f"retention.term.{rule}" in TEXTS, rule
    for place in (*TABLES, "audit_entries", *(f"redis_{kind}" for kind in KINDS)):
        assert f"person.place.{place}" in TEXTS, place
        assert f"person.until.{place}" in TEXTS, place
    assert all(f"person.fate.{erasure}" in TEXTS for erasure in Erasure)
    for name in (*TABLES, "audit_entries"):
        for column in schema.METADATA.tables[name].columns:
            assert f"person.field.{column.key}" in TEXTS, f"{name}.{column.key}"
