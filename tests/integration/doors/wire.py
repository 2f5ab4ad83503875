"""Requests as bytes, as no well-behaved client sends them, and what comes back."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from tests.integration.doors.conftest import Door

PATIENCE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Ask:
    """One request; a header given as None is left out, `tail` follows the body in packets of its own."""

    method: str
    path: bytes
    headers: Mapping[str, bytes | None] = field(default_factory=dict)
    body: bytes = b""
    packets: int = 1

    def with_headers(self, **headers: bytes | None) -> "Ask":
        """Give the request with headers changed; `_` in a name stands for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **named})

    def carrying(self, body: bytes, kind: bytes, **headers: bytes | None) -> "Ask":
        """Give the request with a body of a kind."""
        length = b"%d" % len(body)
        return replace(self, body=body).with_headers(
            **{"Content_Type": kind, "Content_Length": length, **headers}
        )

    def octets(self) -> bytes:
        """Give the request as it goes over the wire."""
        lines = [b"%s %s HTTP/1.1" % (self.method.encode(), self.path)]
        lines += [
            b"%s: %s" % (name.encode(), value) for name, value in self.headers.items() if value is not None
        ]
        return b"\r\n".join([*lines, b"", b""]) + self.body

    def pieces(self) -> Iterable[bytes]:
        octets = self.octets()
        size = -(-len(octets) // self.packets)
        return (octets[at : at + size] for at in range(0, len(octets), size))


@dataclass(frozen=True, slots=True)
class Told:
    """An answer; `endless` when its body streams without an end."""

    status: int
    body: bytes
    endless: bool = False


async def ask(door: Door, asked: Ask) -> Told:
    """Send a request and read the answer; raises TimeoutError when none comes."""
    reader, writer = await asyncio.open_connection(door.host, door.port)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await _send(writer, asked)
            return await _read(reader, asked.method)
    finally:
        writer.close()


async def _send(writer: asyncio.StreamWriter, asked: Ask) -> None:
    for piece in asked.pieces():
        writer.write(piece)
        if asked.packets > 1:
            await writer.drain()
            await asyncio.sleep(0.005)


async def _read(reader: asyncio.StreamReader, method: str) -> Told:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = int(head.split(None, 2)[1])
    if b"text/event-stream" in head:
        return Told(status, b"", endless=True)
    if method == "HEAD" or status in {204, 304}:
        return Told(status, b"")
    if b"transfer-encoding: chunked" in head:
        return Told(status, await reader.readuntil(b"0\r\n\r\n"))
    length = head.partition(b"content-length: ")[2].partition(b"\r\n")[0]
    return Told(status, await reader.readexactly(int(length or 0)))
