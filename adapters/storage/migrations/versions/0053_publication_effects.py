"""What a publication changed among the questions asked lately."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publication_effects",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effect", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_effects")),
    )
    for column in ("at", "document_id"):
        op.create_index(
            op.f(f"ix_publication_effects_{column}"), "publication_effects", [column], unique=False
        )


def downgrade() -> None:
    for column in ("document_id", "at"):
        op.drop_index(op.f(f"ix_publication_effects_{column}"), table_name="publication_effects")
    op.drop_table("publication_effects")
