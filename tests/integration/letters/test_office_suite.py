"""PDF by LibreOffice where it is; a program that hangs, fails or is absent is told in words and leaves nothing behind."""

import asyncio
import os
import struct
import tempfile
import zlib
from pathlib import Path
from typing import Any

import pytest

from adapters import office_suite
from adapters.office_suite import program, to_pdf
from bot.errors import ServiceError
from handlers.disclosure.letters.letter import draft
from handlers.disclosure.letters.templates import LetterTemplates
from handlers.texts import Texts
from tests.factories import letters

TEXTS = Texts.load()
PICTURES = os.environ.get("TEST_PICTURES")


def stand_in(folder: Path, script: str) -> str:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def picture(pixels: Any) -> bytes:
    """Give rows of red, green and blue as a PNG."""
    high, wide = pixels.shape[:2]
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def contents(folder: Path) -> list[Path]:
    return list(folder.iterdir())


@pytest.fixture
def left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of temporary files, of this test alone: others make letters at the same time."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


async def test_without_the_program_the_absence_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_suite.shutil, "which", lambda _: None)
    with pytest.raises(ServiceError) as refused:
        await to_pdf(b"")
    assert "没有 LibreOffice" in TEXTS(refused.value.text_key, **refused.value.values)


@pytest.mark.parametrize(
    ("script", "said"),
    [("exit 3", "退出代码3"), ("exit 0", "没有得到文件")],
)
async def test_a_program_that_gives_nothing_is_told(
    tmp_path: Path, left: Path, script: str, said: str
) -> None:
    with pytest.raises(ServiceError) as refused:
        await to_pdf(b"x", command=stand_in(tmp_path, script))
    assert said in TEXTS(refused.value.text_key, **refused.value.values)
    assert contents(left) == []


async def test_a_program_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "child"
    hangs = stand_in(tmp_path, f"(sleep 2; touch {mark}) & sleep 60")
    with pytest.raises(ServiceError) as refused:
        await to_pdf(b"x", seconds=0.3, command=hangs)
    assert "超过0.3秒" in TEXTS(refused.value.text_key, **refused.value.values)
    await asyncio.sleep(2.2)
    assert not mark.exists()


async def test_a_program_that_cannot_start_is_told(tmp_path: Path) -> None:
    with pytest.raises(ServiceError) as refused:
        await to_pdf(b"x", command=str(tmp_path / "nothing"))
    assert "不能启动" in TEXTS(refused.value.text_key, **refused.value.values)


async def test_the_program_gets_none_of_our_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGBAI_SECRET_KEY", "geheim")
    told = tmp_path / "told"
    with pytest.raises(ServiceError):
        await to_pdf(b"x", command=stand_in(tmp_path, f"env > {told}"))
    assert "MINGBAI" not in told.read_text()


@pytest.mark.skipif(not program(), reason="no LibreOffice on this machine")
async def test_a_letter_becomes_pages() -> None:
    import pypdfium2

    made = letters.of_outcome(letters.Outcome.PARTIAL)
    letter = draft(LetterTemplates().template(made.outcome), letters.reply(made))
    pages = pypdfium2.PdfDocument(await to_pdf(letter.content))
    try:
        if PICTURES:
            # The documentation's picture of a letter.
            shown = pages[0].render(scale=1.2).to_numpy()[..., 2::-1]
            (Path(PICTURES) / "letter.png").write_bytes(picture(shown))
        text = "".join(pages[number].get_textpage().get_text_range() for number in range(len(pages)))
    finally:
        pages.close()
    assert "青岚县教育局政府信息公开申请答复书" in "".join(text.split())
