"""Which server program is started when no address is set: the one that comes along, else one of the system."""

import os
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Never

import pytest

from adapters.redis import server


def absent(_: str) -> Never:
    raise PackageNotFoundError


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the only folder that programs are looked for in."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def program(folder: Path, name: str) -> str:
    file = folder / name
    file.touch(mode=0o755)
    return str(file)


def test_the_one_that_comes_along_is_taken_first(path: Path) -> None:
    program(path, "valkey-server")
    found = server.executable()
    assert Path(found).name == "valkey-server"
    assert Path(found).parent != path
    assert os.access(found, os.X_OK)


def test_without_it_the_system_s_is_taken(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "files", absent)
    redis = program(path, "redis-server")
    assert server.executable() == redis
    valkey = program(path, "valkey-server")
    assert server.executable() == valkey


def test_one_that_may_not_be_run_is_none(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.os, "access", lambda *_: False)
    with pytest.raises(FileNotFoundError):
        server.executable()


def test_what_to_install_is_said_when_there_is_none(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "files", absent)
    with pytest.raises(FileNotFoundError, match="请安装 valkey-server 或 redis-server"):
        server.executable()
