"""The list of materials that nobody has to bring."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "waived_materials",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("material", sa.String(length=60), nullable=False),
        sa.Column("matter", sa.String(length=60), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("basis", sa.String(length=120), nullable=False),
        sa.Column("brought_by", sa.String(length=80), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waived_materials")),
        sa.UniqueConstraint("material", "matter", name=op.f("uq_waived_materials_material")),
    )


def downgrade() -> None:
    op.drop_table("waived_materials")
