"""A key leaves the ring for good only when nothing is sealed with it any more."""

import time

from adapters.sealing.canary import forget
from adapters.sealing.key_file import KeyFile
from adapters.sealing.resealing import sealed_with
from adapters.sealing.values import SealedValues
from adapters.settings import SettingsError
from bot.database import Database
from bot.privacy import Vault

# Whoever began something before the new key was known has ended it by then.
SETTLED_SECONDS = 60.0


async def retire(
    file: KeyFile, identifier: str, *, values: SealedValues, vault: Vault, database: Database
) -> None:
    """Take a key off the ring and its canary away; the caller holds the file (`KeyFile.changing`).

    Raises `SettingsError` saying why it cannot be: unknown, in use, hardly replaced, or something is sealed with it.
    """
    ring, now = vault.ring(fresh=True), time.time()
    latest = ring.sealing(now)
    if identifier not in {key.id for key in ring.keys}:
        raise SettingsError(f"没有密钥 {identifier}。全部密钥见 mingbai keys list")
    if identifier == latest.id:
        raise SettingsError(
            f"密钥 {identifier} 正在用。请先 mingbai keys add 换上新的，再 mingbai keys reseal"
        )
    if now < latest.seals_from + SETTLED_SECONDS:
        raise SettingsError("新密钥刚换上，请过一分钟再移出旧的：还有程序可能正用旧的写完手上的事")
    if left := (await sealed_with(values, vault=vault))[identifier]:
        raise SettingsError(
            f"还有 {left} 处内容是用密钥 {identifier} 加密的，不能移出。请先运行 mingbai keys reseal"
        )
    # The canary first: whoever dies in between leaves a ring that still opens everything.
    await forget(database, identifier)
    file.write(ring.without(identifier))
