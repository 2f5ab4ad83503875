"""Masking and sealing of personal data (disclosure-rules §14)."""

import hmac

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ServiceError
from bot.keyring import FixedRing, KeyRing, SealingKey
from bot.privacy import (
    SEALED_MARK,
    Vault,
    key_of_sealed,
    mask_identity,
    mask_name,
    mask_phone,
    mask_text,
    personal_numbers,
)

SECRET = "one secret of more than thirty-two letters"
VAULT = Vault(SECRET)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("我的身份证339901198503142016", "我的身份证339***********2016"),
        ("339901 19850314 2016", "339***********2016"),
        ("33990119850314306x谢谢", "339***********306X谢谢"),
        ("电话13900001234和 139-0000-1235", "电话139****1234和 139****1235"),
        ("卡号6222 0212 3456 7890 123", "卡号622************0123"),
        ("编号GK202503140007", "编号GK202503140007"),
        ("青政发〔2026〕3号,金额1390000元", "青政发〔2026〕3号,金额1390000元"),
        ("我手机一三九零零零零一二三四", "我手机139****1234"),
        ("幺三九 零零零零 幺二三四打给我", "139****1234打给我"),
        ("全角１３９００００１２３４", "全角139****1234"),
        ("身份证三三九九零一一九八五零三一四二零一六", "身份证339***********2016"),
        ("三三九九零一一九八五零三一四二零一叉", "339***********201X"),
        ("家里0571-64321987没人接", "家里057****1987没人接"),
        ("(0571)64321987", "057****1987"),
        ("座机零五七一六四三二一九八七", "座机057****1987"),
        ("座机是64321987", "座机是6****87"),
        ("电话：6432198转2", "电话：6****98转2"),
        ("编号GK二零二五零三一四零零零七", "编号GK二零二五零三一四零零零七"),
        ("打12345和110,2026-03-14去过一三五楼", "打12345和110,2026-03-14去过一三五楼"),
        ("面积64321987平", "面积64321987平"),
    ],
)
def test_numbers_in_free_text_are_hidden(text: str, shown: str) -> None:
    assert mask_text(text) == shown


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("三三九九零一一九八五零三一四二零一六", "identity"),
        ("6222 0212 3456 7890 123", "card"),
        ("幺三九零零零零一二三四", "phone"),
        ("0571-64321987", "phone"),
        ("去年一三五七九路", None),
    ],
)
def test_kinds_of_numbers(text: str, kind: str | None) -> None:
    assert personal_numbers(text) == kind


@given(st.text(alphabet="0123456789０一二三四五六七八九零〇幺Xx叉 -()电话是:a", max_size=60))
def test_nothing_is_left_to_hide(text: str) -> None:
    hidden = mask_text(text)
    assert personal_numbers(hidden) is None
    assert personal_numbers(text) is None or hidden != text


def test_masks() -> None:
    assert mask_identity("339901198503142016") == "339***********2016"
    assert mask_phone("13900001234") == "139****1234"
    assert mask_name("王小雨") == "王*"


@given(st.text(max_size=300))
def test_what_is_sealed_opens_only_for_its_purpose(text: str) -> None:
    sealed = VAULT.seal(text, purpose="a")
    assert VAULT.open(sealed, purpose="a") == text
    with pytest.raises(ServiceError):
        VAULT.open(sealed, purpose="b")
    with pytest.raises(ServiceError):
        Vault("another secret of more than thirty-two letters").open(sealed, purpose="a")


@given(st.binary(max_size=80))
def test_rubbish_never_opens(rubbish: bytes) -> None:
    with pytest.raises(ServiceError):
        VAULT.open(rubbish, purpose="a")


def test_fingerprints_find_equal_values_only() -> None:
    assert VAULT.fingerprint("1", purpose="id") == VAULT.fingerprint("1", purpose="id")
    assert VAULT.fingerprint("1", purpose="id") != VAULT.fingerprint("1", purpose="phone")


def test_fingerprints_stay_what_they_were() -> None:
    """A value kept years ago is still found: the hash is HMAC-SHA-256 (RFC 2104) of purpose and value."""
    key = HKDF(SHA256(), 32, None, b"mingbai/fingerprint").derive(SECRET.encode())
    expected = hmac.digest(key, b"id:1", "sha256").hex()
    assert Vault(SECRET).fingerprint("1", purpose="id") == expected


def sealed_before_ids(text: str, *, secret: str = SECRET) -> bytes:
    """Seal as the program did before keys had ids: a nonce and what AES-GCM gives."""
    key = HKDF(SHA256(), 32, None, b"mingbai/seal").derive(secret.encode())
    return b"n" * 12 + AESGCM(key).encrypt(b"n" * 12, text.encode(), b"a")


class Growing:
    """A ring that another process adds a key to; it is seen when looked at afresh."""

    def __init__(self, ring: KeyRing) -> None:
        self.seen = self.there = ring

    def ring(self, *, fresh: bool = False) -> KeyRing:
        if fresh:
            self.seen = self.there
        return self.seen


OLD = KeyRing.of(SECRET)
NEW_KEY = SealingKey.of("a newer secret of more than thirty-two letters", seals_from=100.0)


def test_what_was_sealed_before_keys_had_ids_opens_with_the_first_one() -> None:
    assert key_of_sealed(sealed_before_ids("张三")) == ""
    assert VAULT.open(sealed_before_ids("张三"), purpose="a") == "张三"
    assert Vault(FixedRing(OLD.with_key(NEW_KEY))).open(sealed_before_ids("张三"), purpose="a") == "张三"


def test_a_new_key_seals_when_its_time_has_come_and_the_old_one_still_opens() -> None:
    now = 99.0
    vault = Vault(FixedRing(OLD.with_key(NEW_KEY)), now=lambda: now)
    before = vault.seal("张三", purpose="a")
    now = 100.0
    after = vault.seal("张三", purpose="a")
    assert [key_of_sealed(before), key_of_sealed(after)] == [OLD.keys[0].id, NEW_KEY.id]
    assert [vault.open(each, purpose="a") for each in (before, after)] == ["张三"] * 2
    assert vault.fingerprint("1", purpose="id") == Vault(SECRET).fingerprint("1", purpose="id")


def test_a_key_that_another_process_has_just_added_is_looked_for() -> None:
    source = Growing(OLD)
    reader, writer = Vault(source), Vault(FixedRing(OLD.with_key(NEW_KEY)))
    source.there = OLD.with_key(NEW_KEY)
    assert reader.open(writer.seal("张三", purpose="a"), purpose="a") == "张三"
    assert reader.sealing_id == NEW_KEY.id


def test_an_old_value_that_looks_as_if_it_named_a_key_opens_all_the_same() -> None:
    nonce = SEALED_MARK + b"12345678"
    key = HKDF(SHA256(), 32, None, b"mingbai/seal").derive(SECRET.encode())
    assert VAULT.open(nonce + AESGCM(key).encrypt(nonce, b"x", b"a"), purpose="a") == "x"


def test_a_ring_never_becomes_empty_and_shows_no_secret() -> None:
    both = OLD.with_key(NEW_KEY)
    assert both.without(OLD.keys[0].id).keys == (NEW_KEY,)
    for ring, identifier in ((OLD, OLD.keys[0].id), (both, "00000000")):
        with pytest.raises(ValueError, match="taken off"):
            ring.without(identifier)
    with pytest.raises(ValueError, match="already"):
        both.with_key(NEW_KEY)
    assert SECRET not in repr(both)
    assert OLD.fingerprint_key.hex() not in repr(both)
