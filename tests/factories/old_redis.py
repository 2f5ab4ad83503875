"""Records a data folder as Redis 6.2 wrote it, through the program's own services.

usage: python -m tests.factories.old_redis REDIS_SERVER FOLDER

It ran once, with the Redis 6.2.14 that the program came with until November 2026; the tests read what it left in
`tests/data/redis-6.2`. Lifetimes there end in 2100, so that the tests do not end before.
"""

import asyncio
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

from redis.asyncio import Redis

from adapters.backup import redis_content
from adapters.redis import server
from adapters.redis.questions import QuestionCarrier, QuestionStream
from adapters.redis.server import EmbeddedRedis
from bot.errors import ServiceError
from bot.privacy import Vault
from knowledge.questions.note import QuestionNote, QuestionOutcome
from tests.factories.sealed import Sealers

SECRET = "a secret of thirty-two letters ok"
YEAR_2100 = 4102444800
CITIZENS = 6


async def live(redis: Redis, first: int) -> None:
    """Let citizens write: talks with an open form, messages in hand and aside, questions, and what waits."""
    vault = Vault(SECRET)
    database: Any = None
    sealers = Sealers(database, redis, vault)
    asked = QuestionStream(redis, vault=vault, threshold=lambda: 0.5, generation=lambda: "gen-1")
    for number in range(first, first + CITIZENS // 2):
        for turn in range(3):
            await sealers.turn(f"o{number}", turn)
        await sealers.leave_in_hand(f"hand{number}")
        await sealers.set_aside(f"aside{number}")
        await sealers.gate.hold(f"o{number}")
        asked.note(
            QuestionNote(f"m{number}", 1.0, "wechat", f"o{number}", "低保多少钱", QuestionOutcome.DECLINED)
        )
        await asked.flush()


async def fail(_: object) -> None:
    """Play a database that is away: what is carried to it stays with the carrier."""
    raise ServiceError(retry_after=1.0)


async def record(target: Path) -> None:
    """Leave the server's file and, as data, what the program keeps."""
    with tempfile.TemporaryDirectory() as place:
        embedded = EmbeddedRedis(Path(place))
        client = Redis.from_url(await embedded.start())
        await live(client, 0)
        with suppress(ServiceError):
            await QuestionCarrier(client, fail, vault=Vault(SECRET), name="w1").carry()
        # The first half then lies in the file as the server's own picture of its memory, the second half as commands.
        await client.bgrewriteaof()
        while (await client.info("persistence"))["aof_rewrite_in_progress"]:  # noqa: ASYNC110 - only the server knows
            await asyncio.sleep(0.05)
        await live(client, CITIZENS // 2)
        async for key in client.scan_iter(match="*"):
            if await client.pttl(key) > 0:
                await client.pexpireat(key, YEAR_2100 * 1000)
        await redis_content.write(client, target / "kept.jsonl")
        await client.aclose()
        await embedded.stop()
        shutil.copy(Path(place) / "redis" / "appendonly.aof", target)


if __name__ == "__main__":
    Path(sys.argv[2]).mkdir(parents=True, exist_ok=True)
    with patch.object(server, "executable", lambda: sys.argv[1]):
        asyncio.run(record(Path(sys.argv[2])))
