"""How often places are visited through their codes and screens; what many ask, seen by an operator before it shows."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place_visits",
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("place", "day_on", "way", name=op.f("pk_place_visits")),
    )
    op.create_table(
        "knowledge_popular_questions",
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("question", sa.String(length=500), nullable=False),
        sa.Column("theme", sa.String(length=500), nullable=False),
        sa.Column("life_stage", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("askers", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_knowledge_popular_questions")),
    )


def downgrade() -> None:
    op.drop_table("knowledge_popular_questions")
    op.drop_table("place_visits")
