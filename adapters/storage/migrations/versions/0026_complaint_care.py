"""Complaints: the wall around the accused, the signs by which repeats and events are found, events, alerts."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("complaints", sa.Column("visit_on", sa.Date(), nullable=True))
    op.create_index("ix_complaints_handler_visit_on", "complaints", ["handler", "visit_on"])
    _create_walls()
    _create_signs()
    _create_incidents()
    _create_alerts()


def downgrade() -> None:
    for table in (
        *("complaint_alerts", "complaint_incident_messages", "complaint_incidents"),
        *("complaint_terms", "complaint_signs", "complaint_walls"),
    ):
        op.drop_table(table)
    op.drop_index("ix_complaints_handler_visit_on", "complaints")
    op.drop_column("complaints", "visit_on")


def _words(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_complaint(table: str, column: str = "number") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["complaints.number"], name=op.f(f"fk_{table}_{column}_complaints")
    )


def _create_walls() -> None:
    table = "complaint_walls"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        _words("number", 20),
        _words("unit", 80),
        _words("login", 40),
        sa.Column("found", sa.Boolean(), nullable=False),
        _words("raised_by", 80),
        _at("raised_at"),
        _words("lifted_by", 80),
        _at("lifted_at", nullable=True),
        _of_complaint(table),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_walls")),
    )
    op.create_index("ix_complaint_walls_number", table, ["number"])
    op.create_index("ix_complaint_walls_unit_number", table, ["unit", "number"])
    op.create_index("ix_complaint_walls_login_number", table, ["login", "number"])


def _create_signs() -> None:
    table = "complaint_signs"
    op.create_table(
        table,
        _words("number", 20),
        _words("person", 64),
        _words("phone", 64),
        _words("place", 64),
        _words("area", 40),
        sa.Column("terms", sa.JSON(), nullable=False),
        _at("at"),
        _words("repeat_of", 20),
        sa.Column("joined", sa.Boolean(), nullable=False),
        sa.Column("sifted", sa.Boolean(), nullable=False),
        _words("incident", 20),
        sa.Column("told_message", sa.Integer(), nullable=False),
        _of_complaint(table),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_complaint_signs")),
    )
    for first, second in (
        *(("person", "at"), ("phone", "at"), ("place", "at"), ("sifted", "at")),
        ("incident", "told_message"),
    ):
        op.create_index(f"ix_complaint_signs_{first}_{second}", table, [first, second])
    op.create_index("ix_complaint_signs_repeat_of", table, ["repeat_of"])
    table = "complaint_terms"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        _words("term", 24),
        _words("number", 20),
        _at("at"),
        _of_complaint(table),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_terms")),
    )
    op.create_index("ix_complaint_terms_number", table, ["number"])
    op.create_index("ix_complaint_terms_term_id", table, ["term", "id"])


def _create_incidents() -> None:
    table = "complaint_incidents"
    op.create_table(
        table,
        _words("number", 20),
        sa.Column("title", sa.Text(), nullable=False),
        _words("place", 200),
        _words("area", 40),
        _words("lead", 20),
        sa.Column("members", sa.Integer(), nullable=False),
        _at("opened_at"),
        _at("last_at"),
        _words("merging_by", 40),
        _at("closed_at", nullable=True),
        _of_complaint(table, "lead"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_complaint_incidents")),
    )
    op.create_index("ix_complaint_incidents_opened_at", table, ["opened_at"])
    table = "complaint_incident_messages"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        _words("incident", 20),
        sa.Column("words", sa.Text(), nullable=False),
        _words("written_by", 40),
        _at("written_at"),
        _words("approved_by", 40),
        _at("approved_at", nullable=True),
        sa.ForeignKeyConstraint(
            ["incident"],
            ["complaint_incidents.number"],
            name=op.f("fk_complaint_incident_messages_incident_complaint_incidents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_incident_messages")),
    )
    op.create_index("ix_complaint_incident_messages_incident", table, ["incident"])


def _create_alerts() -> None:
    table = "complaint_alerts"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        _words("key", 80),
        _words("number", 20),
        _words("kind", 12),
        _words("rule", 24),
        _words("unit", 80),
        sa.Column("since_on", sa.Date(), nullable=False),
        _words("given_by", 40),
        _at("given_at"),
        _words("lifted_by", 40),
        _at("lifted_at", nullable=True),
        _of_complaint(table),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_alerts")),
        sa.UniqueConstraint("key", name=op.f("uq_complaint_alerts_key")),
    )
    op.create_index("ix_complaint_alerts_number", table, ["number"])
    op.create_index("ix_complaint_alerts_given_at", table, ["given_at"])
    op.create_index("ix_complaint_alerts_unit_given_at", table, ["unit", "given_at"])
