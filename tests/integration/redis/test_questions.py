"""Notes of questions through a real Redis: masked, batched, carried once, and not lost on the way."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from adapters.redis import questions
from adapters.redis.questions import QuestionCarrier, QuestionStream, stream_key
from adapters.redis.server import EmbeddedRedis
from bot.clock import SettableClock
from bot.database import Database, UnfitError
from bot.errors import ServiceError
from bot.privacy import Vault
from knowledge.questions.log import QuestionLog
from knowledge.questions.note import MaskedNote, QuestionOutcome
from tests.factories.questions import ASKED_AT, line, note

pytestmark = pytest.mark.redis
SECRET = "a secret of thirty-two letters ok"


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[EmbeddedRedis]:
    server = EmbeddedRedis(tmp_path)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def redis(server: EmbeddedRedis) -> AsyncIterator[Redis]:
    client = Redis.from_url(server.socket.url)
    yield client
    await client.aclose()


def stream(redis: Redis) -> QuestionStream:
    return QuestionStream(redis, vault=Vault(SECRET), threshold=lambda: 0.5, generation=lambda: "gen-7")


def carrier_of(redis: Redis, take: Callable[[Sequence[MaskedNote]], Any], *, name: str) -> QuestionCarrier:
    return QuestionCarrier(redis, take, vault=Vault(SECRET), name=name)


class Kept:
    """A store that may be away."""

    def __init__(self) -> None:
        self.lines: list[MaskedNote] = []
        self.away = False
        self.batches = 0

    async def take(self, lines: Sequence[MaskedNote]) -> None:
        if self.away:
            raise ServiceError(retry_after=1.0)
        self.batches += 1
        if any("装不下" in line.question for line in lines):
            raise UnfitError
        self.lines += lines


async def test_nothing_personal_leaves_the_turn(redis: Redis) -> None:
    book = stream(redis)
    book.note(
        note("我13812345678，身份证110101199003070011，低保多少钱", citizen="openid-secret", key="wechat:m1")
    )
    assert "13812345678" not in repr(book._queue)
    assert "openid-secret" not in repr(book._queue)
    await book.flush()
    [(_, fields)] = await redis.xrange(stream_key())
    assert list(fields) == [b"sealed"]
    assert b"declined" not in fields[b"sealed"]
    written = Vault(SECRET).open(fields[b"sealed"], purpose=questions.SEALED_FOR)
    for secret in ("13812345678", "110101199003070011", "openid-secret", "m1"):
        assert secret not in written
    [row] = json.loads(written)
    assert (row["threshold"], row["generation"], row["outcome"]) == (0.5, "gen-7", "declined")


async def test_equal_numbers_of_two_citizens_are_two_notes(redis: Redis) -> None:
    book, kept = stream(redis), Kept()
    for citizen in ("o1", "o2"):
        book.note(note("低保多少钱", key="m:1", citizen=citizen))
    await book.flush()
    await carrier_of(redis, kept.take, name="w").carry()
    assert len({line.key for line in kept.lines}) == 2


async def test_one_citizen_has_one_hash_and_one_message_one_key(redis: Redis) -> None:
    book, kept = stream(redis), Kept()
    for number in ("m1", "m1", "m2"):
        book.note(note("问", key=number))
    book.note(note("问", key="m1", citizen="o2", outcome=QuestionOutcome.HANDED_OVER))
    await book.flush()
    await carrier_of(redis, kept.take, name="w").carry()
    one, again, other, handed = kept.lines
    assert one.key == again.key
    assert len({one.key, other.key, handed.key}) == 3
    assert one.citizen == other.citizen != handed.citizen


async def test_many_notes_travel_in_batches_and_leave_the_stream(redis: Redis) -> None:
    book, kept = stream(redis), Kept()
    carrier = carrier_of(redis, kept.take, name="w")
    assert await carrier.carry() == 0
    for number in range(questions.NOTES_A_BATCH + 1):
        book.note(note(f"问题{number}"))
    await book.flush()
    assert await redis.xlen(stream_key()) == 2
    assert await carrier.carry() == 2
    assert [line.question for line in kept.lines] == [
        f"问题{number}" for number in range(questions.NOTES_A_BATCH + 1)
    ]
    assert await redis.xlen(stream_key()) == 0
    assert await carrier.carry() == 0


async def test_two_workers_share_and_never_double(redis: Redis) -> None:
    book, kept = stream(redis), Kept()
    for number in range(4):
        book.note(note(f"问题{number}"))
        await book.flush()
    carriers = [carrier_of(redis, kept.take, name=name) for name in ("a", "b")]
    for carrier in carriers * 2:
        await carrier.carry()
    assert len(kept.lines) == 4


async def test_what_the_database_did_not_take_comes_again(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, kept = stream(redis), Kept()
    book.note(note("问题"))
    await book.flush()
    kept.away = True
    carrier = carrier_of(redis, kept.take, name="a")
    with pytest.raises(ServiceError):
        await carrier.carry()
    kept.away = False
    monkeypatch.setattr(questions, "ABANDONED_MS", 0)
    assert await carrier_of(redis, kept.take, name="b").carry() == 1
    assert [line.question for line in kept.lines] == ["问题"]
    assert await carrier.carry() == 0


async def test_a_batch_not_acknowledged_before_a_crash_is_carried_again(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, kept = stream(redis), Kept()
    book.note(note("问题"))
    await book.flush()
    await redis.xgroup_create(stream_key(), questions.GROUP, id="0")
    # A worker read and kept the batch, and died before it could say so.
    await redis.xreadgroup(questions.GROUP, "dead", {stream_key(): ">"})
    monkeypatch.setattr(questions, "ABANDONED_MS", 0)
    assert await carrier_of(redis, kept.take, name="heir").carry() == 1
    assert len(kept.lines) == 1


async def test_a_batch_of_before_it_was_sealed_is_carried_still(redis: Redis) -> None:
    book, kept = stream(redis), Kept()
    book.note(note("从前的问题"))
    await redis.xadd(stream_key(), {"lines": questions._packed(list(book._queue))})
    await carrier_of(redis, kept.take, name="w").carry()
    assert [line.question for line in kept.lines] == ["从前的问题"]


async def test_a_batch_under_another_secret_is_set_aside_and_stands_in_nobodys_way(redis: Redis) -> None:
    book, kept = stream(redis), Kept()
    sealed = Vault("another secret of thirty-two letters").seal(b"[]", purpose=questions.SEALED_FOR)
    await redis.xadd(stream_key(), {"sealed": sealed})
    book.note(note("问题"))
    await book.flush()
    await carrier_of(redis, kept.take, name="w").carry()
    assert [line.question for line in kept.lines] == ["问题"]
    [(_, laid)] = await redis.xrange(questions.unfit_key())
    assert laid[b"sealed"] == sealed


async def test_notes_wait_while_redis_is_away(redis: Redis, server: EmbeddedRedis) -> None:
    book, kept = stream(redis), Kept()
    book.note(note("问题"))
    assert server._process
    os.kill(server._process.pid, signal.SIGKILL)
    await server._process.wait()
    with pytest.raises(ServiceError):
        await book.flush()
    book.note(note("又一个"))
    async with asyncio.timeout(10):
        while not await server._answers():  # noqa: ASYNC110 - the server has no event of ours
            await asyncio.sleep(0.05)
    await book.flush()
    await carrier_of(redis, kept.take, name="w").carry()
    assert [line.question for line in kept.lines] == ["问题", "又一个"]


async def test_a_full_queue_loses_the_oldest_and_never_refuses(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "QUEUED_NOTES", 2)
    book, kept = stream(redis), Kept()
    before = questions.LOST._value.get()
    for number in range(3):
        book.note(note(f"问题{number}"))
    await book.flush()
    await carrier_of(redis, kept.take, name="w").carry()
    assert [line.question for line in kept.lines] == ["问题1", "问题2"]
    assert questions.LOST._value.get() == before + 1


def count(counter: Any) -> float:
    return float(counter._value.get())


async def test_what_no_store_can_hold_is_dropped_from_a_note(redis: Redis) -> None:
    book, kept = stream(redis), Kept()
    for number, question in enumerate(("低\x00保", "低\ud800保\udfff", "低保\ufffe\x08")):
        book.note(note(question, key=f"\ud800{number}"))
    await book.flush()
    await carrier_of(redis, kept.take, name="w").carry()
    assert [line.question for line in kept.lines] == ["低保"] * 3


async def test_a_note_that_cannot_be_written_down_does_not_hold_up_the_others(redis: Redis) -> None:
    book, kept, before = stream(redis), Kept(), count(questions.ASIDE)
    for number, theme in enumerate(("住房", "\ud800", "救助")):
        book.note(note(f"问题{number}")._replace(theme=theme))
    await book.flush()
    await carrier_of(redis, kept.take, name="w").carry()
    assert [line.question for line in kept.lines] == ["问题0", "问题2"]
    assert count(questions.ASIDE) == before + 1


async def test_a_line_that_the_database_cannot_hold_is_set_aside_alone(
    redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    book, kept, before = stream(redis), Kept(), count(questions.ASIDE)
    for number in range(questions.NOTES_A_BATCH):
        book.note(note("装不下的话" if number == 137 else f"问题{number}"))
    await book.flush()
    carrier = carrier_of(redis, kept.take, name="w")
    assert await carrier.carry() == 1
    assert len(kept.lines) == questions.NOTES_A_BATCH - 1
    # By halving: two tries for each of the eight steps to one line among two hundred.
    assert kept.batches <= 2 * 8 + 1
    assert count(questions.ASIDE) == before + 1
    assert "装不下" not in caplog.text
    [(_, laid)] = await redis.xrange(questions.unfit_key())
    assert "装不下的话" not in laid[b"sealed"].decode("latin-1")
    assert "装不下的话" in Vault(SECRET).open(laid[b"sealed"], purpose=questions.SEALED_FOR)
    assert 0 < await redis.ttl(questions.unfit_key()) <= questions.UNFIT_KEPT.total_seconds()
    assert await redis.xlen(stream_key()) == 0
    assert await carrier.carry() == 0


@pytest.mark.parametrize(
    "broken", [b"", b"{", b"null", b"[1]", b'[{"key": "k"}]', b'[{"outcome": "unheard-of"}]', b"{}"]
)
async def test_a_batch_that_is_none_does_not_hold_up_the_others(redis: Redis, broken: bytes) -> None:
    book, kept = stream(redis), Kept()
    await redis.xadd(stream_key(), {"lines": broken})
    await redis.xadd(stream_key(), {"other": b"1"})
    book.note(note("问题"))
    await book.flush()
    carrier = carrier_of(redis, kept.take, name="w")
    assert await carrier.carry() == 3
    assert [line.question for line in kept.lines] == ["问题"]
    assert await redis.xlen(stream_key()) == 0


async def test_the_real_log_keeps_all_but_what_it_cannot_hold(redis: Redis, database: Database) -> None:
    unfit = [
        line("没有时间")._replace(at=1e300),
        line("没有把握")._replace(confidence=None),  # type: ignore[arg-type]
    ]
    if database.engine.dialect.name == "postgresql":
        # SQLite takes these as they are.
        unfit += [
            line("空\x00字符"),
            line("键太长", key="k" * 400),
            line("号码太大")._replace(passage=2**70),
        ]
    lines = [line(f"问题{number}", QuestionOutcome.ANSWERED) for number in range(20)]
    for place, one in enumerate(unfit):
        lines.insert(4 * place, one)
    # Another version of the program wrote these: ours would not have.
    await redis.xadd(stream_key(), {"lines": json.dumps([one._asdict() for one in lines])})
    log = QuestionLog(database, SettableClock(ASKED_AT))
    before = count(questions.ASIDE)
    assert await carrier_of(redis, log.take, name="w").carry() == 1
    found, _ = await log.page(size=50)
    assert len(found) == 20
    assert count(questions.ASIDE) == before + len(unfit)
