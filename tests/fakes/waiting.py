"""A waiting list in memory."""


class FakeWaiting:
    """Keeps who waits for which words."""

    def __init__(self) -> None:
        self.waiting: list[tuple[str, str, str]] = []

    async def wait(self, question: str, *, citizen: str, channel: str) -> bool:
        """Put a citizen on the list."""
        wanted = (channel, citizen, question)
        fresh = wanted not in self.waiting
        self.waiting += [wanted] if fresh else []
        return fresh

    async def stop(self, *, citizen: str, channel: str) -> int:
        """Take a citizen off every list."""
        kept = [entry for entry in self.waiting if entry[:2] != (channel, citizen)]
        gone = len(self.waiting) - len(kept)
        self.waiting = kept
        return gone
