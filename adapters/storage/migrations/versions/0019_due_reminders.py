"""Reminders of due dates: once for each case and day."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disclosure_reminders",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=False),
        sa.Column("left_workdays", sa.Integer(), nullable=False),
        sa.Column("to_head", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"],
            ["disclosure_requests.number"],
            name=op.f("fk_disclosure_reminders_number_disclosure_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_reminders")),
        sa.UniqueConstraint("number", "reminded_on", name=op.f("uq_disclosure_reminders_number")),
    )
    op.create_index("ix_disclosure_reminders_reminded_on", "disclosure_reminders", ["reminded_on"])


def downgrade() -> None:
    op.drop_table("disclosure_reminders")
