"""What stands before several `serve` processes, as nginx does in earnest: each connection goes to one that takes it."""

import asyncio
from collections.abc import AsyncIterator, Container, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import count

PIECE = 65536


class Front:
    """Hands connections on in turn; one that nobody takes is closed, which the platform sees as a fault.

    What is `away` is given none, as a server that is marked `down`: a program that loads takes them and lets them wait.
    """

    def __init__(self, ports: Sequence[int], away: Container[int]) -> None:
        self._ports = ports
        self._away = away
        self._turns = count()
        self._held: set[asyncio.Task[None]] = set()

    def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hand one connection on, whole, in both directions, until either side ends it."""
        task = asyncio.create_task(self._hand_on(reader, writer))
        self._held.add(task)
        task.add_done_callback(self._held.discard)

    async def _hand_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind = await self._connected()
        if behind is not None:
            answers, requests = behind
            ways = {asyncio.create_task(way) for way in (_carry(reader, requests), _carry(answers, writer))}
            _, unended = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in unended:
                way.cancel()
            requests.close()
        writer.close()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        first = next(self._turns)
        for step in range(len(self._ports)):
            port = self._ports[(first + step) % len(self._ports)]
            if port in self._away:
                continue
            with suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", port)
        return None


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()


@asynccontextmanager
async def standing(ports: Sequence[int], *, port: int, away: Container[int] = ()) -> AsyncIterator[None]:
    """Stand before the ports in the block; without several of them nothing is needed."""
    if len(ports) == 1:
        yield
        return
    server = await asyncio.start_server(Front(ports, away).take, "127.0.0.1", port)
    try:
        yield
    finally:
        server.close()
