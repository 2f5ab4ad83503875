"""Pictures made small, sealed like the pictures they are of."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "citizen_picture_thumbnails",
        sa.Column(
            "owner",
            sa.String(length=32),
            sa.ForeignKey("citizen_pictures.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("citizen_picture_thumbnails")
