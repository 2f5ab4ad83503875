"""LibreOffice, where the machine has it: makes a PDF of an office file in a process of its own that may be killed at any moment."""

import asyncio
import os
import shutil
import signal
import tempfile
from pathlib import Path

from adapters.child_process import born, killed
from bot.errors import ServiceError

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 60.0


def program() -> str:
    """Give the path of LibreOffice; empty where there is none."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), "")


async def to_pdf(
    letter: bytes, ending: str = "docx", *, seconds: float = SECONDS, command: str | None = None
) -> bytes:
    """Give an office file as PDF; `ending` tells LibreOffice what it is.

    Raises `ServiceError`: `letters.no_office` where there is no LibreOffice, `letters.office_failed` when it takes longer
    than `seconds` or gives nothing. Each run has a folder and a profile of its own, which go with it.
    """
    found = program() if command is None else command
    if not found:
        raise ServiceError("letters.no_office", permanent=True)
    with tempfile.TemporaryDirectory(prefix="letter-") as folder:
        source = Path(folder) / f"letter.{ending}"
        await asyncio.to_thread(source.write_bytes, letter)
        why = await _run(found, source, seconds=seconds)
        made = source.with_suffix(".pdf")
        if why or not made.is_file():
            raise ServiceError("letters.office_failed", why=why or "没有得到文件")
        return await asyncio.to_thread(made.read_bytes)


async def _run(command: str, source: Path, *, seconds: float) -> str:
    """Run LibreOffice on a file; give what went wrong, or nothing."""
    folder = source.parent
    arguments = (
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--convert-to", "pdf"),
        *("--outdir", str(folder), str(source)),
    )
    try:
        process = await born(
            command,
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=folder,
            env=_harmless(folder),
            start_new_session=True,
        )
    except OSError:
        return "程序不能启动"
    try:
        code = await asyncio.wait_for(process.wait(), seconds)
    except TimeoutError:
        return f"超过{seconds:g}秒"
    finally:
        # The program starts others; all of them are its session, and none outlives the letter.
        _end(process.pid)
        await killed(process)
    return f"退出代码{code}" if code else ""


def _end(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def _harmless(folder: Path) -> dict[str, str]:
    """Give an environment without our settings: LibreOffice needs no secret, and its home is the letter's folder."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "LC_ALL"}}
    return {**kept, "HOME": str(folder)}
