"""Drafts and versions thrown away, kept for a month so that they can be brought back."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge_discards",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("discarded_by", sa.String(length=120), nullable=False),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_discards")),
    )
    op.create_index("ix_knowledge_discards_discarded_at", "knowledge_discards", ["discarded_at"])


def downgrade() -> None:
    op.drop_index("ix_knowledge_discards_discarded_at", table_name="knowledge_discards")
    op.drop_table("knowledge_discards")
