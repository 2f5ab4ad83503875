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


def test_only_a_line_feed_ends_a_record(tmp_path: Path) -> None:
    words = "第一行\u2028第二行\x85第三行"
    xml = (
        "<xml><ToUserName>gh_c1t1zen00001</ToUserName><FromUserName>o1</FromUserName><CreateTime>5</CreateTime>"
        f"<MsgType>text</MsgType><Content>{words}</Content><MsgId>1</MsgId></xml>"
    )
    named = {"outcome": "ok", "kind": "text", "to": "gh_c1t1zen00001", "from": "o1", "create_time": 5}
    expect = named | {"msg_id": "1", "dedup_key": "m:1", "fields": {"content": words}}
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps({"name": "a", "xml": xml, "expect": expect}, ensure_ascii=False), "utf-8")
    assert check_inbound(path).passed == 1


def test_a_record_of_another_form_fails_under_its_name_and_the_others_run(tmp_path: Path) -> None:
    rows = ['{"name": "no body", "expect": {"outcome": "ok"}}', "[]", '{"xml": "<xml/>"}', '{"name": "n"}']
    right = '{"name": "right", "xml": "", "expect": {"outcome": "reject", "reason": "empty"}}'
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join([*rows, right]), "utf-8")
    result = check_inbound(path)
    assert (result.total, result.passed, result.failed) == (5, 1, ("no body", "第2例", "第3例", "n"))


@pytest.mark.parametrize(
    ("name", "octets", "said"),
    [
        ("cases.jsonl", b"{}\n{cut", "cases.jsonl 第2行应是一个 JSON 对象"),
        ("cases.jsonl", b"\xff\xfe", "cases.jsonl 不是 UTF-8 文本"),
        ("vectors.json", b"[]", "vectors.json 应是一个 JSON 对象"),
        ("vectors.json", b'{"vectors": 5}', "vectors.json 应是一个 JSON 对象"),
    ],
)
def test_what_is_no_such_file_is_told_by_name_and_line(
    tmp_path: Path, name: str, octets: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(octets)
    with pytest.raises(ValueError, match=said):
        check(path)
