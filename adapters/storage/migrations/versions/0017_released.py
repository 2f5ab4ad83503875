"""Documents found for requests: originals, boxes with their grounds, copies, and the sealed parts of the files."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disclosure_documents",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("request", sa.String(length=20), nullable=False),
        sa.Column("form", sa.String(length=8), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("octets", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["request"],
            ["disclosure_requests.number"],
            name=op.f("fk_disclosure_documents_request_disclosure_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_documents")),
    )
    op.create_index(op.f("ix_disclosure_documents_request"), "disclosure_documents", ["request"])
    op.create_table(
        "disclosure_document_boxes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("document", sa.String(length=32), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("page", "left", "top", "right", "bottom")
        ),
        sa.Column("ground", sa.String(length=24), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"],
            ["disclosure_documents.id"],
            name=op.f("fk_disclosure_document_boxes_document_disclosure_documents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_document_boxes")),
    )
    op.create_index(op.f("ix_disclosure_document_boxes_document"), "disclosure_document_boxes", ["document"])
    op.create_table(
        "disclosure_document_copies",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("document", sa.String(length=32), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("boxes", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("octets", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by", sa.String(length=80), nullable=False),
        sa.Column("proposed", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"],
            ["disclosure_documents.id"],
            name=op.f("fk_disclosure_document_copies_document_disclosure_documents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_document_copies")),
        sa.UniqueConstraint("document", "serial", name=op.f("uq_disclosure_document_copies_document")),
    )
    op.create_table(
        "disclosure_file_parts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_file_parts")),
        sa.UniqueConstraint("owner", "place", name=op.f("uq_disclosure_file_parts_owner")),
    )


def downgrade() -> None:
    op.drop_table("disclosure_file_parts")
    op.drop_table("disclosure_document_copies")
    op.drop_index(op.f("ix_disclosure_document_boxes_document"), table_name="disclosure_document_boxes")
    op.drop_table("disclosure_document_boxes")
    op.drop_index(op.f("ix_disclosure_documents_request"), table_name="disclosure_documents")
    op.drop_table("disclosure_documents")
