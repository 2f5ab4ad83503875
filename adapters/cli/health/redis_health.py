"""What doctor says of Redis: whether it answers, which server it is, and which security fixes that one lacks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from adapters.settings import Settings

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from adapters.redis.servers.security_fixes import FixReport, ServerVersion


async def standing(settings: Settings) -> tuple[bool | None, str]:
    """Say which server it is; raises `ServiceError` when it is away."""
    from adapters.redis.servers.security_fixes import ServerVersion

    async with _connected(settings) as client:
        server = ServerVersion.told(await client.info("server"))
    return True, f"{'外部' if settings.redis_url else '内嵌'}，{server}"


async def fixes(settings: Settings) -> tuple[bool | None, str]:
    """Say which security fixes the server lacks, by a table of a day; raises `ServiceError` when it is away."""
    from redis.exceptions import ResponseError

    from adapters.redis.servers.security_fixes import NEEDED, ServerVersion, report

    known: dict[str, str] = {}
    async with _connected(settings) as client:
        server = ServerVersion.told(await client.info("server"))
        # A server rented from a provider often keeps its settings to itself.
        with suppress(ResponseError):
            known = {str(name): str(value) for name, value in (await client.config_get(*NEEDED)).items()}
    return told(server, report(server, known), embedded=not settings.redis_url)


def told(server: "ServerVersion", found: "FixReport", *, embedded: bool) -> tuple[bool | None, str]:
    """Put into words what a server lacks, with the day of the table; a lack is worth a look and no fault (None)."""
    from adapters.redis.servers.security_fixes import CHECKED_ON

    table = f"按{CHECKED_ON:%Y年%m月%d日}的修复表（adapters/redis/servers/security_fixes.py）"
    again = "请停下全部程序再启动；还是这一版的，请更新明白"
    advice = again if embedded else "请升级；发行版自带的可能已经补上而不改版本号，以它的安全公告为准"
    if found.unknown:
        return None, f"{server} 比修复表新。{table}看不出，请看它的发布说明"
    if found.ended:
        return None, f"{server} 所在的系列不再发布修复。{table}，{advice}"
    if found.missing:
        newest = ".".join(map(str, found.missing[-1].version))
        flaws = "；".join(f"{fix.published_on:%Y年%m月}：{fix.flaw}" for fix in found.missing)
        return None, f"{server} 缺少到 {newest} 为止的修复：{flaws}。{table}，{advice}"
    shut = "".join(
        f"；{'.'.join(map(str, fix.version))} 补的“{fix.flaw}”要设置了 {fix.needs} 才有，这里没有设置"
        for fix in found.shut
    )
    return True, f"{server} 没有要补的{shut}。{table}"


@asynccontextmanager
async def _connected(settings: Settings) -> AsyncIterator["Redis"]:
    from redis.exceptions import RedisError

    from adapters.resources import open_redis
    from bot.errors import ServiceError

    try:
        async with open_redis(settings) as client:
            yield client
    except RedisError as error:
        raise ServiceError from error
