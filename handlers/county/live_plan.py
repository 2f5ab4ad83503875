"""The plan of openness in force now: what the county's file says, and over it what the desk wrote. Pure."""

from handlers.county.openness_plan import OpennessPlan


class LivePlan:
    """Shared by everything that lays out what is public; it is exchanged between two turns of the event loop."""

    def __init__(self, base: OpennessPlan) -> None:
        self.base = base
        self._current = base

    @property
    def current(self) -> OpennessPlan:
        """Give the plan as it stands."""
        return self._current

    def take(self, plan: OpennessPlan) -> None:
        """Put another in force."""
        self._current = plan
