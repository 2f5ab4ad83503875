"""The mutated bodies are repeatable, reach past the first check, and what neither reads nor refuses is found."""

import pytest

from adapters.wechat.push.refusal import PushRefusal
from benchmarks import mutations
from benchmarks.mutations import MutationTally, Mutator, Readings, corpus, tried


def test_every_body_of_the_corpus_is_read() -> None:
    readings = Readings()
    for body in corpus():
        assert readings.clear(body)
        assert readings.sealed(readings.envelope.seal(body.decode()))


def test_the_same_seed_gives_the_same_bodies() -> None:
    one, same, other = (Mutator(corpus(), seed) for seed in (1, 1, 2))
    # Message numbers go on from one corpus to the next, so that lengths are compared.
    bodies = [[len(mutator.clear()) for _ in range(50)] for mutator in (one, same, other)]
    assert bodies[0] == bodies[1] != bodies[2]


def test_some_are_read_and_some_refused_for_every_kind_of_reason() -> None:
    tally = tried(6_000, seed=5)
    assert tally.bodies == 6_000
    assert tally.findings == []
    assert any(kind.startswith("sealed") for kind in tally.read)
    assert {"xml", "utf8", "padding", "length", "base64", "appid", "field"} <= set(tally.refused)


def test_a_time_limit_ends_it() -> None:
    assert tried(10_000_000, seed=5, seconds=1e-9).bodies == 0


def test_what_brings_the_reader_up_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_: Readings, body: bytes) -> str:
        if len(body) % 2:
            raise PushRefusal("xml")
        raise KeyError("bug")

    monkeypatch.setattr(mutations.Readings, "clear", read)
    tally = tried(100, seed=5)
    assert tally.findings
    assert tally.findings[0][0] == "KeyError: 'bug'"
    assert not tally.sound


def test_a_body_that_takes_long_is_not_sound() -> None:
    assert MutationTally().sound
    assert not MutationTally(slowest=mutations.SLOW_SECONDS).sound
