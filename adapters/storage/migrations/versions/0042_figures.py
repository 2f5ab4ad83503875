"""Figures by day and of other systems, the indexes by which a day is counted; the inspection of links and columns; the outlets."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None
COUNTED = (
    ("tickets", "opened_at"),
    ("appointments", "made_at"),
    ("appointments", "day"),
    ("activity_signups", "made_at"),
    ("activity_signups", "arrived_at"),
    ("opinions", "made_at"),
    ("questionnaire_replies", "done_at"),
)


def upgrade() -> None:
    op.create_table(
        "figure_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("branch", sa.String(length=80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "measure", "branch", name=op.f("pk_figure_days")),
    )
    op.create_table(
        "outside_figures",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("brought_by", sa.String(length=80), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_figures")),
    )
    op.create_index(
        "uq_outside_figures_named", "outside_figures", ["name", "first_on", "last_on", "source"], unique=True
    )
    op.create_index("ix_outside_figures_last_on", "outside_figures", ["last_on"])
    op.create_table(
        "inspection_links",
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("dead", sa.Boolean(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "address", name=op.f("pk_inspection_links")),
    )
    op.create_index("ix_inspection_links_dead", "inspection_links", ["dead"])
    op.create_table(
        "inspection_rounds",
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_inspection_rounds")),
    )
    op.create_table(
        "inspection_reports",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_reports")),
    )
    op.create_index(
        "uq_inspection_reports_kind_first_on", "inspection_reports", ["kind", "first_on"], unique=True
    )
    op.create_table(
        "outlet_items",
        sa.Column("outlet", sa.String(length=12), nullable=False),
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=True),
        sa.Column("shown", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.String(length=200), nullable=False),
        sa.Column("traces", sa.JSON(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("digest", sa.String(length=500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=1000), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("outlet", "document_id", name=op.f("pk_outlet_items")),
    )
    op.create_index("ix_outlet_items_next_at", "outlet_items", ["next_at"])
    op.create_index("ix_outlet_items_outlet_shown_at", "outlet_items", ["outlet", "shown_at"])
    op.create_index("ix_outlet_items_outlet_state", "outlet_items", ["outlet", "state"])
    op.add_column(
        "knowledge_public_changes",
        sa.Column("reader", sa.String(length=12), server_default="news", nullable=False),
    )
    op.create_index("ix_knowledge_public_changes_reader_id", "knowledge_public_changes", ["reader", "id"])
    # What was public before there were outlets is shown by them, too; followers are told of none of it.
    op.execute(
        sa.text(
            "INSERT INTO knowledge_public_changes (reader, document_id, version, before, at) "
            "SELECT 'outlets', id, public_version, NULL, updated_at FROM knowledge_documents "
            "WHERE public_version IS NOT NULL"
        )
    )
    for table, column in COUNTED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table, column in COUNTED:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    op.execute(sa.text("DELETE FROM knowledge_public_changes WHERE reader <> 'news'"))
    op.drop_index("ix_knowledge_public_changes_reader_id", table_name="knowledge_public_changes")
    op.drop_column("knowledge_public_changes", "reader")
    op.drop_table("outlet_items")
    op.drop_table("inspection_reports")
    op.drop_table("inspection_rounds")
    op.drop_table("inspection_links")
    op.drop_table("outside_figures")
    op.drop_table("figure_days")
