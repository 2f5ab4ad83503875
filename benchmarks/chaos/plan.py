"""What is done to whom in a planned run: so many pushes of so many citizens, and each blow at its share of the way."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class ChaosPlan:
    """So many pushes and citizens; the blows fall in this order, evenly over the pushes.

    Each citizen rests so many seconds on average before the next thing. Without rest a crowd measures how much the machine
    can take, simulator included, and hardly what the blows do: `benchmarks.turn` and `make soak` tell that.
    """

    pushes: int
    citizens: int
    blows: tuple[str, ...]
    rest: float = 30.0

    def due(self) -> list[tuple[int, str]]:
        """Give each blow with the number of pushes after which it falls."""
        parts = len(self.blows) + 1
        return [(self.pushes * place // parts, blow) for place, blow in enumerate(self.blows, start=1)]


SIZES = {
    "small": ChaosPlan(600, 60, ("serve", "worker", "redis"), rest=5.0),
    "rolling": ChaosPlan(400, 40, ("renew",) * 6, rest=5.0),
    "full": ChaosPlan(5000, 500, ("serve", "worker", "serve", "redis", "worker", "serve")),
}
"""What `--size` means; the full one is the acceptance of issue and protocol, the rolling one an upgrade of every program in turn."""


async def carried_out(
    plan: ChaosPlan, pushed: Callable[[], int], strike: Callable[[str], Awaitable[None]], *, seconds: float
) -> bool:
    """Let each blow fall at its time and wait for the last push; give whether that came within so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            for after, blow in plan.due():
                await _reached(after, pushed)
                await strike(blow)
            await _reached(plan.pushes, pushed)
    except TimeoutError:
        return False
    return True


async def _reached(count: int, pushed: Callable[[], int]) -> None:
    while pushed() < count:  # noqa: ASYNC110 - the crowd counts and tells nobody
        await asyncio.sleep(LOOK_SECONDS)


def figures(kinds: Counter[str], **counts: float) -> dict[str, int | float]:
    """Give the figures that are asked for, by name: promises broken by kind beside what was counted."""
    return {
        **counts,
        "filings_lost": kinds["lost"] + kinds["untold"],
        "filings_doubled": kinds["doubled"],
        "filings_out_of_order": kinds["out of order"],
        "filings_wrong": kinds["wrong"]
        + kinds["another's"]
        + kinds["unbidden"]
        + kinds["told it was not done"],
    }
