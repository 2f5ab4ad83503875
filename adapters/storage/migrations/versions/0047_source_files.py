"""The files documents were read from, sealed in parts."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "source_files",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("octets", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_by", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_files")),
        sa.UniqueConstraint("digest", name=op.f("uq_source_files_digest")),
    )
    op.create_table(
        "source_file_parts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_file_parts")),
        sa.UniqueConstraint("owner", "place", name=op.f("uq_source_file_parts_owner")),
    )
    op.create_table(
        "source_file_uses",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_file_uses")),
        sa.UniqueConstraint("document_id", "source", name=op.f("uq_source_file_uses_document_id")),
    )
    op.create_index(op.f("ix_source_file_uses_source"), "source_file_uses", ["source"])


def downgrade() -> None:
    op.drop_index(op.f("ix_source_file_uses_source"), table_name="source_file_uses")
    op.drop_table("source_file_uses")
    op.drop_table("source_file_parts")
    op.drop_table("source_files")
