"""What stands in talks and patterns for values: a name, numbers with right check signs that belong to nobody, a place.

The identity numbers are of people born in 1900 and are made here, so that no file holds a number that looks like a person's.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.text.identifiers import ID_CHECKS, ID_WEIGHTS, USCC_ALPHABET

NUMBER = "<编号>"
TOLD_NUMBER = re.compile(r"(?:GK|RG)[0-9]{6,20}")
CODE_BASE = 31


def identity_number(seventeen: str) -> str:
    """Give an identity number with its check sign (GB 11643-1999)."""
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, ID_WEIGHTS, strict=True))
    return seventeen + ID_CHECKS[total % len(ID_CHECKS)]


def credit_code(seventeen: str) -> str:
    """Give a unified social credit code with its check sign (GB 32100-2015)."""
    total = sum(USCC_ALPHABET.index(sign) * pow(3, at, CODE_BASE) for at, sign in enumerate(seventeen))
    return seventeen + USCC_ALPHABET[(CODE_BASE - total % CODE_BASE) % CODE_BASE]


def _values() -> Mapping[str, str]:
    one, other = identity_number("33990119000203001"), identity_number("33990119000405002")
    return MappingProxyType(
        {
            "<姓名>": "周平安",
            "<身份证号>": one,
            "<身份证号分段>": f"{one[:6]} {one[6:14]} {one[14:]}",
            "<身份证号乙>": other,
            "<手机号>": "13800000000",
            "<手机号乙>": "13900000000",
            "<统一社会信用代码>": credit_code("91350000MA0000000"),
        }
    )


VALUES = _values()


def filled(text: str, *, number: str = "") -> str:
    """Give a text with the values in it; `number` is the last number told, without one its stand-in stays."""
    for name, value in VALUES.items():
        text = text.replace(name, value)
    return text.replace(NUMBER, number) if number else text


def number_told(replies: Iterable[str]) -> str:
    """Give the last case or ticket number that replies told; empty when they told none."""
    told = TOLD_NUMBER.findall("\n".join(replies))
    return str(told[-1]) if told else ""
