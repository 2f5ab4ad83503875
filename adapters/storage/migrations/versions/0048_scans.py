"""Scans: files whose text was read off pictures, sealed, and of each page what a person has looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge_scans",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("form", sa.String(length=12), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("octets", sa.Integer(), nullable=False),
        sa.Column("is_in_force", sa.Boolean(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["knowledge_documents.id"],
            name=op.f("fk_knowledge_scans_document_id_knowledge_documents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_scans")),
    )
    op.create_index("ix_knowledge_scans_document_id", "knowledge_scans", ["document_id"])
    op.create_table(
        "knowledge_scan_pages",
        sa.Column("scan", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("looked", sa.JSON(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("looked_by", sa.String(length=120), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["scan"],
            ["knowledge_scans.id"],
            name=op.f("fk_knowledge_scan_pages_scan_knowledge_scans"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("scan", "number", name=op.f("pk_knowledge_scan_pages")),
    )
    op.create_table(
        "knowledge_scan_parts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner"],
            ["knowledge_scans.id"],
            name=op.f("fk_knowledge_scan_parts_owner_knowledge_scans"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_scan_parts")),
        sa.UniqueConstraint("owner", "place", name=op.f("uq_knowledge_scan_parts_owner")),
    )


def downgrade() -> None:
    for table in ("knowledge_scan_parts", "knowledge_scan_pages", "knowledge_scans"):
        op.drop_table(table)
