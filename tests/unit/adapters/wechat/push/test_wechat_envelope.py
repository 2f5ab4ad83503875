"""The envelope: what is sealed opens again, and each thing that can be wrong has its one reason."""

import base64
import struct

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import PrpCrypto, WeChatCrypto

from adapters.wechat.push.envelope import Envelope
from adapters.wechat.push.refusal import PushRefusal

KEY = "mN3pQ8rT1uV6wX0yZ5aB2cD7eF4gH9iJkLlMnOoPqRs"
APPID = "wx1234567890abcdef"
THEIR_KEY = WeChatCrypto("token", KEY, APPID).key
ENVELOPE = Envelope(KEY, APPID)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def sealed_raw(framed: bytes) -> str:
    """Encrypt bytes as they stand, so that a test can break the frame."""
    key = base64.b64decode(KEY + "=")
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(framed) + encryptor.finalize()).decode()


def framed(message: bytes, *, appid: bytes = APPID.encode(), length: int | None = None) -> bytes:
    size = len(message) if length is None else length
    whole = b"r" * 16 + struct.pack(">I", size) + message + appid
    count = 32 - len(whole) % 32
    return whole + bytes([count]) * count


def reason(encrypted: str) -> str:
    with pytest.raises(PushRefusal) as refused:
        ENVELOPE.open(encrypted)
    return refused.value.reason


@given(TEXT)
def test_what_is_sealed_opens_again(message: str) -> None:
    assert ENVELOPE.open(ENVELOPE.seal(message)) == message


@given(TEXT)
def test_wechatpy_opens_what_we_seal(message: str) -> None:
    assert PrpCrypto(THEIR_KEY).decrypt(ENVELOPE.seal(message), APPID) == message


@given(TEXT.filter(bool))
def test_we_open_what_wechatpy_seals(message: str) -> None:
    assert ENVELOPE.open(PrpCrypto(THEIR_KEY).encrypt(message, APPID).decode()) == message


@given(st.binary(max_size=400))
def test_arbitrary_ciphertext_only_ever_refuses(octets: bytes) -> None:
    assert reason(base64.b64encode(octets).decode()) in {"length", "padding", "appid", "utf8"}


@given(st.text(max_size=100))
def test_arbitrary_text_only_ever_refuses(text: str) -> None:
    assert reason(text) in {"base64", "length", "padding", "appid", "utf8"}


def test_two_seals_of_one_message_differ() -> None:
    assert ENVELOPE.seal("same") != ENVELOPE.seal("same")


def test_a_key_with_spare_bits_is_taken() -> None:
    # The last character of a 43-character key carries two bits too many; the platform's demo key sets them.
    loose, strict = Envelope(KEY[:-1] + "t", APPID), Envelope(KEY[:-1] + "s", APPID)
    assert loose.open(strict.seal("x")) == "x"


@pytest.mark.parametrize(
    ("encrypted", "expected"),
    [
        ("***", "base64"),
        ("AAAA AAAA", "base64"),
        ("", "length"),
        (base64.b64encode(b"x" * 15).decode(), "length"),
        (sealed_raw(b"\x00" * 32), "padding"),
        (sealed_raw(b"a" * 31 + b"\x21"), "padding"),
        (sealed_raw(b"a" * 30 + b"\x05\x02"), "padding"),
        (sealed_raw(b"\x20" * 16), "padding"),
        (sealed_raw(b"a" * 13 + b"\x13" * 19), "length"),
        (sealed_raw(framed(b"m", length=5000)), "length"),
        (sealed_raw(framed(b"m", length=0)), "appid"),
        (sealed_raw(framed(b"m", appid=b"wx1234567890abcde")), "appid"),
        (sealed_raw(framed(b"m", appid=b"")), "appid"),
        (sealed_raw(framed(b"\xff\xfe")), "utf8"),
        (sealed_raw(framed(b"\xff\xfe", appid=b"other")), "appid"),
    ],
)
def test_each_fault_has_its_reason(encrypted: str, expected: str) -> None:
    assert reason(encrypted) == expected


def test_every_padding_length_from_1_to_32_opens() -> None:
    for extra in range(32):
        assert ENVELOPE.open(ENVELOPE.seal("a" * extra)) == "a" * extra
