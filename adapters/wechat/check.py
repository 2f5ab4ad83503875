"""Runs the labelled pushes and envelopes through the very code that serves citizens (protocol §16)."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.wechat.account import OfficialAccount
from adapters.wechat.push.convert import Push, push_of
from adapters.wechat.push.parser import parse
from adapters.wechat.push.protocol import Protocol, Query
from adapters.wechat.push.refusal import PushRefusal
from adapters.wechat.push.signature import digest, matches, page_signature
from adapters.wechat.replies.xml import document, element

# The recipient to whom every labelled push is addressed, as the format of the file fixes it.
LABELLED_ACCOUNT = "gh_c1t1zen00001"

Case = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How many cases ran and passed, and the names of those that failed."""

    total: int
    passed: int
    failed: tuple[str, ...]


def _judge(cases: list[Case], holds: Callable[[Case], bool]) -> CheckResult:
    failed = tuple(_name(case, number) for number, case in enumerate(cases, 1) if not _held(case, holds))
    return CheckResult(total=len(cases), passed=len(cases) - len(failed), failed=failed)


def _name(case: Case, number: int) -> str:
    return str(case.get("name") or f"第{number}例") if isinstance(case, dict) else f"第{number}例"


def _held(case: Case, holds: Callable[[Case], bool]) -> bool:
    """Judge one case; a record that is none of the format, or names what the code gives no answer to, does not hold."""
    try:
        return holds(case)
    except (KeyError, AttributeError, TypeError, ValueError):
        return False


def _octets(case: Case) -> bytes:
    if "xml_base64" in case:
        return base64.b64decode(case["xml_base64"])
    if "xml_repeat" in case:
        made = case["xml_repeat"]
        return str(made["prefix"] + made["repeat"] * made["times"] + made["suffix"]).encode()
    return str(case["xml"]).encode()


def _described(push: Push) -> dict[str, Any]:
    return {
        "outcome": push.outcome,
        "kind": push.kind,
        "to": push.message.target,
        "from": push.message.source,
        "create_time": push.message.time,
        "msg_id": push.msg_id,
        "dedup_key": push.key,
        "fields": json.loads(json.dumps(push.fields)),
    }


def _inbound_holds(case: Case) -> bool:
    expected = dict(case["expect"])
    try:
        described = _described(push_of(parse(_octets(case)), LABELLED_ACCOUNT))
    except PushRefusal as refusal:
        return expected == {"outcome": "reject", "reason": refusal.reason}
    if "fields" in expected:
        # A null in the labels says that the value is absent.
        expected["fields"] = {name: value for name, value in expected["fields"].items() if value is not None}
    return described == expected


def check_inbound(path: Path) -> CheckResult:
    """Judge every labelled push of a JSON-lines file.

    Raises `OSError` when the file cannot be read, `ValueError` naming file and line where a line is no JSON.
    """
    # Only a line feed ends a record: a citizen's words may hold other separators as they are.
    lines = enumerate(_text(path).split("\n"), start=1)
    return _judge([_row(path, number, line) for number, line in lines if line.strip()], _inbound_holds)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name} 不是 UTF-8 文本") from error


def _row(path: Path, number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path.name} 第{number}行应是一个 JSON 对象：{error}") from error


def _protocol(case: Case) -> Protocol:
    # A body with clear fields beside the sealed part is what compatible mode sends; all else is safe mode's.
    compatible = case.get("body") is not None and case.get("encrypted") is not None
    return Protocol(
        OfficialAccount(
            token=case["token"],
            aes_key=case.get("aes_key") or "A" * 43,
            appid=case.get("appid") or "wx",
            secret="",
            account=LABELLED_ACCOUNT,
            mode="compatible" if compatible else "safe",
        )
    )


def _query(case: Case) -> Query:
    kind = case.get("encrypt_type") or ("aes" if case.get("encrypted") is not None else "")
    return Query(
        signature=case.get("signature") or "",
        timestamp=case["timestamp"],
        nonce=case["nonce"],
        encrypt_type=kind,
        msg_signature=case.get("msg_signature") or "",
    )


def _now(case: Case) -> datetime:
    return datetime.fromtimestamp(case.get("now") or int(case["timestamp"]), UTC)


def _refusal_or(case: Case, given: Callable[[], bool]) -> bool:
    """Run a case that either gives something right or is refused with the labelled reason."""
    expected = case["expect"]
    try:
        return given() and str(expected["outcome"]) != "reject"
    except PushRefusal as refusal:
        return (expected["outcome"], expected.get("reason")) == ("reject", refusal.reason)


def _opens(case: Case) -> bool:
    body = case.get("body")
    sealed = document(element("Encrypt", case.get("encrypted") or ""))
    octets = body.encode() if body is not None else sealed
    protocol, query, now = _protocol(case), _query(case), _now(case)
    deliveries = 2 if case["expect"]["outcome"] == "accept_duplicate" else 1
    opened = {protocol.open(query, octets, now=now) for _ in range(deliveries)}
    return opened == {str(case["plaintext"])}


def _seals(case: Case) -> bool:
    made = _protocol(case).answer(
        case["plaintext"].encode(),
        Query(nonce=case["nonce"]),
        now=datetime.fromtimestamp(int(case["timestamp"]), UTC),
        random16=case["random16"].encode() if case.get("random16") else None,
    )
    if not case["encrypted"]:
        return made == str(case["plaintext"]).encode()
    root = parse(made)
    names = {
        "Encrypt": "encrypted",
        "MsgSignature": "msg_signature",
        "TimeStamp": "timestamp",
        "Nonce": "nonce",
    }
    return all(root.value(tag) == str(case[name]) for tag, name in names.items())


def _verifies(case: Case) -> bool:
    _protocol(case).verify(_query(case), now=_now(case))
    return matches(digest(case["token"], case["timestamp"], case["nonce"]), case["signature"])


def _signs_page(case: Case) -> bool:
    signature = page_signature(
        case["jsapi_ticket"], case["noncestr"], timestamp=case["timestamp"], url=case["url"]
    )
    return matches(signature, case["signature"])


_KINDS: dict[str, Callable[[Case], bool]] = {
    "inbound": _opens,
    "outbound": _seals,
    "plain_signature": _verifies,
    "jssdk_signature": _signs_page,
}


def _vector_holds(case: Case) -> bool:
    run = _KINDS.get(case["kind"])
    return run is not None and _refusal_or(case, lambda: run(case))


def check_vectors(path: Path) -> CheckResult:
    """Judge every vector of a file; raises `OSError` or `ValueError` when the file is no such file."""
    try:
        vectors = list(json.loads(_text(path))["vectors"])
    except (KeyError, TypeError, RecursionError, json.JSONDecodeError) as error:
        raise ValueError(f"{path.name} 应是一个 JSON 对象，其中 vectors 是一列样例") from error
    return _judge(vectors, _vector_holds)


def check(path: Path) -> CheckResult:
    """Judge a file of either form, told apart by its name's ending (`.jsonl` pushes, `.json` vectors)."""
    return check_inbound(path) if path.suffix == ".jsonl" else check_vectors(path)
