"""What reviewers said of a draft, and its scan, outlast its being thrown away: they keep its id without needing its row."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

TIED = ("knowledge_reviews", "knowledge_scans")
# SQLite makes a table anew to change it, and what hangs on it by a cascade would go with the old one.
HANGING = {"knowledge_scans": ("knowledge_scan_pages", "knowledge_scan_parts")}


def upgrade() -> None:
    for table in TIED:
        _set_aside(table)
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(_name(table), type_="foreignkey")
        _put_back(table)


def downgrade() -> None:
    for table in TIED:
        gone = f"DELETE FROM {table} WHERE document_id NOT IN (SELECT id FROM knowledge_documents)"  # noqa: S608 - names of this file
        op.execute(sa.text(gone))
        _set_aside(table)
        with op.batch_alter_table(table) as changed:
            changed.create_foreign_key(_name(table), "knowledge_documents", ["document_id"], ["id"])
        _put_back(table)


def _name(table: str) -> str:
    return op.f(f"fk_{table}_document_id_knowledge_documents")


def _set_aside(table: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for hanging in HANGING.get(table, ()):
        op.execute(sa.text(f"CREATE TEMPORARY TABLE aside_{hanging} AS SELECT * FROM {hanging}"))  # noqa: S608 - names of this file
        op.execute(sa.text(f"DELETE FROM {hanging}"))  # noqa: S608 - names of this file


def _put_back(table: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for hanging in HANGING.get(table, ()):
        op.execute(sa.text(f"INSERT INTO {hanging} SELECT * FROM aside_{hanging}"))  # noqa: S608 - names of this file
        op.execute(sa.text(f"DROP TABLE aside_{hanging}"))
