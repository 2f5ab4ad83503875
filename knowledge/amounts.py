"""Where a text names amounts of money, other amounts, times, bodies and list items: what questions ask for."""

from functools import cache

import numpy as np
import numpy.typing as npt

from knowledge.text.normal_form import Units
from knowledge.text.question import Sought

Marks = npt.NDArray[np.bool_]

_DIGIT, _MONEY, _TIME, _UNIT, _ITEM, _BODY = (1 << bit for bit in range(6))
_LETTERS = (
    ("0123456789０１２３４５６７８９", _DIGIT),
    ("元万亿%％", _MONEY | _UNIT),
    ("年月日天时周点:：", _TIME),
    ("年月日天时周岁倍个人户名项条次家米亩公平小度级折种", _UNIT),
    ("一二三四五六七八九十①②③④⑤⑥⑦⑧⑨", _ITEM),
    ("局委厅部办院会", _BODY),
)
PHONE_DIGITS = 7


@cache
def _table() -> npt.NDArray[np.uint8]:
    table = np.zeros(0x10000, dtype=np.uint8)
    for letters, mark in _LETTERS:
        for letter in letters:
            table[ord(letter)] |= mark
    return table


def sought_marks(text: Units, sought: Sought) -> Marks:
    """Mark each place in a text where something of the sought kind stands; the kind must be one of `MARKED`."""
    if sought is Sought.PHONE:
        return _long_numbers(text)
    marks = _table()[text]
    if sought in _FOLLOWERS:
        found = np.zeros(len(text), dtype=bool)
        found[:-1] = ((marks[:-1] & _DIGIT) > 0) & ((marks[1:] & _FOLLOWERS[sought]) > 0)
        return found
    single: Marks = (marks & _SINGLES[sought]) > 0
    return single


_FOLLOWERS = {Sought.MONEY: _MONEY, Sought.NUMBER: _UNIT, Sought.TIME: _TIME}
_SINGLES = {Sought.LIST: _ITEM, Sought.MANNER: _ITEM, Sought.BODY: _BODY}
MARKED = (Sought.PHONE, *_FOLLOWERS, *_SINGLES)


def _long_numbers(text: Units) -> Marks:
    """Mark where a number as long as a telephone number's begins; a dash may stand in it."""
    digit = ((_table()[text] & _DIGIT) > 0) | (text == ord("-"))
    long_number: Marks = digit.copy()
    for step in range(1, PHONE_DIGITS):
        long_number[:-step] &= digit[step:]
        long_number[-step:] = False
    return long_number
