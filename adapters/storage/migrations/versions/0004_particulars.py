"""More particulars of documents, and what lists need to know of them without reading their texts."""

import sqlalchemy as sa
from alembic import op

from knowledge.documents import guide

revision = "0004"
down_revision = "0005"
branch_labels = None
depends_on = None

WORDS = ("disclosure_reason", "language", "interpreter", "interpreter_unit", "interpreter_phone", "openness")
LISTS = ("must_say", "must_not_say", "guide_gaps", "guide_phones")
DAYS = ("review_on", "dated_on", "checked_on")
INDEXED = ("updated_at", "dated_on", "review_on", "expires_on")


def upgrade() -> None:
    with op.batch_alter_table("knowledge_documents", schema=None) as batch_op:
        for name in WORDS:
            batch_op.add_column(sa.Column(name, sa.String(length=500), nullable=False, server_default=""))
        for name in LISTS:
            batch_op.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
        for name in DAYS:
            batch_op.add_column(sa.Column(name, sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("elements", sa.JSON(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "explanation",
                sa.Enum(
                    "UNDECIDED",
                    "MAJOR",
                    "GENERAL",
                    "EXEMPT",
                    name="explanation",
                    native_enum=False,
                    length=20,
                ),
                nullable=False,
                server_default="UNDECIDED",
            )
        )
        for name in INDEXED:
            batch_op.create_index(f"ix_knowledge_documents_{name}", [name], unique=False)
    _describe()


def downgrade() -> None:
    with op.batch_alter_table("knowledge_documents", schema=None) as batch_op:
        for name in INDEXED:
            batch_op.drop_index(f"ix_knowledge_documents_{name}")
        for name in (*WORDS, *LISTS, *DAYS, "elements", "explanation"):
            batch_op.drop_column(name)


def _describe() -> None:
    """Give every document kept so far its day, and every guide what its text shows."""
    documents = sa.table(
        "knowledge_documents",
        *(sa.column(name) for name in ("id", "kind", "current_version")),
        *(sa.column(name, sa.JSON()) for name in ("guide_gaps", "guide_phones")),
        *(sa.column(name, sa.Date()) for name in ("dated_on", "written_on", "published_on", "effective_on")),
    )
    versions = sa.table(
        "knowledge_versions", *(sa.column(name) for name in ("document_id", "number", "text"))
    )
    connection = op.get_bind()
    day = sa.func.coalesce(documents.c.published_on, documents.c.written_on, documents.c.effective_on)
    connection.execute(documents.update().values(dated_on=day))
    guides = sa.select(documents.c.id, versions.c.text).where(
        documents.c.kind == "GUIDE",
        versions.c.document_id == documents.c.id,
        versions.c.number == documents.c.current_version,
    )
    for identifier, text in connection.execute(guides).all():
        found = guide.parts(text)
        values = {"guide_gaps": list(guide.gaps(found)), "guide_phones": list(guide.phones(found))}
        connection.execute(documents.update().where(documents.c.id == identifier).values(**values))
