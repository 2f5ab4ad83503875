"""Requests filed for somebody else: by which keyed hashes the representative is found, and what of the name may be read."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TABLE = "disclosure_requests"
HASHES = ("rep_name_fingerprint", "rep_identity_fingerprint")


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("rep_masked", sa.String(length=80), nullable=False, server_default=""))
    for column in HASHES:
        op.add_column(TABLE, sa.Column(column, sa.String(length=64), nullable=False, server_default=""))
        op.create_index(f"ix_{TABLE}_{column}", TABLE, [column])


def downgrade() -> None:
    for column in HASHES:
        op.drop_index(f"ix_{TABLE}_{column}", TABLE)
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        for column in (*HASHES, "rep_masked"):
            batch_op.drop_column(column)
