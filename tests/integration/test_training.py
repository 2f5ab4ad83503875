"""The recogniser is trained in a process of its own, and only when it has to be."""

from pathlib import Path

import pytest

from adapters import training
from adapters.training import train_apart
from intents import catalogue, recognizer


async def test_what_is_trained_apart_is_taken_up_and_not_trained_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = catalogue.load()
    assert not recognizer.is_trained(known, tmp_path)
    await train_apart(known, tmp_path)
    assert recognizer.is_trained(known, tmp_path)
    monkeypatch.setattr(recognizer, "learn", None)
    assert recognizer.build(known, tmp_path).recognize("80岁老人每月补贴多少").intent == "ask_policy"
    monkeypatch.setattr(training.sys, "executable", "/nowhere")
    await train_apart(known, tmp_path)


@pytest.mark.parametrize("program", ["/nowhere", "/bin/false"])
async def test_a_process_that_fails_is_no_end(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = catalogue.load()
    monkeypatch.setattr(training.sys, "executable", program)
    await train_apart(known, tmp_path)
    assert not recognizer.is_trained(known, tmp_path)
