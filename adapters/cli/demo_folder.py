"""Where a demonstration keeps its data, that it never lands in somebody's real data, and who runs there already."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from adapters import data_folder
from adapters.backup import redis_content, tables
from adapters.resources import open_redis
from adapters.settings import SettingsError, Trial, personal_folder
from adapters.storage.engine import create_database

KEYS = "demo.json"
LOCK = "demo.lock"
EARLIER = Path("data")
# What only a program that is meant for real leaves in a folder.
REAL = ("mingbai.db", "keys.json", "redis")


@dataclass(frozen=True, slots=True)
class RunningDemo:
    """A demonstration that runs: its process, since when, and the addresses it announced."""

    process: int
    since: str
    phone: str
    own: str

    def told(self, folder: Path) -> str:
        """Say what runs in the folder, and what to do."""
        return (
            f"{folder} 里已经有一个试用在运行（进程 {self.process}，{self.since} 启动）：\n"
            f"  微信模拟器 {self.phone}\n  工作人员工作台 {self.own}/staff\n  知识维护工作台 {self.own}/operators\n"
            f"直接打开上面的地址就行。要停下它，在它的终端按 Ctrl+C，或运行 kill {self.process}；"
            "要另开一个，请换一个目录：mingbai demo --data 目录"
        )


class DemoDoor:
    """The lock of one demonstration's folder; held as long as its program runs, whatever ends it."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def announce(self, *, phone: str, own: str) -> None:
        """Write down, for whoever comes second, what runs here."""
        since = datetime.now().astimezone().strftime("%m月%d日 %H:%M")
        entry = RunningDemo(os.getpid(), since, phone, own)
        self._file.seek(0)
        self._file.truncate()
        self._file.write(json.dumps(asdict(entry)))
        self._file.flush()


def chosen_folder(asked: Path | None, settings: Trial) -> Path:
    """Give the folder of the demonstration's data.

    The one asked for, else the one of `MINGBAI_DATA_DIR`, else that of an earlier demonstration in `data` of the folder
    the program runs in, else one in the account's own place for data: nothing is written where nobody asked for it.
    """
    if asked is not None:
        return asked
    if "data_dir" in settings.model_fields_set:
        return settings.data_dir
    return EARLIER if (EARLIER / KEYS).exists() else personal_folder() / "demo"


async def refuse_real_data(folder: Path, settings: Trial) -> None:
    """Refuse to put the sample county and its log-ins, whose passwords everybody knows, among real data.

    Raises `SettingsError` naming what is real and what to do. Nothing is written.
    """
    if settings.production:
        raise SettingsError(
            "这里的设置是正式使用的（MINGBAI_PRODUCTION=true），不能在这里试用："
            "试用会装入示例文件和人人知道密码的账号。请到没有 .env 的目录运行，并去掉 MINGBAI_ 开头的环境变量"
        )
    if (folder / KEYS).exists():
        return
    if real := [name for name in REAL if (folder / name).exists()]:
        raise SettingsError(
            f"{folder} 里有不是试用留下的数据（{'、'.join(real)}），不能在这里试用。请换一个目录：mingbai demo --data 目录"
        )
    if settings.database_url:
        database = create_database(settings.database_url)
        try:
            empty = await tables.is_empty(database)
        finally:
            await database.close()
        _require(empty, "MINGBAI_DATABASE_URL 指的数据库里")
    if settings.redis_url:
        async with open_redis(settings) as redis:
            _require(await redis_content.is_empty(redis), "MINGBAI_REDIS_URL 指的 Redis 里")


def _require(empty: bool, place: str) -> None:
    if not empty:
        raise SettingsError(f"{place}已经有别处的数据，不能用来试用。请去掉这项设置，或者换一个空的")


@contextmanager
def only_one(folder: Path) -> Iterator[DemoDoor]:
    """Hold the folder for one demonstration in the block; raises `SettingsError` telling which one runs there."""
    data_folder.make(folder)
    with (folder / LOCK).open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SettingsError(_runs(folder, file)) from None
        file.truncate(0)
        yield DemoDoor(file)
        # The file stays: were it removed, a third program could lock a new one while a second waits with the old.
        file.truncate(0)


def _runs(folder: Path, file: IO[str]) -> str:
    file.seek(0)
    try:
        return RunningDemo(**json.loads(file.read())).told(folder)
    except (ValueError, TypeError):
        return f"{folder} 里有一个试用正在启动，请等它打印出地址；要另开一个，请换一个目录：mingbai demo --data 目录"
