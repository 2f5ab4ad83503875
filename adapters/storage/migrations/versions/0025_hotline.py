"""The bridge to the hotline: which of its numbers is which of ours, and how far our state was sent back."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hotline_links",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("outer", sa.String(length=64), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_version", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["complaints.number"], name=op.f("fk_hotline_links_number_complaints")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_hotline_links")),
        sa.UniqueConstraint("outer", name=op.f("uq_hotline_links_outer")),
    )
    op.create_index("ix_hotline_links_due_at", "hotline_links", ["due_at"])


def downgrade() -> None:
    op.drop_table("hotline_links")
