"""An index that nobody keeps: it remembers what it was told, for tests that bring their index up to date themselves."""

from dataclasses import dataclass, field


@dataclass
class ToldIndex:
    """Counts the changes it was told of, and keeps the ids that were withdrawn."""

    changes: int = 0
    hidden: list[str] = field(default_factory=list)

    async def changed(self) -> None:
        """Count a change."""
        self.changes += 1

    async def withdrawn(self, identifier: str) -> None:
        """Keep the id."""
        self.hidden.append(identifier)
