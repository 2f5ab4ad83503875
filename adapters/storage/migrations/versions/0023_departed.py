"""Cases outlast their citizen's leaving: a keyed hash in place of the account's identifier."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLES = ("disclosure_requests", "complaints")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("departed", sa.String(length=64), nullable=False, server_default=""))
        op.create_index(f"ix_{table}_departed", table, ["departed"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_index(f"ix_{table}_departed", table)
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("departed")
