"""Tells who really calls when reverse proxies stand in front: only what a trusted proxy wrote is believed.

Each proxy adds the address it was called from at the right end of `X-Forwarded-For`. Read from there, the first address
that is no trusted proxy is the caller; everything left of it may be invented by the caller.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

from adapters.settings import Network

Address = IPv4Address | IPv6Address
FORWARDED = "X-Forwarded-For"


@dataclass(frozen=True, slots=True)
class Proxies:
    """The reverse proxies whose word on the caller's address is taken; none by default."""

    trusted: Sequence[Network] = ()

    def caller(self, peer: str, forwarded: Sequence[str]) -> str:
        """Give the address that calls, from the peer's and every `X-Forwarded-For` header of the request.

        Fails closed: what no trusted proxy wrote, or nobody can read, leaves the last address that is known.
        """
        nearest = _address(peer)
        return str(self._behind(nearest, _hops(forwarded))) if nearest else peer

    def _behind(self, nearest: Address, hops: Iterable[str]) -> Address:
        for written in hops:
            address = _address(written)
            if address is None or not self._trusts(nearest):
                break
            nearest = address
        return nearest

    def _trusts(self, address: Address) -> bool:
        return any(address.version == network.version and address in network for network in self.trusted)


def _hops(headers: Sequence[str]) -> Iterable[str]:
    """Give what proxies wrote, the nearest first; a header that comes twice is one list."""
    return reversed([part.strip() for header in headers for part in header.split(",")])


def _address(written: str) -> Address | None:
    """Read an address, with or without a port, an IPv4-mapped IPv6 address as IPv4; None when it is none."""
    bare = written.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
