"""The statements of a run, held against the plans of both engines at its end where somebody asks: no test needs to know of it."""

import asyncio
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from adapters.storage.engine import create_database
from adapters.storage.migrate import upgrade
from tests.query_plans.growth import GROWING, refused
from tests.query_plans.plans import of_postgresql, of_sqlite
from tests.query_plans.sent import SENT

# Who asks for it by `tell` is told of them at a run's end, by `refuse` the run fails for them; nobody else pays for it.
ASKED = os.environ.get("TEST_PLANS", "")
STRICT = ASKED == "refuse"
REFUSED: set[str] = set()
ADVICE = (
    "These read a table that grows with what citizens do from end to end: give it an index, ask for less,"
    " or say in tests/query_plans/growth.py why it has to."
)


def listen() -> None:
    """Note from now on what is asked of databases, where it is to be looked at."""
    if ASKED:
        SENT.listen()


def look_at_sqlite() -> None:
    """Note what this process asked of SQLite that reads a growing table whole."""
    REFUSED.update(map(str, refused(of_sqlite(SENT.of("sqlite"), GROWING))))


def look_at_postgresql(url: str) -> None:
    """Note what this process asked of PostgreSQL that reads a growing table whole; `url` is an empty database."""
    if not ASKED:
        return
    statements = SENT.of("postgresql")

    async def look() -> None:
        opened = create_database(url)
        await upgrade(opened)
        await opened.close()
        REFUSED.update(map(str, refused(await of_postgresql(url, statements, GROWING))))

    # In a thread of its own, since a loop may be running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, look()).result()


def report() -> Iterator[str]:
    """Give the lines that end a run with such statements; none where there is nothing to say."""
    if REFUSED:
        yield ADVICE
        yield from sorted(REFUSED)
