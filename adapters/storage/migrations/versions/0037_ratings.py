"""Ratings of every kind of case in one table; whether an answer was of use beside the question; what was found of other doors."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ratings",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("citizen", sa.String(length=80), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ratings")),
    )
    op.create_index(op.f("ix_ratings_asked_at"), "ratings", ["asked_at"])
    op.create_index("ix_ratings_citizen_asked_at", "ratings", ["citizen", "asked_at"])
    # Of somebody who has left the account nobody is named here either.
    op.execute(
        sa.text(
            "INSERT INTO ratings (number, kind, unit, channel, citizen, asked_at, points, rated_at) "
            "SELECT number, 'ticket', unit, channel, "
            "CASE WHEN citizen LIKE 'gone:%' THEN '' ELSE citizen END, rating_asked_at, satisfaction, NULL "
            "FROM tickets WHERE rating_asked_at IS NOT NULL"
        )
    )
    op.drop_column("tickets", "satisfaction")
    op.drop_column("tickets", "rating_asked_at")
    op.create_table(
        "other_door_checks",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("dead", sa.Boolean(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_other_door_checks")),
    )
    op.add_column("knowledge_questions", sa.Column("useful", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_table("other_door_checks")
    op.drop_column("knowledge_questions", "useful")
    op.add_column("tickets", sa.Column("rating_asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tickets", sa.Column("satisfaction", sa.Integer(), nullable=True))
    op.execute(
        sa.text(
            "UPDATE tickets SET rating_asked_at = (SELECT asked_at FROM ratings WHERE ratings.number = tickets.number), "
            "satisfaction = (SELECT points FROM ratings WHERE ratings.number = tickets.number)"
        )
    )
    op.drop_table("ratings")
