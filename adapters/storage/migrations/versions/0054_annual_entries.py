"""What an agency enters of its annual report: 表二, and last year's row of what was carried on."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "annual_report_entries",
        sa.Column("agency", sa.String(length=24), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("published", sa.JSON(), nullable=False),
        sa.Column("carried", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("entered_by", sa.String(length=80), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("agency", "year", name=op.f("pk_annual_report_entries")),
    )


def downgrade() -> None:
    op.drop_table("annual_report_entries")
