"""Where Redis is: one server, the one of several that their sentinels have made the primary, or a cluster.

`redis+sentinel://:password@one:26379,two:26379,three:26379/mingbai/0` names the sentinels, the name under which they watch
the servers, and the database; `rediss+sentinel://` speaks TLS to servers and sentinels.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from redis.asyncio import Redis
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool

from adapters.redis.keys import lie_in_one_slot
from adapters.redis.places import MOST_PORT, PLACE
from adapters.redis.servers import cluster
from adapters.redis.servers.cluster import ClusterAddress

SCHEMES = ("redis+sentinel", "rediss+sentinel")
SENTINEL_PORT = 26379
SERVICE = re.compile(r"/([A-Za-z0-9._-]{1,64})(?:/([0-9]{1,3}))?")
EXAMPLE = "redis+sentinel://:密码@主机甲:26379,主机乙:26379,主机丙:26379/服务名/0"


@dataclass(frozen=True, slots=True)
class SentinelAddress:
    """The sentinels, the name under which they know the servers, and how to log in at these."""

    sentinels: tuple[tuple[str, int], ...]
    service: str
    database: int = 0
    user: str | None = None
    password: str | None = None
    tls: bool = False

    @classmethod
    def read(cls, url: str) -> "SentinelAddress":
        """Read an address; raises `ValueError` that says in Chinese what is missing, and never tells the password."""
        parts = urlsplit(url)
        account, _, hosts = parts.netloc.rpartition("@")
        places = [PLACE.fullmatch(host) for host in hosts.split(",")]
        service = SERVICE.fullmatch(parts.path)
        if service is None or parts.query or parts.fragment:
            raise ValueError(f"哨兵的地址要写明服务名：{EXAMPLE}")
        found = [(place[1].strip("[]"), int(place[2] or SENTINEL_PORT)) for place in places if place]
        if len(found) < len(places) or any(not 0 < port <= MOST_PORT for _, port in found):
            raise ValueError(f"哨兵的主机用逗号分开，各写主机名和端口：{EXAMPLE}")
        user, _, password = account.partition(":")
        return cls(
            tuple(found),
            service[1],
            int(service[2] or 0),
            unquote(user) or None,
            unquote(password) or None,
            parts.scheme == "rediss+sentinel",
        )

    def client(self, **options: Any) -> Redis:
        """Give a client of whichever server is the primary; one whose server was made a replica asks the sentinels again."""
        known: dict[str, Any] = {
            name: options[name] for name in ("socket_timeout", "socket_connect_timeout") if name in options
        }
        told = {**known, "ssl": self.tls}
        watch: Any = Sentinel(self.sentinels, sentinel_kwargs=told)  # type: ignore[no-untyped-call]
        primary: Redis = watch.master_for(
            self.service,
            db=self.database,
            username=self.user,
            password=self.password,
            ssl=self.tls,
            **options,
        )
        return primary


def is_watched(url: str) -> bool:
    """Tell whether an address names sentinels."""
    return url.partition("://")[0] in SCHEMES


def client_at(url: str, **options: Any) -> Redis:
    """Give a client of the Redis at an address, and name things as it needs; raises `ValueError` for one that is none."""
    of_cluster = url.partition("://")[0] in cluster.SCHEMES
    lie_in_one_slot(together=of_cluster)
    if of_cluster:
        return ClusterAddress.read(url).client(**options)
    if is_watched(url):
        return SentinelAddress.read(url).client(**options)
    client: Redis = Redis.from_url(url, **options)
    return client


async def close(client: Redis) -> None:
    """Close a client, and those by which it asked sentinels; raises what redis-py raises."""
    pool = client.connection_pool
    await client.aclose()
    if isinstance(pool, SentinelConnectionPool) and isinstance(pool.sentinel_manager, Sentinel):
        for watch in pool.sentinel_manager.sentinels:
            await watch.aclose()
