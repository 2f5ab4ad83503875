"""What is not made public with every step taken on it, and what proof-reading found in each version."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge_withheld",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=500), nullable=False),
        sa.Column("ground", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.String(length=500), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_withheld")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_knowledge_withheld_year")),
    )
    op.create_index("ix_knowledge_withheld_stage_review_on", "knowledge_withheld", ["stage", "review_on"])
    op.create_index(op.f("ix_knowledge_withheld_document_id"), "knowledge_withheld", ["document_id"])
    op.create_table(
        "knowledge_withheld_steps",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("withheld_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["withheld_id"],
            ["knowledge_withheld.id"],
            name=op.f("fk_knowledge_withheld_steps_withheld_id_knowledge_withheld"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_withheld_steps")),
    )
    op.create_index(
        op.f("ix_knowledge_withheld_steps_withheld_id"), "knowledge_withheld_steps", ["withheld_id"]
    )
    op.create_table(
        "knowledge_checks",
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["knowledge_documents.id"],
            name=op.f("fk_knowledge_checks_document_id_knowledge_documents"),
        ),
        sa.PrimaryKeyConstraint("document_id", "version", name=op.f("pk_knowledge_checks")),
    )
    op.create_index("ix_knowledge_checks_checked_at", "knowledge_checks", ["checked_at"])


def downgrade() -> None:
    op.drop_table("knowledge_checks")
    op.drop_table("knowledge_withheld_steps")
    op.drop_table("knowledge_withheld")
