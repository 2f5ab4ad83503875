"""Redis commands are put on the wire by hiredis, as the synchronous client does; redis-py's asyncio client has its own.

A bundle of turns has some hundred arguments. One call of hiredis writes them all, where redis-py joins them one by one.
"""

import hiredis
from redis.asyncio import Redis
from redis.asyncio.connection import AbstractConnection
from redis.typing import EncodableT


class _Packing(AbstractConnection):
    """What is put before a connection's own class."""

    def pack_command(self, *args: EncodableT) -> list[bytes]:
        """Give one command in Redis' protocol; a name of two words, such as `SCRIPT LOAD`, is two arguments."""
        name, *arguments = args
        words = name.split() if isinstance(name, str | bytes) else [name]
        return [hiredis.pack_command((*words, *arguments))]


def packed(client: Redis) -> Redis:
    """Give the client back with connections that hiredis writes for; to be called before the first command."""
    pool = client.connection_pool
    pool.connection_class = type("PackedConnection", (_Packing, pool.connection_class), {})
    return client
