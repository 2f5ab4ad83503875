"""What a program sends as JSON: read strictly, cleaned, and never a failure of ours."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.bodies import parsed
from bot.text.characters import is_clean

TEXTS = st.text(st.characters(exclude_categories=[]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


def texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for pair in value.items() for each in pair for text in texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return [value] if isinstance(value, str) else []


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(octets: bytes) -> None:
    try:
        parsed(octets)
    except ValueError:
        return


@given(VALUES, st.booleans())
def test_what_is_read_can_be_written_anywhere(value: object, escaped: bool) -> None:
    written = json.dumps(value, ensure_ascii=escaped).encode("utf-8", "replace")
    for text in texts(parsed(written)):
        assert is_clean(text)
        assert text.encode().decode() == text


@pytest.mark.parametrize(
    "octets",
    [
        b"[" * 16_000,
        b'{"a":' * 16_000,
        b"NaN",
        b"[Infinity]",
        b"9" * 5000,
        b"\xff",
        b'"\xed\xa0\x80"',
        b"",
        b"{",
    ],
)
def test_what_is_no_json_is_refused(octets: bytes) -> None:
    with pytest.raises(ValueError):
        parsed(octets)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (rb'"a\u0000b"', "ab"),
        (rb'"\ud800\ud83d\ude00\udc00"', "\U0001f600"),
        (rb'"\b\f\t\n\r"', "\t\n\r"),
        (rb'"\\u0000"', "\\u0000"),
        ('"\uffff明白"'.encode(), "明白"),
        (rb'{"\u0000a": ["\uFFFE"]}', {"a": [""]}),
        (b'\xef\xbb\xbf"a"', "a"),
    ],
)
def test_what_cannot_be_kept_is_dropped(written: bytes, read: object) -> None:
    assert parsed(written) == read
