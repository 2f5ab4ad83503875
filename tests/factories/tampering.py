"""What somebody does who comes to the database with another program and the rights of its owner."""

import sqlite3

GUARDED = ("audit_entries", "disclosure_events")


def unguard(database: sqlite3.Connection) -> None:
    """Take away the triggers that refuse changes, as only the owner of the file can."""
    for table in GUARDED:
        for deed in ("update", "delete"):
            database.execute(f"DROP TRIGGER {table}_no_{deed}")
