"""A model in a folder: a tiny one made on the spot, since none can be fetched here; read in a process of its own."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import numpy as np
import pytest

from adapters.cli.doctor import _vectors
from adapters.embedding.access import Semantics, absence, understanding
from adapters.embedding.keeper import VectorKeeper
from adapters.embedding.local.carriers import Absence, Carrier, carrier_of
from adapters.embedding.local.model import LocalModel
from adapters.embedding.service import EmbeddingError
from adapters.settings import Storage
from handlers.texts import Texts
from knowledge.documents.document import Document
from knowledge.index.generations import Index
from knowledge.search.vector_store import VectorStore
from tests.factories.onnx_model import DIMENSIONS, make_model

pytest.importorskip("onnxruntime", reason="requirements-onnx.lock is not installed")
pytest.importorskip("tokenizers", reason="requirements-onnx.lock is not installed")

QUESTION = "种粮补贴每亩多少元"


def carried(folder: Path) -> Carrier:
    found = carrier_of(str(folder))
    assert isinstance(found, Carrier)
    return found


def told_of(pid: int | None, name: str) -> str:
    return Path(f"/proc/{pid}/{name}").read_text("utf-8", "replace")


def lives(pid: int | None) -> bool:
    return Path(f"/proc/{pid}").exists()


@pytest.fixture
async def model(tmp_path: Path) -> AsyncIterator[LocalModel]:
    found = LocalModel(carried(make_model(tmp_path / "m")), question_seconds=20)
    await found.ready()
    yield found
    await found.close()


async def opened(folder: Path) -> LocalModel:
    found = LocalModel(carried(folder), question_seconds=20)
    try:
        await found.ready()
    except EmbeddingError:
        await found.close()
        raise
    return found


async def test_texts_that_share_letters_lie_near_each_other(model: LocalModel) -> None:
    asked = await model.question(QUESTION)
    near, far = await model.passages(["种粮补贴每亩一百元", "结婚登记到民政局办理"])
    assert asked.shape == (DIMENSIONS,)
    assert np.linalg.norm(asked) == pytest.approx(1, abs=1e-5)
    assert asked @ near > asked @ far


async def test_a_letter_that_nobody_knows_is_read_too(model: LocalModel) -> None:
    for odd in ("", "\0", "a\ud800b", "ﷺ" * 300, "🙂"):
        (vector,) = await model.passages([f"种{odd}"])
        assert np.isfinite(vector).all()


@pytest.mark.parametrize("pooling", ["cls_token", "mean_tokens"])
async def test_letters_become_one_vector_as_the_folder_says(tmp_path: Path, pooling: str) -> None:
    found = await opened(make_model(tmp_path, pooling=pooling))
    one, other = await found.passages(["种粮", "种树"])
    await found.close()
    assert np.allclose(one, other, atol=1e-6) is (pooling == "cls_token")


async def test_questions_and_passages_are_led_by_their_own_words(tmp_path: Path) -> None:
    plain = await opened(make_model(tmp_path / "plain"))
    led = await opened(make_model(tmp_path / "led", prompts=True))
    for found, same in ((plain, True), (led, False)):
        asked = await found.question("种粮")
        (told,) = await found.passages(["种粮"])
        (measured,) = await found.questions(["种粮"])
        await found.close()
        assert np.allclose(asked, told, atol=1e-6) is same
        assert np.allclose(asked, measured, atol=1e-6)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        ("onnx/model.onnx", "unloadable"),
        ("tokenizer.json", "unloadable"),
        ("1_Pooling/config.json", "unloadable"),
        ("inputs", "inputs"),
        ("pooling", "pooling"),
    ],
)
async def test_a_folder_that_cannot_be_used_says_why(tmp_path: Path, spoil: str, reason: str) -> None:
    inputs = ("input_ids", "pixel_values") if spoil == "inputs" else ("input_ids",)
    make_model(tmp_path, pooling=None if spoil == "pooling" else "mean_tokens", inputs=inputs)
    if "/" in spoil or "." in spoil:
        (tmp_path / spoil).write_text("{no such thing")
    with pytest.raises(EmbeddingError) as refused:
        await opened(tmp_path)
    assert refused.value.values["reason"] == reason
    assert Texts.load()(f"knowledge.embedding.reasons.{reason}")


async def test_the_process_has_no_setting_and_writes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINGBAI_SECRET_KEY", "it must not get there")
    found = await opened(make_model(tmp_path))
    pid = found._asking.pid
    environment, limits = told_of(pid, "environ"), told_of(pid, "limits")
    await found.close()
    assert "MINGBAI" not in environment
    for limit in ("Max core file size", "Max file size"):
        (line,) = (each for each in limits.splitlines() if each.startswith(limit))
        assert line.split()[4 if "core" in limit else 3] == "0"
    assert not lives(pid)


async def test_what_brings_the_process_down_costs_one_question(model: LocalModel) -> None:
    pid = model._asking.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(EmbeddingError):
        await model.question(QUESTION)
    async with asyncio.timeout(30):
        while True:
            try:
                vector = await model.question(QUESTION)
            except EmbeddingError as error:
                assert error.values["reason"] in {"crashed", "starting"}  # noqa: PT017
                await asyncio.sleep(0.1)
            else:
                break
    assert vector.shape == (DIMENSIONS,)
    assert model._asking.pid != pid


async def test_passages_go_on_in_a_new_process(model: LocalModel) -> None:
    before = await model.passages(["种粮"])
    pid = model._filling.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    after = await model.passages(["种粮"])
    assert np.allclose(before, after)
    await model.rest()
    assert model._filling.pid is None


async def test_a_question_whose_time_is_over_is_not_read(model: LocalModel) -> None:
    with pytest.raises(EmbeddingError) as late:
        await model._asking.vectors([QUESTION], asked=True, seconds=-1)
    assert late.value.values["reason"] == "timeout"
    assert (await model.question(QUESTION)).shape == (DIMENSIONS,)


async def test_whoever_closes_while_it_opens_leaves_nothing_behind(tmp_path: Path) -> None:
    carrier = carried(make_model(tmp_path))
    for seconds in (0.0, 0.05, 0.4):
        found = LocalModel(carrier, question_seconds=1)
        opening = asyncio.create_task(found.ready())
        await asyncio.sleep(seconds)
        opening.cancel()
        await asyncio.gather(opening, return_exceptions=True)
        pid = found._asking.pid
        await found.close()
        assert pid is None or not lives(pid)


@pytest.fixture
async def understood(tmp_path: Path) -> AsyncIterator[tuple[Semantics, Index]]:
    index = Index(tmp_path / "index")
    index.build(
        [
            (Document("种粮", "种粮补贴办法"), "种粮补贴每亩一百元，由农业农村局审核。"),
            (Document("公租房", "公租房办法"), "公租房由住建局受理。"),
        ]
    )
    index.reload()
    settings = Storage(
        data_dir=tmp_path, meaning_model=str(make_model(tmp_path / "m")), embedding_timeout=0.3
    )
    async with aiohttp.ClientSession() as session:
        found = understanding(settings, session, tmp_path / "index")
        assert found is not None
        yield found, index
        await found.service.close()


async def test_passages_are_read_once_whoever_starts_again(
    understood: tuple[Semantics, Index], tmp_path: Path
) -> None:
    found, index = understood
    keeper = VectorKeeper(index, found)
    for _ in range(3):
        await keeper.look()
    assert index.reader is not None
    state = found.embedding.state(index.reader)
    assert (state.done, state.total, state.trouble) == (2, 2, "")
    # With nothing left to read, the process for passages is gone and the one for questions stays.
    assert isinstance(found.service, LocalModel)
    assert found.service._filling.pid is None
    assert found.service._asking.is_open
    again = VectorStore(tmp_path / "index", found.service.name)
    assert len(again.keys()) == 2
    index.build([(Document("种粮", "种粮补贴办法"), "种粮补贴每亩一百元，由农业农村局审核。")])
    index.reload()
    await keeper.look()
    assert len(again.keys()) == 2
    assert found.embedding.state(index.reader).done == 1


async def test_the_doctor_tells_how_far_the_model_is(
    understood: tuple[Semantics, Index], tmp_path: Path
) -> None:
    settings = Storage(data_dir=tmp_path, meaning_model=str(tmp_path / "m"))
    assert await _vectors(settings) == ("语义模型", True, "语义向量 0/2 段，其余暂按用词检索")  # type: ignore[arg-type]
    found, index = understood
    await VectorKeeper(index, found).look()
    assert await _vectors(settings) == ("语义模型", True, "语义向量 2/2 段")  # type: ignore[arg-type]
    (tmp_path / "m" / "1_Pooling" / "config.json").unlink()
    name, good, words = await _vectors(settings)  # type: ignore[arg-type]
    assert (name, good) == ("语义模型", False)
    assert "1_Pooling" in words
    (tmp_path / "m" / "tokenizer.json").unlink()
    assert "tokenizer.json" in (await _vectors(settings))[2]  # type: ignore[arg-type]


async def test_another_model_in_the_same_folder_has_another_name(tmp_path: Path) -> None:
    first = carried(make_model(tmp_path)).name
    assert carried(tmp_path).name == first
    make_model(tmp_path, pooling="cls_token")
    assert carried(tmp_path).name != first
    second = carried(tmp_path).name
    path = tmp_path / "onnx" / "model.onnx"
    path.write_bytes(path.read_bytes() + b" ")
    assert carried(tmp_path).name != second


@pytest.mark.parametrize("left", ["nothing", "onnx/model.onnx", "tokenizer.json"])
def test_a_folder_without_its_files_is_said(tmp_path: Path, left: str) -> None:
    if left != "nothing":
        make_model(tmp_path / "whole")
        (tmp_path / "part" / left).parent.mkdir(parents=True)
        (tmp_path / "part" / left).write_bytes((tmp_path / "whole" / left).read_bytes())
    settings = Storage(meaning_model=str(tmp_path / "part"))
    assert carrier_of(settings.meaning_model) == Absence("no_files")
    assert "model.onnx" in absence(settings, Texts.load())
