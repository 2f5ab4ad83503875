"""What the desk sets at places: zones with their marks, the questions offered there, and the feedback box."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place_arrangements",
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.Boolean(), nullable=False),
        sa.Column("marks", sa.String(length=40), nullable=False),
        sa.Column("zone_note", sa.String(length=200), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("takes_remarks", sa.Boolean(), nullable=False),
        sa.Column("box_words", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_place_arrangements")),
    )


def downgrade() -> None:
    op.drop_table("place_arrangements")
