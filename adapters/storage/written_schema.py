"""The schema written out whole, with which a new file begins.

To climb every migration costs the first start two seconds of work, and to load Alembic one more. So what the migrations
make of an empty SQLite file stands beside them as statements: `make schema` writes it anew after each migration, and a
test holds the two against each other. A PostgreSQL database, which somebody sets up once, climbs.
"""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection

PLACE = Path(__file__).parent / "migrations" / "written.sql"
SEPARATOR = "\n--\n"
_AFTERWARDS = ("CREATE INDEX ", "CREATE UNIQUE INDEX ", "CREATE TRIGGER ")
_FRAME = {"BEGIN TRANSACTION;", "COMMIT;"}


def begin(connection: Connection) -> None:
    """Make all tables, indexes, triggers and first rows in an empty SQLite database, in the transaction that runs."""
    for statement in PLACE.read_text("utf-8").split(SEPARATOR):
        connection.exec_driver_sql(statement)


def statements(path: Path) -> list[str]:
    """Give what makes a database like the one in a file: its tables with their rows, then indexes and triggers.

    Alembic makes the indexes of a table that it writes anew in any order; here they stand by name.
    """
    with sqlite3.connect(path) as opened:
        told = [statement for statement in opened.iterdump() if statement not in _FRAME]
    opened.close()
    return sorted(told, key=lambda statement: statement if statement.startswith(_AFTERWARDS) else "")
