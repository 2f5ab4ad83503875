"""Tells a supervisor whether the program lives, whether it can serve, and gives its figures to Prometheus."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from redis.asyncio import Redis
from sqlalchemy import text

from adapters.web.backlog import Count
from bot.database import Database
from bot.errors import ServiceError

Check = Callable[[], Awaitable[object]]
PATIENCE_SECONDS = 2.0
T = TypeVar("T")


def database_check(database: Database) -> Check:
    """Give a check that passes when the database answers a query."""

    async def check() -> None:
        async with database.reading() as tx:
            await tx.execute(text("SELECT 1"))

    return check


def redis_check(redis: Redis) -> Check:
    """Give a check that passes when Redis answers."""

    async def check() -> None:
        await redis.ping()

    return check


def add_health(
    app: web.Application,
    *,
    checks: Mapping[str, Check],
    registry: CollectorRegistry,
    undelivered: Count,
    quarantined: Callable[[], Awaitable[int]],
    memory: Callable[[], Awaitable[object]],
    alarms: Callable[[], Awaitable[int]],
) -> None:
    """Mount `/health/live`, `/health/ready` and `/metrics`; a check fails by raising or by giving False.

    `undelivered` counts what has not reached citizens, `quarantined` the messages that could not be handled; they are
    told and never make the program unready. `memory` sets the figures of Redis' memory, `alarms` those of what the
    platform refuses, and gives how many.
    """

    async def live(_: web.Request) -> web.Response:
        return web.json_response({"live": True})

    async def ready(_: web.Request) -> web.Response:
        found = await asyncio.gather(*(_passes(check) for check in checks.values()), return_exceptions=True)
        parts = {name: outcome is True for name, outcome in zip(checks, found, strict=True)}
        told = {
            "ready": all(parts.values()),
            "checks": parts,
            "undelivered": await _counted(undelivered),
            "quarantined": await _counted(quarantined),
            "alarms": await _counted(alarms),
        }
        return web.json_response(told, status=200 if all(parts.values()) else 503)

    async def metrics(_: web.Request) -> web.Response:
        await asyncio.gather(*map(_counted, (undelivered, quarantined, memory, alarms)))
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/health/live", live)
    app.router.add_get("/health/ready", ready)
    app.router.add_get("/metrics", metrics)


async def _passes(check: Check) -> bool:
    async with asyncio.timeout(PATIENCE_SECONDS):
        return await check() is not False


async def _counted(count: Callable[[], Awaitable[T]]) -> T | None:
    """Give a count, or None while its store cannot tell: the other figures are wanted all the more then."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await count()
    except (ServiceError, TimeoutError):
        return None
