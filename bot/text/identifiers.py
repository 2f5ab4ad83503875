"""Reads and checks the identifiers people give: identity numbers, organisation codes, phones (disclosure-rules §14)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

PROVINCES = frozenset(
    [
        *range(11, 16),
        21,
        22,
        23,
        *range(31, 38),
        *range(41, 47),
        *range(50, 55),
        *range(61, 66),
        71,
        81,
        82,
        83,
    ]
)
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
EARLIEST_BIRTH = date(1900, 1, 1)
IDENTITY_LENGTH = 18
MOBILE_LENGTH = 11


@dataclass(frozen=True, slots=True)
class IdentifierReading:
    """What was read from an input: the normal form, or the first reason why it is none.

    Reasons, in the order they are checked: empty, not_mobile, area_code, charset, legacy_15, length, prefix,
    province, date, date_future, checksum.
    """

    value: str = ""
    reason: str | None = None

    @property
    def valid(self) -> bool:
        """Whether the input may be used."""
        return self.reason is None


def _fold(text: str) -> str:
    """Drop separators, widths and the words around an identifier; what stands inside it stays to be refused."""
    value = re.sub(r"[\s\-‐-―·.()]", "", unicodedata.normalize("NFKC", text)).upper()
    return re.sub(r"^[^0-9A-Z+]+|[^0-9A-Z]+$", "", value)


def identity_number(text: str, *, today: date) -> IdentifierReading:
    """Read an 18-character citizen identity number (GB 11643-1999)."""
    value = _fold(text)
    reason = _identity_fault(value, today)
    return IdentifierReading(value=value, reason=reason)


def _identity_fault(value: str, today: date) -> str | None:
    if reason := _shape_fault(value):
        return reason
    if int(value[:2]) not in PROVINCES:
        return "province"
    born = _birth(value)
    if born is None or born < EARLIEST_BIRTH:
        return "date"
    if born > today:
        return "date_future"
    total = sum(int(digit) * weight for digit, weight in zip(value[:17], ID_WEIGHTS, strict=True))
    return None if ID_CHECKS[total % 11] == value[17] else "checksum"


def _shape_fault(value: str) -> str | None:
    if not value:
        return "empty"
    if not re.fullmatch(r"[0-9]*X?", value):
        return "charset"
    if re.fullmatch(r"\d{15}", value):
        return "legacy_15"
    return None if len(value) == IDENTITY_LENGTH else "length"


def _birth(value: str) -> date | None:
    try:
        return date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return None


def credit_code(text: str) -> IdentifierReading:
    """Read an 18-character unified social credit code (GB 32100-2015)."""
    value = _fold(text)
    return IdentifierReading(value, _credit_fault(value))


def _credit_fault(value: str) -> str | None:
    if not value:
        return "empty"
    if any(letter not in USCC_ALPHABET for letter in value):
        return "charset"
    if re.fullmatch(r"\d{15}", value):
        return "legacy_15"
    if len(value) != IDENTITY_LENGTH:
        return "length"
    total = sum(USCC_ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(value[:17]))
    return None if USCC_ALPHABET[(31 - total % 31) % 31] == value[17] else "checksum"


def mobile(text: str) -> IdentifierReading:
    """Read a mainland mobile number: 1, then 3 to 9, then nine digits."""
    value = re.sub(r"^(\+86|0086|86)(?=\d{11}$)", "", _fold(text))
    return IdentifierReading(value, _mobile_fault(value))


def _mobile_fault(value: str) -> str | None:
    if not value:
        return "empty"
    if not value.isdigit():
        return "charset"
    if re.fullmatch(r"0\d{9,11}", value):
        return "not_mobile"
    if len(value) != MOBILE_LENGTH:
        return "length"
    return None if re.match(r"1[3-9]", value) else "prefix"


def landline(text: str) -> IdentifierReading:
    """Read a landline number; without its area code nobody outside the town can call it."""
    value = _fold(text)
    if not value:
        return IdentifierReading(reason="empty")
    if not value.isdigit():
        return IdentifierReading(value, "charset")
    if re.fullmatch(r"[2-9]\d{6,7}|1\d{6}", value):
        return IdentifierReading(value, "area_code")
    if found := re.fullmatch(r"(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})", value):
        return IdentifierReading(f"{found[1]}-{found[2]}")
    return IdentifierReading(value, "length")


def contact_phone(text: str) -> IdentifierReading:
    """Read a mobile number or a landline with its area code: either is a valid contact (disclosure-rules §14)."""
    found = mobile(text)
    if found.valid:
        return found
    line = landline(text)
    return line if line.valid or line.reason == "area_code" else found
