"""One normal form for texts and questions that keeps every character's place.

Each UTF-16 unit maps to exactly one unit (width, case, traditional to simplified), so a span found in the normal
form can be quoted from the original by the same offsets, and a whole document is folded by one table look-up.
"""

import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt
import opencc

Units = npt.NDArray[np.uint16]

_UNITS = 0x10000
_SURROGATES = range(0xD800, 0xE000)
_IDEOGRAPHS = range(0x3400, 0xA000)


@cache
def _table() -> Units:
    """Give for every UTF-16 unit the unit that stands for it."""
    table = np.arange(_UNITS, dtype=np.uint16)
    simplify = opencc.OpenCC("t2s").convert
    for code in range(0x20, _UNITS):
        if code in _SURROGATES:
            continue
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(folded) == 1 and ord(folded) in _IDEOGRAPHS:
            folded = simplify(folded)
        if len(folded) == 1 and ord(folded) < _UNITS:
            table[code] = ord(folded)
    return table


@cache
def _bare_table() -> Units:
    """Give the same table with everything that is neither letter nor digit turned into a blank."""
    table = _table().copy()
    for code in range(_UNITS):
        if code not in _SURROGATES and not chr(int(table[code])).isalnum():
            table[code] = 0x20
    return table


@cache
def _others() -> dict[int, tuple[int, ...]]:
    """Give for each unit of the normal form the other units that are folded into it."""
    table = _table()
    found: dict[int, tuple[int, ...]] = {}
    for code in np.flatnonzero(table != np.arange(_UNITS, dtype=np.uint16)).tolist():
        unit = int(table[code])
        found[unit] = (*found.get(unit, ()), code)
    return found


def spellings(letter: str) -> tuple[int, ...]:
    """Give every unit that a letter of the normal form may be written with in an original text."""
    return (ord(letter), *_others().get(ord(letter), ()))


def units(text: str) -> Units:
    """Give a text as UTF-16 units; a character outside the basic plane takes two, a lone surrogate is kept."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)


def words_of(sequence: Units) -> str:
    """Give the text that a sequence of units stands for; half a pair becomes a replacement character."""
    return sequence.tobytes().decode("utf-16-le", "replace")


def fold_units(sequence: Units) -> Units:
    """Give the normal form of a sequence of units, of the same length."""
    return _table()[sequence]


def bare_units(sequence: Units) -> Units:
    """Give the normal form with blanks for whatever is neither letter nor digit, of the same length."""
    return _bare_table()[sequence]


def fold(text: str) -> str:
    """Give the normal form of a text."""
    return words_of(fold_units(units(text)))


def bare(text: str) -> str:
    """Give the normal form of a text with blanks for whatever is neither letter nor digit."""
    return words_of(bare_units(units(text)))
