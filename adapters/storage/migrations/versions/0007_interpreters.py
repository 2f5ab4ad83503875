"""Who answers what the bot could not: the unit of an account, the interpreter of a gap, unit and day of a ticket."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("accounts") as table:
        table.add_column(sa.Column("unit", sa.String(length=80), nullable=False, server_default=""))
    with op.batch_alter_table("knowledge_gaps") as table:
        table.add_column(sa.Column("interpreter", sa.String(length=80), nullable=False, server_default=""))
    with op.batch_alter_table("tickets") as table:
        table.add_column(sa.Column("interpreter", sa.String(length=80), nullable=False, server_default=""))
        table.add_column(sa.Column("due_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("tickets") as table:
        table.drop_column("due_on")
        table.drop_column("interpreter")
    with op.batch_alter_table("knowledge_gaps") as table:
        table.drop_column("interpreter")
    with op.batch_alter_table("accounts") as table:
        table.drop_column("unit")
