"""Keeps uploaded files between the check and the confirmation, so that exactly what was checked is imported."""

import asyncio
import secrets
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO

from aiohttp.web import FileField

from bot.errors import InputError
from knowledge.ingest.formats import ENDINGS, format_of, unread

MOST_FILES = 200
NAME_LETTERS = 120
TOKEN_LENGTH = 32
KEPT_SECONDS = 3600


class UploadError(InputError):
    """An upload that cannot be taken; the text says which file and why."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Files that lie ready, under a token only their uploader knows."""

    token: str
    files: tuple[Path, ...]

    @property
    def folder(self) -> Path:
        """The folder of the upload, which goes with it."""
        return self.files[0].parents[1]


class Uploads:
    """One folder an upload below the data folder, shared by all processes of the program; an hour later it is gone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def keep(self, files: Sequence[FileField]) -> Upload:
        """Write files away; raises `UploadError` for too many of them, none, or one of an unknown kind.

        Raises `OSError` when they cannot be written, and leaves nothing of them then.
        """
        if not files:
            raise UploadError("operators.import.no_file")
        if len(files) > MOST_FILES:
            raise UploadError("operators.import.too_many", limit=MOST_FILES)
        names = [file_name(file.filename) for file in files]
        return await asyncio.to_thread(self._write, names, [file.file for file in files])

    async def find(self, token: str) -> Upload:
        """Give an upload again; raises `UploadError` when it is gone or never was."""
        found = await asyncio.to_thread(self._read, token)
        if found is None:
            raise UploadError("operators.import.expired")
        return found

    async def drop(self, token: str) -> None:
        """Delete an upload."""
        await asyncio.to_thread(shutil.rmtree, self._folder / token, ignore_errors=True)

    def _write(self, names: Sequence[str], contents: Sequence[IO[bytes]]) -> Upload:
        self._sweep()
        token = secrets.token_hex(TOKEN_LENGTH // 2)
        place = self._folder / token
        place.mkdir(parents=True, mode=0o700)
        try:
            for at, (name, content) in enumerate(zip(names, contents, strict=True)):
                # Two files may bear one name; a folder each keeps both, and their names as the operator knows them.
                path = place / f"{at:03d}" / name
                path.parent.mkdir()
                with path.open("wb") as target:
                    shutil.copyfileobj(content, target)
        except OSError:
            shutil.rmtree(place, ignore_errors=True)
            raise
        return Upload(token, _files(place))

    def _read(self, token: str) -> Upload | None:
        plain = len(token) == TOKEN_LENGTH and token.isascii() and token.isalnum()
        place = self._folder / token
        return Upload(token, _files(place)) if plain and place.is_dir() else None

    def _sweep(self) -> None:
        """Delete what nobody confirmed within the hour."""
        oldest = time.time() - KEPT_SECONDS
        for place in self._folder.glob("*"):
            if place.stat().st_mtime < oldest:
                shutil.rmtree(place, ignore_errors=True)


def file_name(given: str) -> str:
    """Give the bare name of an uploaded file; raises `UploadError` when its ending is none we read."""
    bare = PurePosixPath(PureWindowsPath(given).name).name.lstrip(".")
    name = "".join(letter for letter in bare if letter.isprintable())[-NAME_LETTERS:]
    if name.lower() in ENDINGS or not PurePosixPath(name).stem:
        raise UploadError("operators.import.kind_refused", name=name, reason="")
    if format_of(name) is None:
        raise UploadError(
            "operators.import.kind_refused", name=name, reason=unread(name).at(name, None).reason
        )
    return name


def _files(place: Path) -> tuple[Path, ...]:
    return tuple(sorted(path for path in place.glob("*/*") if path.is_file()))
