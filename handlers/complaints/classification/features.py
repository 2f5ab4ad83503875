"""What the classifier sees of a complaint, in four views: letters, words, the title, the beginning.

Every piece is a number of 64 bits (up to three characters fit in one as they are), so that a text is counted and looked
up by whole arrays.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import rjieba
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Floats = NDArray[np.float32]

READ_LETTERS = 1200
"""A longer letter says what it is about before this."""
BEGINNING_LETTERS = 80
TITLE_LETTERS = 15
"""A text without a title is taken to begin with one of this length."""
VIEW_WEIGHTS = (1.0, 1.0, 0.5, 0.5)
_SEPARATOR = np.uint64(ord(" "))
_CHARACTER_BITS = np.uint64(21)
_PACKED_LETTERS = 3
_PAIRING = np.uint64(0x9E3779B97F4A7C15)
_DIGITS = re.compile("[0-9]+")
_OTHER = re.compile("[^0-9a-z\u4e00-\u9fff]+")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class CountedPieces:
    """The distinct pieces of a text in one view, rising, and how heavily each occurs: 1 + log of its count."""

    keys: Keys
    amounts: Floats


def views(title: str, body: str) -> tuple[CountedPieces, ...]:
    """Give what is seen of a complaint, view by view, in the order of `VIEW_WEIGHTS`."""
    whole = _plain(f"{title}。{body}" if title and body else title or body)[:READ_LETTERS]
    head = _plain(title) if title else whole[:TITLE_LETTERS]
    return (
        _counted(_grams(whole)),
        _counted(_words(whole)),
        _counted(_grams(head)),
        _counted(_grams(whole[:BEGINNING_LETTERS])),
    )


def _plain(text: str) -> str:
    """Give a text in small letters, every number as one 0, everything but letters as one blank."""
    return _OTHER.sub(" ", _DIGITS.sub("0", _BLANK.sub("", text).lower())).strip()


def _grams(text: str) -> Keys:
    """Give the runs of one to three characters, none over a blank."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    inside = codes != _SEPARATOR
    twos = (codes[:-1] << _CHARACTER_BITS) | codes[1:]
    within_two = inside[:-1] & inside[1:]
    threes = (twos[:-1] << _CHARACTER_BITS) | codes[2:]
    within_three = within_two[:-1] & inside[2:]
    return np.concatenate((codes[inside], twos[within_two], threes[within_three]))


def _words(text: str) -> Keys:
    """Give the words, and each with its neighbour."""
    keys = np.array([_word(word) for word in rjieba.cut(text) if word != " "], dtype=np.uint64)
    return np.concatenate((keys, (keys[:-1] * _PAIRING) ^ keys[1:]))


@lru_cache(maxsize=65536)
def _word(word: str) -> int:
    if len(word) > _PACKED_LETTERS:
        return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")
    packed = 0
    for character in word:
        packed = packed << int(_CHARACTER_BITS) | ord(character)
    return packed


def _counted(keys: Keys) -> CountedPieces:
    found, counts = np.unique(keys, return_counts=True)
    return CountedPieces(found, (1.0 + np.log(counts)).astype(np.float32))


def joined(pieces: Sequence[CountedPieces]) -> tuple[Keys, Floats, NDArray[np.int64]]:
    """Give the pieces of many texts as one list: keys, amounts, and how many each text has."""
    return (
        np.concatenate([one.keys for one in pieces]),
        np.concatenate([one.amounts for one in pieces]),
        np.array([len(one.keys) for one in pieces], dtype=np.int64),
    )
