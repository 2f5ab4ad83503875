"""What the client sends to an embedding service, and what it makes of good, bad and late answers."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator

import aiohttp
import numpy as np
import pytest

from adapters.embedding.service import PAUSES_SECONDS, EmbeddingError, EmbeddingService
from tests.fakes.embedder import DIMENSIONS, FakeEmbedder, embedder, vector_of

TEXTS = ["种粮补贴每亩一百元", "公租房由住建局受理", "医保报销到窗口办"]


@pytest.fixture
async def fake() -> AsyncIterator[FakeEmbedder]:
    async with embedder() as found:
        yield found


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
async def service(fake: FakeEmbedder, pauses: list[float]) -> AsyncIterator[EmbeddingService]:
    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        await asyncio.sleep(0)

    async with aiohttp.ClientSession() as session:
        yield EmbeddingService(
            session, url=fake.url + "/", model="m", key=fake.key, question_seconds=0.2, sleep=sleep
        )


async def test_vectors_come_in_the_order_of_the_texts_and_have_length_one(
    service: EmbeddingService, fake: FakeEmbedder
) -> None:
    found = await service.passages(TEXTS)
    for text, vector in zip(TEXTS, found, strict=True):
        assert vector == pytest.approx(np.array(vector_of(text), np.float32))
        assert np.linalg.norm(vector) == pytest.approx(1)
    assert fake.requests == [{"model": "m", "input": TEXTS}]


async def test_a_busy_service_is_asked_again_a_little_later(
    service: EmbeddingService, fake: FakeEmbedder, pauses: list[float]
) -> None:
    fake.statuses = [500, 429, 503]
    assert len((await service.passages(TEXTS))[0]) == DIMENSIONS
    assert pauses == list(PAUSES_SECONDS)


@pytest.mark.parametrize(
    ("status", "reason", "asked"),
    [(500, "busy", 4), (401, "refused", 1), (302, "refused", 1), (404, "refused", 1)],
)
async def test_a_failing_service_is_named_and_not_asked_for_ever(
    service: EmbeddingService, fake: FakeEmbedder, status: int, reason: str, asked: int
) -> None:
    fake.statuses = [status] * 9
    with pytest.raises(EmbeddingError) as failed:
        await service.passages(TEXTS)
    assert failed.value.values == {"reason": reason, "code": status}
    assert len(fake.requests) == asked


def answer(*vectors: object, indexes: tuple[object, ...] | None = None) -> str:
    places = indexes or tuple(range(len(vectors)))
    rows = [{"index": at, "embedding": vector} for at, vector in zip(places, vectors, strict=True)]
    return json.dumps({"data": rows})


GOOD = [1.0, 2.0]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<html>502</html>", "garbled"),
        ("", "garbled"),
        ("[]", "garbled"),
        ("null", "garbled"),
        ('{"data": null}', "garbled"),
        ('{"data": [1, 2, 3]}', "garbled"),
        ('{"data": ' + "[" * 100_000, "garbled"),
        (answer(GOOD, GOOD, "abc"), "garbled"),
        (answer(GOOD, GOOD, []), "garbled"),
        (answer(GOOD, GOOD), "count"),
        (answer(GOOD, GOOD, GOOD, GOOD), "count"),
        (answer(GOOD, GOOD, GOOD, indexes=(0, 1, 1)), "count"),
        (answer(GOOD, GOOD, GOOD, indexes=(1, 2, 3)), "count"),
        (answer(GOOD, GOOD, [1.0, 2.0, 3.0]), "dimension"),
        (answer(GOOD, GOOD, [1.0, "2"]), "numbers"),
        (answer(GOOD, GOOD, [1.0, None]), "numbers"),
        (answer(GOOD, GOOD, [True, False]), "numbers"),
        (answer(GOOD, GOOD, [0.0, 0.0]), "numbers"),
        (answer(GOOD, GOOD, [float("nan"), 1.0]), "numbers"),
        (answer(GOOD, GOOD, [float("inf"), 1.0]), "numbers"),
        (answer(GOOD, GOOD, [10**400, 1]), "numbers"),
    ],
)
async def test_a_bad_answer_is_named(
    service: EmbeddingService, fake: FakeEmbedder, body: str, reason: str
) -> None:
    fake.body = body
    with pytest.raises(EmbeddingError) as failed:
        await service.passages(TEXTS)
    assert failed.value.values["reason"] == reason
    assert len(fake.requests) == 1


async def test_a_question_waits_no_longer_than_it_may(service: EmbeddingService, fake: FakeEmbedder) -> None:
    fake.delay = 5
    began = asyncio.get_running_loop().time()
    with pytest.raises(EmbeddingError) as failed:
        await service.question("补贴")
    assert failed.value.values["reason"] == "timeout"
    assert asyncio.get_running_loop().time() - began < 2


async def test_nobody_there() -> None:
    async with aiohttp.ClientSession() as session:
        service = EmbeddingService(session, url="http://127.0.0.1:1/v1", model="m", question_seconds=1)
        with pytest.raises(EmbeddingError) as failed:
            await service.question("补贴")
    assert failed.value.values["reason"] == "unreachable"


async def test_neither_texts_nor_key_are_in_logs_or_errors(
    service: EmbeddingService, fake: FakeEmbedder, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fake.statuses = [400]
    with pytest.raises(EmbeddingError) as failed:
        await service.passages(TEXTS)
    told = caplog.text + repr(failed.value) + str(failed.value.values)
    assert "种粮" not in told
    assert fake.key not in told
