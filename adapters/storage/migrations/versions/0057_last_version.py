"""The highest number that was ever given to a version of a document: none is given twice."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "knowledge_documents", sa.Column("last_version", sa.Integer(), nullable=False, server_default="0")
    )
    op.execute(sa.text("UPDATE knowledge_documents SET last_version = current_version"))


def downgrade() -> None:
    op.drop_column("knowledge_documents", "last_version")
