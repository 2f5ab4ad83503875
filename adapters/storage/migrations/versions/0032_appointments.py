"""Appointments, what the desk changes of their rules, and the seats with the line of those who wait."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appointments",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("form_id", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("citizen", sa.String(length=80), nullable=False),
        sa.Column("matter", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("desk", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.String(length=5), nullable=False),
        sa.Column("ends", sa.String(length=5), nullable=False),
        sa.Column("whom", sa.String(length=16), nullable=False),
        sa.Column("priority", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("open_key", sa.String(length=160), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_appointments")),
        sa.UniqueConstraint("form_id", name=op.f("uq_appointments_form_id")),
        sa.UniqueConstraint("open_key", name=op.f("uq_appointments_open_key")),
    )
    op.create_index("ix_appointments_place_day", "appointments", ["place", "day"])
    op.create_index("ix_appointments_state_day", "appointments", ["state", "day"])
    op.create_index("ix_appointments_citizen", "appointments", ["citizen"])
    op.create_table(
        "appointment_events",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_events")),
    )
    op.create_index("ix_appointment_events_number", "appointment_events", ["number"])
    op.create_table(
        "appointment_changes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("desk", sa.String(length=40), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("counters", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("entered_by", sa.String(length=80), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=80), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_changes")),
    )
    op.create_index("ix_appointment_changes_place_last_on", "appointment_changes", ["place", "last_on"])
    op.create_table(
        "capacity_seats",
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("pool", sa.String(length=120), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_capacity_seats")),
    )
    op.create_index("ix_capacity_seats_pool", "capacity_seats", ["pool"])
    op.create_table(
        "capacity_waiters",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("holder", sa.String(length=20), nullable=False),
        sa.Column("pool", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity_waiters")),
        sa.UniqueConstraint("holder", name=op.f("uq_capacity_waiters_holder")),
    )
    op.create_index("ix_capacity_waiters_pool_state", "capacity_waiters", ["pool", "state", "id"])
    op.create_index("ix_capacity_waiters_offered_until", "capacity_waiters", ["offered_until"])


def downgrade() -> None:
    for table in (
        "capacity_waiters",
        "capacity_seats",
        "appointment_changes",
        "appointment_events",
        "appointments",
    ):
        op.drop_table(table)
