"""Hand-overs at the desk: who has taken one, who follows it, what is for colleagues only, prepared words, satisfaction."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

WAITING = sa.text("kind = 'waiting'")


def upgrade() -> None:
    for name, length in (("handler", 40), ("merged_into", 20)):
        op.add_column("tickets", sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
    op.add_column("tickets", sa.Column("watchers", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("tickets", sa.Column("distressed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("tickets", sa.Column("rating_asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tickets", sa.Column("satisfaction", sa.Integer(), nullable=True))
    op.create_index("ix_tickets_closed_at", "tickets", ["closed_at"])
    op.create_table(
        "ticket_papers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_papers")),
    )
    op.create_index("ix_ticket_papers_number", "ticket_papers", ["number"])
    op.create_index(
        "ix_ticket_papers_waiting",
        "ticket_papers",
        ["leaves_at"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_table(
        "canned_texts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_texts")),
    )
    op.create_index("ix_canned_texts_unit", "canned_texts", ["unit"])


def downgrade() -> None:
    op.drop_table("canned_texts")
    op.drop_table("ticket_papers")
    op.drop_index("ix_tickets_closed_at", table_name="tickets")
    for column in (
        "satisfaction",
        "rating_asked_at",
        "distressed",
        "watchers",
        "merged_into",
        "handler",
    ):
        op.drop_column("tickets", column)
