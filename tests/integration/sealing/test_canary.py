"""A start with the wrong key is refused in plain words; an unreadable conversation begins anew."""

import stat
from pathlib import Path

import pytest
from redis.asyncio import Redis

from adapters.redis.gate import UNREADABLE
from adapters.sealing.canary import check_keys
from adapters.sealing.key_file import KeyFile, read_ring, write_ring
from adapters.settings import SettingsError
from bot.database import Database
from bot.keyring import FixedRing, KeyRing, SealingKey
from bot.privacy import Vault
from tests.factories.sealed import Sealers

pytestmark = pytest.mark.redis
SECRET, OTHER = "a secret of thirty-two letters ok", "another secret of thirty-two letters"


async def test_the_wrong_key_is_refused_with_what_to_do(database: Database) -> None:
    await check_keys(database, Vault(SECRET))
    await check_keys(database, Vault(SECRET))
    with pytest.raises(SettingsError, match=r"MINGBAI_SECRET_KEY.*没有改动"):
        await check_keys(database, Vault(OTHER))
    await check_keys(database, Vault(SECRET))


async def test_a_database_without_a_canary_is_tried_by_what_lies_in_it(
    database: Database, redis: Redis
) -> None:
    await Sealers(database, redis, Vault(SECRET)).hand_over(1)
    with pytest.raises(SettingsError, match=r"tickets\.transcript"):
        await check_keys(database, Vault(OTHER))
    await check_keys(database, Vault(SECRET))


async def test_a_lost_key_file_is_noticed(database: Database) -> None:
    grown = KeyRing.of(SECRET).with_key(SealingKey.of(OTHER))
    await check_keys(database, Vault(FixedRing(grown)))
    with pytest.raises(SettingsError, match=grown.keys[1].id):
        await check_keys(database, Vault(SECRET))


async def test_the_key_file_of_another_county_is_noticed(database: Database) -> None:
    """Its keys may be there, but nobody would be found again by its fingerprints."""
    await check_keys(database, Vault(SECRET))
    strange = KeyRing((KeyRing.of(SECRET).keys[0],), KeyRing.of(OTHER).fingerprint_key)
    with pytest.raises(SettingsError, match="对不上"):
        await check_keys(database, Vault(FixedRing(strange)))


async def test_an_unreadable_conversation_begins_anew(database: Database, redis: Redis) -> None:
    before, after = (Sealers(database, redis, Vault(secret)) for secret in (OTHER, SECRET))
    await before.turn("o1", 1)
    counted = UNREADABLE._value.get()
    assert await after.turn("o1", 2) == {}
    assert (await after.turn("o1", 3))["turns"] == 1
    assert [event["text"] for event in await after.gate.talk("wechat", "o1")] == ["第2句", "第3句"]
    assert UNREADABLE._value.get() == counted + 2


def test_a_key_file_is_the_owners_and_comes_back_as_it_was(key_path: Path) -> None:
    ring = KeyRing.of(SECRET).with_key(SealingKey.of(OTHER, seals_from=5.0))
    write_ring(key_path, ring)
    assert stat.S_IMODE(key_path.stat().st_mode) == 0o600
    assert read_ring(key_path) == ring
    assert [each.name for each in key_path.parent.iterdir() if each.name.startswith(".")] == []


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"version": 2}', "\ud800", '{"version": 1, "fingerprint": "00", "keys": []}']
)
def test_a_broken_key_file_is_refused_in_words(key_path: Path, content: str) -> None:
    key_path.write_bytes(content.encode("utf-8", "surrogatepass"))
    with pytest.raises(SettingsError, match="换回来"):
        KeyFile(key_path, secret=SECRET)


def test_a_key_file_that_breaks_while_running_leaves_the_keys_known_so_far(key_path: Path) -> None:
    write_ring(key_path, KeyRing.of(SECRET))
    file = KeyFile(key_path, secret=OTHER)
    key_path.write_text("half")
    assert file.ring(fresh=True) == KeyRing.of(SECRET)
    key_path.unlink()
    assert file.ring(fresh=True) == KeyRing.of(SECRET)
