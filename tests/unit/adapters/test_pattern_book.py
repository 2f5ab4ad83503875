"""A pattern out of the book is the pattern; a book that is broken, foreign or cut off is as good as none."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import pattern_book
from adapters.pattern_book import FILE, CompiledPattern, PatternBook, opened_book, read

PATTERNS = (
    ("第([一二三四五六七八九十]+)条", 0),
    (r"(?P<year>\d{4})年(?P<month>\d{1,2})?月", re.IGNORECASE),
    (r"(?i:申请|咨询)+?(?!不)(?<=询)\s*$", re.MULTILINE | re.DOTALL),
    ("[\\u4e00-\\u9fff]{2,}|" + "|".join(f"词{number}" for number in range(300)), 0),
    (r"(a)(?(1)b|c)\1", re.ASCII | re.VERBOSE),
)
TEXTS = ("第三条规定", "2026年12月", "申请咨询", "词299词1", "aba", "", "咨询\n")


def found(pattern: Any, text: str) -> list[tuple[Any, ...]]:
    return [(each.span(), each.groups(), each.groupdict()) for each in pattern.finditer(text)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder whose book holds the patterns."""
    monkeypatch.setattr(pattern_book, "WORTH_KEEPING", 1)
    with opened_book(tmp_path) as book:
        for text, flags in PATTERNS:
            book.compile(text, flags)
        book.write(tmp_path / FILE)
    return tmp_path


@pytest.mark.parametrize(("text", "flags"), PATTERNS)
def test_what_the_book_gives_finds_what_the_pattern_finds(folder: Path, text: str, flags: int) -> None:
    with opened_book(folder) as book:
        kept = book.compile(text, flags)
        assert book.fresh == 0
    plain = re.compile(text, flags)
    assert (kept.pattern, kept.flags, kept.groups, kept.groupindex) == (
        plain.pattern, plain.flags, plain.groups, plain.groupindex,
    )  # fmt: skip
    assert all(found(kept, each) == found(plain, each) for each in TEXTS)
    assert kept.sub("x", "第一条a") == plain.sub("x", "第一条a")


# Of `[[` the library only says that it may mean something else one day.
@pytest.mark.filterwarnings("ignore:Possible .*set:FutureWarning")
@given(st.text(alphabet="ab一(|)[]*+?.^$\\d", max_size=12), st.text(alphabet="ab一1", max_size=12))
def test_any_pattern_is_the_same_or_refused_alike(pattern: str, text: str) -> None:
    re.purge()
    book = PatternBook({})
    try:
        plain = re.compile(pattern)
    except re.error:
        with pytest.raises(re.error):
            book.compile(pattern)
        return
    made = book.compile(pattern)
    again = PatternBook(book._used).compile(pattern)
    assert found(made, text) == found(plain, text) == found(again, text)


def test_the_library_s_own_compiler_is_back_after_the_block(tmp_path: Path) -> None:
    ordinary = re._compiler.compile  # type: ignore[attr-defined]
    with opened_book(tmp_path) as book:
        re.purge()
        assert re.fullmatch("甲乙?", "甲乙")
        assert re.compile(b"bytes").match(b"bytes")
        assert book.fresh == 1
    assert re._compiler.compile is ordinary  # type: ignore[attr-defined]


@pytest.mark.parametrize("at", [0, 40, 60, -1])
def test_a_changed_or_cut_off_book_holds_nothing(folder: Path, at: int) -> None:
    whole = bytearray((folder / FILE).read_bytes())
    assert len(read(folder / FILE)) == len(PATTERNS)
    (folder / FILE).write_bytes(whole[:at])
    assert read(folder / FILE) == {}
    whole[at] ^= 1
    (folder / FILE).write_bytes(whole)
    assert read(folder / FILE) == {}


def test_a_book_of_another_interpreter_holds_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pattern_book, "_INTERPRETER", "another")
    assert read(folder / FILE) == {}
    assert read(folder / "none") == {}


def test_numbers_that_are_no_pattern_are_compiled_anew() -> None:
    text, flags = PATTERNS[0]
    good = pattern_book._compiled(text, flags)
    bad = CompiledPattern(good.flags, good.groups, good.names, good.code[:-2])
    book = PatternBook({(flags, text): bad})
    assert found(book.compile(text, flags), TEXTS[0]) == found(re.compile(text, flags), TEXTS[0])
    assert book.fresh == 1


def test_hardly_anything_new_is_not_written(tmp_path: Path) -> None:
    book = PatternBook({})
    book.compile("甲")
    book.write(tmp_path / FILE)
    assert not (tmp_path / FILE).exists()
