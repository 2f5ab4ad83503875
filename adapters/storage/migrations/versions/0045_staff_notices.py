"""Internal notices: whom to tell over what, what was told, each message with how it went; round figures of other systems."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outside_figures") as table:
        table.add_column(sa.Column("is_about", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "staff_notice_addresses",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("target", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.String(length=140), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_notice_addresses")),
    )
    for column in ("login", "unit", "looked_at"):
        op.create_index(f"ix_staff_notice_addresses_{column}", "staff_notice_addresses", [column])
    op.create_table(
        "staff_notices_told",
        sa.Column("address", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("pressing", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["address"],
            ["staff_notice_addresses.id"],
            name=op.f("fk_staff_notices_told_address_staff_notice_addresses"),
        ),
        sa.PrimaryKeyConstraint("address", "kind", "number", name=op.f("pk_staff_notices_told")),
    )
    op.create_table(
        "staff_notices",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("address", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("most_pressing", sa.Integer(), nullable=False),
        sa.Column("earliest_on", sa.Date(), nullable=True),
        sa.Column("is_trial", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["address"],
            ["staff_notice_addresses.id"],
            name=op.f("fk_staff_notices_address_staff_notice_addresses"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_notices")),
    )
    for column in ("address", "next_at", "made_at"):
        op.create_index(f"ix_staff_notices_{column}", "staff_notices", [column])


def downgrade() -> None:
    op.drop_table("staff_notices")
    op.drop_table("staff_notices_told")
    op.drop_table("staff_notice_addresses")
    with op.batch_alter_table("outside_figures") as table:
        table.drop_column("is_about")
