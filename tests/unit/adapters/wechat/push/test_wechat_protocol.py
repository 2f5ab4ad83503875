"""Who may speak to us: signatures, age, modes; and in what form we answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner

from adapters.wechat.account import Mode, OfficialAccount
from adapters.wechat.push.envelope import Envelope
from adapters.wechat.push.parser import parse
from adapters.wechat.push.protocol import Protocol, Query
from adapters.wechat.push.refusal import PushRefusal
from adapters.wechat.push.signature import digest, matches, page_signature
from adapters.wechat.replies.xml import document, element

NOW = datetime(2026, 3, 2, 1, 2, 3, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
ACCOUNT = OfficialAccount(
    token="tokenfortests",
    aes_key="mN3pQ8rT1uV6wX0yZ5aB2cD7eF4gH9iJkLlMnOoPqRs",
    appid="wx1234567890abcdef",
    secret="s" * 32,
    account="gh_example",
)
CLEAR = document(element("Content", "你好"))


def plain_query(**changes: str) -> Query:
    query = Query(signature=digest(ACCOUNT.token, STAMP, "n1"), timestamp=STAMP, nonce="n1")
    return replace(query, **changes)


def sealed(message: bytes = CLEAR, *, extra: str = "") -> tuple[Query, bytes]:
    encrypted = Envelope(ACCOUNT.aes_key, ACCOUNT.appid).seal(message.decode())
    signature = digest(ACCOUNT.token, STAMP, "n1", encrypted)
    return plain_query(encrypt_type="aes", msg_signature=signature), document(
        extra, element("Encrypt", encrypted)
    )


def reason(mode: Mode, query: Query, body: bytes, now: datetime = NOW) -> str:
    with pytest.raises(PushRefusal) as refused:
        Protocol(replace(ACCOUNT, mode=mode)).unwrap(query, body, now=now)
    return refused.value.reason


def test_signature_agrees_with_wechatpy() -> None:
    signer = WeChatSigner()
    signer.add_data(ACCOUNT.token, STAMP, "n1")
    assert plain_query().signature == signer.signature


@pytest.mark.parametrize("given", ["", "é" * 40, "\ud800", "0" * 40])
def test_odd_signatures_are_a_mismatch_not_an_error(given: str) -> None:
    assert not matches(digest("a", "b"), given)
    with pytest.raises(PushRefusal, match="signature"):
        Protocol(ACCOUNT).verify(plain_query(signature=given), now=NOW)


@pytest.mark.parametrize("seconds", [-901, 901, 86400])
def test_old_and_future_pushes_are_stale(seconds: int) -> None:
    query, body = sealed()
    assert reason("safe", query, body, NOW + timedelta(seconds=seconds)) == "stale"
    with pytest.raises(PushRefusal, match="stale"):
        Protocol(ACCOUNT).verify(plain_query(), now=NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-605, 605])
def test_a_clock_that_is_ten_minutes_off_turns_nobody_away(seconds: int) -> None:
    query, body = sealed()
    at_once = Protocol(ACCOUNT).open(query, body, now=NOW)
    assert Protocol(ACCOUNT).open(query, body, now=NOW + timedelta(seconds=seconds)) == at_once


@pytest.mark.parametrize("stamp", ["", "1e9", "１７７２４１３３２３", "-5", "9" * 400])
def test_a_timestamp_that_is_no_number_is_stale(stamp: str) -> None:
    query = Query(signature=digest(ACCOUNT.token, stamp, "n1"), timestamp=stamp, nonce="n1")
    with pytest.raises(PushRefusal, match="stale"):
        Protocol(ACCOUNT).verify(query, now=NOW)


@pytest.mark.parametrize("seconds", [-600, 0, 600])
def test_a_push_within_ten_minutes_is_fresh(seconds: int) -> None:
    query, body = sealed()
    root = Protocol(ACCOUNT).unwrap(query, body, now=NOW + timedelta(seconds=seconds))
    assert root.value("Content") == "你好"


@pytest.mark.parametrize("mode", ["safe", "compatible"])
def test_sealed_pushes_open_and_only_their_inside_is_read(mode: Mode) -> None:
    query, body = sealed(extra=element("Content", "伪造"))
    root = Protocol(replace(ACCOUNT, mode=mode)).unwrap(query, body, now=NOW)
    assert root.value("Content") == "你好"


@pytest.mark.parametrize("mode", ["safe", "compatible"])
@pytest.mark.parametrize("kind", ["", "raw", "AES"])
def test_a_clear_body_is_a_downgrade(mode: Mode, kind: str) -> None:
    assert reason(mode, plain_query(encrypt_type=kind), CLEAR) == "mode"


def test_a_sealed_push_without_its_sealed_part_is_a_downgrade() -> None:
    assert reason("safe", plain_query(encrypt_type="aes"), CLEAR) == "mode"


def test_clear_mode_reads_the_body_of_a_signed_push() -> None:
    protocol = Protocol(replace(ACCOUNT, mode="clear", aes_key=""))
    assert protocol.unwrap(plain_query(), CLEAR, now=NOW).value("Content") == "你好"
    assert reason("clear", plain_query(signature="0" * 40), CLEAR) == "signature"


def test_a_plain_signature_does_not_cover_a_sealed_body() -> None:
    query, body = sealed()
    assert reason("safe", replace(query, msg_signature=query.signature), body) == "signature"


def test_an_unreadable_sealed_body_is_forged_unless_the_plain_signature_holds() -> None:
    query, _ = sealed()
    assert reason("safe", query, b"<xml") == "xml"
    assert reason("safe", replace(query, signature="0"), b"<xml") == "signature"


def test_only_forgery_is_answered_by_403() -> None:
    assert [PushRefusal(name).forged for name in ("mode", "signature", "stale", "padding", "xml")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    with pytest.raises(ValueError, match="unknown reason"):
        PushRefusal("typo")


@pytest.mark.parametrize("mode", ["clear", "compatible", "safe"])
@pytest.mark.parametrize("bare", [b"", b"success"])
def test_nothing_to_say_goes_bare_in_every_mode(mode: Mode, bare: bytes) -> None:
    assert Protocol(replace(ACCOUNT, mode=mode)).answer(bare, plain_query(), now=NOW) == bare


def test_wechatpy_opens_our_sealed_answer() -> None:
    answer = Protocol(ACCOUNT).answer(CLEAR, plain_query(), now=NOW)
    crypto = WeChatCrypto(ACCOUNT.token, ACCOUNT.aes_key, ACCOUNT.appid)
    parts = parse(answer)
    assert parts.value("TimeStamp") == STAMP
    assert parts.value("Nonce") == "n1"
    assert crypto.decrypt_message(answer, parts.value("MsgSignature"), STAMP, "n1") == CLEAR.decode()


def test_the_query_is_read_whole_and_absence_is_empty() -> None:
    assert Query.of({"signature": "a", "timestamp": "b", "encrypt_type": "aes"}) == Query(
        "a", "b", "", "aes", ""
    )


def test_a_page_is_signed_without_its_fragment() -> None:
    first = page_signature("t", "n", timestamp="1", url="https://a.example/p?x=1#one")
    assert first == page_signature("t", "n", timestamp="1", url="https://a.example/p?x=1")
    assert first != page_signature("t", "n", timestamp="1", url="https://a.example/p")


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"token": "ab"}, "WECHAT_TOKEN"),
        ({"aes_key": "short"}, "WECHAT_AES_KEY"),
        ({"aes_key": ""}, "WECHAT_AES_KEY"),
        ({"mode": "open"}, "WECHAT_MODE"),
        ({"appid": ""}, "WECHAT_APPID"),
        ({"api_base": "ftp://x"}, "WECHAT_API_BASE"),
        ({"api_base": "http://127.0.0.1:1", "production": True}, "WECHAT_API_BASE"),
        ({"picture_base": "ftp://x"}, "WECHAT_PICTURE_BASE"),
        ({"picture_base": "http://127.0.0.1:1", "production": True}, "WECHAT_PICTURE_BASE"),
        ({"login_base": "http://127.0.0.1:1", "production": True}, "WECHAT_LOGIN_BASE"),
    ],
)
def test_a_wrong_setting_is_named_and_not_shown(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        replace(ACCOUNT, **changes)


def test_an_account_prints_no_secret() -> None:
    shown = repr(ACCOUNT)
    assert all(secret not in shown for secret in (ACCOUNT.token, ACCOUNT.aes_key, ACCOUNT.secret))
