"""Complaints: what each counts as, what is left out of the rates, what was offered for publication."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

COUNTED = (
    *("month", "unit", "kind", "area", "matter", "figure", "late", "rated", "satisfied", "repeated"),
    *("excluded", "due_on"),
)


def upgrade() -> None:
    _create_facts()
    table = "complaint_exclusions"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        _words("number", 20),
        _words("rule", 24),
        _words("proposed_by", 40),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        _words("decided_by", 40),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved", sa.Boolean(), nullable=True),
        sa.Column("lapsed", sa.Boolean(), nullable=False),
        _of_complaint(table),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_exclusions")),
    )
    op.create_index("ix_complaint_exclusions_number", table, ["number"])


def downgrade() -> None:
    for table in ("complaint_exclusions", "complaint_facts"):
        op.drop_table(table)


def _words(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _of_complaint(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["number"], ["complaints.number"], name=op.f(f"fk_{table}_number_complaints")
    )


def _create_facts() -> None:
    table = "complaint_facts"
    op.create_table(
        table,
        _words("number", 20),
        _words("month", 7),
        _words("unit", 80),
        _words("kind", 16),
        _words("area", 40),
        _words("matter", 60),
        _words("figure", 12),
        *(
            sa.Column(name, sa.Boolean(), nullable=False)
            for name in ("late", "rated", "satisfied", "repeated")
        ),
        _words("excluded", 24),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        *(
            sa.Column(f"hours_{stage}", sa.Integer(), nullable=True)
            for stage in ("accept", "dispatch", "handle", "review")
        ),
        _of_complaint(table),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_complaint_facts")),
    )
    op.create_index("ix_complaint_facts_counted", table, list(COUNTED))
    op.create_index("ix_complaint_facts_figure_number", table, ["figure", "number"])
    op.create_index("ix_complaint_facts_excluded", table, ["excluded"])
