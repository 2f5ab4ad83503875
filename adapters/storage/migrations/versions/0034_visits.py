"""Waiting for hours of a day or for several days, and visits at home."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "appointments", sa.Column("awaited", sa.String(length=200), nullable=False, server_default="")
    )
    op.create_table(
        "capacity_wants",
        sa.Column("waiter", sa.Integer(), nullable=False),
        sa.Column("pool", sa.String(length=120), nullable=False),
        sa.Column("first", sa.String(length=120), nullable=False),
        sa.Column("until", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["waiter"],
            ["capacity_waiters.id"],
            name=op.f("fk_capacity_wants_waiter_capacity_waiters"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("waiter", "pool", name=op.f("pk_capacity_wants")),
    )
    op.create_index("ix_capacity_wants_pool_waiter", "capacity_wants", ["pool", "waiter"])
    # Whoever waited until now waits for any seat of the one pool.
    op.execute(
        "INSERT INTO capacity_wants (waiter, pool, first, until) SELECT id, pool, '', '' FROM capacity_waiters"
    )
    op.drop_index("ix_capacity_waiters_pool_state", "capacity_waiters")
    op.create_index("ix_capacity_waiters_state", "capacity_waiters", ["state", "id"])
    op.create_table(
        "home_visits",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("form_id", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("citizen", sa.String(length=80), nullable=False),
        sa.Column("matter", sa.String(length=40), nullable=False),
        sa.Column("condition", sa.String(length=40), nullable=False),
        sa.Column("whom", sa.String(length=16), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("part", sa.String(length=2), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("assignee", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("open_key", sa.String(length=160), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_home_visits")),
        sa.UniqueConstraint("form_id", name=op.f("uq_home_visits_form_id")),
        sa.UniqueConstraint("open_key", name=op.f("uq_home_visits_open_key")),
    )
    op.create_index("ix_home_visits_state_day", "home_visits", ["state", "day"])
    op.create_index("ix_home_visits_citizen", "home_visits", ["citizen"])
    op.create_table(
        "home_visit_events",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_visit_events")),
    )
    op.create_index("ix_home_visit_events_number", "home_visit_events", ["number"])


def downgrade() -> None:
    op.drop_table("home_visit_events")
    op.drop_table("home_visits")
    op.drop_index("ix_capacity_waiters_state", "capacity_waiters")
    op.create_index("ix_capacity_waiters_pool_state", "capacity_waiters", ["pool", "state", "id"])
    op.drop_index("ix_capacity_wants_pool_waiter", "capacity_wants")
    op.drop_table("capacity_wants")
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_column("awaited")
