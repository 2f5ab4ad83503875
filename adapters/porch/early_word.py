"""What a program says while it still loads: that it lives, that it is not ready; to a person, to wait a moment."""

import json
from collections.abc import Callable

PUSHES = "/wechat"
LIVE, READY = "/health/live", "/health/ready"
HEAD_END = b"\r\n\r\n"
AGAIN_SECONDS = 2
_JSON, _TEXT = "application/json; charset=utf-8", "text/plain; charset=utf-8"


def path_of(head: bytes) -> str:
    """Give the path of the first line of a request, without its query; empty where it is none."""
    words = head.partition(b"\r\n")[0].split(b" ")
    return words[1].partition(b"?")[0].decode("ascii", "replace") if len(words) > 1 else ""


def told_at_once(octets: bytes) -> bytes | None:
    """Give the answer to whoever asks how the program is; None for all others, and before a head has come whole."""
    if HEAD_END not in octets:
        return None
    path = path_of(octets)
    if path == LIVE:
        return _response("200 OK", {"live": True, "starting": True})
    if path == READY:
        return _response("503 Service Unavailable", {"ready": False, "starting": True})
    return None


def excuse(octets: bytes, words: Callable[[], str]) -> bytes | None:
    """Give what is said to whoever has waited for long; None to the platform.

    A push that nobody answers is brought again, and one that is still held when the program is there is answered.
    """
    if path_of(octets) == PUSHES:
        return None
    return _written("503 Service Unavailable", _TEXT, words().encode())


def _response(status: str, told: dict[str, bool]) -> bytes:
    return _written(status, _JSON, json.dumps(told).encode())


def _written(status: str, kind: str, body: bytes) -> bytes:
    lines = (
        f"HTTP/1.1 {status}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        f"Retry-After: {AGAIN_SECONDS}",
        "X-Content-Type-Options: nosniff",
        "Cache-Control: no-store",
        "Connection: close",
    )
    return "\r\n".join(lines).encode() + HEAD_END + body
