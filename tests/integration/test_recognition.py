"""The recogniser is trained in a process of its own, and only when it has to be."""

import asyncio
from pathlib import Path

import pytest

from adapters import recognition
from adapters.recognition import train_apart
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
    monkeypatch.setattr(recognition.sys, "executable", "/nowhere")
    await train_apart(known, tmp_path)


@pytest.mark.parametrize("program", ["/nowhere", "/bin/false"])
async def test_a_process_that_fails_is_no_end(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = catalogue.load()
    monkeypatch.setattr(recognition.sys, "executable", program)
    await train_apart(known, tmp_path)
    assert not recognizer.is_trained(known, tmp_path)


async def test_a_program_that_ends_meanwhile_leaves_no_training_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[asyncio.subprocess.Process] = []
    begun = asyncio.Event()
    spawn = asyncio.create_subprocess_exec

    async def noted(*command: str, **options: dict[str, str]) -> asyncio.subprocess.Process:
        started.append(await spawn(*command, **options))  # type: ignore[arg-type]
        begun.set()
        return started[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    task = asyncio.create_task(train_apart(catalogue.load(), tmp_path))
    await begun.wait()
    # Once round the loop, so that training is waited for when the end comes.
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert started[0].returncode is not None
