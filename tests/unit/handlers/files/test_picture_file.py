"""A picture is what its content says, and keeps nothing that the camera noted but how it was held."""

import contextlib
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InputError
from handlers.files.picture_file import MOST_BYTES, read_picture
from tests.factories.snapshots import SECRET, exif, jpeg, png


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photo_loses_everything_but_how_it_was_held(turn: int, order: str) -> None:
    kept = read_picture(jpeg(turn=turn, order=order, trailer=SECRET * 3))
    assert (kept.form, kept.turn, kept.content_type) == ("jpg", turn, "image/jpeg")
    for noted in (SECRET, b"Exif", b"xap", b"ICC"):
        assert noted not in kept.content
    assert kept.content.endswith(b"second\xff\xd9")
    assert b"data\xff\0more\xff\xd0rest" in kept.content
    assert kept.content.count(b"\xff\xda") == 2
    # What is clean stays as it is.
    assert read_picture(kept.content).content == kept.content


def test_a_drawing_loses_its_words_and_shows_the_same() -> None:
    kept = read_picture(png() + SECRET)
    assert (kept.form, kept.turn, kept.content_type) == ("png", 1, "image/png")
    assert kept.content == png(notes=False)


@pytest.mark.parametrize(
    ("mark", "body", "left"),
    [
        (0xE0, b"JFIF\0\1\2\0\0\1\0\1\x10\x10" + SECRET, b"JFIF\0\1\2\0\0\1\0\1\0\0"),
        (0xE0, b"JFXX\0\x10" + SECRET, b""),
        (0xEE, b"Adobe\0\x64\0\0\0\0\1" + SECRET, b"Adobe\0\x64\0\0\0\0\1"),
        (0xEE, b"Other" + SECRET, b""),
        (0xE0, b"JFIF", b""),
    ],
)
def test_no_second_picture_stands_behind_the_mark_of_the_form(mark: int, body: bytes, left: bytes) -> None:
    head = bytes((0xFF, mark))
    content = jpeg()[:2] + head + (len(body) + 2).to_bytes(2, "big") + body + jpeg()[2:]
    kept = read_picture(content).content
    piece = head + (len(left) + 2).to_bytes(2, "big") + left if left else b""
    assert kept == b"\xff\xd8" + piece + read_picture(jpeg()).content[2:]
    assert SECRET not in kept


@pytest.mark.parametrize("turn", [0, 9, 77])
def test_a_turn_that_there_is_not_is_none(turn: int) -> None:
    assert read_picture(jpeg().replace(b"JFIF\0\1\2\0\0\1\0\1\0\0", b"JFIF\0\1\2\0\0\1\0\1\0\0", 1)).turn == 1
    body = exif(turn)
    piece = b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body
    assert read_picture(jpeg()[:2] + piece + jpeg()[2:]).turn == 1


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "empty"),
        (b"\xff\xd8\xff" + bytes(MOST_BYTES), "large"),
        (b"GIF89a" + bytes(20), "kind"),
        (b"<html><script>alert(1)</script>", "kind"),
        (b"RIFF\0\0\0\0WEBP", "kind"),
        (jpeg()[:-2], "broken"),
        (jpeg()[:60], "broken"),
        (b"\xff\xd8\xff\xd9", "broken"),
        (b"\xff\xd8\xff\xe1\0\1", "broken"),
        (jpeg(width=0), "broken"),
        (jpeg(width=65_000, height=65_000), "pixels"),
        (png()[:-5], "broken"),
        (png(width=0), "broken"),
        (png(width=20_000, height=20_000), "pixels"),
        (b"\x89PNG\r\n\x1a\n" + png()[33:], "broken"),
    ],
)
def test_what_cannot_be_taken_says_why(content: bytes, key: str) -> None:
    with pytest.raises(InputError) as refused:
        read_picture(content)
    assert refused.value.text_key == f"pictures.refused.{key}"


@given(st.binary(max_size=400), st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b""]))
def test_no_bytes_bring_it_down(rest: bytes, head: bytes) -> None:
    with contextlib.suppress(InputError):
        assert read_picture(head + rest).content.startswith(head)


@given(st.sampled_from([jpeg(turn=6), png()]), st.integers(0, 2**32))
def test_nothing_that_was_noted_gets_through_however_it_is_damaged(picture: bytes, seed: int) -> None:
    dice = random.Random(seed)
    hurt = bytearray(picture)
    for _ in range(dice.randint(1, 4)):
        hurt[dice.randrange(len(hurt))] = dice.randrange(256)
    with contextlib.suppress(InputError):
        kept = read_picture(bytes(hurt))
        assert kept.content.startswith((b"\xff\xd8", b"\x89PNG"))
        assert len(kept.content) <= len(hurt)


def test_the_pictures_of_these_tests_are_pictures() -> None:
    assert zlib.decompress(png(notes=False)[41:-16])
