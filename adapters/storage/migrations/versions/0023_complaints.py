"""Complaints: the case, its log as evidence, its papers, and how often people were shown another door."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0021"
branch_labels = None
depends_on = None

DEEDS = ("UPDATE", "DELETE")
REFUSAL = "rows of this table are only ever added"


def upgrade() -> None:
    _create_complaints()
    _create_lines()
    op.create_table(
        "complaint_doors",
        sa.Column("door", sa.String(length=24), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("door", "day", name=op.f("pk_complaint_doors")),
    )
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON complaint_events "
            "FOR EACH STATEMENT EXECUTE FUNCTION mingbai_only_added()"
        )
        return
    for deed in DEEDS:
        op.execute(
            f"CREATE TRIGGER complaint_events_no_{deed.lower()} BEFORE {deed} ON complaint_events "
            f"BEGIN SELECT RAISE(ABORT, 'complaint_events: {REFUSAL}'); END"
        )


def downgrade() -> None:
    for table in ("complaint_doors", "complaint_papers", "complaint_events", "complaints"):
        op.drop_table(table)


def _create_complaints() -> None:
    def words(name: str, length: int) -> sa.Column[str]:
        return sa.Column(name, sa.String(length=length), nullable=False)

    op.create_table(
        "complaints",
        words("number", 20),
        words("form_id", 64),
        words("push_key", 160),
        words("channel", 16),
        words("talk_channel", 16),
        words("citizen", 80),
        words("kind", 16),
        words("category", 16),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("gist", sa.Text(), nullable=False),
        words("place", 200),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        words("notice_version", 32),
        sa.Column("notice_at", sa.DateTime(timezone=True), nullable=False),
        words("state", 24),
        words("result", 16),
        words("matter", 60),
        words("unit", 80),
        sa.Column("helpers", sa.JSON(), nullable=False),
        words("handler", 40),
        words("lead", 20),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_provisional", sa.Boolean(), nullable=False),
        sa.Column("warn_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_complaints")),
        sa.UniqueConstraint("form_id", name=op.f("uq_complaints_form_id")),
    )
    for column in ("citizen", "lead", "submitted_at"):
        op.create_index(f"ix_complaints_{column}", "complaints", [column])
    op.create_index("ix_complaints_state_warn_on", "complaints", ["state", "warn_on"])
    op.create_index("ix_complaints_unit_state", "complaints", ["unit", "state"])


def _create_lines() -> None:
    for table, who, last in (
        ("complaint_events", "actor", sa.Column("detail", sa.JSON(), nullable=False)),
        ("complaint_papers", "author", sa.Column("content", sa.LargeBinary(), nullable=False)),
    ):
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
            sa.Column("number", sa.String(length=20), nullable=False),
            sa.Column("kind", sa.String(length=40 if who == "actor" else 24), nullable=False),
            sa.Column("at", sa.DateTime(timezone=True), nullable=False),
            sa.Column(who, sa.String(length=80), nullable=False),
            last,
            sa.ForeignKeyConstraint(
                ["number"], ["complaints.number"], name=op.f(f"fk_{table}_number_complaints")
            ),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        )
        op.create_index(f"ix_{table}_number", table, ["number"])
