"""`mingbai doctor`: looks at everything the program needs and says what to do where something is missing."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import typer

from adapters.cli.terminal import out, run_async
from adapters.settings import Settings, SettingsError

if TYPE_CHECKING:
    from bot.database import Database

Finding = tuple[str, bool, str]
TRIAL = "补贴"
UNFETCHED = timedelta(days=1)


def register(app: typer.Typer) -> None:
    """Add the command to the root."""
    app.command()(doctor)


def doctor() -> None:
    """Check settings, database, Redis, index, calendar and WeChat; exit code 1 when something needs doing."""
    from adapters import settings

    sound = run_async(_report(settings.load()))
    if not sound:
        raise typer.Exit(1)


async def _report(settings: Settings) -> bool:
    sound = True
    out.print("设置：可用", highlight=False)
    async for name, good, words in _findings(settings):
        sound &= good
        out.print(f"{'✓' if good else '✗'} {name}：{words}", style=None if good else "red", highlight=False)
    return sound


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    yield _folder(settings)
    yield await _asked("数据库", _database(settings))
    yield await _asked("密钥", _keys(settings))
    yield await _asked("操作记录", _audit(settings))
    yield await _asked("待取的消息", _unfetched(settings))
    yield await _asked("Redis", _redis(settings))
    yield _index(settings)
    yield _weights(settings)
    if settings.embedding_url:
        yield await _vectors(settings)
    yield _calendar()
    if settings.wechat_secret.get_secret_value():
        yield await _asked("微信接口", _platform(settings))
    else:
        yield "微信接口", False, "没有设置 MINGBAI_WECHAT_SECRET，不能主动给市民发消息"


Look = Callable[[], Awaitable[tuple[bool, str]]]


async def _asked(name: str, look: Look) -> Finding:
    from bot.errors import ServiceError

    try:
        good, words = await look()
    except (ServiceError, OSError, FileNotFoundError) as error:
        return name, False, f"连不上（{type(error).__name__}）。请检查地址是否正确、服务是否已启动"
    return name, good, words


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator["Database"]:
    """Open the database for one look; raises `ServiceError` when it is away or not to be read."""
    from sqlalchemy.exc import SQLAlchemyError

    from adapters.resources import open_database
    from bot.errors import ServiceError

    database = open_database(settings)
    try:
        yield database
    except SQLAlchemyError as error:
        raise ServiceError from error
    finally:
        await database.close()


def _folder(settings: Settings) -> Finding:
    """Close the data folder to other accounts, and say so when it was open."""
    from adapters import data_folder

    mended = data_folder.mend(settings.data_dir)
    words = f"{mended} 个文件或目录原先别的账号读得到，已经改好" if mended else "只有运行程序的账号读得到"
    return "数据目录", True, words


def _database(settings: Settings) -> Look:
    async def look() -> tuple[bool, str]:
        from adapters.storage.migrate import current, newest

        async with _opened(settings) as database:
            at = await current(database)
        if at != newest():
            return False, "结构不是最新，请运行 mingbai migrate"
        return True, f"{database.engine.dialect.name}，结构 {at}"

    return look


def _keys(settings: Settings) -> Look:
    """Say whether the keys open what lies in the database, and whether nobody else can read their file."""

    async def look() -> tuple[bool, str]:
        from adapters.sealing.canary import trouble_with
        from adapters.sealing.key_file import key_file_of
        from adapters.storage.migrate import current, newest
        from bot.privacy import Vault

        try:
            file = key_file_of(settings)
        except SettingsError as error:
            return False, str(error)
        if file.lies_open():
            return False, f"别的用户能读密钥文件。请运行 chmod 600 {file.path}"
        async with _opened(settings) as database:
            if await current(database) == newest() and (trouble := await trouble_with(database, Vault(file))):
                return False, trouble
        count = len(file.ring().keys)
        return True, "打得开已加密的内容" + (f"，共 {count} 把" if count > 1 else "")

    return look


def _audit(settings: Settings) -> Look:
    """Say whether every entry of the audit chain still fits the one before it."""

    async def look() -> tuple[bool, str]:
        from bot.audit import first_broken

        async with _opened(settings) as database, database.reading() as tx:
            broken = await first_broken(tx)
        if broken is not None:
            return False, f"第 {broken} 条与前一条接不上，可能有人直接改过数据库。请保留现场，用备份核对"
        return True, "逐条相接，没有被改动"

    return look


def _unfetched(settings: Settings) -> Look:
    async def look() -> tuple[bool, str]:
        from bot.outbound import pickup

        async with _opened(settings) as database, database.reading() as tx:
            piles = await pickup.piles(tx)
        stale = datetime.now(UTC) - UNFETCHED
        lying = [pile for pile in piles if pile.channel != "wechat" and pile.state == "due"]
        if any(pile.oldest < stale for pile in lying):
            told = "、".join(f"{pile.channel} 渠道 {pile.count} 条" for pile in lying)
            return (
                False,
                f"{told}，最早的一天多没有人来取。请看对方系统是否按 docs/operations.md“其他渠道”取信",
            )
        return True, f"{sum(pile.count for pile in lying)} 条"

    return look


def _redis(settings: Settings) -> Look:
    async def look() -> tuple[bool, str]:
        from redis.exceptions import RedisError

        from adapters.resources import open_redis
        from bot.errors import ServiceError

        with suppress(RedisError):
            async with open_redis(settings) as client:
                version = (await client.info("server"))["redis_version"]
                kind = "外部" if settings.redis_url else "内嵌"
                return True, f"{kind}，版本 {version}"
        raise ServiceError

    return look


def _index(settings: Settings) -> Finding:
    from adapters.resources import index_of

    index = index_of(settings.data_dir)
    index.reload()
    if index.reader is None:
        return "检索索引", False, "还没有。请导入并发布文件，或运行 mingbai knowledge rebuild"
    return "检索索引", True, f"{index.name}，{len(index.reader.docnums)} 份文件"


def _weights(settings: Settings) -> Finding:
    """Say which weights answers are ranked by, and what is wrong with a file that cannot be used."""
    from handlers.texts import Texts
    from knowledge.calibration.weight_file import WEIGHTS_FILE, WeightFile

    texts, file = Texts.load(), WeightFile(settings.data_dir / WEIGHTS_FILE)
    file.look()
    if file.trouble is not None:
        return "排序权重", False, texts(file.trouble.text_key, **file.trouble.values)
    return "排序权重", True, texts(f"knowledge.calibration.{'own' if file.path.exists() else 'shipped'}")


async def _vectors(settings: Settings) -> Finding:
    """Ask the embedding service for the vector of one word, and say how many passages have theirs."""
    from adapters.embedding.access import opened, told
    from adapters.embedding.service import EmbeddingError
    from adapters.resources import index_of
    from handlers.texts import Texts

    texts, index = Texts.load(), index_of(settings.data_dir)
    index.reload()
    async with opened(settings) as understood:
        assert understood is not None, "a service is configured"
        try:
            await understood.service.question(TRIAL)
        except EmbeddingError as error:
            reason = texts(f"knowledge.embedding.reasons.{error.values['reason']}")
            return "语义向量服务", False, texts("knowledge.embedding.trouble", reason=reason)
        if index.reader is None:
            return "语义向量服务", True, "可用"
        state = understood.embedding.state(index.reader)
        return "语义向量服务", not state.trouble, told(state, texts)


def _calendar() -> Finding:
    from bot.clock import local_date
    from handlers.workdays import load_calendar

    until = load_calendar().known_until()
    today = local_date(datetime.now(UTC))
    if until is None or until < today:
        return (
            "工作日历",
            False,
            "没有今年的放假安排，答复期限会标为待定。请把国务院的通知写入 handlers/data/workdays/",
        )
    return "工作日历", True, f"有数据到 {until:%Y年%m月%d日}；之后的期限会标为待定"


def _platform(settings: Settings) -> Look:
    async def look() -> tuple[bool, str]:
        from adapters.main import account_of
        from adapters.resources import open_all
        from adapters.wechat.api.client import Client
        from adapters.wechat.api.errcodes import PlatformError

        async with open_all(settings) as resources:
            try:
                await Client(resources.http, resources.redis, account=account_of(settings)).token()
            except PlatformError as error:
                return (
                    False,
                    f"拒绝，错误码 {error.code}。常见原因：AppSecret 不对，或服务器出口地址不在接口白名单",
                )
        return True, "可用"

    return look
