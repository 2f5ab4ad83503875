"""Pictures that citizens send with a form or to a person: what they belong to, how far their fetching is, sealed parts."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "citizen_pictures",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("push", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("citizen", sa.String(length=80), nullable=False),
        sa.Column("media", sa.String(length=256), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("form", sa.String(length=8), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("octets", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citizen_pictures")),
        sa.UniqueConstraint("push", name=op.f("uq_citizen_pictures_push")),
    )
    op.create_index("ix_citizen_pictures_holder", "citizen_pictures", ["holder"])
    op.create_index("ix_citizen_pictures_citizen", "citizen_pictures", ["citizen"])
    op.create_index("ix_citizen_pictures_state_due_at", "citizen_pictures", ["state", "due_at"])
    op.create_table(
        "citizen_picture_parts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner"],
            ["citizen_pictures.id"],
            name=op.f("fk_citizen_picture_parts_owner_citizen_pictures"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citizen_picture_parts")),
        sa.UniqueConstraint("owner", "place", name=op.f("uq_citizen_picture_parts_owner")),
    )


def downgrade() -> None:
    op.drop_table("citizen_picture_parts")
    op.drop_table("citizen_pictures")
