"""Calls to addresses that a document or a list names: only the public network, whatever a name says when it is asked again.

A name may be looked up to a public address when it is checked and to one inside when it is called (DNS rebinding), so
the address is judged once more where the connection itself begins.
"""

import errno
import ipaddress
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

NAT64 = ipaddress.ip_network("64:ff9b::/96")


@asynccontextmanager
async def outside_session(*, allow_private: bool) -> AsyncIterator[aiohttp.ClientSession]:
    """Give a session that keeps nothing and connects to the public network only, or anywhere where that is allowed."""
    connector = aiohttp.TCPConnector(socket_factory=None if allow_private else _socket)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session


def _socket(address: aiohttp.AddrInfoType) -> socket.socket:
    """Give a socket for one address that a name led to; raises `PrivateAddressError`."""
    family, kind, protocol, _, place = address
    if not is_public(str(place[0])):
        raise PrivateAddressError
    return socket.socket(family, kind, protocol)


class PrivateAddressError(OSError):
    """A connection was to lead into this machine or a private network."""

    def __init__(self) -> None:
        super().__init__(errno.EACCES, "the address is not of the public network")


def is_public(address: str) -> bool:
    """Whether an address in digits is of the public network; of one that wraps an IPv4 address, that one is judged too.

    Raises ValueError for what is no address.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    return all(one.is_global and not one.is_multicast for one in (found, *_wrapped(found)))


def _wrapped(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return []
    translated = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else None
    teredo = address.teredo or ()
    return [one for one in (address.ipv4_mapped, address.sixtofour, translated, *teredo) if one is not None]
