"""Conversations kept over a restart: one file of JSON lines a citizen, only ever appended to."""

import asyncio
import contextlib
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from adapters.wechat.simulator.world.citizens import ChatEntry, Citizen

_log = logging.getLogger(__name__)
_OPENID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Transcripts:
    """Writes in the background, in order; without a directory it keeps nothing."""

    def __init__(self, directory: Path | None) -> None:
        self._directory = directory
        self._lines: asyncio.Queue[tuple[str, str] | None] = asyncio.Queue()
        self._writer: asyncio.Task[None] | None = None

    async def start(self) -> list[Citizen]:
        """Begin to write, and give the citizens of earlier runs with their entries."""
        if self._directory is None:
            return []
        citizens = await asyncio.to_thread(_restored, self._directory)
        self._writer = asyncio.create_task(self._write(self._directory))
        return citizens

    async def stop(self) -> None:
        """Write what is left and stop."""
        if self._writer is not None:
            self._lines.put_nowait(None)
            await self._writer
            self._writer = None

    def citizen(self, citizen: Citizen) -> None:
        """Keep that there is such a citizen."""
        self._keep(citizen.openid, {"citizen": citizen.name, "follows": citizen.follows})

    def entry(self, citizen: Citizen, entry: ChatEntry) -> None:
        """Keep one entry of the window."""
        if self._writer is not None:
            self._keep(citizen.openid, {"entry": entry.plain()})

    def _keep(self, openid: str, record: dict[str, Any]) -> None:
        if self._writer is not None:
            self._lines.put_nowait((openid, json.dumps(record, ensure_ascii=False)))

    async def _write(self, directory: Path) -> None:
        while (line := await self._lines.get()) is not None:
            openid, text = line
            try:
                await asyncio.to_thread(_append, directory / f"{openid}.jsonl", text)
            except OSError as error:
                # The chat on the screen is worth more than its copy on the disk, so it goes on without.
                _log.warning("simulator, not WeChat: a transcript line was not written: %s", error.strerror)


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text + "\n")


def _restored(directory: Path) -> list[Citizen]:
    directory.mkdir(parents=True, exist_ok=True)
    paths = sorted(directory.glob("*.jsonl"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    return [citizen for path in paths if _OPENID.fullmatch(path.stem) and (citizen := read_transcript(path))]


def read_transcript(path: Path) -> Citizen | None:
    """Give the citizen of a transcript with the entries that can be read; None where there is none in it."""
    citizen: Citizen | None = None
    for record in _records(path):
        if "citizen" in record:
            citizen = Citizen(path.stem, str(record["citizen"]), follows=bool(record.get("follows", True)))
        elif citizen is not None and "entry" in record:
            # A line that a crash cut in the middle is left out; the others stand.
            with contextlib.suppress(KeyError, TypeError, ValueError):
                citizen.add(ChatEntry.restored(record["entry"]))
    return citizen


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            with contextlib.suppress(ValueError):
                record = json.loads(line)
                if isinstance(record, dict):
                    yield record
