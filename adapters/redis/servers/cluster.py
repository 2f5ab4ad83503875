"""A Redis Cluster: everything lies in one slot, so the program talks to whichever node is the primary of that slot.

`redis+cluster://:password@one:6379,two:6379,three:6379` names some of the nodes; the others are learnt from them.
`rediss+cluster://` speaks TLS. A node that is no longer the one says so (`MOVED`), and the next connection asks again.
A turn changes the citizen's own things together with the lists that all citizens share, so they cannot lie apart.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from redis.asyncio import Redis
from redis.asyncio.sentinel import (
    SentinelConnectionPool,
    SentinelManagedConnection,
    SentinelManagedSSLConnection,
)
from redis.crc import key_slot
from redis.exceptions import AskError, MovedError, RedisError
from redis.exceptions import ConnectionError as RedisConnectionError

from adapters.redis.keys import TAG
from adapters.redis.places import MOST_PORT, PLACE

SCHEMES = ("redis+cluster", "rediss+cluster")
PORT = 6379
SLOT = key_slot(TAG.encode())
EXAMPLE = "redis+cluster://:密码@主机甲:6379,主机乙:6379,主机丙:6379"
NO_DATABASE = re.compile(r"/?0?")
# So much a node says that is asked where the slot lies; one that hangs is passed over.
ASKING_SECONDS = 1.0

Place = tuple[str, int]


class ClusterNodes:
    """The nodes that are known, and which of them has the slot; `log_in` is how one logs in at each."""

    def __init__(self, places: tuple[Place, ...], log_in: Mapping[str, Any]) -> None:
        self._named = places
        self._learnt: tuple[Place, ...] = ()
        self._log_in = log_in

    async def discover_master(self, service: str) -> Place:
        """Give the primary of the slot; raises redis-py's `ConnectionError` when no node tells one."""
        for place in dict.fromkeys((*self._learnt, *self._named)):
            try:
                found = await self._asked(place)
            except (RedisError, OSError):
                continue
            if found is not None:
                return found
        raise RedisConnectionError(f"no node of the cluster tells where {service} lies")

    async def _asked(self, place: Place) -> Place | None:
        """Ask one node where the slot lies, and learn the other nodes from it."""
        host, port = place
        async with Redis(
            host=host,
            port=port,
            socket_timeout=ASKING_SECONDS,
            socket_connect_timeout=ASKING_SECONDS,
            **self._log_in,
        ) as client:
            ranges: Any = await client.execute_command("CLUSTER SLOTS")  # type: ignore[no-untyped-call]
        learnt: list[Place] = []
        primary: Place | None = None
        for first, last, *nodes in _rows(ranges):
            # A node that does not know its own name gives an empty one: it is the one that was asked.
            places = [(_text(node[0]) or host, int(node[1])) for node in nodes]
            learnt += places
            if first <= SLOT <= last and places:
                primary = places[0]
        self._learnt = tuple(dict.fromkeys(learnt))
        return primary


def _rows(ranges: Any) -> list[list[Any]]:
    """Give the ranges as the node tells them, or as redis-py has put them into a mapping."""
    if isinstance(ranges, Mapping):
        return [
            [first, last, told["primary"], *told.get("replicas", ())]
            for (first, last), told in ranges.items()
        ]
    return list(ranges)


def _text(value: bytes | str | None) -> str:
    return value.decode() if isinstance(value, bytes) else value or ""


class _ClusterConnection(SentinelManagedConnection):
    """A connection to the primary of the slot; one that is sent elsewhere is made anew there."""

    async def read_response(self, *args: Any, **named: Any) -> Any:
        try:
            return await super().read_response(*args, **named)
        except (MovedError, AskError) as error:
            await self.disconnect()
            raise RedisConnectionError("the slot lies with another node") from error


class _ClusterSSLConnection(_ClusterConnection, SentinelManagedSSLConnection):
    """The same over TLS."""


@dataclass(frozen=True, slots=True)
class ClusterAddress:
    """Some nodes of a cluster, and how to log in at each of them."""

    places: tuple[Place, ...]
    user: str | None = None
    password: str | None = None
    tls: bool = False

    @classmethod
    def read(cls, url: str) -> "ClusterAddress":
        """Read an address; raises `ValueError` that says in Chinese what is wrong, and never tells the password."""
        parts = urlsplit(url)
        account, _, hosts = parts.netloc.rpartition("@")
        if not NO_DATABASE.fullmatch(parts.path) or parts.query or parts.fragment:
            raise ValueError(f"集群只有0号库，主机后面什么也不用写：{EXAMPLE}")
        places = [PLACE.fullmatch(host) for host in hosts.split(",")]
        found = [(place[1].strip("[]"), int(place[2] or PORT)) for place in places if place]
        if len(found) < len(places) or any(not 0 < port <= MOST_PORT for _, port in found):
            raise ValueError(f"集群的主机用逗号分开，各写主机名和端口：{EXAMPLE}")
        user, _, password = account.partition(":")
        return cls(tuple(found), unquote(user) or None, unquote(password) or None, parts.scheme == SCHEMES[1])

    def client(self, **options: Any) -> Redis:
        """Give a client of whichever node is the primary of the slot."""
        log_in = {"username": self.user, "password": self.password}
        nodes = ClusterNodes(self.places, {**log_in, "ssl": self.tls})
        pool: Any = SentinelConnectionPool(  # type: ignore[no-untyped-call]
            TAG,
            nodes,
            connection_class=_ClusterSSLConnection if self.tls else _ClusterConnection,
            **log_in,
            **options,
        )
        client: Redis = Redis.from_pool(pool)
        return client
