import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.wechat.simulator.protocol.envelope import EnvelopeError, Seal, jssdk_signature, signature
from tests.shared_data import SHARED

KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


def vectors(kind: str) -> list[Any]:
    path = SHARED / "wechat/crypto-vectors.json"
    if not path.exists():
        return [pytest.param({}, marks=pytest.mark.skip(reason=f"{path.name} is absent"), id="absent")]
    every = json.loads(path.read_text(encoding="utf-8"))["vectors"]
    return [pytest.param(vector, id=vector["name"]) for vector in every if vector["kind"] == kind]


def seal_of(vector: dict[str, Any]) -> Seal:
    return Seal(vector["token"], vector["aes_key"], vector["appid"])


def reason_of(vector: dict[str, Any]) -> str | None:
    """Judge in the published order; the mode and freshness stand outside the envelope."""
    if vector["expect"].get("reason") in {"mode", "stale"}:
        return str(vector["expect"]["reason"])
    seal = seal_of(vector)
    if seal.sign(vector["timestamp"], vector["nonce"], vector["encrypted"]) != vector["msg_signature"]:
        return "signature"
    try:
        opened = seal.open(vector["encrypted"])
    except EnvelopeError as error:
        return error.reason
    assert opened == vector["plaintext"]
    return None


@pytest.mark.parametrize("vector", vectors("inbound"))
def test_published_pushes_are_judged_as_published(vector: dict[str, Any]) -> None:
    assert reason_of(vector) == vector["expect"].get("reason")


@pytest.mark.parametrize("vector", vectors("outbound"))
def test_published_replies_are_sealed_byte_for_byte(vector: dict[str, Any]) -> None:
    if not vector["plaintext"]:
        pytest.skip("an empty reply is sent bare, so there is nothing to seal")
    seal = seal_of(vector)
    encrypted = seal.close(vector["plaintext"], vector["random16"].encode())
    assert encrypted == vector["encrypted"]
    assert seal.sign(vector["timestamp"], vector["nonce"], encrypted) == vector["msg_signature"]


@pytest.mark.parametrize("vector", vectors("plain_signature"))
def test_published_plain_signatures(vector: dict[str, Any]) -> None:
    same = signature(vector["token"], vector["timestamp"], vector["nonce"]) == vector["signature"]
    assert same == (vector["expect"].get("reason") != "signature")


@pytest.mark.parametrize("vector", vectors("jssdk_signature"))
def test_published_page_signatures(vector: dict[str, Any]) -> None:
    made = jssdk_signature(
        ticket=vector["jsapi_ticket"],
        noncestr=vector["noncestr"],
        timestamp=vector["timestamp"],
        url=vector["url"],
    )
    assert made == vector["signature"]


@given(st.text(max_size=400))
def test_what_is_sealed_opens_again(message: str) -> None:
    seal = Seal("token", KEY, "wx1")
    assert seal.open(seal.close(message)) == message


@given(st.text(max_size=80))
def test_padding_fills_blocks_of_32(message: str) -> None:
    assert len(base64.b64decode(Seal("token", KEY, "wx1").close(message))) % 32 == 0


def test_random_head_differs() -> None:
    seal = Seal("token", KEY, "wx1")
    assert seal.close("同一句") != seal.close("同一句")


@pytest.mark.parametrize(
    ("sealed", "reason"), [("", "length"), ("汉", "base64"), ("AAAA", "length"), ("A A=", "base64")]
)
def test_damage_is_named(sealed: str, reason: str) -> None:
    with pytest.raises(EnvelopeError) as caught:
        Seal("token", KEY, "wx1").open(sealed)
    assert caught.value.reason == reason


def test_another_appid_is_refused() -> None:
    with pytest.raises(EnvelopeError) as caught:
        Seal("token", KEY, "wx1").open(Seal("token", KEY, "wx2").close("你好"))
    assert caught.value.reason == "appid"


def test_secrets_stay_out_of_the_representation() -> None:
    assert KEY not in repr(Seal("token", KEY, "wx1"))
