"""The column a document stands in; contact cards of units; projects for the people with their information."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("knowledge_documents") as table:
        table.add_column(sa.Column("rubric", sa.String(length=500), nullable=False, server_default=""))
    op.create_table(
        "unit_contacts",
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("leader", sa.String(length=60), nullable=False),
        sa.Column("clerk", sa.String(length=60), nullable=False),
        sa.Column("counsel", sa.String(length=60), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("unit", name=op.f("pk_unit_contacts")),
    )
    op.create_table(
        "projects",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_projects")),
    )
    op.create_index("ix_projects_state_year", "projects", ["state", "year"])
    op.create_table(
        "project_entries",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("project", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project"], ["projects.number"], name=op.f("fk_project_entries_project_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_entries")),
    )
    op.create_index("ix_project_entries_project", "project_entries", ["project"])


def downgrade() -> None:
    op.drop_table("project_entries")
    op.drop_table("projects")
    op.drop_table("unit_contacts")
    with op.batch_alter_table("knowledge_documents") as table:
        table.drop_column("rubric")
