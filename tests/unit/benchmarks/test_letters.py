"""Letters to the silent: each is in its citizen's window, in order, or with staff; anything else is told."""

from datetime import UTC, datetime

import pytest

from adapters.wechat.simulator.world.citizens import ChatEntry, Citizen
from adapters.wechat.simulator.world.faults import Faults
from benchmarks.chaos.__main__ import faults
from benchmarks.chaos.letters import LetterBreaches, letter_breaches, words_of

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
A, B = words_of("AAAAAA"), words_of("BBBBBB")


def window(*said: str) -> Citizen:
    citizen = Citizen("o1", "市民（示例）")
    for number, text in enumerate(said, start=1):
        citizen.add(ChatEntry(number=number, at=NOON, side="account", kind="text", text=text))
    citizen.add(ChatEntry(number=9, at=NOON, side="citizen", kind="text", text=f"{A}{B}"))
    return citizen


@pytest.mark.parametrize(
    ("said", "with_staff", "expected"),
    [
        ([A, B], frozenset(), LetterBreaches((), ())),
        ([f"{A}\n\n{B}\n\n您好"], frozenset(), LetterBreaches((), ())),
        ([A], frozenset(), LetterBreaches(("BBBBBB",), ())),
        ([A], frozenset({B}), LetterBreaches((), ())),
        ([], frozenset({B}), LetterBreaches(("AAAAAA",), ())),
        ([B, A], frozenset(), LetterBreaches((), (("AAAAAA", "BBBBBB"),))),
        ([A, A, B], frozenset(), LetterBreaches((), (), twice=1)),
    ],
)
def test_what_became_of_two_letters(
    said: list[str], with_staff: frozenset[str], expected: LetterBreaches
) -> None:
    written = {"o1": ["AAAAAA", "BBBBBB"]}
    assert letter_breaches(written, {"o1": window(*said)}, with_staff=with_staff) == expected


@pytest.mark.parametrize("share", [0.0, 0.05])
def test_every_fault_can_be_ordered(share: float) -> None:
    world = Faults()
    for order in faults(share):
        world.keep(order)
    assert bool(world.open()) == bool(share)
