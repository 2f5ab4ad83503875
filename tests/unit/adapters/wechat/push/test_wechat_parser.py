"""The strict reader: nothing but its own refusal ever leaves it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.wechat.push.parser import MAX_BYTES, Element, parse
from adapters.wechat.push.refusal import PushRefusal
from adapters.wechat.replies.xml import document, element
from bot.text.characters import clean


def reason(body: bytes) -> str:
    with pytest.raises(PushRefusal) as refused:
        parse(body)
    return refused.value.reason


@given(
    st.binary(max_size=500)
    | st.text(max_size=500).map(lambda text: f"<xml>{text}</xml>".encode("utf-8", "replace"))
)
def test_arbitrary_bytes_give_a_tree_or_a_refusal(body: bytes) -> None:
    try:
        root = parse(body)
    except PushRefusal:
        return
    assert root.tag == "xml"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_text_written_by_us_is_read_back_exactly(text: str) -> None:
    read = parse(document(element("Content", text))).value("Content")
    # XML turns every line ending into LF; nothing else may change.
    assert read == clean(text).replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", "empty"),
        (b"<xml>" + b"a" * MAX_BYTES + b"</xml>", "size"),
        (b"<xml>\xff</xml>", "utf8"),
        (b"<xml>\xed\xa0\x80</xml>", "utf8"),
        (b"<!DOCTYPE xml><xml/>", "doctype"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><xml>&a;</xml>', "doctype"),
        (b"<xml>&nbsp;</xml>", "xml"),
        (b"<xml><a></xml>", "xml"),
        (b"<other/>", "xml"),
        (b"   ", "xml"),
        (b"<xml/><xml/>", "xml"),
        (b"<xml>" + b"<a>" * 6 + b"</a>" * 6 + b"</xml>", "complexity"),
        (b"<xml>" + b"<a/>" * 400 + b"</xml>", "complexity"),
    ],
)
def test_each_fault_has_its_reason(body: bytes, expected: str) -> None:
    assert reason(body) == expected


def test_the_limits_themselves_are_allowed() -> None:
    assert parse(b"<xml>" + b"<a>" * 5 + b"</a>" * 5 + b"</xml>").tag == "xml"
    assert len(parse(b"<xml>" + b"<a/>" * 399 + b"</xml>").children) == 399
    assert parse(b"<xml>" + b"a" * (MAX_BYTES - 11) + b"</xml>").tag == "xml"


def test_a_declared_encoding_chooses_no_other_decoder() -> None:
    body = '<?xml version="1.0" encoding="gbk"?><xml><a>市</a></xml>'.encode()
    assert parse(body).value("a") == "市"


def test_a_value_is_text_once() -> None:
    root = parse(b"<xml><a>1</a><b>1</b><b>2</b><c><d>3</d></c><e></e></xml>")
    assert (root.value("a"), root.value("c/d"), root.value("e"), root.value("x"), root.value("x/y")) == (
        "1",
        "3",
        "",
        None,
        None,
    )
    for path in ("b", "c", "b/x"):
        with pytest.raises(PushRefusal, match="field"):
            root.value(path)


def test_repeated_elements_are_always_a_list() -> None:
    root = parse(b"<xml><i>1</i><i>2</i><j>3</j></xml>")
    assert [found.text for found in root.every("i")] == ["1", "2"]
    assert [found.text for found in root.every("j")] == ["3"]
    assert root.only("k") is None
    assert isinstance(root.only("j"), Element)
