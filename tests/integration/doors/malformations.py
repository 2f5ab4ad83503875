"""What can be wrong with a request: a table from names to what is done to an ordinary one.

The names of form fields and queries are read from the templates, so that a new field is covered of itself.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from tests.integration.doors.wire import Ask

ROOT = Path(__file__).resolve().parents[3]
FIELD = re.compile(r'name="(\w+)"')
FORM, JSON = b"application/x-www-form-urlencoded", b"application/json"
TEMPLATES = sorted(ROOT.glob("adapters/*/templates/**/*.html"))
QUERIES = {
    "citizen",
    "after",
    "from",
    "to",
    "next",
    "done",
    "page",
    "access_token",
    "echostr",
    "signature",
    "v",
}
FIELDS = sorted(
    {name for page in TEMPLATES for name in FIELD.findall(page.read_text("utf-8"))} - {"csrf"} | QUERIES
)
DEEP = 16_000

# Values as they stand in an address or a form: characters that no store holds, and numbers and days that are none.
VALUES: Mapping[str, str] = {
    "NUL": "%00",
    "NUL within": "1%00a",
    "surrogate": "%ED%A0%80",
    "no UTF-8": "%ff%fe",
    "non-character": "%EF%BF%BF",
    "control": "a%08%1bb",
    "nothing": "",
    "huge number": "9" * 400,
    "larger than 64 bits": "9223372036854775808",
    "negative": "-1",
    "number of another script": quote("２"),
    "superscript": quote("²"),
    "no number": "NaN",
    "last day": "9999-12-31",
    "first day": "0001-01-01",
    "no day": "2026-02-30",
    "markup": quote("<script>'\"{{7*7}}%"),
    "half a percent": "%",
    "long": "x" * 3000,
}
# What may stand where a JSON body has some value.
LEAVES: Mapping[str, str] = {
    "NUL": r'"a\u0000b"',
    "surrogate": r'"a\ud800"',
    "surrogate pair the wrong way": r'"\udc00\ud800"',
    "non-character": r'"\uffff"',
    "control": r'"\b\u001b"',
    "NaN": "NaN",
    "infinity": "-Infinity",
    "huge": "9" * 5000,
    "large": "9" * 400,
    "larger than 64 bits": "18446744073709551616",
    "out of range": "1e999",
    "far": "1e18",
    "negative": "-1",
    "null": "null",
    "true": "true",
    "empty": '""',
    "list": "[]",
    "object": "{}",
    "list of numbers": "[1]",
    "deep": "[" * 900 + "]" * 900,
    "long": json.dumps("长" * 3000),
}
DOCUMENTS: Mapping[str, bytes] = {
    "brackets": b"[" * DEEP,
    "braces": b'{"a":' * DEEP,
    "closed brackets": b"[" * DEEP + b"]" * DEEP,
    "null": b"null",
    "number": b"1",
    "text": b'"text"',
    "cut": b'{"citizen": "a", "te',
    "no UTF-8": b'{"text": "\xff\xfe"}',
    "surrogate in UTF-8": b'{"text": "\xed\xa0\x80"}',
    "UTF-16": '{"text": "a"}'.encode("utf-16"),
    "with a byte order mark": b'\xef\xbb\xbf{"text": "a"}',
    "NUL": b"\x00",
    "nothing": b"",
    "spaces": b" " * 100,
    "no JSON": b"csrf=1",
}
MULTIPART: Mapping[str, tuple[bytes, bytes]] = {
    "without boundary": (b"multipart/form-data", b"nothing"),
    "empty boundary": (b"multipart/form-data; boundary=", b"nothing"),
    "boundary too long": (b"multipart/form-data; boundary=" + b"x" * 200, b"nothing"),
    "boundary of other bytes": (b"multipart/form-data; boundary=\xff", b"--\xff\r\n"),
    "never closed": (b"multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\nb"),
    "without a name": (b"multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nb\r\n--x--\r\n"),
    "without headers": (b"multipart/form-data; boundary=x", b"--x\r\n\r\nb\r\n--x--\r\n"),
    "unknown transfer encoding": (
        b"multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data; name=csrf\r\nContent-Transfer-Encoding: none\r\n\r\nb\r\n--x--\r\n",
    ),
    "broken base64": (
        b"multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data; name=csrf\r\nContent-Transfer-Encoding: base64\r\n\r\nb\r\n--x--\r\n",
    ),
    "broken compression": (
        b"multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data; name=csrf\r\nContent-Encoding: gzip\r\n\r\nbbbb\r\n--x--\r\n",
    ),
    "unknown compression": (
        b"multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data; name=csrf\r\nContent-Encoding: zzz\r\n\r\nbbbb\r\n--x--\r\n",
    ),
    "unknown charset": (
        b"multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data; name=csrf\r\nContent-Type: text/plain; charset=none\r\n\r\nb\r\n--x--\r\n",
    ),
    "broken header": (b"multipart/form-data; boundary=x", b"--x\r\nContent-Disposition form-data\r\n\r\nb\r\n--x--\r\n"),
    "header of other bytes": (
        b"multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name=\xff; filename="\x00\xff"\r\n\r\nb\r\n--x--\r\n',
    ),
    "multipart in multipart": (
        b"multipart/form-data; boundary=x",
        b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\nb\r\n--y--\r\n--x--\r\n",
    ),
    "mixed": (b"multipart/mixed; boundary=x", b"--x\r\n\r\nb\r\n--x--\r\n"),
    "long header": (b"multipart/form-data; boundary=x", b"--x\r\n" + b"a" * 20_000 + b": 1\r\n\r\nb\r\n--x--\r\n"),
}  # fmt: skip


def queries(ask: Ask) -> Iterator[tuple[str, Ask]]:
    """Break what an address asks for, in every field at once."""
    for name, value in VALUES.items():
        query = "&".join(f"{field}={value}" for field in FIELDS).encode()
        # What is long in every field is too long for a request line.
        query = query if len(query) < 7000 else f"q={value}&page={value}&text={value}".encode()[:7000]
        yield f"query {name}", replace(ask, path=ask.path + b"?" + query)


def addresses(ask: Ask) -> Iterator[tuple[str, Ask]]:
    """Break the address itself; a route's own placeholders are filled by the walk."""
    for name, raw in {
        "bytes in the query": b"?q=\xff\xfe",
        "doubled query": b"?page=1&page=2&q=a&q=b",
        "half a name": b"?&&=&=a&%",
        "long": b"?q=" + b"a" * 7000,
        "too long": b"?q=" + b"a" * 70_000,
        "bytes in the path": b"/\xff",
        "NUL in the path": b"/%00",
        "surrogate in the path": b"/%ED%A0%80",
    }.items():
        yield f"address {name}", replace(ask, path=ask.path + raw)


def heads(ask: Ask) -> Iterator[tuple[str, Ask]]:
    """Break the head."""
    for name, headers in {
        "cookie of other bytes": {"Cookie": b"mingbai_session=\xff\xfe"},
        "cookie of nonsense": {"Cookie": b'mingbai_session="\\; ;;==,'},
        "huge cookie": {"Cookie": b"mingbai_session=" + b"a" * 7500},
        "many cookies": {"Cookie": b"; ".join(b"mingbai_session=%d" % at for at in range(300))},
        "cookie of hanzi": {"Cookie": "mingbai_session=明白".encode()},
        "bearer of other bytes": {"Authorization": b"Bearer \xff"},
        "bearer of hanzi": {"Authorization": "Bearer 钥匙".encode()},
        "empty bearer": {"Authorization": b"Bearer"},
        "token of other bytes": {"X-CSRF-Token": b"\xff"},
        "referer of other bytes": {"Referer": b"http://127.0.0.1/\xff"},
        "broken referer": {"Referer": b"http://[", "Cookie": b""},
        "host of other bytes": {"Host": b"\xff"},
        "broken host": {"Host": b"["},
        "no host": {"Host": None},
        "broken forwarding": {"X-Forwarded-For": b"\xff, ,[::, 1.2.3.4:99999"},
        "broken range": {"Range": b"bytes=9-1,\xff"},
        "broken dates": {"If-Modified-Since": b"\xff", "If-None-Match": b"\xff"},
        "broken negotiation": {"Accept-Encoding": b"\xff;q=z", "Accept": b"\xff", "Accept-Language": b"\xff"},
        "expectation": {"Expect": b"200-maybe"},
        "upgrade": {"Connection": b"Upgrade", "Upgrade": b"websocket"},
    }.items():
        yield f"head {name}", replace(ask, headers={**ask.headers, **headers})  # type: ignore[arg-type]


def forms(ask: Ask, csrf: str) -> Iterator[tuple[str, Ask]]:
    """Break what a form holds, in every field at once."""
    for name, value in VALUES.items():
        form = "&".join([f"csrf={csrf}", *(f"{field}={value}" for field in FIELDS)]).encode()
        yield f"form {name}", ask.carrying(form, FORM)
    whole = urlencode({"csrf": csrf, **dict.fromkeys(FIELDS, "1")}).encode()
    yield "form in two packets", replace(ask.carrying(whole, FORM), packets=2)


def bodies(ask: Ask, csrf: str) -> Iterator[tuple[str, Ask]]:
    """Break the body, whatever kind the route wants."""
    for name, document in DOCUMENTS.items():
        yield f"JSON {name}", ask.carrying(document, JSON)
    whole = urlencode({"csrf": csrf, **dict.fromkeys(FIELDS, "1")}).encode()
    yield "form of other bytes", ask.carrying(b"csrf=" + csrf.encode() + b"&q=\xff\xfe&\xff=\xff", FORM)
    yield "form of many fields", ask.carrying(b"&".join(b"a%d=1" % at for at in range(5000)), FORM)
    yield "form, every field twice", ask.carrying(whole + b"&" + whole, FORM)
    for charset in (b"none", b"utf-7", b"utf-16", b"hex", b"unicode_escape", b"idna", b"\xff", b'"'):
        yield f"charset {charset!r}", ask.carrying(whole, FORM + b"; charset=" + charset)
        yield f"JSON charset {charset!r}", ask.carrying(b"{}", JSON + b"; charset=" + charset)
    for name, (kind, body) in MULTIPART.items():
        yield f"multipart {name}", ask.carrying(body, kind)
    files = multipart_of(csrf, filename=True)
    yield "files in every field", ask.carrying(files, b"multipart/form-data; boundary=x")
    yield "bytes in every field", ask.carrying(multipart_of(csrf), b"multipart/form-data; boundary=x")
    for kind in (b"", b"/", b"text/plain", b"\xff/\xff", b"a" * 4000, b"application/xml"):
        yield f"kind {kind[:12]!r}", ask.carrying(whole, kind)
    yield "no gzip", ask.carrying(whole, FORM, Content_Encoding=b"gzip")
    yield "unknown compression", ask.carrying(whole, FORM, Content_Encoding=b"zzz")
    yield "two lengths", ask.carrying(whole, FORM, Transfer_Encoding=b"chunked")
    yield "negative length", ask.carrying(whole, FORM, Content_Length=b"-1")
    yield "length of letters", ask.carrying(whole, FORM, Content_Length=b"many")
    yield "broken chunk", ask.carrying(b"zz\r\n{}", JSON, Content_Length=None, Transfer_Encoding=b"chunked")
    yield "too long", ask.carrying(b"a=" + b"b" * 300_000, FORM)
    yield "too long JSON", ask.carrying(b'"' + b"b" * 300_000 + b'"', JSON)


def multipart_of(csrf: str, *, filename: bool = False) -> bytes:
    """Give a form whose fields hold bytes that are no text, as files or as fields."""
    parts = [b'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n' + csrf.encode()]
    for field in FIELDS:
        name = f'name="{field}"' + ('; filename="a"' if filename else "")
        parts.append(
            f"--x\r\nContent-Disposition: form-data; {name}\r\n\r\n".encode() + b"\xff\x00\xed\xa0\x80"
        )
    return b"\r\n".join([*parts, b"--x--", b""])


def leaves(ask: Ask, whole: Mapping[str, Any]) -> Iterator[tuple[str, Ask]]:
    """Put something strange in the place of each value of a JSON body that the route takes."""
    for path in _paths(whole):
        for name, leaf in LEAVES.items():
            yield f"JSON {'.'.join(map(str, path))} {name}", ask.carrying(_replaced(whole, path, leaf), JSON)
    double = json.dumps(whole)[:-1] + "," + json.dumps(whole)[1:]
    yield "JSON, every field twice", ask.carrying(double.encode(), JSON)
    yield "JSON in three packets", replace(ask.carrying(json.dumps(whole).encode(), JSON), packets=3)


def _paths(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if before:
        yield before
    if isinstance(value, dict):
        for name, inside in value.items():
            yield from _paths(inside, (*before, name))
    elif isinstance(value, list):
        for place, inside in enumerate(value):
            yield from _paths(inside, (*before, place))


MARK = "the place of a leaf"


def _replaced(whole: Any, path: tuple[Any, ...], leaf: str) -> bytes:
    copy = json.loads(json.dumps(whole))
    holder = copy
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = MARK
    return json.dumps(copy).replace(json.dumps(MARK), leaf).encode()
