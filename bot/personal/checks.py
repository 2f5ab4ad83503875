"""What a personal number must fulfil in itself: check characters, regions, days of birth."""

import re
from datetime import date

from bot.text.identifiers import ID_CHECKS, ID_WEIGHTS, PROVINCES

FIRST_YEAR, LAST_YEAR = 1900, 2099
_FOREIGNER = "9"
_TAIWAN_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
_TENS = 10


def identity_like(number: str) -> bool:
    """Whether 18 characters have the parts of an identity number: a region (or 9, a foreigner's permit) and a day."""
    region = number[0] == _FOREIGNER or int(number[:2]) in PROVINCES
    return region and is_day(number[6:14])


def identity_fits(number: str) -> bool:
    """Whether the check character of an identity number fits (GB 11643-1999)."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], ID_WEIGHTS, strict=True))
    return ID_CHECKS[total % 11] == number[17]


def old_identity_like(number: str) -> bool:
    """Whether 15 digits have the parts of an identity number of the first kind, which has no check digit."""
    return int(number[:2]) in PROVINCES and is_day(f"19{number[6:12]}")


def is_day(eight: str) -> bool:
    """Whether eight digits are a day of our time."""
    try:
        return FIRST_YEAR <= date(int(eight[:4]), int(eight[4:6]), int(eight[6:8])).year <= LAST_YEAR
    except ValueError:
        return False


def luhn(digits: str) -> bool:
    """Whether the check digit of a bank card fits (ISO/IEC 7812)."""
    doubled = (2 * int(digit) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(value - 9 * (value >= _TENS) for value in doubled)) % 10 == 0


def hong_kong_fits(letters: str, digits: str, check: str) -> bool:
    """Whether the check character of a Hong Kong identity card fits."""
    values = [36, *(ord(c) - 55 for c in letters)][-2:] + [int(c) for c in digits]
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True))
    return (total + (10 if check == "A" else int(check))) % 11 == 0


def taiwan_fits(number: str) -> bool:
    """Whether the check digit of a Taiwan identity number fits."""
    letter = _TAIWAN_LETTERS.index(number[0]) + 10
    values = (letter // 10, letter % 10, *map(int, number[1:]))
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) % 10 == 0


def residence_like(number: str) -> bool:
    """Whether a foreigner's permit of the first kind (three letters, twelve digits) has a region and a day of birth."""
    digits = number[3:]
    return int(digits[:2]) in PROVINCES and (is_day(f"19{digits[4:10]}") or is_day(f"20{digits[4:10]}"))


_PASSES = re.compile(
    r"E\d{8}|E[A-HJ-NP-Z]\d{7}|[DGKPS]\d{8}|[DPS]E\d{7}"
    r"|[CW]\d{8}|C[A-Z]\d{7}|[HM]\d{8}(?:\d\d)?|[LT]\d{8}"
)


def pass_like(number: str) -> bool:
    """Whether a number is formed like a passport or a travel permit; what ends with a day is taken for a code."""
    return _PASSES.fullmatch(number) is not None and not is_day(number[-8:]) and not is_day(number[1:9])
