"""Days as tables write them: 2026-12-02, 2026/12/2, 2026年12月2日 or 20261202, with or without a time of day behind."""

import re
from datetime import date

_DAY = re.compile(r"(20\d\d|19\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d\d(?::\d\d)?)?")
_COMPACT_DAY = re.compile(r"(20\d\d|19\d\d)(\d\d)(\d\d)")


def table_day(written: str) -> date | None:
    """Give the day that a cell writes; None for what is no day."""
    found = _DAY.fullmatch(written) or _COMPACT_DAY.fullmatch(written)
    if found is None:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None
