"""Who calls is told by the peer, or by a trusted proxy; what a caller claims is never believed."""

import pytest

from adapters.settings import networks
from adapters.web.access.proxies import Proxies


def caller(peer: str, *forwarded: str, trusted: str = "10.0.0.0/8, 127.0.0.1, fd00::/8") -> str:
    return Proxies(networks(trusted)).caller(peer, forwarded)


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.9", (), "203.0.113.9"),
        ("127.0.0.1", (), "127.0.0.1"),
        ("127.0.0.1", ("203.0.113.9",), "203.0.113.9"),
        ("127.0.0.1", ("203.0.113.9, 10.1.2.3",), "203.0.113.9"),
        ("127.0.0.1", ("203.0.113.9", "10.1.2.3"), "203.0.113.9"),
        ("10.1.2.3", ("203.0.113.9:51234",), "203.0.113.9"),
        ("fd00::5", ("[2001:db8::7]:443",), "2001:db8::7"),
        ("fd00::5", ("2001:db8::7",), "2001:db8::7"),
        ("::ffff:10.1.2.3", ("::ffff:203.0.113.9",), "203.0.113.9"),
        ("127.0.0.1", ("10.4.4.4, 10.1.2.3",), "10.4.4.4"),
    ],
)
def test_a_trusted_proxy_tells_the_caller(peer: str, forwarded: tuple[str, ...], expected: str) -> None:
    assert caller(peer, *forwarded) == expected


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        # Not a proxy of ours: whatever it writes, it is itself.
        ("203.0.113.9", ("198.51.100.1",), "203.0.113.9"),
        ("203.0.113.9", ("127.0.0.1",), "203.0.113.9"),
        # The caller wrote before the proxy did.
        ("127.0.0.1", ("198.51.100.1, 203.0.113.9",), "203.0.113.9"),
        ("127.0.0.1", ("198.51.100.1", "203.0.113.9"), "203.0.113.9"),
        ("127.0.0.1", ("10.0.0.1, 203.0.113.9",), "203.0.113.9"),
        # What is no address ends the reading at what is known.
        ("127.0.0.1", ("unknown",), "127.0.0.1"),
        ("127.0.0.1", ("",), "127.0.0.1"),
        ("127.0.0.1", (",,,",), "127.0.0.1"),
        ("127.0.0.1", ("203.0.113.9, _hidden, 10.1.2.3",), "10.1.2.3"),
        ("127.0.0.1", ("203.0.113.9\t;evil",), "127.0.0.1"),
        ("127.0.0.1", ("[::1",), "::1"),
        ("127.0.0.1", ("1" * 4000,), "127.0.0.1"),
        ("", ("203.0.113.9",), ""),
        ("no address", ("203.0.113.9",), "no address"),
        ("127.0.0.1", ("203.0.113.009",), "127.0.0.1"),
        (
            "127.0.0.1",
            (", ".join(f"198.51.100.{at % 250}" for at in range(400)) + ", 203.0.113.9",),
            "203.0.113.9",
        ),
    ],
)
def test_hostile_headers_choose_no_address(peer: str, forwarded: tuple[str, ...], expected: str) -> None:
    assert caller(peer, *forwarded) == expected


def test_by_default_nobody_is_trusted() -> None:
    assert caller("127.0.0.1", "203.0.113.9", trusted="") == "127.0.0.1"


@pytest.mark.parametrize(
    "text", ["proxy.local", "10.0.0.1/8", "10.0.0.0/40", "0.0.0.0/0", "::/0", "10.0.0.0/8;1.1.1.1"]
)
def test_a_wrong_network_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=text.split(",", maxsplit=1)[0]):
        networks(text)


def test_empty_parts_are_passed_over() -> None:
    assert [str(network) for network in networks(" 127.0.0.1 , ,::1,")] == ["127.0.0.1/32", "::1/128"]
