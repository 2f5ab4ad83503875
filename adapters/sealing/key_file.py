"""The key ring lies in a file that only the program's owner reads; without one the setting's secret is the only key."""

import fcntl
import json
import logging
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from adapters.settings import SECRET_LENGTH, Settings, SettingsError
from bot.keyring import KeyRing, SealingKey
from bot.privacy import Vault

log = logging.getLogger(__name__)
KEY_FILE = "keys.json"
VERSION = 1
LOOK_SECONDS = 1.0
OWNER_ONLY = 0o600
FINGERPRINT_BYTES = 32


class KeyFile:
    """Implements `bot.keyring.RingSource` on a file, which running programs look at again every second."""

    def __init__(self, path: Path, *, secret: str) -> None:
        """Take the place of the file, and the secret that is the only key while there is none.

        Raises `SettingsError` with what to do when the file is there and cannot be read.
        """
        self.path = path
        self._first = KeyRing.of(secret)
        self._stamp = _stamp(path)
        self._ring = read_ring(path) if self._stamp else self._first
        self._looked = time.monotonic()

    def ring(self, *, fresh: bool = False) -> KeyRing:
        """Give the ring; a file that has gone or is broken meanwhile leaves the one that was read last."""
        if fresh or time.monotonic() - self._looked >= LOOK_SECONDS:
            self._looked = time.monotonic()
            self._look()
        return self._ring

    def _look(self) -> None:
        stamp = _stamp(self.path)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._ring = read_ring(self.path)
        except SettingsError:
            log.error("the key file cannot be read; the keys known so far go on")  # noqa: TRY400 - no trace helps
        else:
            log.info("the key ring changed", extra={"keys": [key.id for key in self._ring.keys]})

    def lies_open(self) -> bool:
        """Say whether others than its owner may read the file."""
        return self._stamp is not None and bool(self.path.stat().st_mode & 0o077)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold off whoever else would change the file until the block ends."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.ring(fresh=True)
            yield

    def write(self, ring: KeyRing) -> None:
        """Put a ring in the file's place, whole or not at all."""
        write_ring(self.path, ring)
        self.ring(fresh=True)


def read_ring(path: Path) -> KeyRing:
    """Give the ring of a file; raises `SettingsError` saying what is wrong and what to do."""
    try:
        ring = _parsed(json.loads(path.read_text("utf-8")))
    except OSError as error:
        raise SettingsError(
            f"密钥文件 {path} 读不了（{type(error).__name__}）。请检查文件是否在、是否属于运行程序的用户"
        ) from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise SettingsError(f"密钥文件 {path} 的内容不完整或者被改过。请用另外保存的那一份换回来") from None
    return ring


def write_ring(path: Path, ring: KeyRing) -> None:
    """Write a ring to a file that nobody else may read; whoever reads meanwhile sees the former or the new one whole."""
    plain = {
        "version": VERSION,
        "fingerprint": ring.fingerprint_key.hex(),
        "keys": [asdict(key) for key in ring.keys],
    }
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(plain, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def key_file_of(settings: Settings) -> KeyFile:
    """Give the key file of the settings; raises `SettingsError` as it does."""
    path = settings.key_file or settings.data_dir / KEY_FILE
    return KeyFile(path, secret=settings.secret_key.get_secret_value())


def vault_of(settings: Settings) -> Vault:
    """Give the vault of the settings; raises `SettingsError` when its key file cannot be read."""
    return Vault(key_file_of(settings))


def _parsed(plain: Mapping[str, Any]) -> KeyRing:
    if plain["version"] != VERSION:
        raise ValueError("another version")
    keys = tuple(
        SealingKey.of(str(each["secret"]), seals_from=float(each["seals_from"])) for each in plain["keys"]
    )
    named = [str(each["id"]) for each in plain["keys"]]
    fingerprint = bytes.fromhex(plain["fingerprint"])
    whole = (
        keys
        and all(len(key.secret) >= SECRET_LENGTH for key in keys)
        and len(fingerprint) == FINGERPRINT_BYTES
    )
    if not whole or named != [key.id for key in keys]:
        raise ValueError("not whole")
    return KeyRing(keys, fingerprint)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
