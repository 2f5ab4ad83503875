"""A planned run strikes at its places on the way; the soak's book goes on where it stopped and adds only whole rounds."""

import asyncio
from pathlib import Path

import pytest

from adapters.wechat.simulator.world.citizens import Citizen
from benchmarks.chaos.people import Crowd
from benchmarks.chaos.plan import SIZES, ChaosPlan, carried_out
from benchmarks.soak import BLOWS, SoakBook, next_round, plan_of, summary


async def test_each_blow_falls_after_its_share_of_the_pushes() -> None:
    pushed, struck = 0, list[tuple[int, str]]()

    async def strike(kind: str) -> None:
        struck.append((pushed, kind))

    async def push() -> None:
        nonlocal pushed
        while True:
            pushed += 1
            await asyncio.sleep(0.001)

    pushing = asyncio.create_task(push())
    plan = ChaosPlan(400, 10, ("serve", "redis", "worker"))
    try:
        assert await carried_out(plan, lambda: pushed, strike, seconds=60)
    finally:
        pushing.cancel()
    assert [kind for _, kind in struck] == ["serve", "redis", "worker"]
    assert all(at >= due for (at, _), (due, _) in zip(struck, plan.due(), strict=True))
    assert pushed >= plan.pushes


async def test_a_plan_that_is_not_carried_out_in_time_says_so() -> None:
    async def strike(_: str) -> None:
        return None

    assert not await carried_out(ChaosPlan(10, 1, ("serve",)), lambda: 0, strike, seconds=0.01)


def test_the_full_size_is_what_is_asked_for() -> None:
    full = SIZES["full"]
    assert (full.pushes, full.citizens) == (5000, 500)
    assert sorted(full.blows) == sorted(["serve"] * 3 + ["worker"] * 2 + ["redis"])


def test_kills_go_on_from_round_to_round() -> None:
    plans = [plan_of(number, pushes=10, citizens=2, kills=3) for number in range(4)]
    assert [blow for plan in plans for blow in plan.blows] == [*BLOWS] * 3


@pytest.mark.parametrize("torn", ["", '{"seed": 2, "pa'])
def test_a_book_adds_whole_rounds(tmp_path: Path, torn: str) -> None:
    book = SoakBook(tmp_path / "soak.jsonl", program="p")
    assert (book.rounds(), book.total()["pushes"], book.sound) == ([], 0, True)
    book.add({"pushes": 100, "kills": 1, "answers_lost": 0}, seed=0, passed=True)
    with book.path.open("a", encoding="utf-8") as open_book:
        open_book.write(torn)
    book.add({"pushes": 50, "kills": 1, "answers_lost": 2}, seed=1, passed=False)
    total = book.total()
    assert (total["rounds"], total["pushes"], total["kills"], total["answers_lost"]) == (2, 150, 2, 2)
    assert not book.sound


async def test_a_citizen_rests_as_long_as_the_plan_says_on_average(monkeypatch: pytest.MonkeyPatch) -> None:
    bounds: list[tuple[float, float]] = []

    def least(low: float, high: float) -> float:
        bounds.append((low, high))
        return low

    monkeypatch.setattr("benchmarks.chaos.people.random.uniform", least)
    crowd = Crowd(None, iter(()), iter(()), rest=30.0, over=True)  # type: ignore[arg-type]
    assert not await crowd._act(Citizen("o", "市民"))
    assert bounds == [(0.0, 60.0)]


def test_a_new_book_goes_on_behind_the_pushes_that_were_before_it(tmp_path: Path) -> None:
    book = SoakBook(tmp_path / "soak.jsonl", program="p")
    sizes = {"pushes": 1_000_000, "size": 10_000}
    assert next_round(book, before=0, **sizes) == (0, 10_000)
    # Forty-two rounds were whole and one was the rest of another day: no number, seed or kill comes twice.
    assert next_round(book, before=424_000, **sizes) == (43, 10_000)
    book.add({"pushes": 570_000, "questions": 7}, seed=43, passed=True)
    assert next_round(book, before=424_000, **sizes) == (44, 6_000)
    book.add({"pushes": 6_003}, seed=44, passed=True)
    assert next_round(book, before=424_000, **sizes)[1] == 0
    told = summary(book, before=424_000)
    assert (told["pushes"], told["pushes_together"], told["questions"], told["sound"]) == (
        576_003,
        1_000_003,
        7,
        True,
    )
