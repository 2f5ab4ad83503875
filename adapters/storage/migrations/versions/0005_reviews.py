"""The way to the public: where a version stands, every verdict on it, and the operators' words for proof-reading."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge_procedures",
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("dead_links", sa.JSON(), nullable=False),
        sa.Column("links_checked", sa.Boolean(), nullable=False),
        sa.Column("submitted_by", sa.String(length=120), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["knowledge_documents.id"],
            name=op.f("fk_knowledge_procedures_document_id_knowledge_documents"),
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_knowledge_procedures")),
    )
    with op.batch_alter_table("knowledge_procedures", schema=None) as batch_op:
        batch_op.create_index("ix_knowledge_procedures_stage", ["stage"], unique=False)
    op.create_table(
        "knowledge_reviews",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ticked", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["knowledge_documents.id"],
            name=op.f("fk_knowledge_reviews_document_id_knowledge_documents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_reviews")),
    )
    with op.batch_alter_table("knowledge_reviews", schema=None) as batch_op:
        batch_op.create_index("ix_knowledge_reviews_document_id", ["document_id"], unique=False)
    op.create_table(
        "knowledge_watchwords",
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("concern", sa.String(length=20), nullable=False),
        sa.Column("instead", sa.String(length=40), nullable=False),
        sa.Column("added_by", sa.String(length=120), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_knowledge_watchwords")),
    )


def downgrade() -> None:
    op.drop_table("knowledge_watchwords")
    op.drop_table("knowledge_reviews")
    op.drop_table("knowledge_procedures")
