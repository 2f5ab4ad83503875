"""Copies that went with a reply: since when, with which reply, when the applicant first opened them; and what stays."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

COPIES = "disclosure_document_copies"


def upgrade() -> None:
    op.add_column(
        "disclosure_documents", sa.Column("stays", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(COPIES, sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(COPIES, sa.Column("left_with", sa.String(length=16), nullable=False, server_default=""))
    op.add_column(COPIES, sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for column in ("opened_at", "left_with", "left_at"):
        op.drop_column(COPIES, column)
    op.drop_column("disclosure_documents", "stays")
