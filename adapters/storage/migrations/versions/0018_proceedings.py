"""The lawful procedure executed: addressee, handling unit, handler, category and version of a request, and its papers in words."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

WORDS = {"agency": 24, "unit": 80, "handler": 40, "category": 16, "name_fingerprint": 64, "linked_to": 20}


def upgrade() -> None:
    with op.batch_alter_table("disclosure_requests", schema=None) as batch_op:
        for name, length in WORDS.items():
            batch_op.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.create_index("ix_disclosure_requests_name_fingerprint", ["name_fingerprint"])
    # Whoever applies as a person is counted as one; which kind an organisation is, staff settle.
    op.execute("UPDATE disclosure_requests SET category = 'natural' WHERE applicant_kind = 'natural'")
    op.create_table(
        "disclosure_papers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"],
            ["disclosure_requests.number"],
            name=op.f("fk_disclosure_papers_number_disclosure_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_papers")),
    )
    op.create_index("ix_disclosure_papers_number", "disclosure_papers", ["number"])


def downgrade() -> None:
    op.drop_table("disclosure_papers")
    with op.batch_alter_table("disclosure_requests", schema=None) as batch_op:
        batch_op.drop_index("ix_disclosure_requests_name_fingerprint")
        for name in (*WORDS, "version"):
            batch_op.drop_column(name)
