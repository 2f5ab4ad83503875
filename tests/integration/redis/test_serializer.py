"""Commands as hiredis writes them, on a real server."""

import pytest
from redis.asyncio import Redis
from redis.exceptions import ResponseError

from adapters.redis.serializer import packed

pytestmark = pytest.mark.redis


def beside(redis: Redis) -> Redis:
    """Give a second client of the same server, which hiredis writes for."""
    return packed(Redis.from_url(f"unix://{redis.connection_pool.connection_kwargs['path']}"))


async def test_every_kind_of_value_arrives_as_redis_py_would_send_it(redis: Redis) -> None:
    ours = beside(redis)
    values = {"text": "补贴 中文\r\n", "bytes": bytes(range(256)) * 300, "int": -7, "float": 2.5, "none": ""}
    await redis.hset("plain", mapping=values)  # type: ignore[misc]
    await ours.hset("ours", mapping=values)  # type: ignore[misc]
    assert await redis.hgetall("ours") == await redis.hgetall("plain")  # type: ignore[misc]
    await ours.aclose()


async def test_commands_of_two_words_scripts_pipelines_and_errors_work(redis: Redis) -> None:
    ours = beside(redis)
    assert await ours.config_get("appendonly")
    assert await ours.register_script("return ARGV[1]")(args=["答"]) == "答".encode()
    async with ours.pipeline(transaction=True) as pipeline:
        pipeline.set("a", 1).get("a")
        assert await pipeline.execute() == [True, b"1"]
    with pytest.raises(ResponseError):
        await ours.lpush("a", "x")  # type: ignore[misc]
    await ours.aclose()
