"""Other systems' matters with their steps, who may see whose, and published permits and penalties."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _matters()
    _bindings()
    op.create_table(
        "credit_entries",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("party", sa.String(length=120), nullable=False),
        sa.Column("code", sa.String(length=18), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_entries")),
        sa.UniqueConstraint("source", "document", "code", name="uq_credit_entries_source"),
    )
    op.create_index("ix_credit_entries_code", "credit_entries", ["code", "decided_on"])


def _matters() -> None:
    op.create_table(
        "matter_sources",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("key_mark", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_matter_sources")),
        sa.UniqueConstraint("key_mark", name=op.f("uq_matter_sources_key_mark")),
    )
    op.create_table(
        "matters",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("outer", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_matters")),
        sa.UniqueConstraint("source", "outer", name="uq_matters_source"),
    )
    op.create_index("ix_matters_mark", "matters", ["mark", "opened_on"])
    op.create_index(op.f("ix_matters_withdrawn_at"), "matters", ["withdrawn_at"])
    op.create_table(
        "matter_steps",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_steps")),
        sa.UniqueConstraint("number", "place", name="uq_matter_steps_number"),
    )


def _bindings() -> None:
    op.create_table(
        "matter_bindings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("citizen", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("confirmed_by", sa.String(length=8), nullable=False),
        sa.Column("clerk", sa.String(length=80), nullable=False),
        sa.Column("grantor", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_bindings")),
    )
    op.create_index("ix_matter_bindings_citizen", "matter_bindings", ["citizen", "ended_at"])
    op.create_index("ix_matter_bindings_mark", "matter_bindings", ["mark", "ended_at"])
    op.create_index(op.f("ix_matter_bindings_grantor"), "matter_bindings", ["grantor"])
    op.create_index(op.f("ix_matter_bindings_ended_at"), "matter_bindings", ["ended_at"])
    op.create_table(
        "matter_binding_claims",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("citizen", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("shown_mark", sa.String(length=64), nullable=False),
        sa.Column("sms_state", sa.String(length=8), nullable=False),
        sa.Column("sms_tries", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_binding_claims")),
        sa.UniqueConstraint("shown_mark", name=op.f("uq_matter_binding_claims_shown_mark")),
    )
    op.create_index("ix_matter_binding_claims_citizen", "matter_binding_claims", ["citizen", "made_at"])
    op.create_index("ix_matter_binding_claims_mark", "matter_binding_claims", ["mark", "made_at"])
    op.create_index(op.f("ix_matter_binding_claims_made_at"), "matter_binding_claims", ["made_at"])
    op.create_index("ix_matter_binding_claims_sms_state", "matter_binding_claims", ["sms_state", "id"])


def downgrade() -> None:
    for table in (
        "credit_entries",
        "matter_binding_claims",
        "matter_bindings",
        "matter_steps",
        "matters",
        "matter_sources",
    ):
        op.drop_table(table)
