"""What the desk says of a place's address, telephone and hours; the county's key areas, columns and channels as the desk wrote them."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

CONTACT = {"address": 100, "phone": 60, "workdays": 80, "late": 80, "rest_days": 80}


def upgrade() -> None:
    with op.batch_alter_table("place_arrangements") as table:
        for name, letters in CONTACT.items():
            table.add_column(sa.Column(name, sa.String(length=letters), nullable=False, server_default=""))
    with op.batch_alter_table("place_arrangements") as table:
        for name in CONTACT:
            table.alter_column(name, server_default=None)
    op.create_table(
        "openness_plans",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("areas", sa.Text(), nullable=False),
        sa.Column("rubrics", sa.Text(), nullable=False),
        sa.Column("channels", sa.Text(), nullable=False),
        sa.Column("again", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_openness_plans")),
    )


def downgrade() -> None:
    op.drop_table("openness_plans")
    with op.batch_alter_table("place_arrangements") as table:
        for name in CONTACT:
            table.drop_column(name)
