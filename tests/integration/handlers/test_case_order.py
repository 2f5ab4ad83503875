"""A desk's pages of cases are those of one list, though what warns somebody and what does not is asked for apart."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

from bot.database import Database
from handlers.desk.case_order import pressing_first
from handlers.disclosure.case.records import DisclosureRequestRecord
from tests.factories.rows import row

START = datetime(2026, 3, 2, 4, tzinfo=UTC)
RECORD = DisclosureRequestRecord


def cases(count: int) -> list[dict[str, Any]]:
    """Give cases, every third of which warns somebody; some came at the same moment."""
    return [
        {
            "number": f"GK20260302{place:04d}",
            "form_id": str(place),
            "agency": "other" if place % 5 == 0 else "",
            "submitted_at": START + timedelta(hours=place // 2),
            "notice_at": START,
            "warn_on": (START + timedelta(days=place * 7 % 4)).date() if place % 3 == 0 else None,
        }
        for place in range(count)
    ]


async def test_the_pages_are_those_of_one_list(database: Database) -> None:
    told = cases(23)
    async with database.transaction() as tx:
        tx.add_all(row(RECORD, **case) for case in told)
    own = [case for case in told if not case["agency"]]
    own.sort(key=lambda case: (case["submitted_at"], case["number"]), reverse=True)
    own.sort(key=lambda case: (case["warn_on"] is None, case["warn_on"] or START.date()))
    numbers = [case["number"] for case in own]
    async with database.reading() as tx:
        for size, page in product((1, 4, 7, 30), range(7)):
            found = await pressing_first(tx, RECORD, [RECORD.agency == ""], offset=page * size, limit=size)
            assert list(found) == numbers[page * size : (page + 1) * size], (size, page)
