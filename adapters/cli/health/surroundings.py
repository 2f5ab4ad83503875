"""What `mingbai doctor` sees of the world around: what Redis holds and keeps, and whose clock is right."""

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from adapters.settings import Settings

if TYPE_CHECKING:
    from adapters.redis.memory import RedisFigures

MEGABYTE = 1024 * 1024
ASKING_SECONDS = 5.0
# The header tells whole seconds, and an answer is some time on its way.
TOLERATED_SECONDS = 30
Told = tuple[bool, str]


async def redis_memory(settings: Settings) -> Told:
    """Say how much Redis holds and may hold, and whether it keeps it; raises `ServiceError` when it is away."""
    from adapters.redis.memory import RedisMemory
    from adapters.resources import open_redis

    async with open_redis(settings) as client:
        memory = RedisMemory(client)
        found = await memory.figures()
        citizens, each = await memory.citizens()
    limit = f"上限 {found.limit // MEGABYTE} MB" if found.limit else "没有设上限"
    words = (
        f"用了 {found.used / MEGABYTE:.1f} MB，{limit}；{citizens} 位市民的对话"
        + (f"，每位约 {each / 1024:.1f} KB" if citizens else "")
        + f"；追加文件 {found.file / MEGABYTE:.1f} MB"
    )
    trouble = _trouble(found)
    return not trouble, "。".join([words, *trouble])


def _trouble(found: "RedisFigures") -> list[str]:
    trouble = []
    if found.evicts:
        trouble.append(
            f"内存满了会丢内容（maxmemory-policy 是 {found.policy}），来信和没填完的表可能不声不响地没有："
            "请改成 noeviction"
        )
    if not found.appends:
        trouble.append("没有追加写盘，重启就丢对话：请设 appendonly yes")
    if not found.sound:
        trouble.append("上一次写盘失败，多半是磁盘满了：请清理磁盘，看 Redis 的日志")
    if found.nearly_full:
        trouble.append("快满了，满了就收不了来信：请加大上限（内嵌的设 MINGBAI_REDIS_MEGABYTES）")
    return trouble


async def platform_clock(settings: Settings) -> Told:
    """Compare our clock with the platform's, as its answers tell the time (RFC 9110 §6.6.1); reached or not."""
    import aiohttp

    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ASKING_SECONDS)) as session,
            session.get(settings.wechat_api_base, allow_redirects=False) as answer,
        ):
            told = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (aiohttp.ClientError, TimeoutError, OSError):
        return True, f"连不上微信接口，没能核对。本机时间 {_local()}"
    except ValueError:
        return True, f"微信接口没有报时，没能核对。本机时间 {_local()}"
    ahead = round(time.time() - told.timestamp())
    if abs(ahead) <= TOLERATED_SECONDS:
        return True, f"与微信平台相差不到 {TOLERATED_SECONDS} 秒"
    way = "快" if ahead > 0 else "慢"
    return False, (
        f"本机比微信平台{way} {abs(ahead)} 秒。差到15分钟，平台推来的消息就全部不收；期限、动态码也会算错。"
        "请打开时间同步（timedatectl set-ntp true）"
    )


def _local() -> str:
    return f"{datetime.now(UTC).astimezone():%Y-%m-%d %H:%M:%S}"


async def account_features(settings: Settings) -> Told:
    """Say what this kind of account may do, and what is done instead of what it may not."""
    from adapters.wechat.account_kinds import FEATURES, AccountFeature
    from handlers.texts import Texts

    texts, may = Texts.load(), FEATURES[settings.wechat_kind]
    lines = [texts(f"wechat.kinds.{settings.wechat_kind}")]
    lines += [f"{texts(f'wechat.features.{each}')}：可以用" for each in AccountFeature if each in may]
    for each in AccountFeature:
        if each not in may:
            lines.append(f"{texts(f'wechat.features.{each}')}：没有，{texts(f'wechat.instead.{each}')}")
    useless = settings.wechat_notice != "off" and AccountFeature.NOTICES not in may
    if useless:
        lines.append(texts("wechat.notice_useless"))
    return not useless, "\n  ".join(lines)


async def platform_alarms(settings: Settings) -> Told:
    """Say what the platform refuses lastingly, and what helps; raises `ServiceError` when Redis is away."""
    from adapters.resources import open_redis
    from adapters.staff.alarms import shown_alarms
    from adapters.wechat.api.alarms import AlarmBook
    from handlers.texts import Texts

    async with open_redis(settings) as client:
        alarms = await shown_alarms(AlarmBook(client), Texts.load())
    return not alarms, "\n".join(alarm.words for alarm in alarms) or "没有"
