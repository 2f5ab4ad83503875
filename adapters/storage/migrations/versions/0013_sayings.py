"""The county's own sayings: pairs that operators added, and pairs they struck out."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge_sayings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("said", sa.String(length=20), nullable=False),
        sa.Column("official", sa.String(length=40), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.String(length=120), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_sayings")),
        sa.UniqueConstraint("said", "official", name=op.f("uq_knowledge_sayings_said")),
    )
    with op.batch_alter_table("knowledge_sayings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_knowledge_sayings_edition"), ["edition"], unique=False)


def downgrade() -> None:
    op.drop_table("knowledge_sayings")
