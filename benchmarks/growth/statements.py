"""What each statement that reads took of a database, so that one which grows is known by its words."""

from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.query_plans.sent import READ, shape


@dataclass(slots=True)
class StatementTimes:
    """The least milliseconds of each statement that reads of an engine, by its shape."""

    least: dict[str, float] = field(default_factory=dict)
    _began: float = 0.0

    def listen(self, engine: AsyncEngine) -> None:
        """Measure from now on."""
        event.listen(engine.sync_engine, "before_cursor_execute", self._begin)
        event.listen(engine.sync_engine, "after_cursor_execute", self._end)

    def _begin(self, connection: Any, *_: object) -> None:
        connection.info["began"] = perf_counter()

    def _end(self, connection: Any, _: object, words: str, *__: object) -> None:
        spent = (perf_counter() - connection.info["began"]) * 1000
        if not words.lstrip().startswith(READ):
            return
        name = shape(words)
        self.least[name] = min(self.least.get(name, spent), spent)


def grown(few: StatementTimes, many: StatementTimes, *, most: int) -> list[tuple[str, float, float]]:
    """Give the statements that take longest beside many, with what they took beside few and beside many."""
    both = [(name, least, many.least[name]) for name, least in few.least.items() if name in many.least]
    return sorted(both, key=lambda each: each[1] - each[2])[:most]
