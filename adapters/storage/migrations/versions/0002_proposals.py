"""Particulars proposed by the import, until a person confirms them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge_proposals",
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("source_digest", sa.String(length=64), nullable=False),
        sa.Column("proposal", sa.JSON(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["knowledge_documents.id"],
            name=op.f("fk_knowledge_proposals_document_id_knowledge_documents"),
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_knowledge_proposals")),
    )
    with op.batch_alter_table("knowledge_proposals", schema=None) as batch_op:
        batch_op.create_index("ix_knowledge_proposals_confirmed_at", ["confirmed_at"], unique=False)


def downgrade() -> None:
    op.drop_table("knowledge_proposals")
