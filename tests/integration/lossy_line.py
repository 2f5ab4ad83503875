"""A line to PostgreSQL that is cut at the worst moment: the COMMIT was carried out, and nobody hears so."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from sqlalchemy import make_url


class Lossy:
    """Stands between driver and server, and cuts the line once COMMIT was carried out, before its answer is through.

    It does so with the next `left` commits, and counts its `cuts`.
    """

    def __init__(self, url: str, folder: Path) -> None:
        self._real = f"{make_url(url).query['host']}/.s.PGSQL.5432"
        self._folder = folder
        self.url = str(make_url(url).update_query_dict({"host": str(folder)}).render_as_string(False))
        self.left = 0
        self.cuts = 0
        self._tasks: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def between(self) -> AsyncIterator[None]:
        path = self._folder / ".s.PGSQL.5432"
        server = await asyncio.start_unix_server(self._carry, path)
        try:
            yield
        finally:
            server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            path.unlink(missing_ok=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inside, outside = await asyncio.open_unix_connection(self._real)
        committed = asyncio.Event()
        back = asyncio.create_task(self._back(inside, writer, committed))
        self._tasks.add(back)
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                if self.left and b"COMMIT" in data:
                    self.left -= 1
                    committed.set()
                outside.write(data)
                await outside.drain()
        outside.close()

    async def _back(
        self, inside: asyncio.StreamReader, writer: asyncio.StreamWriter, committed: asyncio.Event
    ) -> None:
        with suppress(ConnectionError):
            while data := await inside.read(65536):
                if committed.is_set():
                    self.cuts += 1
                    break
                writer.write(data)
                await writer.drain()
        writer.close()
