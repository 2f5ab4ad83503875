"""Alembic's entry: runs on the connection that the program hands over."""

from typing import Any, Literal

from alembic import context

from adapters.storage.migrate import VERSION_TABLE
from adapters.storage.schema import METADATA
from bot.database import Instant


def plain_types(kind: str, item: Any, _: object) -> str | Literal[False]:
    """Write our instants as the plain type they are kept in, so that a migration needs none of our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Instant) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
    render_as_batch=True,
    render_item=plain_types,
)
with context.begin_transaction():
    context.run_migrations()
