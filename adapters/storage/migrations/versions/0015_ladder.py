"""The ladder of delivery: what a parcel is and how long it may wait, each try as a row, indexes that sent ones do not burden."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OPEN = "state IN ('due', 'waiting')"
INDEXES = {
    "ix_outbox_open": (["citizen", "id"], OPEN),
    "ix_outbox_fresh": (["channel", "id"], "state = 'due' AND attempts = 0"),
    "ix_outbox_retry": (["channel", "due_at"], "state = 'due' AND attempts > 0"),
    "ix_outbox_undelivered": (["channel", "state", "created_at"], "state IN ('due', 'waiting', 'failed')"),
    "ix_outbox_untasked": (["wait_until"], f"{OPEN} AND task = ''"),
}


def upgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=8), nullable=False, server_default="answer"))
        batch_op.add_column(sa.Column("wait_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("task", sa.String(length=20), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_index("ix_outbox_due_at")
        batch_op.drop_index("ix_outbox_state")
    for name, (columns, where) in INDEXES.items():
        op.create_index(name, "outbox", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.create_table(
        "outbox_attempts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("parcel_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rung", sa.String(length=8), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("errcode", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=80), nullable=False),
        sa.Column("rid", sa.String(length=64), nullable=False),
        sa.Column("msgid", sa.String(length=64), nullable=False),
        sa.Column("report", sa.String(length=80), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["parcel_id"],
            ["outbox.id"],
            name=op.f("fk_outbox_attempts_parcel_id_outbox"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_attempts")),
    )
    op.create_index("ix_outbox_attempts_parcel_id", "outbox_attempts", ["parcel_id"])
    op.create_index("ix_outbox_attempts_msgid", "outbox_attempts", ["msgid"])


def downgrade() -> None:
    op.drop_table("outbox_attempts")
    for name in INDEXES:
        op.drop_index(name, "outbox")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_state", ["state"])
        batch_op.create_index("ix_outbox_due_at", ["due_at"])
        for name in ("kind", "wait_until", "task", "invited_at"):
            batch_op.drop_column(name)
