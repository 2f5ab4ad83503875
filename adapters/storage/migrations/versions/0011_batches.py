"""Batches with what became of every document of them, and what waits for a second person."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge_batches",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=500), nullable=False),
        sa.Column("attribute", sa.String(length=20), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("confirmed_by", sa.String(length=120), nullable=False),
        sa.Column("undone_by", sa.String(length=120), nullable=False),
        sa.Column("run", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_batches")),
    )
    op.create_index("ix_knowledge_batches_stage_changed_at", "knowledge_batches", ["stage", "changed_at"])
    op.create_table(
        "knowledge_batch_items",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("included", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=True),
        sa.Column("refused", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["knowledge_batches.id"],
            name=op.f("fk_knowledge_batch_items_batch_id_knowledge_batches"),
        ),
        sa.PrimaryKeyConstraint("batch_id", "place", name=op.f("pk_knowledge_batch_items")),
    )


def downgrade() -> None:
    op.drop_table("knowledge_batch_items")
    op.drop_table("knowledge_batches")
