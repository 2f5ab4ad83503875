"""Evidence: audit entries vouch for the lines of requests' logs, and the database refuses to change or delete either."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TABLES = ("audit_entries", "disclosure_events")
DEEDS = ("UPDATE", "DELETE")
LINES_AN_ENTRY = 500
REFUSAL = "rows of this table are only ever added"
ENTRIES = sa.table(
    "audit_entries",
    sa.column("id", sa.Integer),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("actor", sa.String),
    sa.column("action", sa.String),
    sa.column("subject", sa.String),
    sa.column("detail", sa.JSON),
    sa.column("covers", sa.JSON(none_as_null=True)),
    sa.column("seal", sa.String),
)
EVENTS = sa.table(
    "disclosure_events",
    sa.column("id", sa.Integer),
    sa.column("number", sa.String),
    sa.column("kind", sa.String),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("actor", sa.String),
    sa.column("detail", sa.JSON),
)


def upgrade() -> None:
    op.add_column("audit_entries", sa.Column("covers", sa.JSON(), nullable=True))
    _adopt()
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION mingbai_only_added() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '%: {REFUSAL}', TG_TABLE_NAME; END $$"
        )
        for table in TABLES:
            op.execute(
                f"CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION mingbai_only_added()"
            )
        return
    for table in TABLES:
        for deed in DEEDS:
            op.execute(
                f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table}: {REFUSAL}'); END"
            )


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"DROP TRIGGER only_added ON {table}")
        op.execute("DROP FUNCTION mingbai_only_added()")
    else:
        for table in TABLES:
            for deed in DEEDS:
                op.execute(f"DROP TRIGGER {table}_no_{deed.lower()}")
    op.drop_column("audit_entries", "covers")


def _adopt() -> None:
    """Vouch from now on for the lines that were there before entries could.

    What an entry says is written here once more, because a migration does not change with the code.
    """
    bind = op.get_bind()
    now = datetime.now(UTC)
    for covers in _lines(bind):
        last = sa.select(ENTRIES.c.seal).order_by(ENTRIES.c.id.desc()).limit(1)
        detail: dict[str, str] = {"adopted": str(len(covers))}
        subject = "disclosure_events"
        body = [
            bind.scalar(last) or "",
            now.isoformat(),
            "program",
            "audit:cover",
            subject,
            detail,
            covers,
        ]
        seal = hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
        entry = {"actor": "program", "action": "audit:cover", "subject": subject, "detail": detail}
        kept = now.replace(tzinfo=None) if bind.dialect.name == "sqlite" else now
        bind.execute(sa.insert(ENTRIES).values(at=kept, covers=covers, seal=seal, **entry))


def _lines(bind: sa.Connection) -> Iterator[list[str]]:
    last = 0
    while True:
        page = sa.select(EVENTS).where(EVENTS.c.id > last).order_by(EVENTS.c.id).limit(LINES_AN_ENTRY)
        rows = bind.execute(page).mappings().all()
        if not rows:
            return
        last = rows[-1]["id"]
        yield [_line(row) for row in rows]


def _line(row: Mapping[Any, Any]) -> str:
    at = row["at"] if row["at"].tzinfo else row["at"].replace(tzinfo=UTC)
    values = {**row, "at": at.astimezone(UTC).isoformat()}
    body = {name: value for name, value in values.items() if value not in (None, "", {}, [], False)}
    digest = hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return f"disclosure_events:{row['id']}:{digest}"
