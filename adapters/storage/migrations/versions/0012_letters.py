"""Letters of disclosure with their numbers, and the last number of each series."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disclosure_letter_series",
        sa.Column("agency", sa.String(length=24), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=16), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("agency", "year", "series", name=op.f("pk_disclosure_letter_series")),
    )
    op.create_table(
        "disclosure_letters",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("agency", sa.String(length=24), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=16), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("request", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.String(length=80), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.String(length=80), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request"],
            ["disclosure_requests.number"],
            name=op.f("fk_disclosure_letters_request_disclosure_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_letters")),
        sa.UniqueConstraint("agency", "year", "series", "serial", name=op.f("uq_disclosure_letters_agency")),
        sa.UniqueConstraint("number", name=op.f("uq_disclosure_letters_number")),
    )
    op.create_index(op.f("ix_disclosure_letters_request"), "disclosure_letters", ["request"])


def downgrade() -> None:
    op.drop_index(op.f("ix_disclosure_letters_request"), table_name="disclosure_letters")
    op.drop_table("disclosure_letters")
    op.drop_table("disclosure_letter_series")
