"""Whoever is cancelled while a child is born, runs or ends leaves none behind, however often and wherever it comes."""

import asyncio
import signal
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters import recognition
from adapters.child_process import born, finished, killed
from adapters.embedding.local import process as local_process
from adapters.embedding.local.carriers import Carrier
from adapters.embedding.local.model import LocalModel
from adapters.embedding.local.process import STARTING, ModelProcess
from adapters.embedding.service import EmbeddingError
from adapters.jobs import end
from adapters.recognition import train_apart
from intents import catalogue
from tests.factories.children import Children, broken_off, program

CARRIER = Carrier("folder", "none", "/nowhere")
# Each await of a birth and of an end is met by some round of the loop; the second number is the second cancellation's.
ROUNDS = [(first, second) for first in (0, 1, 2, 3, 4, 5, 6, 8, 12) for second in (0, 1, 2, 3, 5)]
READY = "echo '{\"ready\": true}'"
SILENT = "exec sleep 60"


@pytest.fixture
async def children(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Children]:
    watched = Children()
    monkeypatch.setattr(asyncio, "create_subprocess_exec", watched.spawn)
    yield watched
    watched.bury()


@pytest.fixture
def helper(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give where the program lies that is started in the helper's place; at first it never says anything."""
    path = tmp_path / "helper"
    monkeypatch.setattr(local_process.sys, "executable", program(path, SILENT))
    return path


async def test_a_birth_that_is_broken_off_leaves_no_child(children: Children) -> None:
    for first, second in ROUNDS:
        await broken_off(born("/bin/sleep", "60", stdout=PIPE), rounds=first, again=second)
        assert len(children.unseen()) <= 1
        for process in children.born:
            await killed(process)
        assert not children.unseen()
    with pytest.raises(FileNotFoundError):
        await born("/nowhere")


async def test_an_end_that_is_broken_off_is_seen_all_the_same(children: Children) -> None:
    for first, second in ROUNDS:
        process = await born("/bin/sleep", "60", stdin=PIPE, stdout=PIPE)
        await broken_off(killed(process), rounds=first + 1, again=second)
        assert process.returncode == -signal.SIGKILL
        await killed(process)


async def test_a_child_whose_words_nobody_reads_ends_too(tmp_path: Path) -> None:
    speaker = program(tmp_path / "speaker", "exec yes")
    process = await born(speaker, stdout=PIPE, stderr=DEVNULL)
    await asyncio.sleep(0.1)
    async with asyncio.timeout(10):
        await killed(process)
    assert process.returncode == -signal.SIGKILL


async def test_work_that_is_carried_through_gives_its_result_or_its_error() -> None:
    async def given() -> int:
        await asyncio.sleep(0)
        return 3

    async def failing() -> int:
        raise ValueError

    assert await finished(given()) == 3
    with pytest.raises(ValueError):
        await finished(failing())


async def test_a_model_that_is_opened_and_broken_off_leaves_no_process(
    children: Children, helper: Path
) -> None:
    for words in ((SILENT,), (READY, SILENT)):
        program(helper, *words)
        for first, second in ROUNDS:
            asked = ModelProcess(CARRIER)
            await broken_off(asked.open(), rounds=first, again=second)
            await asked.close()
            assert not children.unseen()


async def test_a_model_is_let_go_by_a_program_that_will_not_wait(children: Children, helper: Path) -> None:
    program(helper, READY, SILENT)
    for first, second in ROUNDS:
        asked = ModelProcess(CARRIER)
        await asked.open()
        await broken_off(asked.close(), rounds=first + 1, again=second)
        assert not children.unseen()


@pytest.mark.usefixtures("helper")
async def test_a_job_that_opens_a_model_is_ended_again_and_again(
    children: Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.jobs.LOOK_AGAIN_SECONDS", 0.0)
    for seconds in (0.0, 0.002, 0.05):
        model = LocalModel(CARRIER, question_seconds=1)
        opening = asyncio.create_task(model.ready())
        await asyncio.sleep(seconds)
        await end([opening])
        assert not children.unseen()
        await model.close()


async def test_a_model_that_was_closed_is_not_opened_by_a_late_question(
    children: Children, helper: Path
) -> None:
    program(helper, READY, SILENT)
    model = LocalModel(CARRIER, question_seconds=0.2)
    await model.ready()
    await model.close()
    with pytest.raises(EmbeddingError) as refused:
        await model.question("种粮补贴")
    assert refused.value.values["reason"] == STARTING
    with pytest.raises(EmbeddingError):
        await model.passages(["种粮补贴"])
    with pytest.raises(EmbeddingError):
        await model.questions(["种粮补贴"])
    await asyncio.sleep(0.05)
    assert not children.unseen()
    assert len(children.born) == 1


@pytest.mark.usefixtures("helper")
async def test_closing_does_not_wait_until_a_model_is_loaded(children: Children) -> None:
    for rounds in (0, 1, 2, 3, 5, 8):
        model = LocalModel(CARRIER, question_seconds=0.2)
        loading = asyncio.create_task(model.ready())
        for _ in range(rounds):
            await asyncio.sleep(0)
        async with asyncio.timeout(10):
            await model.close()
        with pytest.raises(EmbeddingError):
            await loading
        assert not children.unseen()


async def test_whoever_closes_and_is_cancelled_has_closed(children: Children, helper: Path) -> None:
    program(helper, READY, SILENT)
    for first, second in ROUNDS:
        model = LocalModel(CARRIER, question_seconds=0.2)
        await model.ready()
        passages = asyncio.create_task(model.passages(["种粮补贴"]))
        await asyncio.sleep(0)
        await broken_off(model.close(), rounds=first + 1, again=second)
        passages.cancel()
        await asyncio.gather(passages, return_exceptions=True)
        assert not children.unseen()


async def test_training_apart_is_cancelled_twice(
    children: Children, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition.sys, "executable", program(tmp_path / "trainer", SILENT))
    known = catalogue.load()
    for first, second in ROUNDS:
        assert await broken_off(train_apart(known, tmp_path), rounds=first, again=second)
        assert not children.unseen()
