"""What a backup holds, with a digest of each file: nothing is put back that is not whole and as it was."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.settings import SettingsError
from bot.privacy import Vault

MANIFEST = "manifest.json"
VERSION = 1
PURPOSE = "backup"


@dataclass(frozen=True, slots=True)
class FileDigest:
    """How long a file is, and its SHA-256."""

    octets: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one backup holds: files, rows of each table, keys of each kind in Redis, and the ids of the keys.

    `program` is the version that made it, `schema_revision` the database's, `made_at` an ISO instant.
    """

    program: str
    schema_revision: str
    made_at: str
    files: Mapping[str, FileDigest]
    tables: Mapping[str, int]
    redis: Mapping[str, int]
    keys: tuple[str, ...]

    def write(self, folder: Path, vault: Vault) -> None:
        """Write it into a folder, with a mark that only who has the keys can make."""
        plain = {"version": VERSION, **asdict(self)}
        marked = {**plain, "mark": vault.fingerprint(_body(plain), purpose=PURPOSE)}
        (folder / MANIFEST).write_text(json.dumps(marked, ensure_ascii=False, indent=1), "utf-8")

    def require_marked(self, folder: Path, vault: Vault) -> None:
        """Refuse a manifest that was changed, or made with the keys of another county; raises `SettingsError`."""
        plain = _read(folder)
        mark = plain.pop("mark", "")
        if mark != vault.fingerprint(_body(plain), purpose=PURPOSE):
            raise SettingsError(
                "备份的清单与密钥对不上：密钥文件不是这份备份的，或者清单被改过。什么也没有写入。"
                "请用 --keys 指明与这份备份同时存下的密钥文件"
            )


def digests(folder: Path, names: Iterable[str]) -> dict[str, FileDigest]:
    """Give the digest of each file by its name in a folder."""
    return {name: _digest(folder / name) for name in names}


def read_checked(folder: Path) -> Manifest:
    """Give the manifest of a backup whose every file is as it was; raises `SettingsError` naming what is not."""
    manifest = _parsed(_read(folder))
    if any(Path(name).name != name for name in manifest.files):
        raise SettingsError("备份的清单里有别处的文件名（被改过）。什么也没有写入，请换一份备份")
    for name, digest in manifest.files.items():
        path = folder / name
        if not path.is_file():
            raise SettingsError(f"备份不完整：缺文件 {name}。什么也没有写入")
        if _digest(path) != digest:
            raise SettingsError(
                f"备份里的 {name} 与清单对不上（损坏或者被改过）。什么也没有写入，请换一份备份"
            )
    return manifest


def read_made_at(folder: Path) -> datetime:
    """Give when a backup was made, without looking at its files; raises `SettingsError` for what is none."""
    try:
        return datetime.fromisoformat(str(_read(folder).get("made_at"))).astimezone(UTC)
    except ValueError:
        raise SettingsError(f"备份的清单 {MANIFEST} 不完整") from None


def _read(folder: Path) -> dict[str, Any]:
    try:
        plain = json.loads((folder / MANIFEST).read_text("utf-8"))
    except OSError:
        raise SettingsError(f"{folder} 不是一份备份：里面没有 {MANIFEST}") from None
    except ValueError:
        raise SettingsError(f"备份的清单 {MANIFEST} 损坏了。什么也没有写入，请换一份备份") from None
    if not isinstance(plain, dict) or plain.get("version") != VERSION:
        raise SettingsError("这份备份是别的版本的程序做的，请用那个版本恢复")
    return plain


def _parsed(plain: Mapping[str, Any]) -> Manifest:
    try:
        files = {str(name): FileDigest(**each) for name, each in plain["files"].items()}
        return Manifest(
            program=str(plain["program"]),
            schema_revision=str(plain["schema_revision"]),
            made_at=str(plain["made_at"]),
            files=files,
            tables=dict(plain["tables"]),
            redis=dict(plain["redis"]),
            keys=tuple(plain["keys"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise SettingsError(f"备份的清单 {MANIFEST} 不完整。什么也没有写入，请换一份备份") from None


def _body(plain: Mapping[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _digest(path: Path) -> FileDigest:
    with path.open("rb") as file:
        return FileDigest(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())
