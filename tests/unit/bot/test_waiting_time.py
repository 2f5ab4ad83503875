"""A turn waits for what is optional only while somebody still waits for its answer, and never longer than the limit."""

import asyncio

import pytest

from bot import waiting_time
from bot.waiting_time import RESERVED_SECONDS


async def test_nobody_waits_means_the_limit_alone() -> None:
    assert await asyncio.create_task(_left(3.0)) == 3.0


async def _left(limit: float) -> float:
    return waiting_time.left(limit)


@pytest.mark.parametrize(
    ("budget", "limit", "left"),
    [(4.0, 3.0, 3.0), (2.0, 3.0, 2.0 - RESERVED_SECONDS), (0.5, 3.0, 0.0), (20.0, 2.5, 2.5)],
)
async def test_what_is_left_is_the_least_of_both(budget: float, limit: float, left: float) -> None:
    waiting_time.begin(budget)
    assert waiting_time.left(limit) == pytest.approx(left, abs=0.05)


async def test_what_was_spent_is_gone_for_the_whole_turn() -> None:
    waiting_time.begin(20)
    waiting_time.spend(2.0)
    assert waiting_time.left(3.0) == pytest.approx(1.0, abs=0.05)
    # The work of a message is a task of its own; what it spends is spent for the same message.
    await asyncio.create_task(_spend(1.0))
    assert waiting_time.left(3.0) == 0


async def _spend(seconds: float) -> None:
    waiting_time.spend(seconds)
