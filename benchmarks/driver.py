"""Drives a server from a process of its own: prepared requests over kept connections, every answer timed.

Plain sockets and no HTTP library, so that the driver costs far less than what it measures.
"""

import asyncio
import base64
import json
import sys
from pathlib import Path
from time import perf_counter


async def connection(
    host: str, port: int, queue: list[bytes], taken: list[float], answers: list[bytes]
) -> None:
    """Send requests one after another until none is left."""
    reader, writer = await asyncio.open_connection(host, port)
    while queue:
        request = queue.pop()
        start = perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.partition(b":")[2])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        )
        body = await reader.readexactly(length)
        taken.append(perf_counter() - start)
        if not head.startswith(b"HTTP/1.1 200") or not body:
            raise SystemExit(f"unexpected answer: {head[:80]!r} with {length} bytes")
        if len(answers) < 1:
            answers.append(body)
    writer.close()


async def drive(host: str, port: int, requests: list[bytes], connections: int) -> dict[str, float]:
    """Give rate a second and percentiles in milliseconds."""
    taken: list[float] = []
    answers: list[bytes] = []
    start = perf_counter()
    await asyncio.gather(*(connection(host, port, requests, taken, answers) for _ in range(connections)))
    seconds = perf_counter() - start
    taken.sort()
    return {
        "messages": len(taken),
        "rate": len(taken) / seconds,
        "p50_ms": taken[len(taken) // 2] * 1000,
        "p99_ms": taken[int(len(taken) * 0.99)] * 1000,
    }


if __name__ == "__main__":
    import uvloop

    path, host, port, connections = sys.argv[1:5]
    requests = [base64.b64decode(line) for line in Path(path).read_bytes().split()]
    uvloop.install()
    print(json.dumps(asyncio.run(drive(host, int(port), requests, int(connections)))))
