"""Uploaded files are kept under plain names, found by their token only, and swept away."""

import io
import os
import time
from pathlib import Path

import pytest
from aiohttp.web import FileField
from multidict import CIMultiDict, CIMultiDictProxy

from adapters.operators.imports.uploads import MOST_FILES, UploadError, Uploads, file_name


def sent(name: str, content: bytes = b"x") -> FileField:
    return FileField(
        "files", name, io.BufferedReader(io.BytesIO(content)), "", CIMultiDictProxy(CIMultiDict())
    )


async def test_files_of_one_name_are_both_kept(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    kept = await uploads.keep([sent("甲.md", b"1"), sent("甲.md", b"2")])
    assert [path.read_bytes() for path in kept.files] == [b"1", b"2"]
    assert [path.name for path in kept.files] == ["甲.md", "甲.md"]
    assert await uploads.find(kept.token) == kept
    await uploads.drop(kept.token)
    with pytest.raises(UploadError):
        await uploads.find(kept.token)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd.md", "passwd.md"),
        ("C:\\文件\\甲.JSONL", "甲.JSONL"),
        ("a/b\\c.jsonl.gz", "c.jsonl.gz"),
        ("甲\u202e\n.md", "甲.md"),
        ("长" * 300 + ".md", "长" * 117 + ".md"),
    ],
)
def test_only_the_bare_name_is_kept(given: str, name: str) -> None:
    assert file_name(given) == name


@pytest.mark.parametrize("given", ["", ".md", ".docx", "..", "a.exe", "a.rar", "a.gz", "/"])
def test_other_kinds_are_refused(given: str) -> None:
    with pytest.raises(UploadError):
        file_name(given)


@pytest.mark.parametrize(("given", "word"), [("宏.docm", "宏"), ("图.bmp", "图片")])
def test_a_kind_that_is_not_read_is_told_what_to_do(given: str, word: str) -> None:
    with pytest.raises(UploadError) as refused:
        file_name(given)
    assert word in str(refused.value.values["reason"])


@pytest.mark.parametrize("token", ["", "..", "../x", "/", "a" * 31, "é" * 32, "." * 32])
async def test_no_strange_token_finds_anything(tmp_path: Path, token: str) -> None:
    with pytest.raises(UploadError):
        await Uploads(tmp_path).find(token)


async def test_none_and_too_many_are_refused(tmp_path: Path) -> None:
    for files in ([], [sent("a.md")] * (MOST_FILES + 1)):
        with pytest.raises(UploadError):
            await Uploads(tmp_path).keep(files)


async def test_what_nobody_confirms_is_swept_away(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    old = await uploads.keep([sent("a.md")])
    long_ago = time.time() - 7200
    os.utime(tmp_path / old.token, (long_ago, long_ago))
    await uploads.keep([sent("b.md")])
    with pytest.raises(UploadError):
        await uploads.find(old.token)
