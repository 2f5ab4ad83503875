"""`mingbai doctor`: looks at everything the program needs and says what to do where something is missing."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial

import typer

from adapters.cli.health import calendar_health, redis_health, switch_health
from adapters.cli.health.open_database import opened_database
from adapters.cli.health.surroundings import (
    account_features,
    platform_alarms,
    platform_clock,
    redis_memory,
)
from adapters.cli.terminal import out, run_async
from adapters.settings import MEANING_AUTO, MEANING_OFF, Settings, SettingsError

# What was looked at, whether it is good (None: worth a look, and no fault), and what there is to say.
Finding = tuple[str, bool | None, str]
MARKS: dict[bool | None, tuple[str, str | None]] = {
    True: ("✓", None),
    None: ("！", "yellow"),
    False: ("✗", "red"),
}
TRIAL = "补贴"
UNFETCHED = timedelta(days=1)
UNERASED = timedelta(days=3)
PILES = {"due": "等着发", "waiting": "等对方来信", "failed": "送不出去、已转成任务或者已过时的"}


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
        sound &= good is not False
        mark, style = MARKS[good]
        out.print(f"{mark} {name}：{words}", style=style, highlight=False)
    return sound


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    yield _folder(settings)
    yield await _asked("数据库", _database(settings))
    yield await _asked("密钥", _keys(settings))
    yield await _asked("操作记录", _audit(settings))
    yield await _asked("待取的消息", _unfetched(settings))
    redis = await _asked("Redis", partial(redis_health.standing, settings))
    yield redis
    if redis[1]:
        yield await _asked("Redis 的安全修复", partial(redis_health.fixes, settings))
    yield await _asked("处理不了的来信", _set_aside(settings))
    yield await _asked("Redis 的内存", partial(redis_memory, settings))
    yield await _asked("时钟", partial(platform_clock, settings))
    yield await _asked("到期删除", _retention(settings))
    yield _index(settings)
    yield _weights(settings)
    if settings.embedding_url or settings.meaning_model != MEANING_OFF:
        yield await _vectors(settings)
    if settings.chat_model_url:
        yield await _chat_model(settings)
    yield await _asked("工作日历", partial(calendar_health.standing, settings, now=datetime.now(UTC)))
    if settings.wechat_secret.get_secret_value():
        yield await _asked("微信接口", _platform(settings))
    else:
        yield "微信接口", False, "没有设置 MINGBAI_WECHAT_SECRET，不能主动给市民发消息"
    yield await _asked("公众号的种类", partial(account_features, settings))
    yield await _asked("微信一直拒绝的接口", partial(platform_alarms, settings))
    yield await _asked("没送到的消息", _undelivered(settings))
    yield await _asked("停答与提示", partial(switch_health.standing, settings, now=datetime.now(UTC)))


Look = Callable[[], Awaitable[tuple[bool | None, str]]]


async def _asked(name: str, look: Look) -> Finding:
    from bot.errors import ServiceError

    try:
        good, words = await look()
    except SettingsError as error:
        return name, False, str(error)
    except (ServiceError, OSError, FileNotFoundError) as error:
        return name, False, f"连不上（{type(error).__name__}）。请检查地址是否正确、服务是否已启动"
    return name, good, words


def _folder(settings: Settings) -> Finding:
    """Close the data folder to other accounts, and say so when it was open."""
    from adapters import data_folder

    mended = data_folder.mend(settings.data_dir)
    words = f"{mended} 个文件或目录原先别的账号读得到，已经改好" if mended else "只有运行程序的账号读得到"
    return "数据目录", True, words


def _database(settings: Settings) -> Look:
    async def look() -> tuple[bool, str]:
        from adapters.storage.migrate import current, newest

        async with opened_database(settings) as database:
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
        async with opened_database(settings) as database:
            if await current(database) == newest() and (trouble := await trouble_with(database, Vault(file))):
                return False, trouble
        count = len(file.ring().keys)
        return True, "打得开已加密的内容" + (f"，共 {count} 把" if count > 1 else "")

    return look


def _audit(settings: Settings) -> Look:
    """Say whether every entry of the audit chain still fits the one before it."""

    async def look() -> tuple[bool, str]:
        from bot.audit import first_broken

        async with opened_database(settings) as database, database.reading() as tx:
            broken = await first_broken(tx)
        if broken is not None:
            return False, f"第 {broken} 条与前一条接不上，可能有人直接改过数据库。请保留现场，用备份核对"
        return True, "逐条相接，没有被改动"

    return look


def _unfetched(settings: Settings) -> Look:
    async def look() -> tuple[bool, str]:
        from bot.outbound import pickup

        async with opened_database(settings) as database, database.reading() as tx:
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


def _undelivered(settings: Settings) -> Look:
    """Say how much waits for citizens to write, is tried again, or could not be sent, and since when."""

    async def look() -> tuple[bool | None, str]:
        from bot.outbound import pickup

        async with opened_database(settings) as database, database.reading() as tx:
            piles = [pile for pile in await pickup.piles(tx) if pile.channel == "wechat"]
        told = "、".join(f"{PILES[pile.state]}{pile.count} 条" for pile in piles)
        stuck = any(pile.state == "due" and pile.oldest < datetime.now(UTC) - UNFETCHED for pile in piles)
        hint = "；等着发的有一天以前的，请看 worker 是否在运行、上面微信的接口是否可用" if stuck else ""
        return not stuck, (told or "没有") + hint

    return look


def _set_aside(settings: Settings) -> Look:
    async def look() -> tuple[bool, str]:
        from adapters.cli.quarantine import listed

        return await listed(settings, now=datetime.now(UTC))

    return look


def _retention(settings: Settings) -> Look:
    """Say when personal data that is over its time was erased last."""

    async def look() -> tuple[bool, str]:
        from redis.exceptions import RedisError

        from adapters.resources import open_redis
        from adapters.rights.retention import last_pass
        from bot.clock import local_date
        from bot.errors import ServiceError

        with suppress(RedisError):
            async with open_redis(settings) as client:
                day = await last_pass(client)
            if day is None:
                return True, "还没有做过，worker 启动以后做第一次"
            late = day < local_date(datetime.now(UTC) - UNERASED)
            hint = "。请看 worker 是否在运行，或者运行 mingbai retention" if late else ""
            return not late, f"上次是{day.year}年{day.month}月{day.day}日{hint}"
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
    """Have the service or the model read one word, and say how many passages have their vectors."""
    from adapters.embedding.access import absence, opened, told
    from adapters.resources import index_of
    from bot.errors import ServiceError
    from handlers.texts import Texts

    texts, index = Texts.load(), index_of(settings.data_dir)
    name = "语义向量服务" if settings.embedding_url else "语义模型"
    if missing := absence(settings, texts):
        return name, settings.meaning_model == MEANING_AUTO, missing
    index.reload()
    async with opened(settings) as understood:
        assert understood is not None, "a service or a model is configured"
        try:
            await understood.service.ready()
            if settings.embedding_url:
                await understood.service.question(TRIAL)
            else:
                await understood.service.questions([TRIAL])
        except ServiceError as error:
            reason = texts(f"knowledge.embedding.reasons.{error.values['reason']}")
            return name, False, texts("knowledge.embedding.trouble", reason=reason)
        if index.reader is None:
            return name, True, "可用"
        state = understood.embedding.state(index.reader)
        return name, not state.trouble, told(state, texts)


async def _chat_model(settings: Settings) -> Finding:
    """Have the chat model put one word into official words, and say where the words go."""
    import aiohttp

    from adapters.chat_model.access import chat_model_of
    from bot.errors import ServiceError
    from handlers.texts import Texts
    from knowledge.rewording.chat_model import ChatTask

    texts, name = Texts.load(), "对话模型"
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        service = chat_model_of(settings, session)
        assert service is not None, "a model is configured"
        try:
            await service.reply(ChatTask.REWRITE, {"question": TRIAL}, seconds=settings.chat_model_timeout)
        except ServiceError as error:
            reason = texts(f"knowledge.rewording.reasons.{error.values['reason']}")
            return name, False, texts("knowledge.rewording.trouble", reason=reason)
    return name, True, texts("knowledge.rewording.sound", url=settings.chat_model_url)


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
