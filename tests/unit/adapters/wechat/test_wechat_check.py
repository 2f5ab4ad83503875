"""The labelled pushes and envelopes, all of them; and the judge itself must notice a wrong answer."""

import json
from pathlib import Path

import pytest

from adapters.wechat.check import check, check_inbound, check_vectors
from tests.shared_data import labelled


def test_every_labelled_push_is_read_as_labelled() -> None:
    result = check_inbound(labelled("wechat/inbound.jsonl"))
    assert result.failed == ()
    assert result.passed == result.total == 106


def test_every_vector_holds() -> None:
    result = check_vectors(labelled("wechat/crypto-vectors.json"))
    assert result.failed == ()
    assert result.passed == result.total > 60


def test_a_file_is_told_by_its_ending() -> None:
    assert check(labelled("wechat/inbound.jsonl")).total == 106
    assert check(labelled("wechat/crypto-vectors.json")).total > 60


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "ignore"},
        {"kind": "voice"},
        {"dedup_key": "m:2"},
        {"fields": {"content": "别的"}},
        {"fields": {"content": "好", "menu_id": "1"}},
        {"outcome": "reject", "reason": "xml"},
    ],
)
def test_a_wrong_label_is_reported(tmp_path: Path, change: dict[str, object]) -> None:
    right = {
        "outcome": "ok",
        "kind": "text",
        "to": "gh_c1t1zen00001",
        "from": "o1",
        "create_time": 5,
        "msg_id": "1",
        "dedup_key": "m:1",
        "fields": {"content": "好", "menu_id": None},
    }
    xml = (
        "<xml><ToUserName>gh_c1t1zen00001</ToUserName><FromUserName>o1</FromUserName><CreateTime>5</CreateTime>"
        "<MsgType>text</MsgType><Content>好</Content><MsgId>1</MsgId></xml>"
    )
    cases = [
        {"name": "right", "xml": xml, "expect": right},
        {"name": "wrong", "xml": xml, "expect": right | change},
    ]
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(json.dumps(case) for case in cases), encoding="utf-8")
    result = check_inbound(path)
    assert (result.total, result.passed, result.failed) == (2, 1, ("wrong",))


def test_wrong_vectors_are_reported(tmp_path: Path) -> None:
    signed = {
        "kind": "plain_signature",
        "token": "tokenfortests",
        "timestamp": "1767225600",
        "nonce": "n",
        "signature": "0" * 40,
    }
    vectors = [
        signed | {"name": "accepts", "expect": {"outcome": "accept"}},
        signed | {"name": "other reason", "expect": {"outcome": "reject", "reason": "stale"}},
        signed | {"name": "refused", "expect": {"outcome": "reject", "reason": "signature"}},
        signed | {"name": "unknown", "kind": "riddle", "expect": {"outcome": "accept"}},
    ]
    path = tmp_path / "vectors.json"
    path.write_text(json.dumps({"vectors": vectors}), encoding="utf-8")
    assert check_vectors(path).failed == ("accepts", "other reason", "unknown")
