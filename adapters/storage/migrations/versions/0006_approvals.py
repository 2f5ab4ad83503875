"""What approved answers rest on: the public versions of their sources when somebody vouched for them last."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge_approvals",
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=120), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["knowledge_documents.id"],
            name=op.f("fk_knowledge_approvals_document_id_knowledge_documents"),
        ),
        sa.PrimaryKeyConstraint("document_id", "version", name=op.f("pk_knowledge_approvals")),
    )


def downgrade() -> None:
    op.drop_table("knowledge_approvals")
