"""What the lists of what is due go by in a county, and how long each of them is."""

from collections.abc import Mapping, Sequence

from handlers.county.profile import County
from knowledge.library.due import DueItem, DueSettings, Task


def rules_of(county: County) -> DueSettings:
    """Give what the lists of a county go by."""
    return DueSettings(
        county.name, phones={unit.name: unit.phone for unit in (*county.reached_units, county.office)}
    )


def tally(lists: Mapping[Task, Sequence[DueItem]]) -> dict[str, tuple[int, int]]:
    """Give for each list how many entries it holds and how many of them are overdue."""
    return {
        task.value: (len(entries), sum(one.overdue for one in entries)) for task, entries in lists.items()
    }
