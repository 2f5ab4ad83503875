"""Phones of units as they were changed at the desk, and web pages that are looked at on a schedule."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit_phones",
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("changed_by", sa.String(length=120), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("unit", name=op.f("pk_unit_phones")),
    )
    op.create_table(
        "web_pages",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("fault", sa.String(length=500), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("added_by", sa.String(length=120), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_pages")),
        sa.UniqueConstraint("address", name=op.f("uq_web_pages_address")),
    )
    op.create_index("ix_web_pages_looked_at", "web_pages", ["looked_at"])


def downgrade() -> None:
    op.drop_index("ix_web_pages_looked_at", table_name="web_pages")
    op.drop_table("web_pages")
    op.drop_table("unit_phones")
